import { anthropic } from '../endpoints/anthropic.ts'
import { gemini } from '../endpoints/gemini.ts'
import { openai } from '../endpoints/openai.ts'
import { bearer, type Provider } from './provider.ts'

const ownDoor = 'Send this to its own door'

/** Hosts of other people's models. */
export const hosts: readonly Provider[] = [
  {
    slug: 'google-vertex-ai',
    names: ['vertex'],
    modelPrefixes: ['google/'],
    dialect: 'gemini',
    credential: bearer,
    roots: [
      { at: 'v1/projects/{project}/locations/{region}/publishers/google', api: gemini },
      { at: 'v1beta1/projects/{project}/locations/{region}/publishers/google', api: gemini },
      { at: 'v1/projects/{project}/locations/{region}/endpoints/openapi', api: openai },
      { at: 'v1beta1/projects/{project}/locations/{region}/endpoints/openapi', api: openai },
    ],
    instead: `${ownDoor}, /google-vertex-ai/v1/projects/…: its path names project and region.`,
    owns: /^(projects\/|publishers\/|claude.*@20)/,
    headers: ['x-goog-api-client', 'x-server-timeout'],
  },
  {
    slug: 'azure-openai',
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
    defaultQuery: { 'api-version': '2024-10-21' },
  },
  {
    slug: 'aws-bedrock',
    names: ['bedrock'],
    dialect: 'openai',
    credential: bearer,
    roots: [
      { at: 'bedrock-mantle/{region}/anthropic/v1', api: anthropic },
      { at: 'bedrock-mantle/{region}/openai/v1', api: openai },
    ],
    instead: `${ownDoor}, /aws-bedrock/bedrock-runtime/{region}/model/…: its path names region and model.`,
    owns: /^(arn:aws:bedrock:|((us|eu|apac|jp|au|ca|global|us-gov)\.)?(anthropic|amazon|meta|mistral|cohere|ai21|deepseek|openai|qwen|writer|stability|twelvelabs|luma)\.)/,
    headers: ['anthropic-version', 'anthropic-beta', 'x-amzn-bedrock-*'],
    // `bedrock-runtime/{region}/model/{id}/…`: inference profiles and provisioned models are named by ARN.
    slashInSegment: 3,
  },
  {
    slug: 'workers-ai',
    names: ['cloudflare'],
    dialect: 'openai',
    credential: bearer,
    roots: [{ at: 'v1', api: openai }],
    openaiAt: 'v1',
    owns: /^@(cf|hf)\//,
    headers: ['x-session-affinity'],
  },
  {
    slug: 'openrouter',
    dialect: 'openai',
    credential: bearer,
    // Its last chunk carries usage unasked.
    roots: [
      { at: 'v1', api: openai },
      { at: 'v1', api: anthropic },
    ],
    drops: ['api'],
    openaiAt: 'v1',
    headers: ['http-referer', 'x-title', 'x-openrouter-*', 'anthropic-version', 'anthropic-beta'],
  },
  {
    slug: 'cerebras',
    dialect: 'openai',
    credential: bearer,
    roots: [{ at: '', api: openai, asksUsage: true }],
    drops: ['v1'],
    openaiAt: '',
  },
  {
    slug: 'fireworks',
    dialect: 'openai',
    credential: bearer,
    roots: [{ at: '', api: openai }],
    drops: ['inference/v1', 'v1'],
    openaiAt: '',
  },
  {
    slug: 'baseten',
    dialect: 'openai',
    credential: bearer,
    roots: [{ at: 'v1', api: openai }],
    openaiAt: 'v1',
  },
  {
    slug: 'huggingface',
    dialect: 'openai',
    credential: bearer,
    roots: [],
    instead: `${ownDoor}, /huggingface/{org}/{model}.`,
  },
]
