/**
 * @file Conversation to prompt text with the checkpoint's own Jinja template, run by `@huggingface/jinja` (an
 * interpreter without access to anything outside the values given here).
 */
import { Template } from "@huggingface/jinja";
import { AppError } from "#shared/errors";
import { picturesOf, textOf } from "#shared/language-model";
import type { ChatMessage } from "#shared/language-model";
import { readHfTokenizerConfig } from "#models/tokenizer/hf-tokenizer-config";
import type { HfTokenizerConfig } from "#models/tokenizer/hf-tokenizer-config";
import type { CheckpointFiles } from "#models/weights/checkpoint-files";
import type { Gguf } from "#models/weights/gguf";

/** Llama 3.2's template, the longest we know, has 4 KB. */
const MAX_TEMPLATE_CHARACTERS = 32_768;
const WORD_JOINER = "\u2060";

export interface ChatTemplate {
  /**
   * The prompt that ends where the assistant's answer begins, with the template's own token for each picture.
   * @param date what templates that name the day write, e.g. `26 Jul 2024`; today when left out.
   * @throws AppError `weights-unsupported` for pictures without a place in the template, or when it refuses the chat.
   */
  render(messages: readonly ChatMessage[], date?: string): string;
}

/** Templates take a message as text or as a list of parts; few take both. */
type Form = "text" | "parts";

interface TemplateMessage {
  readonly role: ChatMessage["role"];
  readonly content: string | readonly TemplatePart[];
}
type TemplatePart = { readonly type: "text"; readonly text: string } | { readonly type: "image" };

type Run = (messages: readonly TemplateMessage[], date?: string) => string;

/**
 * @param source the metadata of a GGUF, or the files of a Hugging Face checkpoint.
 * @param specialTokens broken up wherever they stand in a message, so that text cannot end its own turn, open another or
 * stand for a picture (spec messages-calendar 7, D2).
 * @throws AppError `weights-unsupported` without a usable template, `weights-corrupt` for damaged files.
 */
export function readChatTemplate(
  source: Gguf | CheckpointFiles,
  specialTokens: readonly string[],
): ChatTemplate {
  const { chatTemplate, namedTokens } = "metadata" in source ? ofGguf(source) : readHfTokenizerConfig(source);
  if (chatTemplate === null || chatTemplate.length > MAX_TEMPLATE_CHARACTERS) throw unusable("none");
  const template = parseTemplate(chatTemplate);
  const run: Run = (messages, date) =>
    template.render({
      ...Object.fromEntries(namedTokens),
      messages,
      add_generation_prompt: true,
      ...(date === undefined ? {} : { date_string: date }),
    });
  const forms = findForms(run);
  return {
    render: (messages, date) => {
      const pictures = picturesOf(messages).length > 0;
      if (pictures && !forms.pictures) throw unusable("no pictures");
      const system = pictures ? forms.systemWithPicture : forms.system;
      const written = messages.map((message) => harmless(message, specialTokens));
      const fitting = system === null ? withoutSystem(written) : written;
      const formed = fitting.map((message) => inForm(message, formOf(message.role, forms, system)));
      return attempt(() => run(formed, date));
    },
  };
}

function ofGguf({ metadata }: Gguf): HfTokenizerConfig {
  const source = metadata.get("tokenizer.chat_template");
  const tokens = metadata.get("tokenizer.ggml.tokens");
  const namedTokens = new Map<string, string>();
  for (const name of ["bos", "eos"]) {
    const id = metadata.get(`tokenizer.ggml.${name}_token_id`);
    const token: unknown = Array.isArray(tokens) && typeof id === "number" ? tokens[id] : undefined;
    if (typeof token === "string") namedTokens.set(`${name}_token`, token);
  }
  return { chatTemplate: typeof source === "string" ? source : null, namedTokens };
}

function parseTemplate(source: string): Template {
  return attempt(() => new Template(source));
}

function attempt<T>(action: () => T): T {
  try {
    return action();
  } catch (error) {
    throw unusable("failed", error);
  }
}

function unusable(reason: string, cause?: unknown): AppError {
  return new AppError("weights-unsupported", `chat template: ${reason}`, { field: "chat_template" }, cause);
}

interface Forms {
  readonly user: Form;
  readonly assistant: Form;
  /** null where the template refuses or loses a system message: the person's first message carries it then. */
  readonly system: Form | null;
  readonly systemWithPicture: Form | null;
  /** Whether a picture has a place in the prompt. */
  readonly pictures: boolean;
}

/** A list printed as it is, which is JSON, has the quotes escaped: not what was written. */
const QUESTION = 'What is "this"?';
const [ANSWER, ORDER] = ['It is "that".', 'Be "brief".'];

/**
 * Found by trying, once. A template of a vision model looks for pictures in every message part by part; in Python that
 * goes through a text letter by letter and finds none, here it fails. Templates of text models write lists as they are.
 */
function findForms(run: Run): Forms {
  const user = firstForm((form) => shown(run, [turn("user", QUESTION, form)]));
  if (user === null) throw unusable("does not show what is asked");
  const question = turn("user", QUESTION, user);
  const picture = { role: "user", content: [{ type: "image" }, { type: "text", text: QUESTION }] } as const;
  const [withPicture, without] = [shown(run, [picture]), shown(run, [turn("user", QUESTION, "parts")])];
  const answered = (form: Form) => shown(run, [question, turn("assistant", ANSWER, form), question]);
  const ordered = (first: TemplateMessage) => (form: Form) =>
    shown(run, [turn("system", ORDER, form), first]);
  return {
    user,
    assistant: firstForm(answered) ?? user,
    system: firstForm(ordered(question)),
    systemWithPicture: firstForm(ordered(picture)),
    pictures: withPicture !== null && withPicture !== without,
  };
}

function firstForm(prompt: (form: Form) => string | null): Form | null {
  return (["text", "parts"] as const).find((form) => prompt(form) !== null) ?? null;
}

/** The prompt, when it holds all that was written. */
function shown(run: Run, messages: readonly TemplateMessage[]): string | null {
  const texts = messages.flatMap(({ content }) =>
    typeof content === "string" ? [content] : textsOf(content),
  );
  try {
    const prompt = run(messages);
    return texts.every((text) => prompt.includes(text)) ? prompt : null;
  } catch {
    return null;
  }
}

function textsOf(parts: readonly TemplatePart[]): string[] {
  return parts.flatMap((part) => (part.type === "text" ? [part.text] : []));
}

function turn(role: ChatMessage["role"], text: string, form: Form): TemplateMessage {
  return { role, content: form === "text" ? text : [{ type: "text", text }] };
}

function formOf(role: ChatMessage["role"], forms: Forms, system: Form | null): Form {
  if (role === "system") return system ?? forms.user;
  return forms[role];
}

/** Text stays as it is where pictures stand in it: their order matters. */
function inForm(message: TemplateMessage, form: Form): TemplateMessage {
  return typeof message.content === "string" ? turn(message.role, message.content, form) : message;
}

/** Text parts that follow each other become one: a special token cut in two would come together in the prompt. */
function harmless({ role, content }: ChatMessage, specialTokens: readonly string[]): TemplateMessage {
  if (typeof content === "string" || !content.some((part) => part.type === "image")) {
    return { role, content: breakSpecialTokens(textOf(content), specialTokens) };
  }
  const parts: TemplatePart[] = [];
  for (const part of content) {
    const last = parts.at(-1);
    if (part.type === "image") parts.push({ type: "image" });
    else if (last?.type === "text") parts.splice(-1, 1, { type: "text", text: last.text + part.text });
    else parts.push({ type: "text", text: part.text });
  }
  const broken = (part: TemplatePart): TemplatePart =>
    part.type === "text" ? { ...part, text: breakSpecialTokens(part.text, specialTokens) } : part;
  return { role, content: parts.map(broken) };
}

function breakSpecialTokens(content: string, specialTokens: readonly string[]): string {
  return specialTokens.reduce(
    (text, token) => text.replaceAll(token, `${token.slice(0, 1)}${WORD_JOINER}${token.slice(1)}`),
    content,
  );
}

/** What the system message says stands in front of the person's first words, behind the picture. */
function withoutSystem(messages: readonly TemplateMessage[]): readonly TemplateMessage[] {
  const [system, first, ...rest] = messages;
  if (system?.role !== "system" || typeof system.content !== "string") return messages;
  if (first?.role !== "user") return [{ ...system, role: "user" }, ...messages.slice(1)];
  return [{ ...first, content: inFront(system.content, first.content) }, ...rest];
}

function inFront(order: string, content: TemplateMessage["content"]): TemplateMessage["content"] {
  if (typeof content === "string") return `${order}\n\n${content}`;
  const at = content.findIndex((part) => part.type === "text");
  if (at === -1) return [...content, { type: "text", text: order }];
  return content.map((part, index) =>
    index === at && part.type === "text" ? { type: "text", text: `${order}\n\n${part.text}` } : part,
  );
}
