/** @file Runs golden checkpoints through the real loading path and engine. */
import "#workers/trusted-default";
import { openCheckpoint } from "#models/open-checkpoint";
import { BlobSource } from "#workers/engine/blob-source";
import { startCpu, startGpu } from "#workers/engine/start-device";
import { answerWith } from "./ask-worker.ts";
import { runTextGolden } from "./golden-text.ts";
import { runVisionGolden } from "./golden-vision.ts";
import type { GoldenPart, GoldenReport, GoldenRequest } from "./golden-types.ts";

async function run({ device: kind, files, ...part }: GoldenRequest): Promise<GoldenReport> {
  const sources = new Map([...files].map(([name, file]) => [name, new BlobSource([file])]));
  const golden = chosen(JSON.parse((await files.get("golden.json")?.text()) ?? "null") as GoldenFile, part);
  const device = kind === "cpu" ? await startCpu() : await startGpu({ halfPrecision: false });
  const opened = openCheckpoint(sources);
  const { text, vision } = opened;
  const checks = vision
    ? await runVisionGolden(device, { ...opened, vision }, files, sources, golden)
    : await runTextGolden(device, text, golden);
  return { checks };
}

interface GoldenFile {
  readonly cases: readonly { readonly greedy: readonly number[] }[];
}

function chosen({ cases }: GoldenFile, part: GoldenPart): GoldenFile {
  const some = part.cases ? part.cases.flatMap((index) => cases[index] ?? []) : cases;
  return { cases: some.map((each) => ({ ...each, greedy: each.greedy.slice(0, part.greedyTokens) })) };
}

answerWith(self, run);
