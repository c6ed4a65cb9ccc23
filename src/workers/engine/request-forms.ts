/** @file What a request has beside a conversation: an opening that is written for the model, and tools in its own form. */
import { textOf } from "#shared/language-model";
import type { GenerateRequest, GenerateResult } from "#shared/language-model";
import { promptDate, type ChatFormat, type FormatMessage } from "#models/chat-format";

/** The calls that the model wrote; none where it wrote something else. */
export function withCalls(result: GenerateResult, format: ChatFormat): GenerateResult {
  const reply = format.parse(result.text);
  return reply.kind === "calls" ? { ...result, calls: reply.calls } : result;
}

/** The result as if the model had written the opening. */
export function withOpening(result: GenerateResult, opening: string, tokens: number): GenerateResult {
  if (opening === "") return result;
  return {
    ...result,
    text: opening + result.text,
    promptTokens: result.promptTokens - tokens,
    completionTokens: result.completionTokens + tokens,
    forcedTokens: (result.forcedTokens ?? 0) + tokens,
  };
}

/** The texts alone: no family was trained for tools beside pictures. */
export function toolPrompt(format: ChatFormat, { messages, tools = [] }: GenerateRequest): string {
  const texts = messages.map(({ role, content }) => ({ role, content: textOf(content) }) as FormatMessage);
  return format.render({ messages: texts, tools, date: promptDate(new Date().toISOString()) });
}
