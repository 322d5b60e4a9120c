import type { Api } from './endpoint.ts'
import { jobs, stored } from './stored.ts'

/**
 * Amazon Bedrock's runtime below `bedrock-runtime/{region}`. A model's id has a `:` in it, and an ARN slashes too.
 * https://docs.aws.amazon.com/bedrock/latest/APIReference/API_Operations_Amazon_Bedrock_Runtime.html
 */
export const bedrock: Api = [
  {
    method: 'POST',
    path: 'model/{model=**}/converse',
    scope: 'inference',
    usage: 'bedrock-converse',
    json: true,
  },
  {
    method: 'POST',
    path: 'model/{model=**}/converse-stream',
    scope: 'inference',
    usage: 'bedrock-converse',
    json: true,
    streams: true,
  },
  {
    method: 'POST',
    path: 'model/{model=**}/invoke',
    scope: 'inference',
    usage: 'bedrock-invoke',
    json: true,
  },
  {
    method: 'POST',
    path: 'model/{model=**}/invoke-with-response-stream',
    scope: 'inference',
    usage: 'bedrock-invoke',
    json: true,
    streams: true,
  },
  // A count, not consumption.
  { method: 'POST', path: 'model/{model=**}/count-tokens', scope: 'inference', usage: 'none', json: true },
  ...jobs('async-invoke'),
  ...stored('guardrail'),
]
