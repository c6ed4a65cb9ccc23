/** @file The pictures that Shapes-VL was tried on, with what float32 arithmetic on its weights answers. */

import { readFileSync } from "node:fs";
import { join } from "node:path";

import { ROOT } from "../../scripts/paths.mjs";

const FOLDER = join(ROOT, "e2e/fixtures/shapes-vl");

export interface ShapesCase {
  readonly file: string;
  readonly question: string;
  /** What is true. */
  readonly answer: string;
  readonly referenceAnswer: string;
  readonly tiles: number;
}

export function shapesCases(): readonly ShapesCase[] {
  return JSON.parse(readFileSync(join(FOLDER, "reference.json"), "utf8")) as readonly ShapesCase[];
}

export function shapesPath(file: string): string {
  return join(FOLDER, file);
}
