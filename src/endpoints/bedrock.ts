import type { Api } from './endpoint.ts'
import { costly, jobs } from './stored.ts'

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
    bound: 'converse',
  },
  {
    method: 'POST',
    path: 'model/{model=**}/converse-stream',
    scope: 'inference',
    usage: 'bedrock-converse',
    json: true,
    streams: true,
    bound: 'converse',
  },
  {
    method: 'POST',
    path: 'model/{model=**}/invoke',
    scope: 'inference',
    usage: 'bedrock-invoke',
    json: true,
    bound: 'invoke',
  },
  {
    method: 'POST',
    path: 'model/{model=**}/invoke-with-response-stream',
    scope: 'inference',
    usage: 'bedrock-invoke',
    json: true,
    streams: true,
    bound: 'invoke',
  },
  // A count, not consumption.
  {
    method: 'POST',
    path: 'model/{model=**}/count-tokens',
    scope: 'inference',
    usage: 'none',
    json: true,
    bound: 'free',
  },
  ...jobs('async-invoke'),
  ...costly('guardrail'),
]
