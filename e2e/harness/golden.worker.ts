/** @file Runs golden checkpoints through the real loading path and engine. */
import "#workers/trusted-default";
import { openCheckpoint } from "#models/open-checkpoint";
import { BlobSource } from "#workers/engine/blob-source";
import { startCpu, startGpu } from "#workers/engine/start-device";
import { answerWith } from "./ask-worker.ts";
import { readCases } from "./golden-cases.ts";
import { runTextGolden } from "./golden-text.ts";
import { runVisionGolden } from "./golden-vision.ts";
import type { GoldenReport, GoldenRequest } from "./golden-types.ts";

async function run({ device: kind, files, ...part }: GoldenRequest): Promise<GoldenReport> {
  const sources = new Map([...files].map(([name, file]) => [name, new BlobSource([file])]));
  const cases = readCases(await readGolden(files), part);
  const device = kind === "cpu" ? await startCpu() : await startGpu({ halfPrecision: false });
  const opened = openCheckpoint(sources);
  const { text, vision } = opened;
  const checks = vision
    ? await runVisionGolden(device, { ...opened, vision }, { files, sources }, cases)
    : await runTextGolden(device, text, cases);
  return { checks };
}

async function readGolden(files: ReadonlyMap<string, File>): Promise<unknown> {
  try {
    return JSON.parse((await files.get("golden.json")?.text()) ?? "null");
  } catch {
    throw new Error("golden.json is no JSON");
  }
}

answerWith(self, run);
