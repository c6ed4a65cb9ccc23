/** @file Golden cases of vision checkpoints: pixels, projected states, logits before and after the picture, greedy tokens. */
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
import { EXACT, NBITS, decoderOf, difference, followGreedy, goldenMode, withGreedy } from "./golden-text.ts";
import type { Limits } from "./golden-text.ts";
import type { GoldenCheck } from "./golden-types.ts";

interface VisionCase {
  /** A path, of which the page has the file name. */
  readonly picture: string;
  readonly inputIds: readonly number[];
  /** None where the text begins with the picture. */
  readonly logitsBeforeImage?: readonly number[];
  readonly lastLogits: readonly number[];
  readonly greedy: readonly number[];
  readonly textOnlyLastLogits?: readonly number[];
}

/** Token in place of the picture in the text-only cases (fixtures, README). */
const TEXT_ONLY_TOKEN = 7;
/** Projected states of unquantised weights. */
const STATES_LIMIT = 1e-3;

interface Run {
  readonly model: VisionModel;
  readonly encoder: VisionEncoder;
  readonly decoder: GraphDecoder;
  readonly transform: ImageTransformConfig;
  readonly tensors: ReadonlyMap<string, StoredTensor>;
  readonly limits: Limits;
  readonly exact: boolean;
}

export async function runVisionGolden(
  device: Device,
  { text, vision: model }: OpenCheckpoint & { vision: VisionModel },
  files: ReadonlyMap<string, File>,
  sources: ReadonlyMap<string, ByteSource>,
  golden: unknown,
): Promise<GoldenCheck[]> {
  const { cases } = golden as { cases: readonly VisionCase[] };
  const mode = goldenMode(device, text);
  const preprocessor = source(sources, "preprocessor_config.json");
  const run: Run = {
    model,
    encoder: await VisionEncoder.create(device, model, {
      mode: mode === "nbits" ? "stored" : mode,
      compat: "meta",
      readProjected: true,
      onProgress: () => {},
    }),
    decoder: await decoderOf(device, text, mode, 0),
    transform: parsePreprocessorConfig(preprocessor.read(0, preprocessor.sizeBytes), model.config.vision),
    tensors: parseSafetensors(source(sources, "golden.safetensors")),
    limits: mode === "float" ? EXACT : NBITS,
    exact: mode === "float",
  };
  const checks: GoldenCheck[] = [];
  for (const each of cases) checks.push(...(await runCase(run, each, files)));
  run.encoder.release();
  run.decoder.release();
  return checks;
}

function source(sources: ReadonlyMap<string, ByteSource>, name: string): ByteSource {
  const found = sources.get(name);
  if (!found) throw new Error(`${name} is missing`);
  return found;
}

async function runCase(run: Run, each: VisionCase, files: ReadonlyMap<string, File>): Promise<GoldenCheck[]> {
  const fileName = each.picture.slice(each.picture.lastIndexOf("/") + 1);
  const name = fileName.replace(/\.\w+$/, "");
  const file = files.get(fileName);
  if (!file) throw new Error(`${each.picture} is missing`);
  const image = transformImage(await decodePicture(file), run.transform);
  const { states, projected } = await run.encoder.encode(image, new AbortController().signal, () => {});
  const { decoder, limits, model } = run;
  const { vocabSize } = model.config.text;
  decoder.pictures?.add(vocabSize, states);
  const checks = [
    pixels(run, name, image),
    difference(
      `${name} states`,
      projected,
      golden(run, `${name}.cross_attention_states`),
      run.exact ? STATES_LIMIT : limits.logits,
    ),
  ];

  decoder.cache.truncate(0);
  const at = each.inputIds.indexOf(model.config.imageTokenIndex);
  const ids = each.inputIds.map((id) => (id === model.config.imageTokenIndex ? vocabSize : id));
  const early = await rowsBefore(decoder, ids, at);
  if (each.logitsBeforeImage && early)
    checks.push(difference(`${name} before the picture`, early, each.logitsBeforeImage, limits.logits));
  const [logits] = await decoder.forward(ids.slice(at));
  const last = difference(name, logits, each.lastLogits, limits.logits);
  checks.push(withGreedy(last, await followGreedy(decoder, logits, each.greedy, limits.margin)));
  if (each.textOnlyLastLogits) checks.push(...(await runTextOnly(run, name, each, early)));
  return checks;
}

/** Logits of the last token in front of the picture; null where there is none. */
async function rowsBefore(
  decoder: GraphDecoder,
  ids: readonly number[],
  at: number,
): Promise<Float32Array | null> {
  if (at <= 0) return null;
  const [before] = await decoder.forward(ids.slice(0, at));
  return before?.slice() ?? null;
}

/** The same text with a word in place of the picture: nothing in front of that may change, to the bit. */
async function runTextOnly(
  { decoder, limits, model }: Run,
  name: string,
  { inputIds, textOnlyLastLogits = [] }: VisionCase,
  early: Float32Array | null,
): Promise<GoldenCheck[]> {
  const at = inputIds.indexOf(model.config.imageTokenIndex);
  const ids = inputIds.map((id) => (id === model.config.imageTokenIndex ? TEXT_ONLY_TOKEN : id));
  decoder.cache.truncate(0);
  const plain = await rowsBefore(decoder, ids, at);
  const [last] = await decoder.forward(ids.slice(at));
  return [
    ...(early && plain ? [difference(`${name} before the picture, text-only run`, early, plain, 0)] : []),
    difference(`${name} text only`, last, textOnlyLastLogits, limits.logits),
  ];
}

function golden({ tensors }: Run, name: string): Float32Array {
  const tensor = tensors.get(name);
  if (!tensor) throw new Error(`golden.safetensors lacks ${name}`);
  return readVector(tensor);
}

/** Within one 8-bit level of each channel, unused tiles zero. */
function pixels(run: Run, name: string, image: TransformedImage): GoldenCheck {
  const expected = golden(run, `${name}.pixel_values`);
  const { tileSize, maxNumTiles, std } = run.transform;
  const area = tileSize * tileSize;
  const actual = new Float32Array(maxNumTiles * 3 * area);
  actual.set(image.pixels);
  let levels = actual.length === expected.length ? 0 : Infinity;
  for (let at = 0; at < expected.length; at++) {
    const level = 1 / 255 / (std[Math.floor(at / area) % 3] as number);
    levels = Math.max(levels, Math.abs((actual[at] as number) - (expected[at] as number)) / level);
  }
  return { name: `${name} pixels`, passed: levels <= 1.01, figures: `within ${levels.toFixed(2)} levels` };
}
