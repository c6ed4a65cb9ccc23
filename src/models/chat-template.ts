/**
 * @file Conversation to prompt text with the checkpoint's own Jinja template, run by `@huggingface/jinja` (an
 * interpreter without access to anything outside the values given here).
 */
import { Template } from "@huggingface/jinja";
import { AppError } from "#shared/errors";
import type { ChatMessage } from "#shared/language-model";
import type { Gguf } from "#models/weights/gguf";

/** Llama 3.2's template, the longest we know, has 4 KB. */
const MAX_TEMPLATE_CHARACTERS = 32_768;
const WORD_JOINER = "\u2060";

export interface ChatTemplate {
  /** The prompt that ends where the assistant's answer begins. */
  render(messages: readonly ChatMessage[]): string;
}

/**
 * @param specialTokens broken up wherever they stand in a message, so that text cannot end its own turn or open
 * another (spec messages-calendar 7, D2).
 * @throws AppError `weights-unsupported` without a usable template.
 */
export function readChatTemplate(gguf: Gguf, specialTokens: readonly string[]): ChatTemplate {
  const source = gguf.metadata.get("tokenizer.chat_template");
  if (typeof source !== "string" || source.length > MAX_TEMPLATE_CHARACTERS) {
    throw new AppError("weights-unsupported", "no chat template", { field: "chat_template" });
  }
  const template = parseTemplate(source);
  return {
    render: (messages) => {
      const harmless = messages.map(({ role, content }) => ({
        role,
        content: breakSpecialTokens(content, specialTokens),
      }));
      return template.render({ messages: harmless, add_generation_prompt: true });
    },
  };
}

function parseTemplate(source: string): Template {
  try {
    return new Template(source);
  } catch (error) {
    throw new AppError("weights-unsupported", "chat template", { field: "chat_template" }, error);
  }
}

function breakSpecialTokens(content: string, specialTokens: readonly string[]): string {
  return specialTokens.reduce(
    (text, token) => text.replaceAll(token, `${token.slice(0, 1)}${WORD_JOINER}${token.slice(1)}`),
    content,
  );
}
