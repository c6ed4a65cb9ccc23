/**
 * @file The style sheets of a message, as far as they hide something: which declarations an element gets from selectors
 * (Selectors 4) made of names, classes, ids and attributes, with spaces and `>` between. Other selectors match nothing.
 */
import { plainCss, readDeclarations, splitOutside, type Declaration } from "./html-style.ts";
import { getOrAdd } from "#shared/get-or-add";
import type { Style } from "./html-hidden.ts";

export interface StyledElement {
  readonly name: string;
  readonly attributes: ReadonlyMap<string, string>;
}

interface Compound {
  /** Empty = any. */
  readonly name: string;
  /** `#id` and `.class` */
  readonly marks: readonly string[];
  readonly attributes: readonly (readonly [name: string, value: string | null])[];
  /** How it is tied to the one before it. */
  readonly tie: " " | ">";
}

interface Rule {
  readonly last: Compound;
  /** Those before it, from the inside. */
  readonly outer: readonly Compound[];
  readonly declarations: readonly Declaration[];
  readonly rank: number;
}

/** More are in no mail. */
const MAX_RULES = 3000;
/** A selector of more parts is in none either, and takes time. */
const MAX_COMPOUNDS = 12;
/** Comparisons of a rule with an element, of one message: a sheet made to take time gets no more. */
const MAX_COMPARISONS = 300_000;
/** What can hide text. */
const HIDING =
  /^(?:display|visibility|content-visibility|opacity|filter|font(?:-size)?|color|-webkit-text-fill-color|background(?:-color|-image)?|overflow(?:-[xy])?|(?:max-)?(?:width|height)|clip(?:-path)?|position|left|right|top|bottom|inset|text-indent|margin(?:-\w+)?|transform|translate|scale|mso-hide)$/;
const NO_STYLE: Style = new Map();
/** Rules of other media are of another page; a query with a feature holds on some screens only. */
const EVERY_SCREEN =
  /^@media(?:\s+(?:only\s+)?(?:all|screen))?(?:\s*,\s*(?:only\s+)?(?:all|screen|print))*\s*$/;
const COMPOUND = /^(\*|[\w-]+)?((?:[.#][\w-]+|\[[^\]]{1,80}\])*)$/;

export class StyleSheet {
  /** By what the last compound asks for. */
  readonly #rules = new Map<string, Rule[]>();
  #count = 0;
  #comparisons = 0;

  /** @param css the content of one `style` element */
  add(css: string): void {
    this.#addRules(plainCss(css).replace(/<!--|-->/g, " "), 0);
  }

  /** What an element's style comes to, its own attribute included. @param ancestors from the outermost */
  styleOf(element: StyledElement, ancestors: readonly StyledElement[]): Style {
    const own = element.attributes.get("style");
    const rules = this.#count === 0 ? [] : this.#matching(element, ancestors);
    if (own === undefined && rules.length === 0) return NO_STYLE;
    const declared = rules.toSorted((a, b) => a.rank - b.rank).flatMap(({ declarations }) => declarations);
    const all = own === undefined ? declared : [...declared, ...readDeclarations(own)];
    const ordered = [
      ...all.filter(({ important }) => !important),
      ...all.filter(({ important }) => important),
    ];
    return new Map(ordered.map(({ name, value }) => [name, value]));
  }

  #matching(element: StyledElement, ancestors: readonly StyledElement[]): readonly Rule[] {
    const lists = ["*", element.name, ...marksOf(element)].map((key) => this.#rules.get(key) ?? []);
    this.#comparisons += lists.reduce((sum, list) => sum + list.length, 0);
    if (this.#comparisons > MAX_COMPARISONS) return [];
    return lists.flat().filter((rule) => matchesChain(rule, element, ancestors));
  }

  #addRules(css: string, depth: number): void {
    for (let at = 0; at < css.length && this.#count < MAX_RULES;) {
      const open = css.indexOf("{", at);
      if (open < 0) return;
      const before = css.slice(at, open);
      // Statements such as @import end before the next block.
      const prelude = before.slice(before.lastIndexOf(";") + 1).trim();
      const end = blockEnd(css, open);
      const body = css.slice(open + 1, end);
      if (!prelude.startsWith("@")) this.#addRule(prelude, body);
      else if (depth < 3 && (EVERY_SCREEN.test(prelude) || /^@(?:supports|layer)/.test(prelude)))
        this.#addRules(body, depth + 1);
      at = end + 1;
    }
  }

  #addRule(prelude: string, body: string): void {
    const declarations = readDeclarations(body).filter(({ name }) => HIDING.test(name));
    if (declarations.length === 0) return;
    for (const text of splitOutside(prelude, ",")) {
      const selector = readSelector(text.trim());
      const last = selector?.at(-1);
      if (selector === null || last === undefined || this.#count >= MAX_RULES) continue;
      this.#count += 1;
      const weight = selector.reduce((sum, part) => sum + weightOf(part), 0);
      const key = last.marks.find(isId) ?? last.marks[0] ?? (last.name || "*");
      const outer = selector.slice(0, -1).toReversed();
      const rule = { last, outer, declarations, rank: weight * MAX_RULES + this.#count };
      getOrAdd(this.#rules, key, () => []).push(rule);
    }
  }
}

/** Where the block that begins at `open` ends. */
function blockEnd(css: string, open: number): number {
  let depth = 0;
  for (let at = open; at < css.length; at += 1) {
    if (css[at] === "{") depth += 1;
    else if (css[at] === "}" && (depth -= 1) === 0) return at;
  }
  return css.length;
}

const isId = (mark: string): boolean => mark.startsWith("#");

const weightOf = ({ marks, attributes, name }: Compound): number =>
  marks.filter(isId).length * 10_000 +
  (marks.filter((mark) => !isId(mark)).length + attributes.length) * 100 +
  (name === "" ? 0 : 1);

function readSelector(text: string): readonly Compound[] | null {
  const parts = text.replaceAll(">", " > ").split(/\s+/);
  const tied = parts.flatMap((part, index) =>
    part === ">" ? [] : [parts[index - 1] === ">" ? `>${part}` : part],
  );
  if (tied.length > MAX_COMPOUNDS) return null;
  const compounds = tied.map(readCompound);
  return compounds.every((part) => part !== null) ? compounds : null;
}

function readCompound(text: string): Compound | null {
  const tie = text.startsWith(">") ? ">" : " ";
  const [, name = "", rest = ""] = COMPOUND.exec(tie === ">" ? text.slice(1) : text) ?? [];
  if (name === "" && rest === "") return null;
  const marks = rest.match(/[.#][\w-]+|\[[^\]]+\]/g) ?? [];
  return {
    tie,
    name: name === "*" ? "" : name,
    marks: marks.filter((mark) => !mark.startsWith("[")),
    attributes: marks.filter((mark) => mark.startsWith("[")).map(readAttribute),
  };
}

/** `[data-x]`, `[data-x="1"]`; other comparisons count as "is there". */
function readAttribute(mark: string): readonly [string, string | null] {
  const [, name = "", value] = /^\[\s*([\w-]+)\s*(?:=\s*["']?([^"'\]]*)["']?\s*)?/.exec(mark) ?? [];
  return [name, value ?? null];
}

const NO_MARKS: ReadonlySet<string> = new Set();
const known = new WeakMap<StyledElement["attributes"], ReadonlySet<string>>();

/** `#id` and `.class` of an element, which each element inside it is asked about again. */
function marksOf({ attributes }: StyledElement): ReadonlySet<string> {
  if (attributes.size === 0) return NO_MARKS;
  const kept = known.get(attributes);
  if (kept !== undefined) return kept;
  const classes = (attributes.get("class") ?? "").toLowerCase().split(/\s+/);
  const id = attributes.get("id");
  const marks = new Set(classes.filter((part) => part !== "").map((part) => `.${part}`));
  if (id !== undefined) marks.add(`#${id.toLowerCase()}`);
  known.set(attributes, marks);
  return marks;
}

function matches(compound: Compound, element: StyledElement): boolean {
  if (compound.name !== "" && compound.name !== element.name) return false;
  const marks = marksOf(element);
  return (
    compound.marks.every((mark) => marks.has(mark)) &&
    compound.attributes.every(([name, value]) => {
      const said = element.attributes.get(name);
      return said !== undefined && (value === null || said.toLowerCase() === value);
    })
  );
}

/** From the element outwards; for a space the nearest ancestor that fits is taken. */
function matchesChain(
  { last, outer }: Rule,
  element: StyledElement,
  ancestors: readonly StyledElement[],
): boolean {
  if (!matches(last, element)) return false;
  let level = ancestors.length - 1;
  let { tie } = last;
  for (const compound of outer) {
    level = tie === ">" ? parentLevel(compound, ancestors, level) : nearest(compound, ancestors, level);
    if (level < 0) return false;
    level -= 1;
    ({ tie } = compound);
  }
  return true;
}

function parentLevel(compound: Compound, ancestors: readonly StyledElement[], level: number): number {
  const parent = ancestors[level];
  return parent !== undefined && matches(compound, parent) ? level : -1;
}

function nearest(compound: Compound, ancestors: readonly StyledElement[], from: number): number {
  for (let level = from; level >= 0; level -= 1)
    if (parentLevel(compound, ancestors, level) >= 0) return level;
  return -1;
}
