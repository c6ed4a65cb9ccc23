/**
 * @file Golden checkpoints on disk: small ones in `fixtures/`, larger ones in `../shared/fixtures` beside the checkout,
 * where tests that need them are skipped when it is absent.
 */
import { existsSync, readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";

import type { CheckpointFiles } from "#models/weights/checkpoint-files";
import { memorySource } from "./tiny-llama.ts";

const OWN = fileURLToPath(new URL("../fixtures/", import.meta.url));
const SHARED = fileURLToPath(new URL("../../../../shared/", import.meta.url));

/** The folder `path` of our own fixtures or of the shared ones; undefined where neither has it. */
export function fixtureFolder(path: string): string | undefined {
  return [`${OWN}${path}/`, `${SHARED}fixtures/${path}/`, `${SHARED}${path}/`].find(existsSync);
}

export function readFixtureBytes(folder: string, file: string): Uint8Array {
  return readFileSync(folder + file);
}

/** Safetensors files of a folder, in memory. */
export function fixtureFiles(folder: string, file = "model.safetensors"): CheckpointFiles {
  return new Map([["model.safetensors", memorySource(readFixtureBytes(folder, file))]]);
}

/** What transformers computed from a text checkpoint. */
export interface TextGolden {
  readonly cases: readonly {
    readonly inputIds: readonly number[];
    readonly lastLogits: readonly number[];
    readonly greedy: readonly number[];
    readonly lastLogitsAtPosition90000: readonly number[];
  }[];
}
