import { describe, expect, it } from "vitest";
import { CATALOG } from "#models/catalog";
import { chooseSessionFiles } from "./session-files.ts";
import type { Target } from "./session-files.ts";

const CPU: Target = { kind: "cpu", halfPrecision: false };
const GPU: Target = { kind: "webgpu", halfPrecision: false };
const GPU_F16: Target = { kind: "webgpu", halfPrecision: true };

function folder(...names: readonly string[]): ReadonlySet<string> {
  return new Set(names.map((name) => `onnx/${name}`));
}

const PARTS = ["embed_tokens", "decoder_model_merged", "vision_encoder"];
const ALL = folder(
  ...["", "_fp16", "_int8", "_q4", "_q4f16", "_quantized", "_uint8"].flatMap((suffix) =>
    PARTS.map((part) => `${part}${suffix}.onnx`),
  ),
);

describe("the files that a device runs", () => {
  it.each([
    [CPU, { embed_tokens: "fp16", decoder_model_merged: "q8", vision_encoder: "q8" }],
    [GPU, { embed_tokens: "fp16", decoder_model_merged: "q4", vision_encoder: "q4" }],
    [GPU_F16, { embed_tokens: "fp16", decoder_model_merged: "q4f16", vision_encoder: "q4f16" }],
  ])("on %j of a folder with everything", (target, precisions) => {
    expect(chooseSessionFiles(ALL, target).precisions).toEqual(precisions);
  });

  it("never have 8-bit weights on a graphics processor", () => {
    const files = folder(...PARTS.map((part) => `${part}_quantized.onnx`));
    expect(() => chooseSessionFiles(files, GPU_F16)).toThrow(
      expect.objectContaining({
        code: "weights-missing",
        details: { file: "onnx/decoder_model_merged.onnx" },
      }),
    );
    expect(chooseSessionFiles(files, CPU).names).toEqual([...files]);
  });

  it("have their weights beside them where the export is large", () => {
    const graph = "decoder_model_merged_q4.onnx";
    const files = folder(
      "embed_tokens.onnx",
      graph,
      `${graph}_data`,
      `${graph}_data_1`,
      "vision_encoder.onnx",
      "vision_encoder.onnx_data_1",
    );
    const { dataFiles, names } = chooseSessionFiles(files, GPU);
    expect(dataFiles).toEqual({ "embed_tokens.onnx": 0, [graph]: 2, "vision_encoder.onnx": 0 });
    expect(names).toEqual([...files].slice(0, -1));
  });

  it("are among those that the catalog fetches, on the device that its entry is for", () => {
    const entries = CATALOG.filter(({ engine }) => engine === "transformers");
    expect(entries.length).toBeGreaterThan(0);
    for (const { source, device } of entries) {
      const include = source.kind === "hub" ? source.include : [];
      const { names } = chooseSessionFiles(new Set(include), device.webgpu ? GPU : CPU);
      expect(names).toEqual(include.filter((name) => name.startsWith("onnx/")));
    }
  });
});
