/** @file Golden cases of vision checkpoints: pixels, projected states, logits before and after the picture, greedy tokens. */
import type { WeightMode } from "#models/arithmetic";
import { parsePreprocessorConfig } from "#models/mllama/image-config";
import type { ImageTransformConfig } from "#models/mllama/image-config";
import { transformImage } from "#models/mllama/image-transform";
import type { TransformedImage } from "#models/mllama/image-transform";
import type { OpenCheckpoint, VisionModel } from "#models/open-checkpoint";
import type { ByteSource } from "#models/weights/byte-source";
import type { StoredTensor } from "#models/weights/rows";
import { readVector } from "#models/weights/rows";
import { parseSafetensors } from "#models/weights/safetensors";
import type { Device } from "#workers/engine/device";
import type { GraphDecoder } from "#workers/engine/graph-decoder";
import { VisionEncoder } from "#workers/engine/vision-encoder";
import { decodePicture } from "#workers/pictures/decode-picture";
import { fileNameOf } from "./golden-cases.ts";
import type { GoldenCase } from "./golden-cases.ts";
import {
  EXACT,
  NBITS,
  attempt,
  decoderOf,
  difference,
  followGreedy,
  goldenMode,
  int8Check,
  prefill,
  withGreedy,
} from "./golden-checks.ts";
import type { Limits } from "./golden-checks.ts";
import { runPrompt } from "./golden-text.ts";
import type { GoldenCheck } from "./golden-types.ts";

/** Token in place of the picture in the text-only cases (fixtures, README). */
const TEXT_ONLY_TOKEN = 7;
/** Projected states of unquantised weights. */
const STATES_LIMIT = 1e-3;

type Opened = OpenCheckpoint & { readonly vision: VisionModel };

interface Inputs {
  readonly files: ReadonlyMap<string, File>;
  readonly sources: ReadonlyMap<string, ByteSource>;
}

interface Run {
  readonly model: VisionModel;
  readonly encoder: VisionEncoder;
  readonly decoder: GraphDecoder;
  readonly transform: ImageTransformConfig;
  readonly files: ReadonlyMap<string, File>;
  readonly tensors: ReadonlyMap<string, StoredTensor>;
  readonly limits: Limits;
  readonly exact: boolean;
}

export async function runVisionGolden(
  device: Device,
  opened: Opened,
  inputs: Inputs,
  cases: readonly GoldenCase[],
): Promise<GoldenCheck[]> {
  const run = await start(device, opened, inputs, goldenMode(device, opened.text));
  const checks: GoldenCheck[] = [];
  for (const each of cases) checks.push(...(await attempt(each.name, () => runCase(run, each))));
  release(run);
  if (device.kind === "cpu" && cases.length > 0)
    checks.push(...(await attempt("int8", () => runInt8(device, opened, inputs, cases))));
  return checks;
}

async function start(
  device: Device,
  { text, vision: model }: Opened,
  { files, sources }: Inputs,
  mode: WeightMode,
): Promise<Run> {
  const preprocessor = source(sources, "preprocessor_config.json");
  return {
    model,
    encoder: await VisionEncoder.create(device, model, {
      mode,
      compat: "meta",
      readProjected: true,
      onProgress: () => {},
    }),
    decoder: await decoderOf(device, text, mode),
    transform: parsePreprocessorConfig(preprocessor.read(0, preprocessor.sizeBytes), model.config.vision),
    files,
    tensors: parseSafetensors(source(sources, "golden.safetensors")),
    limits: mode === "float" ? EXACT : NBITS,
    exact: mode === "float",
  };
}

function release({ encoder, decoder }: Run): void {
  encoder.release();
  decoder.release();
}

function source(sources: ReadonlyMap<string, ByteSource>, name: string): ByteSource {
  const found = sources.get(name);
  if (!found) throw new Error(`${name} is missing`);
  return found;
}

async function runCase(run: Run, each: GoldenCase): Promise<GoldenCheck[]> {
  const { decoder, limits, model } = run;
  const at = each.inputIds.indexOf(model.config.imageTokenIndex);
  if (each.picture === null) return runPrompt(decoder, each, limits);
  if (at < 0) throw new Error("a picture, but no token for it in inputIds");
  const { name } = each;
  const { image, projected } = await look(run, each.picture);
  const ids = numbered(run, each);
  decoder.cache.truncate(0);
  const early = at > 0 ? (await prefill(decoder, ids.slice(0, at))).slice() : null;
  const before = each.logitsBeforeImage;
  const logits = await prefill(decoder, ids.slice(at));
  const last = difference(name, logits, each.lastLogits, limits.logits);
  return [
    ...tiles(each, image),
    ...(await attempt(`${name} pixels`, async () => [pixels(run, name, image)])),
    ...(await attempt(`${name} states`, async () => [states(run, name, projected)])),
    ...(before && early ? [difference(`${name} before the picture`, early, before, limits.logits)] : []),
    withGreedy(last, await followGreedy(decoder, logits, each, limits)),
    ...(each.textOnlyLastLogits ? await runTextOnly(run, each, early) : []),
  ];
}

/** The picture becomes what the decoder's number for it, the first behind the vocabulary, stands for. */
async function look(
  { encoder, decoder, files, transform, model }: Run,
  picture: string,
): Promise<{ readonly image: TransformedImage; readonly projected: Float32Array }> {
  const file = files.get(fileNameOf(picture));
  if (!file) throw new Error(`${picture} is missing`);
  const image = transformImage(await decodePicture(file), transform);
  const seen = await encoder.encode(image, new AbortController().signal, () => {});
  decoder.pictures?.add(model.config.text.vocabSize, seen.states);
  return { image, projected: seen.projected };
}

function numbered({ model }: Run, { inputIds }: GoldenCase): number[] {
  const { imageTokenIndex, text } = model.config;
  return inputIds.map((id) => (id === imageTokenIndex ? text.vocabSize : id));
}

/** The same text with a word in place of the picture: nothing in front of that may change, to the bit. */
async function runTextOnly(
  { decoder, limits, model }: Run,
  { name, inputIds, textOnlyLastLogits }: GoldenCase,
  early: Float32Array | null,
): Promise<GoldenCheck[]> {
  const { imageTokenIndex } = model.config;
  const at = inputIds.indexOf(imageTokenIndex);
  const ids = inputIds.map((id) => (id === imageTokenIndex ? TEXT_ONLY_TOKEN : id));
  decoder.cache.truncate(0);
  const plain = at > 0 ? (await prefill(decoder, ids.slice(0, at))).slice() : null;
  const last = await prefill(decoder, ids.slice(at));
  return [
    ...(early && plain ? [difference(`${name} before the picture, text-only run`, early, plain, 0)] : []),
    difference(`${name} text only`, last, textOnlyLastLogits ?? [], limits.logits),
  ];
}

/** The canvas that was chosen, where the golden tells it. */
function tiles({ name, aspectRatioId, numTiles }: GoldenCase, image: TransformedImage): GoldenCheck[] {
  if (aspectRatioId === null && numTiles === null) return [];
  const passed =
    (aspectRatioId ?? image.aspectRatioId) === image.aspectRatioId &&
    (numTiles ?? image.numTiles) === image.numTiles;
  const figures = `aspect ratio ${image.aspectRatioId}, ${image.numTiles} of them`;
  const wanted = passed ? "" : `, not ${aspectRatioId ?? "any"}, ${numTiles ?? "any"}`;
  return [{ name: `${name} tiles`, passed, figures: figures + wanted }];
}

function states(run: Run, name: string, projected: Float32Array): GoldenCheck {
  const limit = run.exact ? STATES_LIMIT : run.limits.logits;
  return difference(`${name} states`, projected, golden(run, `${name}.cross_attention_states`), limit);
}

function golden({ tensors }: Run, name: string): Float32Array {
  const tensor = tensors.get(name);
  if (!tensor) throw new Error(`golden.safetensors lacks ${name}`);
  return readVector(tensor);
}

/** Within one 8-bit level of each channel, unused tiles zero where the golden has them. */
function pixels(run: Run, name: string, image: TransformedImage): GoldenCheck {
  const expected = golden(run, `${name}.pixel_values`);
  const { tileSize, maxNumTiles, std } = run.transform;
  const area = tileSize * tileSize;
  const ownOnly = expected.length === image.pixels.length;
  const actual = new Float32Array(ownOnly ? expected.length : maxNumTiles * 3 * area);
  actual.set(image.pixels);
  let levels = actual.length === expected.length ? 0 : Infinity;
  for (let at = 0; at < expected.length; at++) {
    const level = 1 / 255 / (std[Math.floor(at / area) % 3] as number);
    levels = Math.max(levels, Math.abs((actual[at] as number) - (expected[at] as number)) / level);
  }
  return { name: `${name} pixels`, passed: levels <= 1.01, figures: `within ${levels.toFixed(2)} levels` };
}

/** Tower, projector and decoder in int8. */
async function runInt8(
  device: Device,
  opened: Opened,
  inputs: Inputs,
  cases: readonly GoldenCase[],
): Promise<GoldenCheck[]> {
  const run = await start(device, opened, inputs, "int8");
  const rows: { expected: readonly number[]; actual: Float32Array }[] = [];
  for (const each of cases) {
    if (each.picture !== null) await look(run, each.picture);
    run.decoder.cache.truncate(0);
    rows.push({ expected: each.lastLogits, actual: await prefill(run.decoder, numbered(run, each)) });
  }
  release(run);
  return [int8Check(rows)];
}
