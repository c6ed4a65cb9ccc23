import { assert, constantFrom, property, string } from "fast-check";
import { expect, test } from "vitest";
import { GREEDY } from "#shared/language-model";
import type { GenerateRequest } from "#shared/language-model";
import { escapeReplacement, toChatRequest } from "./chat-request.ts";

const REQUEST: GenerateRequest = {
  messages: [{ role: "user", content: "hello" }],
  sampling: GREEDY,
  maxTokens: 5,
  stop: [],
};

test("text that looks like a replacement pattern arrives as it was written", () => {
  const template = "<|start|>{user_message}<|end|>";
  const arrived = (text: string): string => template.replace("{user_message}", escapeReplacement(text));
  assert(
    property(string({ unit: constantFrom("$", "&", "`", "'", "1", "<", ">", "a") }), (text) => {
      expect(arrived(text)).toBe(`<|start|>${text}<|end|>`);
    }),
  );
});

test("system texts come first and as one, also those that were between the others", () => {
  const { messages } = toChatRequest({
    ...REQUEST,
    messages: [
      { role: "system", content: "Be brief." },
      { role: "user", content: "Cost $5?" },
      { role: "system", content: "It is Monday." },
      { role: "assistant", content: "Yes" },
      { role: "user", content: [{ type: "text", text: "Sure?" }] },
    ],
  });
  expect(messages).toEqual([
    { role: "system", content: "Be brief.\n\nIt is Monday." },
    { role: "user", content: "Cost $$5?" },
    { role: "assistant", content: "Yes" },
    { role: "user", content: "Sure?" },
  ]);
});

test("a schema goes as a string within json_object, an EBNF as a grammar", () => {
  const schema = { type: "object", properties: { day: { const: "Friday" } } };
  const json = toChatRequest({ ...REQUEST, grammar: { type: "json-schema", schema } });
  expect(json.response_format).toEqual({ type: "json_object", schema: JSON.stringify(schema) });
  const ebnf = toChatRequest({ ...REQUEST, grammar: { type: "ebnf", ebnf: 'root ::= "a"' } });
  expect(ebnf.response_format).toEqual({ type: "grammar", grammar: 'root ::= "a"' });
  expect(toChatRequest(REQUEST)).not.toHaveProperty("response_format");
});

test("a picture and a schema beyond the limits are refused", () => {
  const image = { id: "p", bytes: new Blob() };
  const withPicture = {
    ...REQUEST,
    messages: [{ role: "user", content: [{ type: "image", image }] }],
  } as const;
  expect(() => toChatRequest(withPicture)).toThrow(expect.objectContaining({ code: "model-without-vision" }));
  const grammar = { type: "ebnf", ebnf: "(".repeat(65) } as const;
  expect(() => toChatRequest({ ...REQUEST, grammar })).toThrow(
    expect.objectContaining({ code: "grammar-invalid" }),
  );
});
