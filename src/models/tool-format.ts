/** @file In which form a checkpoint was trained to call tools, by its special tokens and not by its name. */

import type { ChatFormat } from "./chat-format.ts";
import { llamaChatFormat } from "./llama/chat-format.ts";
import { mllamaChatFormat } from "./mllama/chat-format.ts";

/** Tokens that came with tool calling (Llama 3.1); turns are written with the last two. */
const TOOL_TOKENS = ["<|python_tag|>", "<|eom_id|>", "<|eot_id|>", "<|start_header_id|>"];

/** Python form for text models of Llama 3.2, JSON for those that see; null for families without a form of their own. */
export function toolFormat(
  architecture: "llama" | "mllama",
  specialTokens: readonly string[],
): ChatFormat | null {
  if (!TOOL_TOKENS.every((token) => specialTokens.includes(token))) return null;
  return architecture === "mllama" ? mllamaChatFormat : llamaChatFormat;
}
