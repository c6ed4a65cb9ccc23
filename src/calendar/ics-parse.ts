/**
 * @file Reads the lines of a calendar file into components (RFC 5545 3.1, 3.4), as leniently as files need it: any line
 * ends, any case, a BOM, unknown components. A line that is none is counted and left out, so that one bad line costs
 * one line. See docs/decisions for why no library does this. Nothing here is acted on.
 */

export interface IcsProperty {
  /** Upper case. */
  readonly name: string;
  /** Upper-case names; values without their quotes. */
  readonly params: ReadonlyMap<string, string>;
  readonly value: string;
  /** From 1. */
  readonly line: number;
}

export interface IcsComponent {
  /** Upper case. */
  readonly name: string;
  readonly line: number;
  readonly properties: readonly IcsProperty[];
  readonly components: readonly IcsComponent[];
}

export interface IcsTree {
  /** Every VCALENDAR of the file. */
  readonly calendars: readonly IcsComponent[];
  readonly badLines: readonly number[];
  /** The file has more components than are read. */
  readonly isCut: boolean;
}

/** A person's whole calendar has a few thousand; more would freeze the page that draws them. */
const MAX_COMPONENTS = 50_000;
/** Attachments stand in lines of megabytes: what is longer is cut, and none of it is used. */
const MAX_LINE_LENGTH = 65_536;
const MAX_DEPTH = 8;
/** Components whose content plays no part. */
const IGNORED: ReadonlySet<string> = new Set(["VALARM", "VJOURNAL", "VAVAILABILITY"]);

/** Components that some programs write without a calendar around them. */
const TOP_LEVEL: ReadonlySet<string> = new Set(["VEVENT", "VTODO", "VFREEBUSY", "VTIMEZONE"]);

interface Open extends IcsComponent {
  readonly properties: IcsProperty[];
  readonly components: IcsComponent[];
}

export function parseIcs(text: string): IcsTree {
  const calendars: IcsComponent[] = [];
  const badLines: number[] = [];
  const stack: Open[] = [];
  let components = 0;
  for (const { text: content, line } of logicalLines(text)) {
    const property = parseLine(content, line);
    if (property === null) {
      badLines.push(line);
    } else if (property.name === "BEGIN") {
      components += 1;
      if (components > MAX_COMPONENTS) return { calendars, badLines, isCut: true };
      begin(property, stack, calendars);
    } else if (property.name === "END") {
      end(property, stack);
    } else if (stack.length > 0 && !stack.some(({ name }) => IGNORED.has(name))) {
      stack.at(-1)?.properties.push(property);
    }
  }
  return { calendars, badLines, isCut: false };
}

function begin({ value, line }: IcsProperty, stack: Open[], calendars: IcsComponent[]): void {
  const name = value.trim().toUpperCase();
  const component: Open = { name, line, properties: [], components: [] };
  // A calendar inside a calendar is a file whose END was lost.
  if (name === "VCALENDAR") stack.length = 0;
  if (stack.length === 0 && TOP_LEVEL.has(name)) open(line, stack, calendars);
  const parent = stack.at(-1);
  if (parent === undefined && name === "VCALENDAR") calendars.push(component);
  else if (!IGNORED.has(name)) parent?.components.push(component);
  if (stack.length < MAX_DEPTH) stack.push(component);
}

/** A calendar for components that stand in none. */
function open(line: number, stack: Open[], calendars: IcsComponent[]): void {
  const calendar: Open = { name: "VCALENDAR", line, properties: [], components: [] };
  calendars.push(calendar);
  stack.push(calendar);
}

/** Closes the nearest component of that name and what was left open inside it. */
function end({ value }: IcsProperty, stack: Open[]): void {
  const name = value.trim().toUpperCase();
  const at = stack.findLastIndex((open) => open.name === name);
  if (at !== -1) stack.length = at;
}

/** Lines with their continuations joined (RFC 5545 3.1); empty ones are left out. */
function* logicalLines(text: string): Generator<{ text: string; line: number }> {
  let current = "";
  let start = 1;
  let number = 0;
  let at = text.startsWith("\uFEFF") ? 1 : 0;
  const breaks = /\r\n|\n|\r/g;
  while (at <= text.length) {
    breaks.lastIndex = at;
    const found = breaks.exec(text);
    const raw = text.slice(at, found?.index ?? text.length);
    number += 1;
    at = found === null ? text.length + 1 : breaks.lastIndex;
    if (/^[ \t]/.test(raw)) {
      if (current.length < MAX_LINE_LENGTH) current += raw.slice(1, MAX_LINE_LENGTH);
      continue;
    }
    if (current.trim() !== "") yield { text: current, line: start };
    current = raw.slice(0, MAX_LINE_LENGTH);
    start = number;
  }
  if (current.trim() !== "") yield { text: current, line: start };
}

const NAME = /^[A-Za-z0-9-]+/;
/** `;NAME=value` or `;NAME="value"`; several values stand with commas between. */
const PARAMETER = /;([A-Za-z0-9-]+)=((?:"[^"]*"|[^";:,]*)(?:,(?:"[^"]*"|[^";:,]*))*)/y;

/** One content line; null = it is not one. */
function parseLine(text: string, line: number): IcsProperty | null {
  const name = NAME.exec(text)?.[0];
  if (name === undefined) return null;
  const params = new Map<string, string>();
  let at = name.length;
  for (;;) {
    PARAMETER.lastIndex = at;
    const match = PARAMETER.exec(text);
    if (match === null) break;
    params.set((match[1] ?? "").toUpperCase(), (match[2] ?? "").replaceAll('"', ""));
    at = PARAMETER.lastIndex;
  }
  if (text[at] !== ":") return null;
  return { name: name.toUpperCase(), params, value: text.slice(at + 1), line };
}

/** The first property of that name. */
export function propertyOf(component: IcsComponent, name: string): IcsProperty | undefined {
  return component.properties.find((property) => property.name === name);
}

/** A TEXT value without its escapes (RFC 5545 3.3.11); commas that should have been escaped stay. */
export function unescapeText(value: string): string {
  return value.replaceAll(/\\([\\;,nN])/g, (_match, letter: string) =>
    letter === "n" || letter === "N" ? "\n" : letter,
  );
}
