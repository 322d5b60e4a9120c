/**
 * Members that the readers of this folder believe, at any depth: where one of them stands twice in an object, an
 * upstream may believe the other one.
 */
export const boundMembers: ReadonlySet<string> = new Set(
  `
  model models fallbacks stream background
  max_new_tokens max_tokens max_completion_tokens max_output_tokens maxOutputTokens maxTokens max_gen_len maxTokenCount max_uses
  max_tool_calls generationConfig generation_config inferenceConfig textGenerationConfig additionalModelRequestFields
  n best_of num_generations candidateCount candidate_count sampleCount sample_count numberOfImages partial_images pages echo
  reasoning reasoning_effort effort thinking budget_tokens token_budget output_config reasoning_config reasoningConfig
  thinkingConfig thinking_config thinkingBudget thinking_budget thinkingLevel thinking_level
  prediction messages system input inputs prompt contents parts content instances parameters requests documents query
  role type source data url image_url input_audio audio file file_data file_id image images mask video document bytes
  inlineData inline_data mimeType mime_type output encrypted_content functionResponse function_response toolResult
  systemInstruction system_instruction responseModalities response_modalities
  previous_response_id previous_interaction_id conversation conversation_id cachedContent cached_content
  tools multi_agent prompt_mode anthropic_beta toolConfig functions execution environment web_search_options web_search enable_search data_sources plugins pdf engine
  preset search_parameters connectors mcp_servers container compound_custom agent agent_id agent_config
  guardrailConfig modelArmorConfig model_armor_config deferred webhook webhook_url callback callback_url async context_management edits extra_body google
  search_type mode name text service_tier serviceTier speed inference_geo performanceConfig latency modalities
  promptVariables document_annotation_format bbox_annotation_format
`
    .trim()
    .split(/\s+/),
)

const lowerCase = new Map(Array.from(boundMembers, (name) => [name.toLowerCase(), name]))

/** How a member is spelled that some upstreams take in any letters, as Go's do; null where it is so spelled, or is none. */
export function spellingOf(name: string): string | null {
  if (boundMembers.has(name)) return null
  // Go takes a long s for one as well: https://pkg.go.dev/encoding/json#Unmarshal
  return lowerCase.get(name.toLowerCase().replaceAll('ſ', 's')) ?? null
}
