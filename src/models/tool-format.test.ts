import { expect, it } from "vitest";
import { llamaChatFormat } from "./llama/chat-format.ts";
import { mllamaChatFormat } from "./mllama/chat-format.ts";
import { toolFormat } from "./tool-format.ts";

const LLAMA = [
  "<|begin_of_text|>",
  "<|start_header_id|>",
  "<|end_header_id|>",
  "<|eom_id|>",
  "<|eot_id|>",
  "<|python_tag|>",
];

it("tools are written in the form of the family whose tokens a checkpoint has", () => {
  expect(toolFormat("llama", LLAMA)).toBe(llamaChatFormat);
  expect(toolFormat("mllama", LLAMA)).toBe(mllamaChatFormat);
  expect(toolFormat("llama", ["<|im_start|>", "<|im_end|>"])).toBeNull();
  expect(toolFormat("llama", LLAMA.slice(0, -1))).toBeNull();
});
