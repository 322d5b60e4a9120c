/** A token in the clear, as very old tables have it. */
export const token = 'sk-0123456789abcdefghijABCDEFGHIJ0123456789abcdefgh'

/** Rows of LiteLLM's keys. */
export const liteLlm: readonly object[] = [
  {
    token: 'ab'.repeat(32),
    key_name: 'sk-...x1Yz',
    key_alias: 'Alice’s laptop',
    spend: 7.25,
    max_budget: 20,
    budget_duration: '30d',
    budget_reset_at: '2026-12-01T00:00:00Z',
    expires: '2027-06-30 10:00:00+00',
    models: ['gpt-4o', 'claude-*'],
    rpm_limit: 60,
    tpm_limit: null,
    max_parallel_requests: 4,
    user_id: 'u-1',
    team_id: 't1',
    blocked: null,
    metadata: { tags: ['a', 'b'], owner: 'x' },
    created_at: '2025-01-01T00:00:00Z',
    surprising: 'x',
  },
  {
    token,
    models: '{gpt-4o,"claude-3"}',
    max_budget: '5.5',
    team_id: 't1',
    metadata: '{"tags":["a"]}',
    blocked: 't',
    budget_id: 'b1',
  },
]
/** Rows of one-api's and new-api's tokens. */
export const oneApi: readonly object[] = [
  {
    key: 'a'.repeat(48),
    name: 'ci',
    status: 1,
    remain_quota: 500_000,
    unlimited_quota: false,
    expired_time: -1,
    models: 'gpt-4o,gpt-4o-mini',
    subnet: '10.0.0.0/8',
    user_id: 3,
    group: 'default',
  },
  {
    key: `sk-${'b'.repeat(48)}`,
    name: 'x',
    status: '4',
    remain_quota: '12',
    unlimited_quota: 't',
    expired_time: 1_900_000_000,
    model_limits_enabled: true,
    model_limits: 'o1',
    allow_ips: '1.2.3.4\n5.6.7.8',
  },
]
/** LiteLLM's other tables. */
export const teams = [
  {
    team_id: 't1',
    team_alias: 'Research',
    max_budget: 100,
    budget_duration: '30d',
    models: ['gpt-4o'],
    blocked: false,
    spend: 3,
  },
]
export const budgets = [
  {
    budget_id: 'b1',
    max_budget: 10,
    budget_duration: '1d',
    rpm_limit: 5,
    tpm_limit: 6,
    max_parallel_requests: 1,
  },
]
