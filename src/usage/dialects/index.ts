import type { UsageDialect, UsageDialectName } from '../dialect.ts'
import { anthropicBatch } from './anthropic-batch.ts'
import { anthropicMessages } from './anthropic-messages.ts'
import { geminiBatch, geminiBatchOutput } from './gemini-batch.ts'
import { geminiGenerate } from './gemini-generate.ts'
import { geminiInteractions } from './gemini-interactions.ts'
import { geminiPredict } from './gemini-predict.ts'
import { geminiVideo } from './gemini-video.ts'
import { none } from './none.ts'
import { openaiChat } from './openai-chat.ts'
import { openaiEmbeddings } from './openai-embeddings.ts'
import { openaiFineTuning } from './openai-fine-tuning.ts'
import { openaiImages } from './openai-images.ts'
import { openaiResponses } from './openai-responses.ts'
import { openaiSpeech } from './openai-speech.ts'
import { openaiTranscription } from './openai-transcription.ts'
import { openaiBatch, openaiBatchOutput } from './openai-batch.ts'
import { openaiVideos } from './openai-videos.ts'
import { bedrockConverse } from './bedrock-converse.ts'
import { bedrockInvoke } from './bedrock-invoke.ts'
import { cartesiaSpeech, cartesiaTranscription } from './cartesia.ts'
import { cohereChat } from './cohere-chat.ts'
import { deepgramListen, deepgramSpeak } from './deepgram.ts'
import { elevenlabsSpeech, elevenlabsTranscription } from './elevenlabs.ts'
import { falUnits } from './fal-units.ts'
import { oneOf } from './from-request.ts'
import { geminiOpenaiChat } from './gemini-openai-chat.ts'
import { groqChat } from './groq-chat.ts'
import { imageList } from './image-list.ts'
import { mistralBatch, mistralBatchOutput } from './mistral-batch.ts'
import { mistralChat } from './mistral-chat.ts'
import { mistralOcr } from './mistral-ocr.ts'
import {
  openrouterChat,
  openrouterResponses,
  openrouterMessages,
  openrouterEmbeddings,
  openrouterImages,
  openrouterRerank,
  openrouterTranscription,
  openrouterVideo,
} from './openrouter.ts'
import { perplexityAsync, perplexityChat, perplexityResponses, perplexityEmbeddings } from './perplexity.ts'
import { replicatePrediction } from './replicate-prediction.ts'
import { textGeneration } from './text-generation.ts'
import { workersAiRun, workersAiChat, workersAiResponses, workersAiEmbeddings } from './workers-ai.ts'
import { xaiChat, xaiResponses, xaiImages, xaiVideo } from './xai.ts'

/** Every dialect by its name. */
export const usageDialects: Record<UsageDialectName, UsageDialect> = {
  none,
  'openai-chat': openaiChat,
  'openai-responses': openaiResponses,
  'openai-embeddings': openaiEmbeddings,
  'openai-images': openaiImages,
  'openai-speech': openaiSpeech,
  'openai-transcription': openaiTranscription,
  'openai-videos': openaiVideos,
  'openai-batch': openaiBatch,
  'openai-batch-output': openaiBatchOutput,
  'openai-fine-tuning': openaiFineTuning,
  'anthropic-messages': anthropicMessages,
  'anthropic-batch': anthropicBatch,
  'gemini-generate': geminiGenerate,
  'gemini-interactions': geminiInteractions,
  'gemini-predict': geminiPredict,
  'gemini-video': geminiVideo,
  'gemini-batch': geminiBatch,
  'gemini-batch-output': geminiBatchOutput,
  'groq-chat': groqChat,
  'mistral-chat': mistralChat,
  'mistral-ocr': mistralOcr,
  'mistral-batch': mistralBatch,
  'mistral-batch-output': mistralBatchOutput,
  'xai-chat': xaiChat,
  'xai-responses': xaiResponses,
  'xai-images': xaiImages,
  'xai-video': xaiVideo,
  'perplexity-chat': perplexityChat,
  'perplexity-async': perplexityAsync,
  'perplexity-responses': perplexityResponses,
  'perplexity-embeddings': perplexityEmbeddings,
  'openrouter-chat': openrouterChat,
  'openrouter-responses': openrouterResponses,
  'openrouter-messages': openrouterMessages,
  'openrouter-embeddings': openrouterEmbeddings,
  'openrouter-images': openrouterImages,
  'openrouter-transcription': openrouterTranscription,
  'openrouter-rerank': openrouterRerank,
  'openrouter-video': openrouterVideo,
  'cohere-chat': cohereChat,
  'gemini-openai-chat': geminiOpenaiChat,
  'workers-ai-run': workersAiRun,
  'workers-ai-chat': workersAiChat,
  'workers-ai-responses': workersAiResponses,
  'workers-ai-embeddings': workersAiEmbeddings,
  'bedrock-converse': bedrockConverse,
  'bedrock-invoke': bedrockInvoke,
  'text-generation': textGeneration,
  'replicate-prediction': replicatePrediction,
  'fal-units': falUnits,
  'elevenlabs-speech': elevenlabsSpeech,
  'elevenlabs-transcription': elevenlabsTranscription,
  'deepgram-listen': deepgramListen,
  'deepgram-speak': deepgramSpeak,
  'cartesia-speech': cartesiaSpeech,
  'cartesia-transcription': cartesiaTranscription,
  'image-list': imageList,
  'search-request': oneOf('search'),
  'one-request': oneOf('request'),
}
