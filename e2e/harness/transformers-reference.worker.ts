/** @file The same question asked of Transformers.js alone: its own processor, tokenizer, template and token loop. */
import "#workers/trusted-default";
import {
  AutoProcessor,
  Idefics3ForConditionalGeneration,
  RawImage,
  Tensor,
  env,
} from "@huggingface/transformers";
import type { Processor } from "@huggingface/transformers";
import moduleUrl from "onnxruntime-web/ort-wasm-simd-threaded.mjs?url";
import wasmUrl from "onnxruntime-web/ort-wasm-simd-threaded.wasm?url";
import { STORE_ORIGIN, storeFetch } from "#workers/engine/transformers/store-fetch";
import { answerWith } from "./ask-worker.ts";
import type { StoredFile } from "./store-model.ts";
import type { ReferenceRequest } from "./transformers-types.ts";

async function answer(request: ReferenceRequest): Promise<{ answer: string }> {
  configure(request);
  const { modelId, longestEdge, maxTokens } = request;
  const processor = await AutoProcessor.from_pretrained(modelId);
  if (processor.image_processor) processor.image_processor.size = { longest_edge: longestEdge };
  const model = await Idefics3ForConditionalGeneration.from_pretrained(modelId, {
    dtype: "q8",
    device: "wasm",
  });
  const inputs = await inputsOf(processor, request);
  const output = await model.generate({ ...inputs, max_new_tokens: maxTokens, do_sample: false });
  const promptTokens = inputs["input_ids"]?.dims[1] ?? 0;
  const [text] = processor.batch_decode((output as Tensor).slice(null, [promptTokens, null]), {
    skip_special_tokens: true,
  });
  return { answer: text ?? "" };
}

async function inputsOf(
  processor: Processor,
  { text, pictures }: ReferenceRequest,
): Promise<Record<string, Tensor>> {
  const content = [...pictures.map(() => ({ type: "image" })), { type: "text", text }];
  const prompt = processor.apply_chat_template([{ role: "user", content }] as never, {
    add_generation_prompt: true,
  });
  const images = await Promise.all(pictures.map((picture) => RawImage.fromBlob(picture)));
  const inputs: unknown = await processor(prompt, images.length > 0 ? images : null);
  return inputs as Record<string, Tensor>;
}

function configure({ modelId, files }: ReferenceRequest): void {
  const blobs = new Map(files.map(({ name, bytes }) => [name, [new Blob([decoded(bytes)])]]));
  env.fetch = storeFetch({ modelId, blobs, signal: new AbortController().signal, onRead: () => {} });
  env.allowLocalModels = true;
  env.allowRemoteModels = false;
  env.localModelPath = STORE_ORIGIN;
  env.useBrowserCache = false;
  env.useWasmCache = false;
  const { wasm } = env.backends.onnx;
  if (!wasm) throw new Error("no runtime");
  wasm.wasmPaths = { mjs: moduleUrl, wasm: wasmUrl };
  wasm.numThreads = 1;
}

function decoded(base64: StoredFile["bytes"]): Uint8Array<ArrayBuffer> {
  return Uint8Array.from(atob(base64), (character) => character.codePointAt(0) ?? 0);
}

answerWith(self, answer);
