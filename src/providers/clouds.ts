import { anthropic } from '../endpoints/anthropic.ts'
import { bedrock } from '../endpoints/bedrock.ts'
import { gemini } from '../endpoints/gemini.ts'
import { openai } from '../endpoints/openai.ts'
import { vertexAnthropic, vertexOthers } from '../endpoints/vertex.ts'
import { googleMasks, googleOverrides } from './google-masks.ts'
import { eitherLimit, newerLimit } from './output-limits.ts'
import { openaiFreeWrites, vertexTiers } from './price-tiers.ts'
import { bearer, type Provider } from './provider.ts'
import { azureSockets } from './sockets.ts'

const ownDoor = 'Send this to its own door'

const vertexPlace = '{version}/projects/{project}/locations/{region}'

/** Clouds that host many vendors' models, each in its region. */
export const clouds: readonly Provider[] = [
  {
    slug: 'google-vertex-ai',
    prices: { from: 'google', tiers: vertexTiers },
    names: ['vertex'],
    modelPrefixes: ['google/'],
    dialect: 'gemini',
    credential: bearer,
    roots: [
      { at: `${vertexPlace}/publishers/google`, api: gemini },
      { at: `${vertexPlace}/publishers/anthropic`, api: vertexAnthropic },
      { at: `${vertexPlace}/publishers/{publisher}`, api: vertexOthers },
      {
        at: 'v1/projects/{project}/locations/{region}/endpoints/openapi',
        api: openai,
        usage: { 'openai-chat': 'gemini-openai-chat' },
      },
      {
        at: `${vertexPlace}/endpoints/openapi`,
        api: openai,
        usage: { 'openai-chat': 'gemini-openai-chat' },
      },
      // Express mode, by key.
      { at: '{version}/publishers/google', api: gemini },
    ],
    openaiAt: 'v1/projects/{project}/locations/{region}/endpoints/openapi',
    instead: `${ownDoor}, /google-vertex-ai/v1/projects/…: its path names project and region.`,
    owns: /^(projects\/|publishers\/|claude.*@20)/,
    outputLimits: eitherLimit,
    headers: ['x-goog-api-client', 'x-server-timeout', 'x-vertex-ai-*'],
    fieldMasks: googleMasks,
    queryOverrides: googleOverrides,
    // https://cloud.google.com/vertex-ai/generative-ai/docs/priority-paygo
    tierHeaders: ['x-vertex-ai-llm-shared-request-type'],
  },
  {
    slug: 'azure-openai',
    prices: { from: 'azure', freeWrites: openaiFreeWrites },
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
    openaiAt: '{resource}/{model}',
    // As Azure's own SDKs build their paths; the gateway's has only what stands around it.
    dropsInside: { after: 1, path: 'openai/deployments' },
    instead: `${ownDoor}, /azure-openai/{resource}/{deployment}/…: its path names the deployment.`,
    // `azureml-model-deployment` is not among them: it names another model than the path.
    outputLimits: newerLimit,
    toolCallLimit: 'max_tool_calls',
    headers: ['x-ms-client-request-id', 'extra-parameters'],
    defaultQuery: { 'api-version': '2024-10-21' },
  },
  {
    slug: 'aws-bedrock',
    // What flex and priority cost differs by model: https://aws.amazon.com/bedrock/service-tiers/
    prices: { from: 'aws' },
    names: ['bedrock'],
    dialect: 'aws-json',
    credential: bearer,
    roots: [
      { at: 'bedrock-runtime/{region}', api: bedrock },
      { at: 'bedrock-mantle/{region}/anthropic/v1', api: anthropic },
      { at: 'bedrock-mantle/{region}/openai/v1', api: openai },
    ],
    openaiAt: 'bedrock-mantle/{region}/openai/v1',
    anthropicAt: 'bedrock-mantle/{region}/anthropic/v1',
    anthropicModels: /anthropic|claude/i,
    instead: `${ownDoor}, /aws-bedrock/bedrock-runtime/{region}/model/…: its path names region and model.`,
    owns: /^(arn:aws:bedrock:|((us|eu|apac|jp|au|ca|global|us-gov)\.)?(anthropic|amazon|meta|mistral|cohere|ai21|deepseek|openai|qwen|writer|stability|twelvelabs|luma)\.)/,
    outputLimits: newerLimit,
    headers: ['anthropic-version', 'anthropic-beta', 'x-amzn-bedrock-*'],
    // https://docs.aws.amazon.com/bedrock/latest/APIReference/API_runtime_InvokeModel.html
    tierHeaders: ['x-amzn-bedrock-service-tier', 'x-amzn-bedrock-performanceconfig-latency'],
    // `bedrock-runtime/{region}/model/{id}/…`: inference profiles and provisioned models are named by ARN.
    slashInSegment: 3,
  },
]
