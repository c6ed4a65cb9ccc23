/** @file Rectangles on a picture, in shares (0..1) of its sides. */
import type { PictureRegion } from "#workers/protocol-pictures";

export interface Point {
  readonly x: number;
  readonly y: number;
}

/** A click is no rectangle. */
const LEAST_SHARE = 0.01;

export const WHOLE: PictureRegion = { left: 0, top: 0, width: 1, height: 1 };

/** Where on an element a pointer is; outside of it the nearest point of its edge. */
export function pointOn(
  { left, top, width, height }: DOMRectReadOnly,
  clientX: number,
  clientY: number,
): Point {
  return { x: clamp((clientX - left) / width), y: clamp((clientY - top) / height) };
}

/** The rectangle between two corners. */
export function between(a: Point, b: Point): PictureRegion {
  return {
    left: Math.min(a.x, b.x),
    top: Math.min(a.y, b.y),
    width: Math.abs(a.x - b.x),
    height: Math.abs(a.y - b.y),
  };
}

export function hasArea({ width, height }: PictureRegion): boolean {
  return width >= LEAST_SHARE && height >= LEAST_SHARE;
}

/** The region with one edge or size set in whole percent, kept inside the picture. */
export function withPercent(
  region: PictureRegion,
  side: keyof PictureRegion,
  percent: number,
): PictureRegion {
  const next = { ...region, [side]: clamp(Number.isFinite(percent) ? percent / 100 : 0) };
  return {
    ...next,
    width: Math.min(next.width, 1 - next.left),
    height: Math.min(next.height, 1 - next.top),
  };
}

/** Where it lies on an element that the picture fills; a picture has no writing direction. */
export function boxStyle({ left, top, width, height }: PictureRegion): Record<keyof PictureRegion, string> {
  return { left: percent(left), top: percent(top), width: percent(width), height: percent(height) };
}

function percent(share: number): string {
  return `${share * 100}%`;
}

function clamp(share: number): number {
  return Math.min(1, Math.max(0, share));
}
