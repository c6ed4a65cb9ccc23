/** @file Loads and stores of the storage bench, ours and the peers', each run once in a fresh worker. */
import "#workers/trusted-default";
import { MLCEngine } from "@mlc-ai/web-llm";
import ortModuleUrl from "onnxruntime-web/ort-wasm-simd-threaded.mjs?url";
import ortWasmUrl from "onnxruntime-web/ort-wasm-simd-threaded.wasm?url";
import { findModel } from "#models/catalog";
import { MAX_PIECE_BYTES } from "#models/weights/file-set";
import { uploadIntegers } from "#workers/engine/device";
import { OrtRuntime } from "#workers/engine/ort-runtime";
import { ReadThreads } from "#workers/reading/read-threads";
import { ModelFiles } from "#workers/model-files";
import { answerWith } from "./ask-worker.ts";
import { dataFileName, weightGraph } from "./bench-storage-graph.ts";
import { openStore, randomBytes } from "./bench-storage-stores.ts";
import type { StorageResult, StorageTask } from "./bench-storage-types.ts";

/** As many pieces at once as the product downloads. */
const LANES = 3;
const THREADS = 2;

type Task<K extends StorageTask["kind"]> = Extract<StorageTask, { kind: K }>;

async function fetchRaw({ url, sizeBytes }: Task<"raw">): Promise<number> {
  let next = 0;
  let bytes = 0;
  const lane = async (): Promise<void> => {
    while (next < sizeBytes) {
      const start = next;
      next += MAX_PIECE_BYTES;
      const end = Math.min(sizeBytes, next) - 1;
      const { body } = await fetch(url, { headers: { Range: `bytes=${start}-${end}` }, cache: "no-store" });
      const reader = body?.getReader();
      for (let chunk = await reader?.read(); chunk?.done === false; chunk = await reader?.read()) {
        bytes += chunk.value.length;
      }
    }
  };
  await Promise.all(Array.from({ length: LANES }, lane));
  return bytes;
}

async function writeAndRead({ store: kind, sizeBytes }: Task<"store">): Promise<Omit<StorageResult, "ms">> {
  const store = await openStore(kind);
  const bytes = randomBytes(MAX_PIECE_BYTES);
  const names = Array.from({ length: Math.ceil(sizeBytes / MAX_PIECE_BYTES) }, (_, at) => `unit-${at}`);
  const started = performance.now();
  for (const name of names) await store.write(name, bytes);
  const written = performance.now();
  let read = 0;
  for (const name of names) read += await store.read(name);
  const readMs = performance.now() - written;
  await store.clear();
  return { bytes: read, writeMs: written - started, readMs };
}

/** Ends when the session has answered with a byte of each weight, which is the stored one. */
async function loadHearth({ modelId, file, model }: Task<"hearth-load">): Promise<number> {
  const entry = findModel(modelId);
  if (!entry) throw new Error(`no model ${modelId}`);
  const threads = new ReadThreads();
  const [runtime, { files }] = await Promise.all([
    OrtRuntime.start({ moduleUrl: ortModuleUrl, wasmUrl: ortWasmUrl, threads: THREADS }),
    new ModelFiles(entry).openVerified(() => {}, threads),
  ]);
  const source = files.get(file);
  if (!source) throw new Error(`no file ${file}`);
  const places = new Map(Array.from({ length: model.tensors }, (_, at) => [dataFileName(at), at] as const));
  let bytes = 0;
  const session = await runtime.createSession({
    graph: weightGraph(model),
    weightBytes: ({ name }) => {
      bytes += model.tensorBytes;
      return source.range((places.get(name) ?? 0) * model.tensorBytes, model.tensorBytes);
    },
    hostOutputs: ["chosen"],
  });
  threads.close();
  const index = Math.floor(Math.random() * model.tensorBytes);
  const inputs = new Map([["index", uploadIntegers(runtime, "int64", [1], [index])]]);
  const { host } = await session.run(inputs, new Map());
  const chosen = new Uint8Array(host.get("chosen")?.buffer ?? new ArrayBuffer(0));
  for (const at of places.values()) {
    const [stored] = source.read(at * model.tensorBytes + index, 1);
    if (chosen[at] !== stored) throw new Error(`weight ${at} is not what is stored`);
  }
  return bytes;
}

async function loadTransformers({ origin, model }: Task<"transformers-load">): Promise<number> {
  const { AutoModel, env } = await import("@huggingface/transformers");
  env.remoteHost = origin;
  env.remotePathTemplate = "{model}/";
  env.allowLocalModels = false;
  env.useWasmCache = false;
  const { wasm } = env.backends.onnx;
  if (!wasm) throw new Error("no wasm backend");
  wasm.wasmPaths = { mjs: new URL(ortModuleUrl, self.location.href).href, wasm: ortWasmUrl };
  wasm.numThreads = THREADS;
  await AutoModel.from_pretrained("transformers", {
    device: "wasm",
    dtype: "fp32",
    use_external_data_format: model.tensors,
  });
  return model.tensors * model.tensorBytes;
}

/** The library has no model in it: `reload` fails where it would ask for one, after the last shard. @returns milliseconds */
async function loadWebLlm({ origin, backend }: Task<"webllm-load">): Promise<number> {
  const url = `${origin}/mlc/resolve/main/`;
  const started = performance.now();
  let lastShardMs = 0;
  const engine = new MLCEngine({
    appConfig: {
      model_list: [{ model: url, model_id: "bench", model_lib: `${url}model-lib.wasm` }],
      cacheBackend: backend,
    },
    logLevel: "SILENT",
    initProgressCallback: ({ text }) => {
      const match = /^Loading model from cache\[(\d+)\/(\d+)\]/.exec(text);
      if (match && match[1] === match[2]) lastShardMs = performance.now() - started;
    },
  });
  const failure: unknown = await engine.reload("bench").catch((error: unknown) => error);
  if (lastShardMs === 0) throw new Error(`WebLLM stopped before its last shard: ${String(failure)}`);
  return lastShardMs;
}

async function run(task: StorageTask): Promise<StorageResult> {
  if (task.kind === "store") return { ms: 0, ...(await writeAndRead(task)) };
  if (task.kind === "webllm-load") return { bytes: 0, ms: await loadWebLlm(task) };
  const started = performance.now();
  const bytes = await load(task);
  return { bytes, ms: performance.now() - started };
}

function load(task: Exclude<StorageTask, Task<"store" | "webllm-load">>): Promise<number> {
  if (task.kind === "raw") return fetchRaw(task);
  if (task.kind === "hearth-load") return loadHearth(task);
  if (task.kind === "transformers-load") return loadTransformers(task);
  throw new Error(`not a task of this worker: ${task.kind}`);
}

answerWith(self, run);
