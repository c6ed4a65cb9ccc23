/** @file Boxes of an answer in words and as links inside its text. */
import type { GroundedBox } from "./grounding.ts";

/** Where a link of `withBoxLinks` leads. */
const BOX_LINK = /^#region-(\d{1,2})$/u;
const UNITS: Readonly<Record<GroundedBox["unit"], string>> = {
  shares: "shares of the sides",
  percent: "percent",
  thousandths: "thousandths of the sides",
  pixels: "pixels",
  "1024ths": "1024ths of the sides",
};

/** What it is called beside the picture, which shows its number. */
export function boxName({ label }: GroundedBox, index: number): string {
  return label === null ? `Region ${index + 1}` : `${index + 1} ${label}`;
}

/** Where it is, for those who don't see it. */
export function boxPlace({ region: { left, top, width, height } }: GroundedBox): string {
  const [x, y, w, h] = [left, top, width, height].map((share) => `${Math.round(share * 100)} %`);
  return `${x} from the left, ${y} from the top, ${w} wide, ${h} high`;
}

/** How the numbers were read; models do not always say what they count. */
export function unitText(boxes: readonly GroundedBox[]): string {
  const units = [...new Set(boxes.map(({ unit }) => UNITS[unit]))];
  return `Numbers read as ${units.join(", ")}.`;
}

/** Markdown of the answer with each box as a link; a box inside code stays as it is written. */
export function withBoxLinks(answer: string, boxes: readonly GroundedBox[]): string {
  let text = "";
  let at = 0;
  boxes.forEach((box, index) => {
    const { start, end } = box;
    if (isInCode(answer, start)) return;
    const written = answer.slice(start, end);
    // Tags are for programs; numbers in brackets are part of the sentence.
    const shown = written.includes("<") ? (box.label ?? boxName(box, index)) : written;
    text += `${answer.slice(at, start)}[${escapeMarkdown(shown)}](#region-${index + 1})`;
    at = end;
  });
  return text + answer.slice(at);
}

/** The number of the box, from 0, that a link leads to; null for any other link. */
export function boxOfLink(href: string): number | null {
  const number = BOX_LINK.exec(href)?.[1];
  return number === undefined ? null : Number(number) - 1;
}

function isInCode(text: string, at: number): boolean {
  const before = text.slice(0, at);
  if ((before.match(/^\s{0,3}(?:```|~~~)/gmu)?.length ?? 0) % 2 === 1) return true;
  const line = before.slice(before.lastIndexOf("\n") + 1);
  return (line.match(/`/gu)?.length ?? 0) % 2 === 1;
}

function escapeMarkdown(text: string): string {
  return text.replaceAll(/[\\`*_[\]()<>#&!|~]/gu, String.raw`\$&`);
}
