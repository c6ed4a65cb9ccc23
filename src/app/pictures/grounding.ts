/**
 * @file Boxes that a model writes into its answer about a picture, found in the forms in use: `[x1, y1, x2, y2]`,
 * `(x1,y1),(x2,y2)`, `"bbox": [...]` in JSON, `<box>` with or without `<ref>`, and runs of four `<loc…>` tags. What a model
 * writes is not trusted: a box counts only with four plain numbers, the first corner above and left of the second, both
 * inside the picture, and a size that can be seen.
 *
 * [Note: Units of boxes] Tags say their unit: `<loc_N>` counts to 1000, `<locNNNN>` to 1024 with y first, `<box>` to 1000.
 * So do percent signs, and `box_2d`, which is y first and counts to 1000. Other numbers say nothing, so all of an answer
 * are read alike: up to 1 as shares of the sides; up to 100 as percent, unless the picture itself is that small; as pixels
 * where every box lies inside the picture; up to 1000 as thousandths. In a picture with a side above 1000 pixels numbers
 * up to 1000 are thousandths: no model here sees so many pixels.
 */
import type { PictureRegion } from "#workers/protocol-pictures";
import { hasArea } from "./region.ts";
import { findWritten, type BoxUnit, type Corners, type WrittenBox } from "./written-boxes.ts";

export interface GroundedBox {
  /** UTF-16 offsets in the answer: the box as written, with a label that belongs to its form. */
  readonly start: number;
  readonly end: number;
  /** What the model says is there; null when it says nothing that belongs to the box. */
  readonly label: string | null;
  readonly region: PictureRegion;
  readonly unit: BoxUnit;
}

interface PictureSize {
  readonly width: number;
  readonly height: number;
}

/** More are noise in a picture of a hand's width. */
export const MAX_BOXES = 30;
const FULL: Readonly<Record<Exclude<BoxUnit, "pixels">, number>> = {
  shares: 1,
  percent: 100,
  thousandths: 1000,
  "1024ths": 1024,
};
/** Short lists of small numbers are counts, steps or references. */
const SMALLEST_WHOLE_NUMBER = 10;

/** @returns the boxes in the order in which they are written, at most `MAX_BOXES` */
export function findBoxes(answer: string, picture: PictureSize): readonly GroundedBox[] {
  const written = findWritten(answer).filter(({ corners }) => isOrdered(corners));
  const open = written.filter((box) => box.unit === null && mayBeBox(box.corners, picture));
  const unit = unitOf(
    open.map(({ corners }) => corners),
    picture,
  );
  return written
    .flatMap((box) => {
      const known = box.unit ?? (open.includes(box) ? unit : null);
      return known === null ? [] : place(box, known, picture);
    })
    .slice(0, MAX_BOXES);
}

function isOrdered({ x1, y1, x2, y2 }: Corners): boolean {
  return x1 < x2 && y1 < y2;
}

/** Whether any reading of numbers without a unit is inside the picture. */
function mayBeBox({ x1, y1, x2, y2 }: Corners, { width, height }: PictureSize): boolean {
  const numbers = [x1, y1, x2, y2];
  if (numbers.every((number) => Number.isInteger(number) && number <= SMALLEST_WHOLE_NUMBER)) return false;
  return Math.max(x2, y2) <= FULL.thousandths || (x2 <= width && y2 <= height);
}

/** See: [Note: Units of boxes]. Null when there is nothing to read or no unit fits all. */
function unitOf(boxes: readonly Corners[], { width, height }: PictureSize): BoxUnit | null {
  const largest = Math.max(0, ...boxes.map(({ x2, y2 }) => Math.max(x2, y2)));
  const side = Math.max(width, height);
  const fits = boxes.every(({ x2, y2 }) => x2 <= width && y2 <= height);
  if (boxes.length === 0) return null;
  if (largest <= FULL.shares) return "shares";
  if (largest <= FULL.percent && !(fits && side <= FULL.percent)) return "percent";
  if (fits && (side <= FULL.thousandths || largest > FULL.thousandths)) return "pixels";
  return largest <= FULL.thousandths ? "thousandths" : null;
}

function place(
  { start, end, label, corners }: WrittenBox,
  unit: BoxUnit,
  { width, height }: PictureSize,
): readonly GroundedBox[] {
  const [across, down] = unit === "pixels" ? [width, height] : [FULL[unit], FULL[unit]];
  const { x1, y1, x2, y2 } = corners;
  if (x2 > across || y2 > down) return [];
  const region = {
    left: x1 / across,
    top: y1 / down,
    width: (x2 - x1) / across,
    height: (y2 - y1) / down,
  };
  return hasArea(region) ? [{ start, end, label, region, unit }] : [];
}
