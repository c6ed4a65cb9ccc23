/** @file What a request has beside a conversation: an opening that is written for the model, and tools in its own form. */
import { AppError } from "#shared/errors";
import { picturesOf, textOf } from "#shared/language-model";
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

/**
 * The request as a model reads it that is offered tools: texts alone, because no family was trained for tools beside a
 * picture (spec llama32 6.3). That takes two turns: the picture is asked about first, and from then on what was said of it
 * stands for it.
 * @throws AppError `picture-with-tools` for a picture that has no answer yet.
 */
export function withoutSeenPictures(request: GenerateRequest): GenerateRequest {
  const { messages } = request;
  const unanswered = messages.slice(messages.findLastIndex(({ role }) => role === "assistant") + 1);
  const pictures = picturesOf(unanswered).length;
  if (pictures > 0) throw new AppError("picture-with-tools", "tools beside a picture", { pictures });
  return { ...request, messages: messages.map(({ role, content }) => ({ role, content: textOf(content) })) };
}

/** @param request with texts alone. */
export function toolPrompt(format: ChatFormat, { messages, tools = [] }: GenerateRequest): string {
  const texts = messages.map(({ role, content }) => ({ role, content: textOf(content) }) as FormatMessage);
  return format.render({ messages: texts, tools, date: promptDate(new Date().toISOString()) });
}
