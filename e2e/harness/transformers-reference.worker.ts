/** @file The same question asked of Transformers.js alone: its own processor, tokenizer, template and token loop. */
import "#workers/trusted-default";
import {
  Idefics3ForConditionalGeneration,
  Idefics3ImageProcessor,
  Idefics3Processor,
  PreTrainedTokenizer,
  RawImage,
  Tensor,
  env,
} from "@huggingface/transformers";
import type { Processor } from "@huggingface/transformers";
import moduleUrl from "onnxruntime-web/ort-wasm-simd-threaded.mjs?url";
import wasmUrl from "onnxruntime-web/ort-wasm-simd-threaded.wasm?url";
import { STORE_ORIGIN, storeFetch } from "#workers/engine/transformers/store-fetch";
import { answerWith } from "./ask-worker.ts";
import { decoded } from "./store-model.ts";
import type { ReferenceRequest } from "./transformers-types.ts";

async function answer(request: ReferenceRequest): Promise<{ answer: string }> {
  configure(request);
  const { modelId, maxTokens } = request;
  const processor = processorOf(request);
  const model = await Idefics3ForConditionalGeneration.from_pretrained(modelId, {
    dtype: "q8",
    device: "wasm",
  });
  const inputs = await inputsOf(processor, request);
  const output: unknown = await model.generate({ ...inputs, max_new_tokens: maxTokens, do_sample: false });
  const [tokens = []] = (output as Tensor).tolist() as bigint[][];
  const promptTokens = inputs["input_ids"]?.dims[1] ?? 0;
  const text = processor.decode(tokens.slice(promptTokens).map(Number), { skip_special_tokens: true });
  return { answer: text };
}

/** Made by hand: `AutoProcessor` looks for a tokenizer in places that are not those of other files. */
function processorOf({ files, longestEdge }: ReferenceRequest): Processor {
  const json = (name: string): Record<string, unknown> => {
    const file = files.find((each) => each.name === name);
    return JSON.parse(new TextDecoder().decode(decoded(file?.bytes ?? ""))) as Record<string, unknown>;
  };
  const tokenizer = new PreTrainedTokenizer(json("tokenizer.json"), json("tokenizer_config.json"));
  const images = { ...json("preprocessor_config.json"), size: { longest_edge: longestEdge } };
  const components = { tokenizer, image_processor: new Idefics3ImageProcessor(images) };
  return new Idefics3Processor(json("processor_config.json"), components, null);
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
  // Its processor fails without a picture.
  const inputs: unknown =
    images.length > 0 ? await processor(prompt, images) : processor.tokenizer?.(prompt as string);
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

answerWith(self, answer);
