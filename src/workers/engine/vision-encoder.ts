/**
 * @file Looks at a picture: tiles through the stages of the vision tower, then keys and values for the text. Between stages
 * the event loop runs, so that progress is seen and a Stop is heard.
 */
import { nextTask } from "#shared/promise";
import { arithmeticFor } from "#models/arithmetic";
import { isSmall } from "#models/choose-mode";
import type { WeightMode } from "#models/arithmetic";
import { GraphWeights } from "#models/graph-weights";
import { tokensPerTile } from "#models/mllama/config";
import type { Compat } from "#models/mllama/config";
import type { TransformedImage } from "#models/mllama/image-transform";
import { buildProjectorGraph } from "#models/mllama/projector-model";
import { buildVisionStages } from "#models/mllama/vision-model";
import type { VisionStage } from "#models/mllama/vision-model";
import { visionInputs } from "#models/mllama/vision-inputs";
import type { BuiltGraph, WeightSlot } from "#models/onnx/graph-builder";
import type { VisionModel } from "#models/open-checkpoint";
import type { WeightBytes } from "#models/weights/byte-source";
import type { Checkpoint } from "#models/weights/checkpoint";
import { renamedCheckpoint } from "#models/weights/renamed-checkpoint";
import { maxWeightBytes, uploadIntegers } from "./device.ts";
import type { Device, DeviceSession, DeviceTensor } from "./device.ts";
import type { PictureStates } from "./picture-views.ts";

/** A fifth of the tower of 11B: a second or two on a GPU, which is how long a Stop can wait. */
const STAGE_LAYERS = 8;

export interface VisionEncoderOptions {
  readonly mode: WeightMode;
  readonly compat: Compat;
  /** Reads the projected states back, for tests: 105 MB for four tiles of 11B. */
  readonly readProjected?: boolean;
  readonly onProgress: (fraction: number) => void;
}

interface Stage extends VisionStage {
  readonly session: DeviceSession;
}

export class VisionEncoder {
  readonly #device: Device;
  readonly #model: VisionModel;
  readonly #stages: readonly Stage[];
  readonly #projector: DeviceSession;
  /** Pictures looked at so far. */
  runs = 0;

  private constructor(
    device: Device,
    model: VisionModel,
    stages: readonly Stage[],
    projector: DeviceSession,
  ) {
    this.#device = device;
    this.#model = model;
    this.#stages = stages;
    this.#projector = projector;
  }

  /** @throws AppError `weights-corrupt`, `weights-unsupported`, `engine-failed`, `out-of-memory`. */
  static async create(
    device: Device,
    model: VisionModel,
    options: VisionEncoderOptions,
  ): Promise<VisionEncoder> {
    const { graphs, checkpoint } = buildGraphs(device, model, options);
    const sessions = await createSessions(device, graphs, checkpoint, options);
    const stages = graphs.stages.map((stage, index) => ({
      ...stage,
      session: sessions[index] as DeviceSession,
    }));
    return new VisionEncoder(device, model, stages, sessions.at(-1) as DeviceSession);
  }

  /**
   * @param onProgress fraction of the tower's layers done.
   * @returns keys and values of own tiles, for `hf5` of all tiles, own ones first, the caller's from now on, and, where
   * they are read, the projected states [R, text hiddenSize] they were made from.
   * @throws AbortError between stages; AppError `engine-failed`, `out-of-memory`, `device-lost`.
   */
  async encode(
    image: TransformedImage,
    signal: AbortSignal,
    onProgress: (fraction: number) => void,
  ): Promise<{ readonly states: PictureStates; readonly projected: Float32Array }> {
    this.runs++;
    const inputs = new Map<string, DeviceTensor>();
    const kept = new Map<string, DeviceTensor>();
    try {
      this.#upload(image, inputs);
      await this.#runStages(inputs, kept, signal, onProgress);
      const { host, device } = await this.#projector.run(kept, new Map());
      return { states: device, projected: host.get("cross_attention_states") ?? new Float32Array(0) };
    } finally {
      for (const tensor of [...inputs.values(), ...kept.values()]) this.#device.release(tensor);
    }
  }

  release(): void {
    for (const { session } of this.#stages) session.release();
    this.#projector.release();
  }

  /** Leaves `final` and the intermediates, own rows only, in `kept`. */
  async #runStages(
    inputs: ReadonlyMap<string, DeviceTensor>,
    kept: Map<string, DeviceTensor>,
    signal: AbortSignal,
    onProgress: (fraction: number) => void,
  ): Promise<void> {
    const layers = this.#stages.reduce((sum, stage) => sum + stage.layers, 0);
    let done = 0;
    for (const stage of this.#stages) {
      await nextTask();
      signal.throwIfAborted();
      const available = new Map([...inputs, ...kept]);
      const given = stage.inputs.map((name) => [name, available.get(name) as DeviceTensor] as const);
      const { device } = await stage.session.run(new Map(given), new Map());
      const previous = kept.get("states");
      if (previous) this.#device.release(previous);
      kept.delete("states");
      for (const [name, tensor] of device) kept.set(name === "next" ? "states" : name, tensor);
      done += stage.layers;
      onProgress(done / layers);
    }
    const last = kept.get("states");
    kept.delete("states");
    if (last) kept.set("final", last);
  }

  /** Puts each input into `into` as soon as it is on the device: one that fails leaves the others to be released. */
  #upload(image: TransformedImage, into: Map<string, DeviceTensor>): void {
    const { vision } = this.#model.config;
    const inputs = visionInputs(this.#model.weights, vision, image);
    const floats = (name: string, shape: readonly number[], values: Float32Array): void => {
      const bytes = new Uint8Array(values.buffer, values.byteOffset, values.byteLength);
      into.set(name, this.#device.upload("float32", shape, bytes));
    };
    const integers = (name: string, values: readonly number[]): void =>
      void into.set(name, uploadIntegers(this.#device, "int64", [values.length], values));
    const { hiddenSize, numChannels, imageSize } = vision;
    const { tiles } = inputs;
    const tokens = tokensPerTile(vision);
    const { keyRows, rowTiles, paddingRows, allTokens } = inputs.rows;
    floats("pixels", [tiles, numChannels, imageSize, imageSize], inputs.pixels);
    floats("positions", [tiles, tokens, hiddenSize], inputs.positions);
    floats("padding", [1, paddingRows, hiddenSize], new Float32Array(paddingRows * hiddenSize));
    floats("post_rows", [tiles, hiddenSize], inputs.postRows);
    integers("real_rows", [image.numTiles * tokens]);
    integers("key_rows", keyRows);
    integers("row_tiles", rowTiles);
    integers("all_tokens", allTokens);
  }
}

interface VisionGraphs {
  readonly stages: readonly VisionStage[];
  readonly projector: BuiltGraph;
  /** Outputs of the projector for the text. */
  readonly crossNames: readonly string[];
}

function buildGraphs(
  device: Device,
  { config, weights }: VisionModel,
  { mode, compat }: VisionEncoderOptions,
): { readonly graphs: VisionGraphs; readonly checkpoint: Checkpoint } {
  const checkpoint = byGraphNames(weights);
  const arithmetic = arithmeticFor(checkpoint, {
    mode,
    activations: device.activations,
    maxWeightBytes: maxWeightBytes(device),
    exactZeroPoints: isSmall({ config: config.text }),
  });
  const graphs = {
    stages: buildVisionStages(config, { arithmetic, compat, stageLayers: STAGE_LAYERS }),
    projector: buildProjectorGraph(config, arithmetic),
    crossNames: config.text.crossAttentionLayers.flatMap((layer) => [
      `cross.${layer}.key`,
      `cross.${layer}.value`,
    ]),
  };
  return { graphs, checkpoint };
}

/** @returns one for each stage, then the projector's; none is left where one cannot be made. */
async function createSessions(
  device: Device,
  { stages, projector, crossNames }: VisionGraphs,
  checkpoint: Checkpoint,
  { readProjected, onProgress }: VisionEncoderOptions,
): Promise<readonly DeviceSession[]> {
  const wanted = [
    ...stages.map(({ graph, outputs }) => ({ graph, hostOutputs: [], deviceOutputs: outputs })),
    {
      graph: projector,
      hostOutputs: readProjected ? ["cross_attention_states"] : [],
      deviceOutputs: crossNames,
    },
  ];
  const total = wanted.reduce((sum, { graph }) => sum + graph.weights.length, 0);
  const weights = new GraphWeights({ checkpoint, rotary: null, smoother: null });
  let made = 0;
  const weightBytes = (slot: WeightSlot): WeightBytes => {
    onProgress(Math.min(1, ++made / total));
    return weights.bytes(slot);
  };
  const sessions: DeviceSession[] = [];
  try {
    for (const each of wanted) sessions.push(await device.createSession({ ...each, weightBytes }));
    return sessions;
  } catch (error) {
    for (const session of sessions) session.release();
    throw error;
  }
}

/** The vision parts by transformers' names, the text's as `model.layers.N`, as in a text checkpoint. */
function byGraphNames(weights: Checkpoint): Checkpoint {
  return renamedCheckpoint(weights, (name) => (name.startsWith("model.") ? `language_model.${name}` : name));
}
