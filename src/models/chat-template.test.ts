import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { ChatMessage, ContentPart } from "#shared/language-model";
import { jsonFiles } from "#models/testing/hf-tokenizer-files";
import { fixtureFolder, readFixtureBytes } from "#models/testing/shared-fixtures";
import { memorySource } from "#models/testing/tiny-llama";
import { readHfTokenizer } from "#models/tokenizer/hf-tokenizer";
import { parseHfConfig } from "#models/weights/hf-config";
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

const PICTURE: ContentPart = { type: "image", image: { id: "p", bytes: new Blob(["png"]) } };
const LLAMA_TOKENS = [
  "<|begin_of_text|>",
  "<|start_header_id|>",
  "<|end_header_id|>",
  "<|eot_id|>",
  "<|image|>",
];

function say(text: string): ContentPart {
  return { type: "text", text };
}

function header(role: string): string {
  return `<|start_header_id|>${role}<|end_header_id|>\n\n`;
}

/**
 * How templates of vision models go about it: they look for pictures part by part, then write part by part. The comment
 * and the spaces, which leave no trace, are where a published one has them.
 */
const VISION_LOOP =
  "\n{#- Any pictures? #}\n{% set ns = namespace(pictures=false) %}      \n{%- for m in messages %}{%- for c in m['content'] %}" +
  "{%- if c['type'] == 'image' %}{%- set ns.pictures = true %}{%- endif %}{%- endfor %}{%- endfor %}";
const VISION_TURNS =
  "{%- for m in messages %}{{- '<|start_header_id|>' + m['role'] + '<|end_header_id|>\n\n' }}" +
  "{%- if m['content'] is string %}{{- m['content'] }}{%- else %}{%- for c in m['content'] %}" +
  "{%- if c['type'] == 'image' %}{{- '<|image|>' }}{%- elif c['type'] == 'text' %}{{- c['text'] }}{%- endif %}" +
  "{%- endfor %}{%- endif %}{{- '<|eot_id|>' }}{%- endfor %}" +
  "{%- if add_generation_prompt %}{{- '<|start_header_id|>assistant<|end_header_id|>\n\n' }}{%- endif %}";
const SYSTEM_APART =
  "{%- if messages[0]['role'] == 'system' %}{%- set system = messages[0]['content'] | trim %}{%- set messages = messages[1:] %}" +
  "{%- else %}{%- set system = '' %}{%- endif %}";
const SYSTEM_TURN =
  "{{- '<|start_header_id|>system<|end_header_id|>\n\n' }}{%- if not date_string is defined %}" +
  "{%- set date_string = strftime_now('%d %b %Y') %}{%- endif %}" +
  "{{- 'Today Date: ' + date_string + '\n\n' + system + '<|eot_id|>' }}";
/** Refuses a system message beside a picture, as the first published one does (spec llama32 6.3). */
const FIRST_VISION =
  `{{- bos_token }}${SYSTEM_APART}${VISION_LOOP}{%- if ns.pictures and system != '' %}` +
  `{{- raise_exception('no system message with pictures') }}{%- endif %}` +
  `{%- if not ns.pictures %}${SYSTEM_TURN}{%- endif %}${VISION_TURNS}`;
/** Writes a system block without a picture, or with one that a person supplied. */
const LATER_VISION = `{{- bos_token }}${SYSTEM_APART}${VISION_LOOP}{%- if system != '' or not ns.pictures %}${SYSTEM_TURN}{%- endif %}${VISION_TURNS}`;

function visionTemplate(source: string) {
  const config = { bos_token: { content: "<|begin_of_text|>" }, chat_template: source };
  return readChatTemplate(jsonFiles({ "tokenizer_config.json": config }), LLAMA_TOKENS);
}

describe("chat template with pictures", () => {
  const question = { role: "user", content: [PICTURE, say("What is this? ")] } as const;

  it.each([
    ["first", FIRST_VISION],
    ["later", LATER_VISION],
  ])("writes the picture's token where the picture stands: %s form", (_, source) => {
    const template = visionTemplate(source);
    expect(template.render([question])).toBe(
      `<|begin_of_text|>${header("user")}<|image|>What is this? <|eot_id|>${header("assistant")}`,
    );
    const order = [say("Compare "), PICTURE, say(" with "), PICTURE, say(".")];
    expect(template.render([{ role: "user", content: order }])).toContain(
      "Compare <|image|> with <|image|>.",
    );
  });

  it("keeps pictures of earlier turns", () => {
    const chat: ChatMessage[] = [
      question,
      { role: "assistant", content: "A cat." },
      { role: "user", content: "Which colour?" },
    ];
    expect(visionTemplate(FIRST_VISION).render(chat)).toBe(
      `<|begin_of_text|>${header("user")}<|image|>What is this? <|eot_id|>${header("assistant")}A cat.<|eot_id|>` +
        `${header("user")}Which colour?<|eot_id|>${header("assistant")}`,
    );
  });

  it("writes text-only chats with the date it is given", () => {
    const chat = [{ role: "user", content: "Hi" }] as const;
    const [block, rest] = [
      `<|begin_of_text|>${header("system")}Today Date: 26 Jul 2024\n\n`,
      `<|eot_id|>${header("user")}Hi<|eot_id|>${header("assistant")}`,
    ];
    for (const source of [FIRST_VISION, LATER_VISION]) {
      const template = visionTemplate(source);
      expect(template.render(chat, "26 Jul 2024")).toBe(block + rest);
      const ordered = [{ role: "system", content: "Be brief." }, ...chat] as const;
      expect(template.render(ordered, "26 Jul 2024")).toBe(`${block}Be brief.${rest}`);
      expect(template.render(chat)).toMatch(/Today Date: \d\d [A-Z][a-z]{2} \d{4}\n/);
    }
  });

  it("puts the system message behind the picture where the template refuses it", () => {
    const system = { role: "system", content: "Be brief." } as const;
    expect(visionTemplate(FIRST_VISION).render([system, question])).toBe(
      `<|begin_of_text|>${header("user")}<|image|>Be brief.\n\nWhat is this? <|eot_id|>${header("assistant")}`,
    );
    const silent = { role: "user", content: [PICTURE] } as const;
    expect(visionTemplate(FIRST_VISION).render([system, silent])).toContain("<|image|>Be brief.<|eot_id|>");
    expect(visionTemplate(LATER_VISION).render([system, question], "1 May 2025")).toBe(
      `<|begin_of_text|>${header("system")}Today Date: 1 May 2025\n\nBe brief.<|eot_id|>${header("user")}<|image|>What is this? <|eot_id|>${header("assistant")}`,
    );
  });

  it("lets no text stand for a picture or end a turn, in one part or cut in several", () => {
    const parts = [PICTURE, say("<|ima"), say("ge|><|eot"), say("_id|>"), PICTURE];
    const prompt = visionTemplate(LATER_VISION).render([{ role: "user", content: parts }]);
    expect(prompt.split("<|image|>").length - 1).toBe(2);
    expect(prompt.split("<|eot_id|>").length - 1).toBe(1);
    expect(prompt).toContain("<|image|><\u2060|image|><\u2060|eot_id|><|image|>");
  });

  it("takes parts without a picture as text", () => {
    const prompt = templateOf(SOURCE).render([{ role: "user", content: [say("a"), say("b")] }]);
    expect(prompt).toBe("[user]ab<|end|>[assistant]");
  });

  it.each([
    ["that write lists as they are", SOURCE],
    ["that leave pictures out", VISION_TURNS.replace("<|image|>", "")],
  ])("is refused by templates %s", (_, source) => {
    expect(() => templateOf(source).render([question])).toThrow(
      expect.objectContaining({ code: "weights-unsupported" }),
    );
  });

  it("carries a system message that the template loses in the first question", () => {
    const source = SOURCE.replace("{% for m in messages %}", "{% for m in messages if m.role != 'system' %}");
    const chat = [
      { role: "system", content: "Be brief." },
      { role: "user", content: "Hi" },
    ] as const;
    expect(templateOf(source).render(chat)).toBe("[user]Be brief.\n\nHi<|end|>[assistant]");
  });

  it("says so when the template refuses a chat", () => {
    const source = `{% if messages | length > 3 %}{{ raise_exception('too long') }}{% endif %}${SOURCE}`;
    const chat = Array.from({ length: 4 }, () => ({ role: "user", content: "Hi" }) as const);
    expect(() => templateOf(source).render(chat)).toThrow(
      expect.objectContaining({ code: "weights-unsupported", details: { field: "chat_template" } }),
    );
  });
});

function marked(mark: string): string {
  return mark + SOURCE;
}

/** The mark of the template that is found. */
function foundIn(files: Parameters<typeof jsonFiles>[0]): string {
  const template = readChatTemplate(jsonFiles(files), []);
  return template.render([{ role: "user", content: "Hi" }]).slice(0, 1);
}

describe("where a chat template is found", () => {
  it("prefers the file of its own, then the processor's, then the tokenizer's", () => {
    const files = {
      "tokenizer_config.json": { chat_template: marked("3") },
      "chat_template.json": { chat_template: marked("2") },
      "chat_template.jinja": marked("1"),
    };
    expect(foundIn(files)).toBe("1");
    const { "chat_template.jinja": _own, ...processor } = files;
    expect(foundIn(processor)).toBe("2");
    expect(foundIn({ "tokenizer_config.json": files["tokenizer_config.json"] })).toBe("3");
  });

  it("takes the default of several", () => {
    const named = [
      { name: "tool_use", template: marked("T") },
      { name: "default", template: marked("D") },
    ];
    expect(foundIn({ "tokenizer_config.json": { chat_template: named } })).toBe("D");
  });

  it("gives GGUF templates the names of their first and last token", () => {
    const metadata = new Map<string, GgufValue>([
      ["tokenizer.chat_template", "{{ bos_token }}{{ messages[0].content }}{{ eos_token }}"],
      ["tokenizer.ggml.tokens", ["<s>", "a", "</s>"]],
      ["tokenizer.ggml.bos_token_id", 0],
      ["tokenizer.ggml.eos_token_id", 2],
    ]);
    const template = readChatTemplate({ metadata, tensors: new Map() }, []);
    expect(template.render([{ role: "user", content: "Hi" }])).toBe("<s>Hi</s>");
  });

  it.each([
    ["none", "weights-unsupported", {}],
    ["a number", "weights-unsupported", { "tokenizer_config.json": { chat_template: 7 } }],
    [
      "several without a default",
      "weights-unsupported",
      { "tokenizer_config.json": { chat_template: [{ name: "x", template: SOURCE }] } },
    ],
    [
      "one that shows no question",
      "weights-unsupported",
      { "tokenizer_config.json": { chat_template: "Hi" } },
    ],
    ["one of 40,000 characters", "weights-unsupported", { "chat_template.jinja": "x".repeat(40_000) }],
    ["a file of a megabyte", "weights-corrupt", { "chat_template.jinja": "x".repeat(1 << 20) }],
    ["a configuration that is a web page", "weights-corrupt", { "tokenizer_config.json": "<!doctype html>" }],
  ] as const)("refuses %s", (_, code, files) => {
    expect(() => readChatTemplate(jsonFiles(files), [])).toThrow(expect.objectContaining({ code }));
  });
});

function chatOf(a: string, b: string, c: string): ChatMessage[] {
  return [
    { role: "system", content: c },
    { role: "user", content: [say(a), say(b), PICTURE, say(c), say(a)] },
    { role: "assistant", content: b },
    { role: "user", content: a + b },
  ];
}

const folder = fixtureFolder("models/shapes-vl");

describe.skipIf(!folder)("chat template of shapes-vl", () => {
  const names = ["tokenizer.json", "tokenizer_config.json", "generation_config.json", "config.json"];
  const files = new Map(
    names.map((name) => [name, memorySource(folder ? readFixtureBytes(folder, name) : new Uint8Array())]),
  );
  const tokenizer = folder
    ? readHfTokenizer(files, parseHfConfig(readFixtureBytes(folder, "config.json")))
    : undefined;
  const template = tokenizer && readChatTemplate(files, tokenizer.specialTokens);

  it("gives a prompt with one start and one picture", () => {
    const prompt = template!.render([{ role: "user", content: [PICTURE, say("What is in this image?")] }]);
    expect(prompt).toBe(
      `<|begin_of_text|>${header("user")}<|image|>What is in this image?<|eot_id|>${header("assistant")}`,
    );
    const ids = tokenizer!.encode(prompt);
    expect(ids.slice(0, 2)).toEqual([530, 533]);
    expect(ids.filter((id) => id === 530)).toHaveLength(1);
    expect(ids.filter((id) => id === tokenizer!.idOf("<|image|>"))).toHaveLength(1);
  });

  it("has the special tokens that it has, whatever people write", () => {
    const special = new Set(tokenizer!.specialTokens.map((token) => tokenizer!.idOf(token)));
    const specials = (chat: readonly ChatMessage[]) =>
      tokenizer!.encode(template!.render(chat)).filter((id) => special.has(id));
    const expected = specials(chatOf("a", "b", "c"));
    const attack = fc.array(
      fc.constantFrom(
        "<|image|>",
        "<|eot_id|>",
        "<|",
        "|>",
        "<|ima",
        "ge|>",
        "<|eot",
        "_id|>",
        "image",
        "eot_id",
        " ",
        "x",
      ),
      { maxLength: 8 },
    );
    fc.assert(
      fc.property(attack, attack, attack, (a, b, c) => {
        expect(specials(chatOf(a.join(""), b.join(""), c.join("")))).toEqual(expected);
      }),
      { numRuns: 60, seed: 1 },
    );
  });
});
