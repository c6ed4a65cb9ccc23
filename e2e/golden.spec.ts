/**
 * @file Golden checkpoints through the real loading path and engine, on the processor and on WebGPU. `npm run golden` runs
 * all cases of any folder; here a GPU played by the processor, which takes seconds for a token, gets one case of each.
 */
import { readFileSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "@playwright/test";
import { ROOT } from "../scripts/paths.mjs";
import type { GoldenDevice, GoldenPart, GoldenReport } from "./harness/golden-types.ts";
import { openHarness } from "./support/harness.mjs";

const FIXTURES = join(ROOT, "src/models/fixtures");

async function runGolden(checkpoint: string, device: GoldenDevice, part: GoldenPart): Promise<GoldenReport> {
  const profile = test.info().outputPath(`profile-${checkpoint}`);
  const { page, close } = await openHarness({ profile, pagePath: "/golden.html", port: 0 });
  try {
    const files = ["", "../pictures"].flatMap((folder) =>
      readdirSync(join(FIXTURES, checkpoint, folder)).map((name) => join(FIXTURES, checkpoint, folder, name)),
    );
    await page.setInputFiles("input", files);
    const report = await page.evaluate(([name, chosen]) => window.runGolden(name, chosen), [
      device,
      part,
    ] as const);
    for (const { name, figures } of report.checks)
      console.log(`${checkpoint} ${device}, ${name}: ${figures}`);
    return report;
  } finally {
    await close();
  }
}

for (const checkpoint of ["text-tiny-mlx4", "vision-tiny-mlx4"]) {
  test(`${checkpoint} on the processor`, async () => {
    const { checks } = await runGolden(checkpoint, "cpu", {});
    const golden = JSON.parse(readFileSync(join(FIXTURES, checkpoint, "golden.json"), "utf8")) as GoldenCases;
    expect(checks.length).toBeGreaterThan(2 * golden.cases.length);
    expect(checks.filter(({ passed }) => !passed)).toEqual([]);
  });
}

// Both in one test, side by side: much of the time one thread compiles kernels, and a second processor would wait.
test("text-tiny-mlx4 and vision-tiny-mlx4 on WebGPU", async () => {
  test.setTimeout(900_000);
  const reports = await Promise.all([
    // 40 tokens: enough for attention to take the kernel that is wrong with subgroups of four.
    runGolden("text-tiny-mlx4", "webgpu", { cases: [2], greedyTokens: 2 }),
    runGolden("vision-tiny-mlx4", "webgpu", { cases: [1], greedyTokens: 2 }),
  ]);
  for (const { checks } of reports) {
    expect(checks.length).toBeGreaterThan(1);
    expect(checks.filter(({ passed }) => !passed)).toEqual([]);
  }
});

interface GoldenCases {
  readonly cases: readonly unknown[];
}
