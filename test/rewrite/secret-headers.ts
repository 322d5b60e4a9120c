const names = `
  authorization x-api-key api-key x-goog-api-key xi-api-key cookie proxy-authorization
  openai-organization openai-project x-goog-user-project x-amz-security-token x-amz-date
  forwarded x-forwarded-for x-forwarded-proto x-forwarded-host x-real-ip true-client-ip via
  cf-connecting-ip cf-ray cf-ipcountry cf-visitor cf-worker cdn-loop host origin referer
  cf-aig-authorization cf-aig-metadata cf-aig-no-wholesale cf-aig-byok-alias cf-aig-custom-cost
  cf-aig-event-id cf-aig-cache-key cf-aig-request-id cf-aig-backoff cf-aig-retry-delay cf-aig-zdr
  cf-aig-gateway-id cf-aig-anything-new x-fal-target-url idempotency-key accept-encoding
  content-length transfer-encoding connection upgrade te expect sec-websocket-protocol
  x-vercel-id x-some-day traceparent x-http-method-override x-original-url`

/** Headers of a client that must never arrive as they are, each with a text that would be found. */
export const secretHeaders: Readonly<Record<string, string>> = Object.fromEntries(
  names
    .trim()
    .split(/\s+/)
    .map((name) => [name, `secret-${name}`]),
)
