import { mkdir, mkdtemp, rm, utimes, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";

import { afterEach, beforeEach, describe, expect, it } from "vitest";

import { modelsAreCopied } from "./build.mjs";

const BUILT_MS = Date.UTC(2026, 10, 24, 12);

let folder: string;
let from: string;
let to: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "hearth-build-"));
  from = join(folder, "public-models");
  to = join(folder, "dist-models");
});
afterEach(() => rm(folder, { recursive: true, force: true }));

async function putManifest(models: string, name: string, changedMs: number): Promise<void> {
  const path = join(models, name, "manifest.json");
  await mkdir(join(models, name), { recursive: true });
  await writeFile(path, "{}");
  await utimes(path, changedMs / 1000, changedMs / 1000);
}

describe("modelsAreCopied", () => {
  it("is content without any model", async () => {
    expect(await modelsAreCopied(from, to, BUILT_MS)).toBe(true);
    // What a first fetch leaves when it fails after making the folder.
    await mkdir(from);
    expect(await modelsAreCopied(from, to, BUILT_MS)).toBe(true);
  });

  it("misses a model that came after the build", async () => {
    await putManifest(from, "small", BUILT_MS - 1000);
    expect(await modelsAreCopied(from, to, BUILT_MS)).toBe(false);
  });

  it("is content with a copy that is newer than the model", async () => {
    await putManifest(from, "small", BUILT_MS - 1000);
    await putManifest(to, "small", BUILT_MS + 1000);
    expect(await modelsAreCopied(from, to, BUILT_MS)).toBe(true);
  });

  it("misses the one of two models that was replaced after the build", async () => {
    for (const name of ["large", "small"]) await putManifest(to, name, BUILT_MS + 1000);
    await putManifest(from, "large", BUILT_MS + 5000);
    await putManifest(from, "small", BUILT_MS - 1000);
    expect(await modelsAreCopied(from, to, BUILT_MS)).toBe(false);
  });
});
