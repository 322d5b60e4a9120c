/** https://cloud.google.com/apis/docs/system-parameters */
export const googleMasks: readonly string[] = ['fields', '$fields']

/**
 * Google's front end believes these before method, headers and body of the request itself: `GET …?$httpMethod=DELETE`
 * deletes. `callback` makes a script of the answer, which hides what was consumed and would run where it is loaded.
 */
export const googleOverrides: readonly string[] = [
  '$httpmethod',
  '$httpheaders',
  '$req',
  '$ct',
  '$userproject',
  'oauth_token',
  '$callback',
  'callback',
]
