/** @file Our engine for the benches against peers: the product's own code, fed from fetched pieces. */
import "#workers/trusted-default";
import { answerWith } from "./ask-worker.ts";
import type { OnnxEngine } from "#workers/engine/onnx-engine";
import { fetchPieces, loadEngine } from "./load-engine.ts";
import { indexOfMax } from "./logits.ts";
import type { BenchRequest, BenchSetup, Speeds } from "./bench-types.ts";

async function load({ pieceUrls, threads, device }: BenchSetup): Promise<OnnxEngine> {
  return loadEngine(await fetchPieces(pieceUrls), { threads, contextTokens: 2048 }, device);
}

let engine: Promise<OnnxEngine> | undefined;

async function run({ setup, tokens }: BenchRequest): Promise<Speeds> {
  const { decoder, tokenizer } = await (engine ??= load(setup));
  const prompt = tokenizer.encode(setup.prompt);
  decoder.cache.truncate(0);
  const started = performance.now();
  let logits: Float32Array | undefined;
  for (let at = 0; at < prompt.length; at += 128)
    [logits] = await decoder.forward(prompt.slice(at, at + 128));
  const first = performance.now();
  for (let count = 1; count < tokens; count++) [logits] = await decoder.forward([indexOfMax(logits)]);
  const ended = performance.now();
  return {
    prefill: prompt.length / ((first - started) / 1000),
    decode: (tokens - 1) / ((ended - first) / 1000),
  };
}

answerWith(self, run);
