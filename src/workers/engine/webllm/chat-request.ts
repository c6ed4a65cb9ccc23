/** @file A request of ours in WebLLM's words, which are those of OpenAI's chat completions with exceptions. */
import { AppError } from "#shared/errors";
import { picturesOf, textOf } from "#shared/language-model";
import type { AnswerGrammar, ChatMessage, GenerateRequest, ToolOffer } from "#shared/language-model";
import { llamaChatFormat, toolSystem } from "#models/llama/chat-format";
import type {
  ChatCompletionMessageParam,
  ChatCompletionRequestStreaming,
  ResponseFormat,
} from "@mlc-ai/web-llm";
import { grammarText } from "../grammar-limits.ts";

/** WebLLM refuses `tools` for Llama 3.2: they become the system text and the grammar of its own form. */
export function withToolTexts(request: GenerateRequest, tools: readonly ToolOffer[]): GenerateRequest {
  const own = request.messages.filter(({ role }) => role === "system").map(({ content }) => textOf(content));
  const others = request.messages.filter(({ role }) => role !== "system");
  const system: ChatMessage = { role: "system", content: toolSystem(tools, own.join("\n\n")) };
  return { ...request, messages: [system, ...others], grammar: llamaChatFormat.callGrammar(tools) };
}

/**
 * Stop strings are watched for here and not there, where the beginning of one is already given out when its end arrives.
 * `minP` does not exist there, nor do probabilities before sampling.
 * @throws AppError `model-without-vision`, `grammar-invalid`.
 */
export function toChatRequest(request: GenerateRequest): ChatCompletionRequestStreaming {
  const { messages, sampling, maxTokens, grammar } = request;
  const pictures = picturesOf(messages).length;
  if (pictures > 0) throw new AppError("model-without-vision", "a picture for a text model", { pictures });
  return {
    stream: true,
    stream_options: { include_usage: true },
    messages: toMessages(messages),
    max_tokens: maxTokens,
    temperature: sampling.temperature,
    top_p: sampling.topP,
    repetition_penalty: sampling.repetitionPenalty,
    // Whole numbers only.
    seed: Math.trunc(sampling.seed),
    ...(grammar ? { response_format: toResponseFormat(grammar) } : {}),
  };
}

/** WebLLM takes one system text, in front. */
function toMessages(messages: readonly ChatMessage[]): ChatCompletionMessageParam[] {
  const system = messages.filter(({ role }) => role === "system").map(({ content }) => textOf(content));
  const others = messages.flatMap(({ role, content }): ChatCompletionMessageParam[] =>
    role === "system" ? [] : [{ role, content: escapeReplacement(textOf(content)) }],
  );
  if (system.length === 0) return others;
  return [{ role: "system", content: escapeReplacement(system.join("\n\n")) }, ...others];
}

/**
 * WebLLM puts text into its templates with `String.replace`, which reads `$$`, `$&` and their like in the text as patterns
 * (ECMA-262, GetSubstitution): a doubled `$` comes out as one.
 */
export function escapeReplacement(text: string): string {
  return text.replaceAll("$", "$$$$");
}

/**
 * `json_object` with the schema as a string is what constrains: the shape `json_schema` is accepted there and ignored. Its
 * JSON may have other white space than ours.
 */
function toResponseFormat(grammar: AnswerGrammar): ResponseFormat {
  const text = grammarText(grammar);
  if (grammar.type === "ebnf") return { type: "grammar", grammar: text };
  return { type: "json_object", schema: text };
}
