/** @file Golden cases of vision checkpoints: pictures, text, and what transformers with Meta's semantics made of them. */
import { mllamaCheckpoint } from "#models/mllama/checkpoint";
import type { MllamaConfig } from "#models/mllama/config";
import { parsePreprocessorConfig } from "#models/mllama/image-config";
import { transformImage } from "#models/mllama/image-transform";
import type { TransformedImage } from "#models/mllama/image-transform";
import type { Checkpoint } from "#models/weights/checkpoint";
import { readTensors } from "#models/weights/checkpoint-files";
import { parseHfConfig } from "#models/weights/hf-config";
import { readVector } from "#models/weights/rows";
import { SafetensorsCheckpoint } from "#models/weights/safetensors-checkpoint";
import { readPng } from "./png-reader.ts";
import { fixtureFiles, fixtureFolder, readFixtureBytes } from "./shared-fixtures.ts";

/** As written by the oracle, see the fixtures' README. */
interface StoredCase {
  readonly picture: string;
  readonly aspectRatioId: number;
  readonly numTiles: number;
  readonly inputIds: readonly number[];
  readonly logitsBeforeImage: readonly number[];
  readonly lastLogits: readonly number[];
  readonly greedy: readonly number[];
  readonly textOnlyLastLogits: readonly number[];
}

export interface VisionCase extends StoredCase {
  readonly name: string;
  /** By our transform. */
  readonly image: TransformedImage;
  /** The oracle's pixels of all slots, [maxNumTiles, 3, tileSize, tileSize]. */
  readonly pixelValues: Float32Array;
  /** [numTiles, tokensPerTile, hiddenSize of the decoder] */
  readonly crossAttentionStates: Float32Array;
}

export interface VisionFixture {
  readonly config: MllamaConfig;
  /** By transformers' names. */
  readonly checkpoint: Checkpoint;
  readonly cases: readonly VisionCase[];
}

/** True where the folder and its pictures lie beside the checkout. */
export function hasVisionFixture(name: string): boolean {
  return fixtureFolder(name) !== undefined && fixtureFolder("pictures") !== undefined;
}

export function openVisionFixture(name: string): VisionFixture {
  const [folder, pictures] = [fixtureFolder(name), fixtureFolder("pictures")];
  if (folder === undefined || pictures === undefined) throw new Error(`no fixture ${name}`);
  const config = parseHfConfig(readFixtureBytes(folder, "config.json")) as MllamaConfig;
  const transform = parsePreprocessorConfig(
    readFixtureBytes(folder, "preprocessor_config.json"),
    config.vision,
  );
  const goldenJson = new TextDecoder().decode(readFixtureBytes(folder, "golden.json"));
  const golden = JSON.parse(goldenJson) as { cases: readonly StoredCase[] };
  const tensors = readTensors(fixtureFiles(folder, "golden.safetensors"));
  const cases = golden.cases.map((stored) => {
    const picture = /([^/]+)\.png$/.exec(stored.picture)?.[1] ?? "";
    return {
      ...stored,
      name: picture,
      image: transformImage(readPng(readFixtureBytes(pictures, `${picture}.png`)), transform),
      pixelValues: readVector(tensors.get(`${picture}.pixel_values`)!),
      crossAttentionStates: readVector(tensors.get(`${picture}.cross_attention_states`)!),
    };
  });
  const checkpoint = mllamaCheckpoint(new SafetensorsCheckpoint(readTensors(fixtureFiles(folder))));
  return { config, checkpoint, cases };
}

/** The case's picture with the oracle's own pixels, to tell the transform's differences from the model's. */
export function oracleImage({ image, pixelValues }: VisionCase): TransformedImage {
  return { ...image, pixels: pixelValues.slice(0, image.pixels.length) };
}
