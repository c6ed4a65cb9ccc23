/**
 * @file Plain text of an HTML message, by a tokenizer of our own: workers have no DOM (spec messages-calendar 1.9). What
 * people can't see is kept apart, what they quote too; nothing is ever loaded.
 */
import { decodeEntities } from "./entities.ts";
import { isUnseen, type Look, lookOf, PLAIN_LOOK } from "./html-hidden.ts";
import { StyleSheet } from "./html-sheet.ts";
import { isVoid, nextToken, type HtmlToken } from "./html-tokens.ts";
import { MAX_HTML_DEPTH, MAX_MESSAGE_PARTS } from "./limits.ts";
import { TextPile } from "./text-pile.ts";

export interface HtmlText {
  readonly text: string;
  readonly hiddenText: string;
  readonly quoted: string;
  readonly links: readonly { readonly text: string; readonly href: string }[];
}

export interface HtmlOptions {
  /** Line breaks of the source are line breaks, as in Skype's messages. */
  readonly keepsWhiteSpace?: boolean;
  /** The header block above a quoted mail stays in the text: whoever reads mails finds it, and what it says. */
  readonly keepsReplies?: boolean;
}

type Place = "text" | "hidden" | "quoted" | "nowhere";

interface OpenElement {
  readonly name: string;
  readonly attributes: ReadonlyMap<string, string>;
  readonly look: Look;
  /** Where its text goes as far as it can be seen. */
  readonly shownPlace: Place;
  readonly place: Place;
  /** Of a link: its target, and the piece at which its text begins. */
  readonly href: string | null;
  readonly textStart: number;
}

/** A longer text is a part of the message that happens to be a link. */
const MAX_LINK_CHARS = 2000;
const DROPPED = new Set([
  "script",
  "style",
  "template",
  "noscript",
  "head",
  "title",
  "svg",
  "math",
  "object",
  "iframe",
  "audio",
  "video",
  "canvas",
  "datalist",
  "noembed",
  "noframes",
  "legacyquote",
  "e_m",
]);
const BLOCKS =
  /^(?:p|div|tr|li|ul|ol|table|h[1-6]|blockquote|pre|section|article|header|footer|quote|hr|dd|dt)$/;
/** A new one of these ends the one before it (HTML 13.1.2.4). */
const ENDS_ITS_LIKE: ReadonlySet<string> = new Set(["p", "li", "tr", "td", "th", "dt", "dd", "option"]);
/** A slash at the end of their tag is nothing to browsers; elements of other kinds of XML end with it. */
const HTML_ELEMENT =
  /^(?:p|div|tr|li|ul|ol|table|tbody|td|th|h[1-6]|blockquote|pre|section|article|header|footer|span|b|i|u|s|em|strong|font|small|big|center)$/;

export function htmlToText(html: string, options: HtmlOptions = {}): HtmlText {
  const walker = new HtmlWalker(options, sheetOf(html));
  for (let at = 0; at < html.length;) {
    const { token, end } = nextToken(html, at);
    walker.take(token);
    at = end;
  }
  return walker.finish();
}

/** Style elements count wherever they stand, behind what they hide too. */
function sheetOf(html: string): StyleSheet {
  const sheet = new StyleSheet();
  if (!/<style/i.test(html)) return sheet;
  for (let at = 0; at < html.length;) {
    const { token, end } = nextToken(html, at);
    if (token.kind === "style") sheet.add(token.css);
    at = end;
  }
  return sheet;
}

class HtmlWalker {
  readonly #sheet: StyleSheet;
  readonly #keepsWhiteSpace: boolean;
  readonly #keepsReplies: boolean;
  readonly #open: OpenElement[] = [];
  readonly #output: Record<Place, TextPile> = {
    text: new TextPile(),
    hidden: new TextPile(),
    quoted: new TextPile(),
    nowhere: new TextPile(),
  };
  readonly #links: { text: string; href: string }[] = [];

  constructor({ keepsWhiteSpace = false, keepsReplies = false }: HtmlOptions, sheet: StyleSheet) {
    this.#sheet = sheet;
    this.#keepsWhiteSpace = keepsWhiteSpace;
    this.#keepsReplies = keepsReplies;
  }

  take(token: HtmlToken): void {
    if (token.kind === "text") this.#append(decodeEntities(token.text));
    else if (token.kind === "close") this.#close(token.name);
    else if (token.kind === "open") this.#begin(token);
  }

  finish(): HtmlText {
    while (this.#open.length > 0) this.#endElement(this.#open.pop()!);
    const { text, hidden, quoted } = this.#output;
    return {
      text: tidy(text.join()),
      hiddenText: tidy(hidden.join()),
      quoted: tidy(quoted.join()),
      links: this.#links,
    };
  }

  get #place(): Place {
    return this.#open.at(-1)?.place ?? "text";
  }

  #begin({ name, attributes, isSelfClosed }: Extract<HtmlToken, { kind: "open" }>): void {
    this.#endImplied(name);
    if (BLOCKS.test(name)) this.#breakLine();
    if (name === "br") this.#write("\n");
    if (name === "td" || name === "th") this.#write("\t");
    const style = this.#sheet.styleOf({ name, attributes }, this.#open);
    const look = lookOf(name, attributes, style, this.#open.at(-1)?.look ?? PLAIN_LOOK);
    const alt = attributes.get("alt")?.trim() ?? "";
    if (name === "img" && alt !== "" && !isUnseen(look) && !isPixel(attributes))
      this.#append(`[image: ${alt}]`);
    if (isVoid(name) || (isSelfClosed && !HTML_ELEMENT.test(name))) return;
    if (this.#open.length >= MAX_HTML_DEPTH) return this.#hideTop(look);
    const shownPlace = this.#placeOf(name, attributes);
    const place = shownPlace !== "nowhere" && isUnseen(look) ? "hidden" : shownPlace;
    const href = name === "a" ? (attributes.get("href") ?? null) : null;
    const textStart = this.#output[place].size;
    this.#open.push({ name, attributes, look, shownPlace, place, href, textStart });
  }

  /** What is nested deeper than anybody nests is part of the element around it: hidden together with it. */
  #hideTop(look: Look): void {
    const top = this.#open.pop();
    if (top === undefined) return;
    this.#open.push(isUnseen(look) && top.place !== "nowhere" ? { ...top, look, place: "hidden" } : top);
  }

  #endImplied(name: string): void {
    const top = this.#open.at(-1)?.name;
    const ends = (top === name && ENDS_ITS_LIKE.has(name)) || (top === "p" && BLOCKS.test(name));
    if (ends && top !== undefined) this.#close(top);
  }

  #placeOf(name: string, attributes: ReadonlyMap<string, string>): Place {
    const outer = this.#open.at(-1)?.shownPlace ?? "text";
    if (outer === "nowhere" || DROPPED.has(name)) return "nowhere";
    if (this.#keepsReplies && attributes.get("id") === "divRplyFwdMsg") return outer;
    return isQuotation(name, attributes) ? "quoted" : outer;
  }

  /** Closes the nearest element of that name and what was left open in it. */
  #close(name: string): void {
    const at = this.#open.findLastIndex((element) => element.name === name);
    if (at < 0) return;
    while (this.#open.length > at) this.#endElement(this.#open.pop()!);
    if (BLOCKS.test(name)) this.#breakLine();
  }

  #endElement({ place, href, textStart }: OpenElement): void {
    if (href === null || place === "nowhere") return;
    const shown = this.#output[place].sliceFrom(textStart, MAX_LINK_CHARS + 1).trim();
    const host = hostOf(href);
    if (host === null || shown === "" || shown.length > MAX_LINK_CHARS || sameAddress(shown, href)) return;
    this.#output[place].push(` ⟨${host}⟩`);
    if (place === "text" && this.#links.length < MAX_MESSAGE_PARTS) this.#links.push({ text: shown, href });
  }

  #append(text: string): void {
    if (this.#keepsWhiteSpace) return this.#write(text);
    const collapsed = text.replace(/[ \t\r\n\f]+/g, " ");
    const afterSpace = /(?:^|\s)$/.test(this.#output[this.#place].lastUnit);
    this.#write(afterSpace ? collapsed.replace(/^ /, "") : collapsed);
  }

  #write(text: string): void {
    const place = this.#place;
    if (place !== "nowhere") this.#output[place].push(text);
  }

  #breakLine(): void {
    const { lastUnit } = this.#output[this.#place];
    if (lastUnit !== "" && lastUnit !== "\n") this.#write("\n");
  }
}

/** A picture too small to be one. */
function isPixel(attributes: ReadonlyMap<string, string>): boolean {
  return ["width", "height"].some((name) => /^\s*[01](?:px)?\s*$/.test(attributes.get(name) ?? ""));
}

/** Replies of mail programs and of Teams. */
function isQuotation(name: string, attributes: ReadonlyMap<string, string>): boolean {
  if (name === "quote") return true;
  if (name === "blockquote")
    return attributes.get("type") === "cite" || /reply/i.test(attributes.get("itemtype") ?? "");
  const classes = (attributes.get("class") ?? "").split(/\s+/);
  return classes.includes("gmail_quote") || attributes.get("id") === "divRplyFwdMsg";
}

function hostOf(href: string): string | null {
  try {
    const url = new URL(href);
    return /^https?:$/.test(url.protocol) ? url.host : null;
  } catch {
    return null;
  }
}

/** The text of a link is its target. */
function sameAddress(text: string, href: string): boolean {
  return bareAddress(text) === bareAddress(href);
}

function bareAddress(address: string): string {
  return address.replace(/^https?:\/\//i, "").replace(/\/$/, "");
}

function tidy(text: string): string {
  const lines = text.split("\n").map((line) => line.trimEnd());
  return lines
    .join("\n")
    .replace(/\n{3,}/g, "\n\n")
    .trim();
}
