/**
 * @file `npm run bench -- cpu`, and the part of `-- gpu` with a peer: the same GGUF, prompt and thread count through our engine, wllama (llama.cpp) and a graph
 * of 4-bit `MatMulNBits` run as Transformers.js runs it. Each contender has its own worker and the machine to itself.
 */
import { Wllama } from "@wllama/wllama/esm/index.js";
import wllamaWasmUrl from "@wllama/wllama/esm/wasm/wllama.wasm?url";
import { trustedScriptUrl } from "#shared/trusted-url";
import { askWorker } from "./ask-worker.ts";
import type { BenchRequest, BenchSetup, Speeds } from "./bench-types.ts";
import oursWorkerUrl from "./bench-ours.worker.ts?worker&url";
import nbitsWorkerUrl from "./bench-nbits.worker.ts?worker&url";

const workers = new Map<string, Worker>();

function runInWorker(url: string, request: BenchRequest): Promise<Speeds> {
  const worker = workers.get(url) ?? new Worker(trustedScriptUrl(url), { type: "module" });
  workers.set(url, worker);
  return askWorker<Speeds>(worker, request);
}

let wllama: Promise<Wllama> | undefined;

async function loadWllama(setup: BenchSetup): Promise<Wllama> {
  const engine = new Wllama({ default: wllamaWasmUrl }, { suppressNativeLog: true });
  const pieces = await Promise.all(setup.pieceUrls.map(async (url) => (await fetch(url)).blob()));
  const onGpu = setup.device !== undefined && setup.device !== "cpu";
  const where = onGpu ? {} : { n_gpu_layers: 0 };
  await engine.loadModel([new Blob(pieces)], { n_ctx: 2048, n_threads: setup.threads, ...where });
  if (!onGpu && engine.getNumThreads() !== setup.threads)
    throw new Error(`wllama runs ${engine.getNumThreads()} threads`);
  return engine;
}

async function runWllama(setup: BenchSetup, tokens: number): Promise<Speeds> {
  const engine = await (wllama ??= loadWllama(setup));
  const started = performance.now();
  let [first, count] = [0, 0];
  const chunks = await engine.createCompletion({
    prompt: setup.prompt,
    max_tokens: tokens,
    temperature: 0,
    stream: true,
  });
  for await (const chunk of chunks) {
    if (chunk.choices[0]?.text === undefined) continue;
    count++;
    if (count === 1) first = performance.now();
  }
  const ended = performance.now();
  return {
    prefill: setup.promptTokens / ((first - started) / 1000),
    decode: (count - 1) / ((ended - first) / 1000),
  };
}

window.cpuBench = {
  run: (contender, setup, tokens) => {
    if (contender === "wllama") return runWllama(setup, tokens);
    return runInWorker(contender === "ours" ? oursWorkerUrl : nbitsWorkerUrl, { setup, tokens });
  },
};
