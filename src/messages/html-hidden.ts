/** @file Tells HTML elements that a person can't see from their own attributes (spec messages-calendar 1.9). */

const MAX_STYLE_CHARS = 2000;

export function isHidden(attributes: ReadonlyMap<string, string>): boolean {
  if (attributes.has("hidden")) return true;
  const style = attributes.get("style");
  return style !== undefined && hides(readStyle(style.slice(0, MAX_STYLE_CHARS)));
}

function readStyle(style: string): ReadonlyMap<string, string> {
  return new Map(
    style
      .toLowerCase()
      .split(";")
      .map((part) => part.split(":", 2).map((side) => side.trim()))
      .map(([name = "", value = ""]) => [name, withoutImportant(value)] as const),
  );
}

function withoutImportant(value: string): string {
  const mark = "!important";
  return value.endsWith(mark) ? value.slice(0, -mark.length).trimEnd() : value;
}

function hides(style: ReadonlyMap<string, string>): boolean {
  const value = (name: string): string => style.get(name) ?? "";
  return (
    value("display") === "none" ||
    value("visibility") === "hidden" ||
    (/^[0-2](?:\.\d+)?(?:px|pt)?$/.test(value("font-size")) && value("font-size") !== "") ||
    /^0(?:\.0+)?%?$/.test(value("opacity")) ||
    (/^0(?:px)?$/.test(value("max-height")) && value("overflow") === "hidden") ||
    [value("left"), value("top"), value("text-indent"), value("margin-left")].some((offset) =>
      /^-\d{3,6}(?:px|em|pt)$/.test(offset),
    ) ||
    isOneColour(value("color"), value("background-color") || value("background"))
  );
}

function isOneColour(text: string, background: string): boolean {
  return text !== "" && normalColour(text) === normalColour(background);
}

function normalColour(colour: string): string {
  const named = colour === "white" ? "#ffffff" : colour === "black" ? "#000000" : colour;
  const short = /^#([\da-f])([\da-f])([\da-f])$/.exec(named);
  return short
    ? `#${short[1]}${short[1]}${short[2]}${short[2]}${short[3]}${short[3]}`
    : named.replace(/\s/g, "");
}
