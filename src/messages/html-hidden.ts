/**
 * @file Tells what a person can't see of an HTML message from the styles of its elements (spec messages-calendar 1.9): not
 * drawn, of no size, outside the page, in the colour of its background. Nothing is laid out: what only a layout would tell
 * stays visible.
 */
import { BLACK, isUnreadable, parseColour, WHITE, type Colour } from "./html-colour.ts";

/** What an element hands down to those inside it. */
export interface Look {
  readonly colour: Colour;
  /** Null = not known. */
  readonly background: Colour | null;
  /** Pixels. */
  readonly fontSize: number;
  /** Nothing inside can be seen, whatever it says. */
  readonly isGone: boolean;
}

/** Names and values in lower case; what wins has won. */
export type Style = ReadonlyMap<string, string>;

/** Of a mail that says nothing: black on white. */
export const PLAIN_LOOK: Look = { colour: BLACK, background: WHITE, fontSize: 16, isGone: false };

const MIN_FONT_PIXELS = 3;
const MIN_OPACITY = 0.06;
const MIN_BOX_PIXELS = 2;
/** Outside the page: this far to the left or above, or further to the right than any screen is wide. */
const [FAR_LEFT, FAR_UP, FAR_RIGHT] = [-100, -400, 2000];

const LENGTH = /^([+-]?(?:\d{1,9}\.?\d{0,9}|\.\d{1,9}))(px|pt|em|rem|ex|ch|vw|vh|%|in|cm|mm)?$/;
/** Pixels of a unit; a percent of a page is about ten, counted as one so that half a page stays inside. */
const UNIT_PIXELS: Readonly<Record<string, number>> = {
  pt: 4 / 3,
  em: 16,
  rem: 16,
  ex: 8,
  ch: 8,
  in: 96,
  cm: 38,
  mm: 3.8,
};

/** True when text right inside cannot be read. */
export function isUnseen({ colour, background, fontSize, isGone }: Look): boolean {
  return isGone || fontSize < MIN_FONT_PIXELS || isUnreadable(colour, background);
}

/** The look inside an element. */
export function lookOf(
  name: string,
  attributes: ReadonlyMap<string, string>,
  style: Style,
  outer: Look,
): Look {
  if (attributes.size === 0 && style.size === 0 && !CLOSED.has(name)) return outer;
  return {
    colour: colourOf(name, attributes, style) ?? outer.colour,
    background: backgroundOf(attributes, style, outer),
    fontSize: fontSizeOf(style, outer),
    isGone: outer.isGone || isClosed(name, attributes) || attributes.has("hidden") || isGone(style),
  };
}

const CLOSED: ReadonlySet<string> = new Set(["dialog"]);
const isClosed = (name: string, attributes: ReadonlyMap<string, string>): boolean =>
  CLOSED.has(name) && !attributes.has("open");

function colourOf(name: string, attributes: ReadonlyMap<string, string>, style: Style): Colour | null {
  const old =
    name === "font" ? attributes.get("color") : name === "body" ? attributes.get("text") : undefined;
  return (
    parseColour(style.get("-webkit-text-fill-color") ?? "") ??
    parseColour(style.get("color") ?? "") ??
    parseColour((old ?? "").toLowerCase())
  );
}

function backgroundOf(
  attributes: ReadonlyMap<string, string>,
  style: Style,
  { background }: Look,
): Colour | null {
  const said = [style.get("background-color"), style.get("background"), style.get("background-image")]
    .filter((value) => value !== undefined)
    .join(" ");
  if (/(?:url|gradient|image)\(/.test(said) || attributes.has("background")) return null;
  const value = said === "" ? (attributes.get("bgcolor") ?? "").toLowerCase() : said;
  if (value === "" || value === "none" || value === "inherit") return background;
  const colour = parseColour(value) ?? firstColour(value);
  if (colour === null) return /transparent|none|initial/.test(value) ? background : null;
  return colour.alpha < 0.5 ? background : colour;
}

/** `#fff no-repeat` */
function firstColour(value: string): Colour | null {
  const parts = value.match(/[a-z]+\([^()]{1,80}\)|[^\s]+/g) ?? [];
  return parts.map(parseColour).find((colour) => colour !== null) ?? null;
}

function fontSizeOf(style: Style, { fontSize }: Look): number {
  const shorthand = /(?:^|\s)([\d.]+(?:px|pt|r?em|%)?)(?:\s*\/\s*\S+)?\s/.exec(
    (style.get("font") ?? "").slice(0, 200),
  )?.[1];
  const said = style.get("font-size") ?? shorthand ?? "";
  const [, number, unit] = LENGTH.exec(said) ?? [];
  if (number === undefined) return fontSize;
  const value = Number(number);
  if (unit === "em") return value * fontSize;
  if (unit === "%") return (value / 100) * fontSize;
  return value * (UNIT_PIXELS[unit ?? ""] ?? 1);
}

function isGone(style: Style): boolean {
  const value = (name: string): string => style.get(name) ?? "";
  return (
    value("display") === "none" ||
    /^(?:hidden|collapse)$/.test(value("visibility")) ||
    value("content-visibility") === "hidden" ||
    value("mso-hide") === "all" ||
    amount(value("opacity")) < MIN_OPACITY ||
    amount(/opacity\(([^)]{1,20})\)/.exec(value("filter"))?.[1] ?? "") < MIN_OPACITY ||
    isTiny(style) ||
    isClipped(value("clip"), value("clip-path")) ||
    isOutside(style) ||
    isMovedAway(`${value("transform")} ${value("translate")} scale(${value("scale") || "1"})`)
  );
}

function amount(text: string): number {
  const value = Number.parseFloat(text);
  return Number.isNaN(value) ? 1 : text.endsWith("%") ? value / 100 : value;
}

function pixels(text: string): number | null {
  const [, number, unit] = LENGTH.exec(text) ?? [];
  return number === undefined ? null : Number(number) * (UNIT_PIXELS[unit ?? ""] ?? 1);
}

/** Cells of tables are given no greatest width and still have one. */
const BOX = ["width", "height", "max-height"];

function isTiny(style: Style): boolean {
  const overflow = `${style.get("overflow") ?? ""} ${style.get("overflow-x") ?? ""} ${style.get("overflow-y") ?? ""}`;
  if (!/hidden|clip/.test(overflow)) return false;
  return BOX.some((name) => (pixels(style.get(name) ?? "") ?? Infinity) < MIN_BOX_PIXELS);
}

const isFlat = (from: number | null, to: number | null): boolean =>
  from !== null && to !== null && to - from < MIN_BOX_PIXELS;

function isClipped(clip: string, path: string): boolean {
  const edges =
    /^rect\(([^)]{1,80})\)$/
      .exec(clip)?.[1]
      ?.split(/[\s,]+/)
      .map(pixels) ?? [];
  const [top = null, right = null, bottom = null, left = null] = edges;
  if (isFlat(top, bottom) || isFlat(left, right)) return true;
  const inset = /^inset\(\s*([\d.]{1,9})%/.exec(path)?.[1];
  return (inset !== undefined && Number(inset) >= 50) || /^(?:circle|ellipse)\(\s*0(?![.\d])/.test(path);
}

function isOutside(style: Style): boolean {
  const at = (name: string): number => pixels(style.get(name) ?? "") ?? 0;
  const positioned = /absolute|fixed|relative/.test(style.get("position") ?? "");
  const around = `${style.get("margin") ?? ""} ${style.get("inset") ?? ""}`.split(/\s+/);
  return (
    around.some((part) => (pixels(part) ?? 0) <= FAR_UP) ||
    ["left", "top", "text-indent", "margin-left"].some((name) => at(name) <= FAR_LEFT) ||
    ["margin-top", "margin-right", "margin-bottom"].some((name) => at(name) <= FAR_UP) ||
    (positioned && ["right", "bottom"].some((name) => at(name) <= FAR_LEFT)) ||
    ["left", "top", "text-indent"].some((name) => at(name) >= FAR_RIGHT)
  );
}

function isMovedAway(transform: string): boolean {
  for (const [, name = "", list = ""] of transform.matchAll(
    /(scale|translate)[xy3d]{0,2}\(([^)]{1,80})\)/g,
  )) {
    const values = list.split(/[\s,]+/).filter((part) => part !== "");
    if (name === "scale" && values.some((part) => Math.abs(amount(part)) < MIN_OPACITY)) return true;
    const far = (part: string): boolean => Math.abs(pixels(part) ?? 0) >= Math.abs(FAR_UP);
    if (name === "translate" && values.some(far)) return true;
  }
  return false;
}
