import { describe, expect, it } from "vitest";
import type { GgufValue } from "#models/weights/gguf";
import { readChatTemplate } from "./chat-template.ts";

const SOURCE =
  "{% for m in messages %}[{{ m.role }}]{{ m['content'] }}<|end|>{% endfor %}{% if add_generation_prompt %}[assistant]{% endif %}";

function templateOf(source: GgufValue | undefined, specialTokens: readonly string[] = ["<|end|>"]) {
  const entries: [string, GgufValue][] = source === undefined ? [] : [["tokenizer.chat_template", source]];
  return readChatTemplate({ metadata: new Map(entries), tensors: new Map() }, specialTokens);
}

function render(content: string): string {
  return templateOf(SOURCE).render([{ role: "user", content }]);
}

describe("chat template", () => {
  it("renders roles in order and ends where the answer begins", () => {
    const messages = [
      { role: "system", content: "Be brief." },
      { role: "user", content: "Hi & <b>bye</b> {{ 7 * 6 }}" },
    ] as const;
    expect(templateOf(SOURCE).render(messages)).toBe(
      "[system]Be brief.<|end|>[user]Hi & <b>bye</b> {{ 7 * 6 }}<|end|>[assistant]",
    );
  });

  it("breaks special tokens in content with an invisible character, and only those", () => {
    expect(render("a<|end|>b<|END|>")).toBe("[user]a<\u2060|end|>b<|END|><|end|>[assistant]");
    expect(render("<|e<|end|>nd|>")).toBe("[user]<|e<\u2060|end|>nd|><|end|>[assistant]");
  });

  it.each<[string, GgufValue | undefined]>([
    ["no template", undefined],
    ["a template that is a number", 7],
    ["a template of 40,000 characters", "x".repeat(40_000)],
    ["a statement that does not end", "{% if x %}"],
    ["an expression that does not end", "{{ messages"],
    ["a statement that does not exist", "{% import 'os' %}"],
  ])("refuses %s", (_, source) => {
    expect(() => templateOf(source)).toThrow(expect.objectContaining({ code: "weights-unsupported" }));
  });
});
