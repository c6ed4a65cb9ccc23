/**
 * @file Which of a model's ONNX files to run on a device. Exports come in several precisions, told apart by the end of
 * their names; the catalog fetches one of each part, a folder that a person brings may have more.
 */
import { AppError } from "#shared/errors";

/** The parts of an exported vision model, by the names of their files. */
const SESSIONS = ["embed_tokens", "decoder_model_merged", "vision_encoder"] as const;
type SessionName = (typeof SESSIONS)[number];

/** The library's names of precisions, and what stands behind a part's name for each. */
const SUFFIXES = {
  fp32: "",
  fp16: "_fp16",
  q8: "_quantized",
  uint8: "_uint8",
  int8: "_int8",
  q4: "_q4",
  q4f16: "_q4f16",
} as const;
type Precision = keyof typeof SUFFIXES;

/**
 * Best first. On the processor 8-bit weights are quickest; those are wrong on some graphics processors (transformers.js
 * issues 1317 and 1512), so there they are not tried. Embeddings are looked up by the processor either way.
 */
const CPU: readonly Precision[] = ["q8", "uint8", "int8", "fp32", "q4"];
const GPU: readonly Precision[] = ["q4", "fp32"];
const GPU_HALF: readonly Precision[] = ["q4f16", "q4", "fp16", "fp32"];
const EMBEDDING: readonly Precision[] = ["fp16", "q8", "uint8", "int8", "fp32", "q4", "q4f16"];

/** Larger models have their weights in files beside the graph. */
const MAX_DATA_FILES = 100;

export interface SessionFiles {
  readonly precisions: Readonly<Record<SessionName, Precision>>;
  /** By the name of a graph's file: how many files its weights are in. */
  readonly dataFiles: Readonly<Record<string, number>>;
  /** All of these by their paths in the model's folder. */
  readonly names: readonly string[];
}

export interface Target {
  readonly kind: "cpu" | "webgpu";
  /** The graphics processor has 16-bit floats. */
  readonly halfPrecision: boolean;
}

/** @throws AppError `weights-missing` naming a part of which there is no file that the device runs. */
export function chooseSessionFiles(files: { has(name: string): boolean }, target: Target): SessionFiles {
  const chosen = SESSIONS.map((part) => [part, choose(files, part, wanted(part, target))] as const);
  const graphs = chosen.map(([part, precision]) => `${part}${SUFFIXES[precision]}.onnx`);
  const dataFiles = graphs.map((graph) => [graph, countData(files, graph)] as const);
  const names = dataFiles.flatMap(([graph, count]) => [
    pathOf(graph),
    ...Array.from({ length: count }, (_, index) => pathOf(dataName(graph, index))),
  ]);
  return {
    precisions: Object.fromEntries(chosen) as Record<SessionName, Precision>,
    dataFiles: Object.fromEntries(dataFiles),
    names,
  };
}

function wanted(part: SessionName, { kind, halfPrecision }: Target): readonly Precision[] {
  if (part === "embed_tokens") return EMBEDDING;
  if (kind === "cpu") return CPU;
  return halfPrecision ? GPU_HALF : GPU;
}

function choose(
  files: { has(name: string): boolean },
  part: SessionName,
  precisions: readonly Precision[],
): Precision {
  const found = precisions.find((precision) => files.has(pathOf(`${part}${SUFFIXES[precision]}.onnx`)));
  if (found) return found;
  const file = pathOf(`${part}.onnx`);
  throw new AppError("weights-missing", `no file of ${part} that this device runs`, { file });
}

function countData(files: { has(name: string): boolean }, graph: string): number {
  let count = 0;
  while (count < MAX_DATA_FILES && files.has(pathOf(dataName(graph, count)))) count++;
  return count;
}

function dataName(graph: string, index: number): string {
  return `${graph}_data${index === 0 ? "" : `_${index}`}`;
}

function pathOf(name: string): string {
  return `onnx/${name}`;
}
