/** https://cloud.google.com/apis/docs/system-parameters */
export const googleMasks: readonly string[] = ['fields', '$fields']
