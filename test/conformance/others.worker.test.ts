import { describe } from 'vitest'
import { aiSdkFeatures } from './others/ai-sdk.ts'
import { bedrockFeatures } from './others/bedrock.ts'
import { chatVendorPartFeatures } from './others/chat-vendor-parts.ts'
import { chatVendorFeatures } from './others/chat-vendors.ts'
import { mediaVendorFeatures } from './others/media-vendors.ts'
import { wrongKeyFeatures } from './others/wrong-keys.ts'
import { conformance } from './suite.ts'

const suite = conformance()

describe.concurrent('providers’ own SDKs', () => {
  chatVendorFeatures(suite)
  chatVendorPartFeatures(suite)
  bedrockFeatures(suite)
  mediaVendorFeatures(suite)
  wrongKeyFeatures(suite)
})

describe.concurrent('the AI SDK', () => {
  aiSdkFeatures(suite)
})

suite.table('the others')
