/** @file Elements of a small piece of HTML, found by class: for exports that are web pages. Inert: nothing is loaded or run. */
import { htmlToText, type HtmlText } from "./html-text.ts";
import { isVoid, nextToken } from "./html-tokens.ts";
import { MAX_PAGE_DEPTH } from "./limits.ts";

export interface HtmlElement {
  /** Lower case. */
  readonly name: string;
  readonly attributes: ReadonlyMap<string, string>;
  readonly classes: readonly string[];
  readonly children: readonly HtmlElement[];
  /** The markup between its tags. */
  readonly inner: string;
}

interface OpenElement {
  readonly name: string;
  readonly attributes: ReadonlyMap<string, string>;
  readonly children: HtmlElement[];
  readonly start: number;
}

const NO_ATTRIBUTES: ReadonlyMap<string, string> = new Map();

/** The elements of a piece of HTML, below one without a name. What is not closed ends with its parent. */
export function parseHtml(html: string): HtmlElement {
  const open: OpenElement[] = [{ name: "", attributes: NO_ATTRIBUTES, children: [], start: 0 }];
  const close = (end: number): HtmlElement => {
    const { name, attributes, children, start } = open.pop()!;
    const classes = (attributes.get("class") ?? "").split(/\s+/).filter((part) => part !== "");
    const element = { name, attributes, classes, children, inner: html.slice(start, end) };
    open.at(-1)?.children.push(element);
    return element;
  };
  for (let at = 0; at < html.length;) {
    const { token, end } = nextToken(html, at);
    if (token.kind === "open") {
      open.push({ name: token.name, attributes: token.attributes, children: [], start: end });
      if (isVoid(token.name) || token.isSelfClosed || open.length > MAX_PAGE_DEPTH) close(end);
    } else if (token.kind === "close") {
      const level = open.findLastIndex(({ name }) => name === token.name);
      if (level > 0) while (open.length > level) close(at);
    }
    at = end;
  }
  while (open.length > 1) close(html.length);
  return close(html.length);
}

export function hasClass(element: HtmlElement, ...classes: readonly string[]): boolean {
  return classes.every((name) => element.classes.includes(name));
}

/** All elements below one, in the order of the page; an element that `skips` is left out with all below it. */
export function descendants(
  element: HtmlElement,
  skips: (element: HtmlElement) => boolean = () => false,
): readonly HtmlElement[] {
  const found: HtmlElement[] = [];
  const collect = ({ children }: HtmlElement): void => {
    for (const child of children) {
      if (skips(child)) continue;
      found.push(child);
      collect(child);
    }
  };
  collect(element);
  return found;
}

/** Line breaks of the source count: exporters write text as it is. */
export function contentOf(element: HtmlElement): HtmlText {
  return htmlToText(element.inner, { keepsWhiteSpace: true });
}

/** On one line. */
export function labelOf(element: HtmlElement | undefined): string {
  return element === undefined ? "" : htmlToText(element.inner).text.replace(/\s+/g, " ").trim();
}
