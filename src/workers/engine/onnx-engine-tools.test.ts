/** @file Tools beside pictures, with the files of a whole vision model: refused, or answered from what was said of them. */
import { beforeAll, describe, expect, it } from "vitest";
import { GREEDY } from "#shared/language-model";
import type { ChatMessage, GenerateRequest } from "#shared/language-model";
import type { MllamaConfig } from "#models/mllama/config";
import { addedToken, jsonFiles, tokenizerJsonOfGguf } from "#models/testing/hf-tokenizer-files";
import { f32, writeSafetensors } from "#models/testing/safetensors-writer";
import { memorySource } from "#models/testing/tiny-llama";
import { randomMllama, tinyMllamaConfig } from "#models/testing/tiny-mllama";
import { tinyTokenizerMetadata } from "#models/testing/tiny-tokenizer";
import type { CheckpointFiles } from "#models/weights/checkpoint-files";
import { OnnxEngine } from "./onnx-engine.ts";
import { startCpuRuntime } from "./testing/cpu-runtime.ts";

const VOCAB = 300;
const TOOL_TOKENS = [
  "begin_of_text",
  "start_header_id",
  "end_header_id",
  "eom_id",
  "eot_id",
  "python_tag",
].map((name) => `<|${name}|>`);
const TEMPLATE =
  "{%- for m in messages %}{{- '<|im_start|>' + m['role'] + '\\n' }}{%- if m['content'] is string %}{{- m['content'] }}" +
  "{%- else %}{%- for c in m['content'] %}{%- if c['type'] == 'image' %}{{- '<|image|>' }}" +
  "{%- elif c['type'] == 'text' %}{{- c['text'] }}{%- endif %}{%- endfor %}{%- endif %}{{- '<|im_end|>' }}{%- endfor %}" +
  "{%- if add_generation_prompt %}{{- '<|im_start|>assistant\\n' }}{%- endif %}";

function visionFiles(): CheckpointFiles {
  const config = tinyMllamaConfig({
    text: { headDim: 16, vocabSize: VOCAB, maxPositionEmbeddings: 4096 },
  });
  const tensors = [...randomMllama(config)].map(
    ([name, { shape, values }]) => [name, f32(shape, [...values])] as const,
  );
  const steps = { do_convert_rgb: true, do_resize: true, do_rescale: true, do_normalize: true, do_pad: true };
  const { imageSize: height, maxNumTiles } = config.vision;
  const files = jsonFiles({
    "config.json": configJson(config),
    "tokenizer.json": tokenizerFile(),
    "tokenizer_config.json": { chat_template: TEMPLATE, eos_token: "<|eot_id|>" },
    "preprocessor_config.json": {
      ...steps,
      size: { height, width: height },
      max_image_tiles: maxNumTiles,
      image_mean: [0.5, 0.5, 0.5],
      image_std: [0.5, 0.5, 0.5],
    },
  });
  const weights = memorySource(writeSafetensors(Object.fromEntries(tensors)));
  return new Map([...files, ["model.safetensors", weights]]);
}

function configJson({ text, vision, imageTokenIndex }: MllamaConfig): Record<string, unknown> {
  const { ropeScaling: _none, modelType: _type, ...decoder } = text;
  const { numAttentionHeads: attentionHeads, ...tower } = vision;
  return {
    model_type: "mllama",
    image_token_index: imageTokenIndex,
    text_config: snakeCase(decoder),
    vision_config: snakeCase({ ...tower, attentionHeads }),
  };
}

const underscored = (name: string): string => name.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`);

function snakeCase(fields: object): Record<string, unknown> {
  return Object.fromEntries(Object.entries(fields).map(([name, value]) => [underscored(name), value]));
}

/** That of the tiny text model with the tokens of tools in place of unused ones, and one for pictures behind them all. */
function tokenizerFile(): Record<string, unknown> {
  const metadata = tinyTokenizerMetadata(VOCAB);
  const plain = metadata["tokenizer.ggml.tokens"] as readonly string[];
  const types = metadata["tokenizer.ggml.token_type"] as readonly number[];
  const start = VOCAB - TOOL_TOKENS.length;
  const json = tokenizerJsonOfGguf({
    ...metadata,
    "tokenizer.ggml.tokens": [...plain.slice(0, start), ...TOOL_TOKENS],
    "tokenizer.ggml.token_type": [...types.slice(0, start), ...TOOL_TOKENS.map(() => 3)],
  });
  const added = json["added_tokens"] as readonly unknown[];
  return { ...json, added_tokens: [...added, addedToken(VOCAB, "<|image|>")] };
}

const parameters = {
  type: "object",
  additionalProperties: false,
  required: ["day"],
  properties: { day: { type: "string", enum: ["d1", "d2"] } },
} as const;
const picture = { type: "image", image: { id: "p", bytes: new Blob() } } as const;
const look: ChatMessage = { role: "user", content: [picture, { type: "text", text: "the ring" }] };

function request(messages: readonly ChatMessage[]): GenerateRequest {
  const tools = [{ name: "plan", description: "Plans", parameters }];
  return { messages, tools, sampling: GREEDY, maxTokens: 80, stop: [] };
}

describe("tools in a chat with pictures", { timeout: 60_000 }, () => {
  let engine: OnnxEngine;
  const never = new AbortController().signal;

  beforeAll(async () => {
    engine = await OnnxEngine.load({
      files: visionFiles(),
      device: await startCpuRuntime(),
      threads: 1,
      contextTokens: 3000,
      smoothing: null,
      saveSmoothing: async () => {},
      onProgress: () => {},
    });
  }, 60_000);

  it("refuses a picture in the question, which takes a turn of its own", async () => {
    expect(engine.callsTools).toBe(true);
    await expect(engine.generate(request([look]), never, () => {})).rejects.toMatchObject({
      code: "picture-with-tools",
      details: { pictures: 1 },
    });
  });

  it("calls a tool where the picture was answered, and never opens it", async () => {
    const chat: ChatMessage[] = [look, { role: "assistant", content: "on" }, { role: "user", content: "in" }];
    const answer = await engine.generate(request(chat), never, () => {});
    expect(answer.calls?.map(({ name }) => name)).toEqual(["plan"]);
    expect(answer.encodedPictures ?? 0).toBe(0);
  });
});
