/**
 * @file The usual way for the CPU bench: 4-bit `MatMulNBits` weights (block 32, packed zero points) through the runtime's
 * public API, keys and values copied in and out each step as Transformers.js does on WASM.
 */
import "#workers/trusted-default";
import { answerWith } from "./ask-worker.ts";
import * as ort from "onnxruntime-web/wasm";
import ortModuleUrl from "onnxruntime-web/ort-wasm-simd-threaded.mjs?url";
import ortWasmUrl from "onnxruntime-web/ort-wasm-simd-threaded.wasm?url";
import { readLlamaConfig } from "#models/llama/gguf-checkpoint";
import type { LlamaConfig } from "#models/llama/config";
import { readGgufTokenizer } from "#models/tokenizer/gguf-tokenizer";
import type { Tokenizer } from "#models/tokenizer/tokenizer";
import { parseGguf } from "#models/weights/gguf";
import { BlobSource } from "#workers/engine/blob-source";
import type { BenchRequest, BenchSetup, Speeds } from "./bench-types.ts";
import { buildNBitsGraph, randomWeight } from "./nbits-graph.ts";

interface Loaded {
  readonly session: ort.InferenceSession;
  readonly config: LlamaConfig;
  readonly tokenizer: Tokenizer;
}

async function load(setup: BenchSetup): Promise<Loaded> {
  ort.env.wasm.wasmPaths = { mjs: new URL(ortModuleUrl, self.location.href).href, wasm: ortWasmUrl };
  ort.env.wasm.numThreads = setup.threads;
  const blobs = await Promise.all(setup.pieceUrls.map(async (url) => (await fetch(url)).blob()));
  const source = new BlobSource(blobs);
  const gguf = parseGguf(source);
  const config = readLlamaConfig(gguf, source);
  const graph = buildNBitsGraph(config, 2048);
  // Random bytes: this contender is timed, not read.
  const externalData = graph.weights.map((slot) => ({ path: slot.name, data: randomWeight(slot) }));
  const session = await ort.InferenceSession.create(graph.model, {
    executionProviders: ["wasm"],
    externalData,
  });
  return { session, config, tokenizer: readGgufTokenizer(gguf) };
}

let loaded: Promise<Loaded> | undefined;

async function run({ setup, tokens }: BenchRequest): Promise<Speeds> {
  const { session, config, tokenizer } = await (loaded ??= load(setup));
  const prompt = tokenizer.encode(setup.prompt);
  let past = emptyCache(config);
  let length = 0;
  const forward = async (ids: readonly number[]): Promise<void> => {
    length += ids.length;
    const outputs = await session.run({
      ...past,
      input_ids: new ort.Tensor("int64", BigInt64Array.from(ids, BigInt), [1, ids.length]),
      logit_rows: new ort.Tensor("int64", BigInt64Array.of(BigInt(ids.length - 1)), [1]),
      last_position: new ort.Tensor("int32", Int32Array.of(length - 1), [1]),
      total_length: new ort.Tensor("int32", Int32Array.of(length), []),
    });
    past = Object.fromEntries(
      Object.entries(outputs)
        .filter(([name]) => name.startsWith("present."))
        .map(([name, tensor]) => [name.replace("present.", "past."), tensor]),
    );
  };
  const started = performance.now();
  await forward(prompt);
  const first = performance.now();
  for (let count = 1; count < tokens; count++) await forward([count]);
  const ended = performance.now();
  return {
    prefill: prompt.length / ((first - started) / 1000),
    decode: (tokens - 1) / ((ended - first) / 1000),
  };
}

function emptyCache(config: LlamaConfig): Record<string, ort.Tensor> {
  const shape = [1, config.numKeyValueHeads, 0, config.headDim];
  const names = Array.from({ length: config.numHiddenLayers }, (_, layer) => [
    `past.${layer}.key`,
    `past.${layer}.value`,
  ]);
  return Object.fromEntries(
    names.flat().map((name) => [name, new ort.Tensor("float32", new Float32Array(0), shape)]),
  );
}

answerWith(self, run);
