/** @file Colours of CSS (Color 4) and of the old attributes, as far as telling text from its background needs them. */

/** Red, green, blue 0-255, alpha 0-1. */
export interface Colour {
  readonly rgb: readonly [red: number, green: number, blue: number];
  readonly alpha: number;
}

/** The names that are as good as white, or black; any other name is somebody's visible colour. */
const NAMED: ReadonlyMap<string, string> = new Map(
  Object.entries({
    white: "ffffff",
    snow: "fffafa",
    ivory: "fffff0",
    azure: "f0ffff",
    ghostwhite: "f8f8ff",
    floralwhite: "fffaf0",
    mintcream: "f5fffa",
    whitesmoke: "f5f5f5",
    aliceblue: "f0f8ff",
    seashell: "fff5ee",
    honeydew: "f0fff0",
    black: "000000",
    transparent: "00000000",
  }),
);
const HEX = /^#?([\da-f]{3,4}|[\da-f]{6}|[\da-f]{8})$/;
const FUNCTION = /^(rgb|hsl)a?\(([^()]{1,80})\)$/;

export const WHITE: Colour = { rgb: [255, 255, 255], alpha: 1 };
export const BLACK: Colour = { rgb: [0, 0, 0], alpha: 1 };

/** Null for what is no colour that can be told. @param text in lower case */
export function parseColour(text: string): Colour | null {
  const value = text.trim();
  const hex = NAMED.get(value) ?? HEX.exec(value)?.[1];
  if (hex !== undefined) return fromHex(hex);
  const [, name, list = ""] = FUNCTION.exec(value) ?? [];
  if (name === undefined) return null;
  const parts = list.split(/[\s,/]+/).filter((part) => part !== "");
  const [first = Number.NaN, second = Number.NaN, third = Number.NaN] = parts
    .slice(0, 3)
    .map((part) =>
      name === "rgb" && part.endsWith("%") ? Number.parseFloat(part) * 2.55 : Number.parseFloat(part),
    );
  const rgb = name === "rgb" ? ([first, second, third] as const) : fromHsl(first, second, third);
  if (rgb.some((channel) => Number.isNaN(channel))) return null;
  return { rgb: [clamp(rgb[0]), clamp(rgb[1]), clamp(rgb[2])], alpha: alphaOf(parts[3]) };
}

const clamp = (channel: number): number => Math.min(255, Math.max(0, channel));

function alphaOf(part: string | undefined): number {
  const value = Number.parseFloat(part ?? "1");
  return Number.isNaN(value) ? 1 : part?.endsWith("%") === true ? value / 100 : value;
}

function fromHex(hex: string): Colour {
  const full = hex.length < 6 ? Array.from(hex, (digit) => digit + digit).join("") : hex;
  const [red = 0, green = 0, blue = 0, alpha = 255] = (full.match(/../g) ?? []).map((pair) =>
    Number.parseInt(pair, 16),
  );
  return { rgb: [red, green, blue], alpha: alpha / 255 };
}

/** CSS Color 4, 7.1. */
function fromHsl(hue: number, saturation: number, lightness: number): readonly [number, number, number] {
  const [s, l] = [saturation / 100, lightness / 100];
  const channel = (n: number): number => {
    const k = (((n + hue / 30) % 12) + 12) % 12;
    return 255 * (l - s * Math.min(l, 1 - l) * Math.max(-1, Math.min(k - 3, 9 - k, 1)));
  };
  return [channel(0), channel(8), channel(4)];
}

/** Channels that differ less cannot be told apart on a screen. */
const MIN_DIFFERENCE = 17;
const MIN_ALPHA = 0.1;

/** @param background null = not known, a picture perhaps */
export function isUnreadable(text: Colour, background: Colour | null): boolean {
  if (text.alpha < MIN_ALPHA) return true;
  if (background === null) return false;
  return text.rgb.every(
    (channel, index) => Math.abs(channel - (background.rgb[index] ?? 0)) < MIN_DIFFERENCE,
  );
}
