/** Errors as providers and the gateway send them, without the status. */
export const shapes = {
  openai: {
    error: { message: 'Bad model', type: 'invalid_request_error', param: 'model', code: 'no_model' },
  },
  anthropic: { type: 'error', error: { type: 'overloaded_error', message: 'Overloaded' }, request_id: 'r' },
  google: { error: { code: 400, message: 'Bad field', status: 'INVALID_ARGUMENT' } },
  googleList: [{ error: { code: 400, message: 'Bad field', status: 'INVALID_ARGUMENT' } }],
  numberCode: { error: { code: 400, message: 'Not available', metadata: {} } },
  topLevel: { object: 'error', message: 'Bad field', type: 'bad_input', param: null, code: '1500' },
  validation: {
    object: 'error',
    message: { detail: [{ type: 'extra_forbidden', loc: ['body', 'user'], msg: 'Extra inputs' }] },
    type: 'invalid_request_error',
    param: null,
    code: null,
  },
  messageOnly: { message: 'Too many tokens' },
  text: { code: 'Some resource', error: 'Model not found' },
  success: { success: false, result: null, errors: [{ code: 5007, message: 'No such model' }], messages: [] },
  detail: { detail: [{ loc: ['body', 'prompt'], msg: 'field required', type: 'value_error.missing' }] },
  detailObject: { detail: { status: 'voice_not_found', message: 'No such voice' } },
  titled: { title: 'Unprocessable', detail: 'version is required', status: 422 },
  gateway: { success: false, result: [], messages: [], error: [{ code: 2029, message: 'Blocked by DLP' }] },
  gatewayPolicy: { success: false, error: { message: 'Access denied by policy' } },
  gatewayBudget: {
    success: false,
    error: { message: 'Spending limit exceeded', bucket: 'team', spent: 9, limit: 8 },
  },
  gatewayNamed: { name: 'AiGatewayError', internalCode: 2016, error: { message: 'Prompt blocked' } },
} as const

export type Shape = keyof typeof shapes
