/** @file Runs golden checkpoints through the real loading path and engine. */
import "#workers/trusted-default";
import { openCheckpoint } from "#models/open-checkpoint";
import { BlobSource } from "#workers/engine/blob-source";
import { startCpu, startGpu } from "#workers/engine/start-device";
import { answerWith } from "./ask-worker.ts";
import { runTextGolden } from "./golden-text.ts";
import { runVisionGolden } from "./golden-vision.ts";
import type { GoldenReport, GoldenRequest } from "./golden-types.ts";

async function run({ device: kind, files }: GoldenRequest): Promise<GoldenReport> {
  const sources = new Map([...files].map(([name, file]) => [name, new BlobSource([file])]));
  const golden: unknown = JSON.parse((await files.get("golden.json")?.text()) ?? "null");
  const device = kind === "cpu" ? await startCpu() : await startGpu();
  const opened = openCheckpoint(sources);
  const { text, vision } = opened;
  const checks = vision
    ? await runVisionGolden(device, { ...opened, vision }, files, sources, golden)
    : await runTextGolden(device, text, golden);
  return { checks };
}

answerWith(self, run);
