const image = { type: 'image_url', image_url: { url: 'data:image/png;base64,AAAA', detail: 'low' } }
const schema = {
  type: 'object',
  properties: { city: { type: 'string' }, days: { type: ['integer', 'null'] } },
  required: ['city'],
}

/** Chat completions as clients send them. */
export const chats: readonly Record<string, unknown>[] = [
  { model: 'gpt-4o-mini', messages: [{ role: 'user', content: 'Hi' }] },
  {
    model: 'claude-sonnet-4-5',
    messages: [
      { role: 'system', content: 'Be brief.' },
      {
        role: 'user',
        content: [
          { type: 'text', text: 'What is it?' },
          image,
          { type: 'file', file: { filename: 'a.pdf', file_data: 'data:application/pdf;base64,AAAA' } },
        ],
      },
      {
        role: 'assistant',
        content: null,
        tool_calls: [
          {
            id: 'call_1',
            type: 'function',
            function: { name: 'weather', arguments: '{"city":"Zürich","id":12345678901234567890}' },
          },
        ],
      },
      { role: 'tool', tool_call_id: 'call_1', content: [{ type: 'text', text: 'rain' }] },
      {
        role: 'assistant',
        content: 'Rain.',
        refusal: null,
        audio: null,
        reasoning_content: 'Hm',
        thinking_blocks: [{ type: 'thinking', thinking: 'Hm', signature: 'E' }],
      },
      { role: 'user', content: 'Thanks', name: 'alice' },
    ],
    tools: [
      {
        type: 'function',
        function: { name: 'weather', description: 'of a city', strict: true, parameters: schema },
      },
    ],
    tool_choice: { type: 'function', function: { name: 'weather' } },
    parallel_tool_calls: false,
    response_format: { type: 'json_schema', json_schema: { name: 'answer', strict: true, schema } },
    max_completion_tokens: 2_000,
    stream: true,
    stream_options: { include_usage: true },
    temperature: 0.5,
    top_p: 0.9,
    stop: ['END'],
    reasoning_effort: 'high',
    metadata: { a: 'b' },
    user: 'u1',
    n: 1,
    seed: 7,
    service_tier: 'auto',
    web_search_options: { search_context_size: 'low' },
    prediction: { type: 'content', content: 'x' },
    modalities: ['text'],
    logprobs: false,
  },
  {
    model: 'claude-opus-4-8',
    messages: [
      { role: 'user', content: 'a' },
      { role: 'assistant', content: null, function_call: { name: 'f', arguments: '{}' } },
      { role: 'function', name: 'f', content: 'x' },
    ],
    functions: [{ name: 'f', parameters: schema }],
    function_call: 'auto',
    max_tokens: 10,
  },
]

/** Requests of the Messages API as clients send them. */
export const messages: readonly Record<string, unknown>[] = [
  { model: 'claude-sonnet-4-5', max_tokens: 100, messages: [{ role: 'user', content: 'Hi' }] },
  {
    model: 'gpt-5.6',
    max_tokens: 4_000,
    system: [{ type: 'text', text: 'Be brief.', cache_control: { type: 'ephemeral', ttl: '1h' } }],
    messages: [
      {
        role: 'user',
        content: [
          { type: 'text', text: 'What is it?', citations: null },
          { type: 'image', source: { type: 'base64', media_type: 'image/png', data: 'AAAA' } },
          {
            type: 'document',
            title: 'a',
            source: { type: 'text', media_type: 'text/plain', data: 'x' },
            citations: { enabled: true },
          },
        ],
      },
      {
        role: 'assistant',
        content: [
          { type: 'thinking', thinking: 'Hm', signature: 'E' },
          { type: 'redacted_thinking', data: 'x' },
          { type: 'tool_use', id: 'toolu_1', name: 'weather', input: { city: 'Zürich' } },
        ],
      },
      {
        role: 'user',
        content: [
          {
            type: 'tool_result',
            tool_use_id: 'toolu_1',
            is_error: true,
            content: [{ type: 'text', text: 'rain' }],
          },
          { type: 'text', text: 'So?' },
        ],
      },
    ],
    tools: [
      { name: 'weather', description: 'of a city', input_schema: schema, strict: true },
      { type: 'web_search_20250305', name: 'web_search', max_uses: 3 },
    ],
    tool_choice: { type: 'tool', name: 'weather', disable_parallel_tool_use: true },
    thinking: { type: 'enabled', budget_tokens: 2_000 },
    output_config: { effort: 'high', format: { type: 'json_schema', schema } },
    stream: true,
    stop_sequences: ['END'],
    temperature: 1,
    top_k: 5,
    metadata: { user_id: 'u1' },
    service_tier: 'auto',
  },
]

/** Requests of other APIs, each beside where it is sent. */
export const others: readonly [line: string, body: Record<string, unknown>][] = [
  [
    'POST /v1/responses',
    {
      model: 'gpt-5',
      input: [
        {
          role: 'user',
          content: [
            { type: 'input_text', text: 'Hi' },
            { type: 'input_image', image_url: 'data:image/png;base64,AAAA' },
          ],
        },
        { type: 'function_call_output', call_id: 'c', output: 'x' },
      ],
      tools: [{ type: 'web_search' }, { type: 'function', name: 'f', parameters: schema }],
      max_output_tokens: 500,
      max_tool_calls: 2,
      reasoning: { effort: 'low' },
      background: false,
    },
  ],
  ['POST /v1/embeddings', { model: 'text-embedding-3-small', input: ['a', 'b', [1, 2, 3]], dimensions: 5 }],
  [
    'POST /v1/images/generations',
    { model: 'gpt-image-1', prompt: 'a cat', n: 2, size: '1024x1024', partial_images: 2, quality: 'high' },
  ],
  ['POST /v1/audio/speech', { model: 'gpt-4o-mini-tts', input: 'Hi', voice: 'alloy', stream_format: 'sse' }],
  [
    'POST /v1/completions',
    { model: 'gpt-3.5-turbo-instruct', prompt: ['a', 'b'], n: 2, best_of: 3, max_tokens: 5, echo: true },
  ],
  [
    'POST /v1beta/models/gemini-2.5-flash:generateContent',
    {
      contents: [
        {
          role: 'user',
          parts: [
            { text: 'Hi' },
            { inlineData: { mimeType: 'image/png', data: 'AAAA' } },
            { functionResponse: { name: 'f', response: { a: 1 }, parts: [] } },
          ],
        },
      ],
      systemInstruction: { parts: [{ text: 'x' }] },
      generationConfig: {
        maxOutputTokens: 50,
        candidateCount: 2,
        thinkingConfig: { thinkingBudget: 100 },
        responseModalities: ['TEXT'],
      },
      tools: [{ googleSearch: {} }, { functionDeclarations: [{ name: 'f' }] }],
      cachedContent: null,
    },
  ],
  ['POST /v1beta/models/gemini-2.5-flash:embedContent', { content: { parts: [{ text: 'a' }] } }],
  ['POST /v1beta/models/imagen-4:predict', { instances: [{ prompt: 'a' }], parameters: { sampleCount: 2 } }],
  [
    'POST /google-ai-studio/v1beta/interactions',
    {
      model: 'gemini-3-flash',
      input: [{ type: 'text', text: 'Hi' }],
      generation_config: { max_output_tokens: 50, thinking_level: 'low' },
      tools: [{ type: 'google_search' }],
      background: true,
    },
  ],
  [
    'POST /aws-bedrock/bedrock-runtime/us-east-1/model/amazon.nova-lite-v1:0/converse',
    {
      messages: [
        {
          role: 'user',
          content: [
            { text: 'Hi' },
            { image: { format: 'png', source: { bytes: 'AAAA' } } },
            { toolResult: { toolUseId: 'a', content: [{ text: 'x' }] } },
          ],
        },
      ],
      system: [{ text: 'x' }],
      inferenceConfig: { maxTokens: 50 },
      toolConfig: { tools: [{ toolSpec: { name: 'f', inputSchema: { json: schema } } }] },
    },
  ],
  [
    'POST /aws-bedrock/bedrock-runtime/us-east-1/model/amazon.nova-lite-v1:0/invoke',
    {
      messages: [],
      inferenceConfig: { maxTokens: 5 },
      max_tokens: 5,
      textGenerationConfig: { maxTokenCount: 3 },
      anthropic_version: 'x',
    },
  ],
  [
    'POST /cohere/v2/chat',
    {
      model: 'command-a',
      messages: [{ role: 'user', content: 'Hi' }],
      documents: [{ data: { text: 'x' } }],
      max_tokens: 5,
      thinking: { type: 'enabled', token_budget: 9 },
      connectors: [],
    },
  ],
  ['POST /cohere/v2/rerank', { model: 'rerank-v3.5', query: 'a', documents: ['a', 'b'], top_n: 1 }],
  [
    'POST /mistral/v1/ocr',
    {
      model: 'mistral-ocr-latest',
      document: { type: 'document_url', document_url: 'https://a.test/x.pdf' },
      pages: [0, 1],
      document_annotation_format: { type: 'json_schema' },
    },
  ],
  ['POST /workers-ai/@cf/meta/llama-3.1-8b-instruct', { prompt: 'Hi', max_tokens: 5, stream: true }],
  [
    'POST /perplexity-ai/chat/completions',
    { model: 'sonar', messages: [{ role: 'user', content: 'Hi' }], search_mode: 'academic', max_tokens: 5 },
  ],
]

export const requestTexts: readonly string[] = [...chats, ...messages, ...others.map(([, body]) => body)].map(
  (body) => JSON.stringify(body),
)
