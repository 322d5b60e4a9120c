import type Anthropic from '@anthropic-ai/sdk'
import type Older from '@anthropic-ai/sdk-0'
import type OpenAI from 'openai'
import { droppedSays } from '../../src/translate/dropped-says.ts'
import { fields, nested } from '../../src/translate/dropped.ts'
import type { FieldRule } from '../../src/translate/field-rule.ts'
import { droppedSays as messageSays } from '../../src/translate/messages/dropped-says.ts'
import * as message from '../../src/translate/messages/dropped.ts'
import { tableLine } from '../support/readme.ts'

type Rules<Field extends PropertyKey = string> = Readonly<Record<Field, FieldRule>>

/** Stands still only while the table has every field of the SDK. */
const everyOfChat: Rules<keyof OpenAI.ChatCompletionCreateParams> = fields
/** The same, betas and what the older API's version has among them. */
const everyOfMessage: Rules<
  keyof Anthropic.Beta.Messages.MessageCreateParams | keyof Older.MessageCreateParams
> = message.fields

/**
 * What becomes of each field in the order of the code's own tables, by the README's part that it stands in: of a chat on
 * its way to Claude, and of a message on its way to other models.
 */
export const droppedTables: Readonly<Record<string, readonly string[]>> = {
  dropped: droppedTable({ ...everyOfChat, ...nested }, droppedSays),
  'dropped-messages': droppedTable({ ...everyOfMessage, ...message.nested }, messageSays),
}

function droppedTable(rules: Rules, says: Readonly<Record<string, string>>): string[] {
  const rows = Object.entries(rules).map(([field, rule]) =>
    tableLine([`\`${field}\``, rule.fate, rule.fate === 'refused' ? rule.says : (says[field] ?? '')]),
  )
  return [tableLine(['field', 'fate', 'how, or why']), tableLine(['---', '---', '---']), ...rows]
}
