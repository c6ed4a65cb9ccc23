/** @file Cuts HTML into text, opening and closing tags, in one pass and forgiving like a browser (HTML 13.2.5). */
import { decodeEntities } from "./entities.ts";

export type HtmlToken =
  | { readonly kind: "text"; readonly text: string }
  | {
      readonly kind: "open";
      /** Lower case. */
      readonly name: string;
      readonly attributes: ReadonlyMap<string, string>;
      readonly isSelfClosed: boolean;
    }
  | { readonly kind: "close"; readonly name: string }
  | { readonly kind: "style"; readonly css: string };

const NOTHING: HtmlToken = { kind: "text", text: "" };
const NO_ATTRIBUTES: ReadonlyMap<string, string> = new Map();
const TAG_NAME = /[A-Za-z][^\s/>]{0,60}/y;
const ATTRIBUTE = /[\s/]*([^\s/>=]{1,100})(?:\s{0,20}=\s{0,20}(?:"([^"]*)"|'([^']*)'|([^\s>"']*)))?/y;
/** Their content is no markup. */
const RAW_TEXT = new Set(["script", "style"]);
/** An open quotation mark is looked for to the end of the file each time: more cost too much. */
const MAX_ATTRIBUTES = 500;
/** Elements without an end tag (HTML 13.1.2). */
const VOID = new Set([
  "br",
  "img",
  "hr",
  "input",
  "meta",
  "link",
  "wbr",
  "area",
  "col",
  "source",
  "base",
  "embed",
  "param",
  "track",
]);

export function isVoid(name: string): boolean {
  return VOID.has(name);
}

/** The token that begins at `at`, and where the next one begins. */
export function nextToken(html: string, at: number): { token: HtmlToken; end: number } {
  if (html[at] !== "<") {
    const end = indexOr(html, "<", at);
    return { token: { kind: "text", text: html.slice(at, end) }, end };
  }
  const next = html[at + 1] ?? "";
  if (html.startsWith("<!--", at)) return { token: NOTHING, end: behind(html, "-->", at + 4) };
  if (next === "!" || next === "?") return { token: NOTHING, end: behind(html, ">", at + 2) };
  if (next === "/") {
    const name = readName(html, at + 2);
    return { token: name ? { kind: "close", name } : NOTHING, end: behind(html, ">", at + 2) };
  }
  const name = readName(html, at + 1);
  if (name === null) return { token: { kind: "text", text: "<" }, end: at + 1 };
  return openTag(html, name, at + 1 + name.length);
}

function openTag(html: string, name: string, start: number): { token: HtmlToken; end: number } {
  const { attributes, end } = readAttributes(html, start);
  const isSelfClosed = html[end - 2] === "/";
  if (RAW_TEXT.has(name)) {
    const close = rawTextEnd(html, name, end);
    const token: HtmlToken = name === "style" ? { kind: "style", css: html.slice(end, close) } : NOTHING;
    return { token, end: behind(html, ">", close) };
  }
  return { token: { kind: "open", name, attributes, isSelfClosed }, end };
}

function readName(html: string, at: number): string | null {
  TAG_NAME.lastIndex = at;
  return TAG_NAME.exec(html)?.[0].toLowerCase() ?? null;
}

function readAttributes(
  html: string,
  start: number,
): { attributes: ReadonlyMap<string, string>; end: number } {
  if (html[start] === ">") return { attributes: NO_ATTRIBUTES, end: start + 1 };
  const attributes = new Map<string, string>();
  let at = start;
  for (let count = 0; ; count++) {
    if (count === MAX_ATTRIBUTES) {
      // What hides the element may be among those that were not read.
      attributes.set("hidden", "");
      break;
    }
    ATTRIBUTE.lastIndex = at;
    const match = ATTRIBUTE.exec(html);
    if (!match) break;
    const name = match[1]!.toLowerCase();
    if (!attributes.has(name)) attributes.set(name, decodeEntities(match[2] ?? match[3] ?? match[4] ?? ""));
    at += match[0].length;
  }
  return { attributes, end: behind(html, ">", at) };
}

function rawTextEnd(html: string, name: string, at: number): number {
  const close = new RegExp(name === "script" ? /<\/script/gi : /<\/style/gi);
  close.lastIndex = at;
  return close.exec(html)?.index ?? html.length;
}

function indexOr(text: string, part: string, from: number): number {
  const index = text.indexOf(part, from);
  return index < 0 ? text.length : index;
}

function behind(text: string, part: string, from: number): number {
  const index = text.indexOf(part, from);
  return index < 0 ? text.length : index + part.length;
}
