import { anthropic } from '../endpoints/anthropic.ts'
import { bedrock } from '../endpoints/bedrock.ts'
import { gemini } from '../endpoints/gemini.ts'
import { openai } from '../endpoints/openai.ts'
import { vertexAnthropic, vertexOthers } from '../endpoints/vertex.ts'
import { bearer, type Provider } from './provider.ts'
import { azureSockets } from './sockets.ts'

const ownDoor = 'Send this to its own door'

const vertexPlace = '{version}/projects/{project}/locations/{region}'

/** Clouds that host many vendors' models, each in its region. */
export const clouds: readonly Provider[] = [
  {
    slug: 'google-vertex-ai',
    names: ['vertex'],
    modelPrefixes: ['google/'],
    dialect: 'gemini',
    credential: bearer,
    roots: [
      { at: `${vertexPlace}/publishers/google`, api: gemini },
      { at: `${vertexPlace}/publishers/anthropic`, api: vertexAnthropic },
      { at: `${vertexPlace}/publishers/{publisher}`, api: vertexOthers },
      {
        at: `${vertexPlace}/endpoints/openapi`,
        api: openai,
        usage: { 'openai-chat': 'gemini-openai-chat' },
      },
      // Express mode, by key.
      { at: '{version}/publishers/google', api: gemini },
    ],
    instead: `${ownDoor}, /google-vertex-ai/v1/projects/…: its path names project and region.`,
    owns: /^(projects\/|publishers\/|claude.*@20)/,
    headers: ['x-goog-api-client', 'x-server-timeout', 'x-vertex-ai-*'],
  },
  {
    slug: 'azure-openai',
    sockets: azureSockets,
    names: ['azure'],
    dialect: 'openai',
    credential: { header: 'api-key' },
    roots: [
      {
        // The deployment decides; the body's `model` is ignored upstream.
        at: '{resource}/{model}',
        api: openai,
        asksUsage: (query, body) =>
          (query.get('api-version') ?? '') >= '2024-09-01' && body['data_sources'] === undefined,
      },
    ],
    instead: `${ownDoor}, /azure-openai/{resource}/{deployment}/…: its path names the deployment.`,
    headers: ['x-ms-client-request-id', 'azureml-model-deployment', 'extra-parameters'],
    defaultQuery: { 'api-version': '2024-10-21' },
  },
  {
    slug: 'aws-bedrock',
    names: ['bedrock'],
    dialect: 'openai',
    credential: bearer,
    roots: [
      { at: 'bedrock-runtime/{region}', api: bedrock },
      { at: 'bedrock-mantle/{region}/anthropic/v1', api: anthropic },
      { at: 'bedrock-mantle/{region}/openai/v1', api: openai },
    ],
    instead: `${ownDoor}, /aws-bedrock/bedrock-runtime/{region}/model/…: its path names region and model.`,
    owns: /^(arn:aws:bedrock:|((us|eu|apac|jp|au|ca|global|us-gov)\.)?(anthropic|amazon|meta|mistral|cohere|ai21|deepseek|openai|qwen|writer|stability|twelvelabs|luma)\.)/,
    headers: ['anthropic-version', 'anthropic-beta', 'x-amzn-bedrock-*'],
    // `bedrock-runtime/{region}/model/{id}/…`: inference profiles and provisioned models are named by ARN.
    slashInSegment: 3,
  },
]
