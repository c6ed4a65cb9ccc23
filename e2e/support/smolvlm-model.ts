/**
 * @file A tiny SmolVLM of random numbers in the form that the hub has the real one in: configurations, tokenizer, chat
 * template and three ONNX graphs with the inputs and outputs of an export. What it answers means nothing, but depends on
 * every token, every pixel and every position.
 */
import { GraphBuilder } from "../../src/models/onnx/graph-builder.ts";
import type { Value } from "../../src/models/onnx/graph-builder.ts";
import { groupQueryAttention } from "../../src/models/onnx/contrib-ops.ts";
import {
  add,
  cast,
  gather,
  gelu,
  matMul,
  mul,
  patchConv,
  reshape,
  rmsNorm,
} from "../../src/models/onnx/ops.ts";
import { sub, transpose } from "../../src/models/onnx/ops.ts";
import { addedToken, tokenizerJson } from "../../src/models/testing/hf-tokenizer-files.ts";
import { seededRandom } from "../../src/models/testing/random.ts";

type ModelFiles = Record<string, Buffer>;

export const TILE = 32;
const LONGEST_EDGE = 128;
const ROWS_PER_TILE = 4;
const HIDDEN = 32;
const LAYERS = 2;
const HEADS = { query: 2, keyValue: 1, dim: 16, scale: 1 / Math.sqrt(16) };
const POSITIONS = 2048;
const VOCABULARY = 320;

const TILES_A_SIDE = 6;
const SPECIAL = [
  "<|endoftext|>",
  "<|im_start|>",
  "<|im_end|>",
  "<fake_token_around_image>",
  "<image>",
  "<end_of_utterance>",
  "<global-img>",
  ...Array.from(
    { length: TILES_A_SIDE ** 2 },
    (_, index) => `<row_${Math.floor(index / TILES_A_SIDE) + 1}_col_${(index % TILES_A_SIDE) + 1}>`,
  ),
];
/** The bytes, and two line ends in one, which stand between the tiles and the whole. */
const WORDS = [...byteCharacters(), "ĊĊ"];
const FIRST_SPECIAL = WORDS.length;
const END = FIRST_SPECIAL + SPECIAL.indexOf("<end_of_utterance>");
const IMAGE = FIRST_SPECIAL + SPECIAL.indexOf("<image>");

/** As SmolVLM's: a picture directly behind the colon, text after a space. */
const CHAT_TEMPLATE =
  "<|im_start|>{% for message in messages %}{{ message['role'] | capitalize }}" +
  "{% if message['content'][0]['type'] == 'image' %}{{ ':' }}{% else %}{{ ': ' }}{% endif %}" +
  "{% for line in message['content'] %}{% if line['type'] == 'text' %}{{ line['text'] }}" +
  "{% elif line['type'] == 'image' %}{{ '<image>' }}{% endif %}{% endfor %}<end_of_utterance>\n{% endfor %}" +
  "{% if add_generation_prompt %}{{ 'Assistant:' }}{% endif %}";

/** @param suffix of the ONNX files' names, as for a precision */
export function tinySmolVlm(suffix = "_quantized", seed = 7): ModelFiles {
  const random = weightsOf(seed);
  return {
    "config.json": json(CONFIG),
    "generation_config.json": json({ bos_token_id: FIRST_SPECIAL + 1, eos_token_id: END, pad_token_id: 2 }),
    "preprocessor_config.json": json(PREPROCESSOR),
    "processor_config.json": json({ image_seq_len: ROWS_PER_TILE, processor_class: "Idefics3Processor" }),
    "chat_template.json": json({ chat_template: CHAT_TEMPLATE }),
    "tokenizer.json": json(TOKENIZER),
    "tokenizer_config.json": json({
      bos_token: "<|im_start|>",
      eos_token: "<end_of_utterance>",
      pad_token: "<|im_end|>",
      tokenizer_class: "GPT2Tokenizer",
      chat_template: CHAT_TEMPLATE,
    }),
    [`onnx/embed_tokens${suffix}.onnx`]: embedTokens(random),
    [`onnx/decoder_model_merged${suffix}.onnx`]: decoder(random),
    [`onnx/vision_encoder${suffix}.onnx`]: visionEncoder(random),
  };
}

export function json(value: unknown): Buffer {
  return Buffer.from(JSON.stringify(value));
}

const CONFIG = {
  architectures: ["Idefics3ForConditionalGeneration"],
  image_token_id: IMAGE,
  model_type: "idefics3",
  scale_factor: 4,
  text_config: {
    model_type: "llama",
    hidden_size: HIDDEN,
    head_dim: HEADS.dim,
    num_attention_heads: HEADS.query,
    num_key_value_heads: HEADS.keyValue,
    num_hidden_layers: LAYERS,
    max_position_embeddings: POSITIONS,
    vocab_size: VOCABULARY,
  },
  vision_config: { model_type: "idefics3", image_size: TILE, patch_size: TILE / 2 },
  vocab_size: VOCABULARY,
};

const PREPROCESSOR = {
  do_convert_rgb: true,
  do_image_splitting: true,
  do_normalize: true,
  do_pad: true,
  do_rescale: true,
  do_resize: true,
  image_mean: [0.5, 0.5, 0.5],
  image_processor_type: "Idefics3ImageProcessor",
  image_std: [0.5, 0.5, 0.5],
  max_image_size: { longest_edge: TILE },
  processor_class: "Idefics3Processor",
  resample: 1,
  rescale_factor: 0.00392156862745098,
  size: { longest_edge: LONGEST_EDGE },
};

const TOKENIZER = tokenizerJson(
  { vocab: Object.fromEntries(WORDS.map((word, id) => [word, id])), merges: ["Ċ Ċ"] },
  { added_tokens: SPECIAL.map((token, index) => addedToken(FIRST_SPECIAL + index, token)) },
);

/** GPT-2's characters for the bytes 0 to 255. */
function byteCharacters(): string[] {
  let next = 0x100;
  return Array.from({ length: 256 }, (_, byte) => {
    const printable = (byte > 32 && byte < 127) || (byte > 160 && byte !== 173);
    return String.fromCodePoint(printable ? byte : next++);
  });
}

type Weights = (graph: GraphBuilder, shape: readonly number[], scale?: number) => Value;

/** Each call gives the next numbers, so the graphs must be made in the same order. */
function weightsOf(seed: number): Weights {
  const next = seededRandom(seed);
  return (graph, shape, scale = 1 / Math.sqrt(shape[0] ?? 1)) => {
    const length = shape.reduce((product, size) => product * size, 1);
    return graph.constant(
      "float32",
      shape,
      Array.from({ length }, () => (next() * 2 - 1) * Math.sqrt(3) * scale),
    );
  };
}

function embedTokens(weights: Weights): Buffer {
  const graph = new GraphBuilder();
  const ids = graph.input("input_ids", "int64", ["batch_size", "sequence_length"]);
  graph.output("inputs_embeds", gather(graph, weights(graph, [VOCABULARY, HIDDEN], 1), ids, 0));
  return Buffer.from(graph.build().model);
}

function visionEncoder(weights: Weights): Buffer {
  const graph = new GraphBuilder();
  const pixels = graph.input("pixel_values", "float32", ["batch_size", "num_images", 3, TILE, TILE]);
  const mask = graph.input("pixel_attention_mask", "bool", ["batch_size", "num_images", TILE, TILE]);
  const shown = mul(graph, flat(graph, pixels, 3), flat(graph, cast(graph, mask, "float32"), 1));
  const patches = patchConv(graph, shown, weights(graph, [HIDDEN, 3, TILE / 2, TILE / 2], 0.2));
  const rows = transpose(graph, reshape(graph, patches, ["tiles", HIDDEN, ROWS_PER_TILE]), [0, 2, 1]);
  const placed = add(graph, gelu(graph, rows), weights(graph, [ROWS_PER_TILE, HIDDEN], 0.5));
  graph.output("image_features", matMul(graph, placed, weights(graph, [HIDDEN, HIDDEN], 0.5)));
  return Buffer.from(graph.build().model);
}

/** Tiles of all pictures in one row. */
function flat(graph: GraphBuilder, x: Value, channels: number): Value {
  const shape = graph.constant("int64", [4], [-1, channels, TILE, TILE]);
  const outputs = [{ dtype: x.dtype, shape: ["tiles", channels, TILE, TILE] }];
  return graph.node("Reshape", [x, shape], { outputs })[0] as Value;
}

function decoder(weights: Weights): Buffer {
  const graph = new GraphBuilder();
  const embeds = graph.input("inputs_embeds", "float32", ["batch_size", "sequence_length", HIDDEN]);
  const mask = graph.input("attention_mask", "int64", ["batch_size", "total_sequence_length"]);
  const positions = graph.input("position_ids", "int64", ["batch_size", "sequence_length"]);
  const lengths = lengthsOf(graph, mask);
  const angles = rotary(graph);
  let x = add(graph, embeds, gather(graph, weights(graph, [POSITIONS, HIDDEN], 0.3), positions, 0));
  for (let layer = 0; layer < LAYERS; layer++) {
    const width = (HEADS.query + 2 * HEADS.keyValue) * HEADS.dim;
    const qkv = matMul(graph, normalised(graph, x), weights(graph, [HIDDEN, width]));
    const past = ["key", "value"].map((part) =>
      graph.input(`past_key_values.${layer}.${part}`, "float32", [
        "batch_size",
        HEADS.keyValue,
        "past_sequence_length",
        HEADS.dim,
      ]),
    ) as [Value, Value];
    const inputs = { qkv, pastKey: past[0], pastValue: past[1], ...lengths, ...angles, headSink: null };
    const { output, presentKey, presentValue } = groupQueryAttention(graph, inputs, HEADS);
    graph.output(`present.${layer}.key`, presentKey);
    graph.output(`present.${layer}.value`, presentValue);
    x = add(graph, x, matMul(graph, output, weights(graph, [HIDDEN, HIDDEN])));
    const wide = gelu(graph, matMul(graph, normalised(graph, x), weights(graph, [HIDDEN, 2 * HIDDEN])));
    x = add(graph, x, matMul(graph, wide, weights(graph, [2 * HIDDEN, HIDDEN])));
  }
  const logits = matMul(graph, normalised(graph, x), weights(graph, [HIDDEN, VOCABULARY], 0.6));
  graph.output("logits", add(graph, logits, graph.constant("float32", [VOCABULARY], preferences())));
  return Buffer.from(graph.build().model);
}

/** Answers are of printable ASCII, and end now and then. */
function preferences(): number[] {
  return Array.from({ length: VOCABULARY }, (_, id) => {
    if (id === END) return -3;
    return id >= 32 && id < 127 ? 0 : -40;
  });
}

function normalised(graph: GraphBuilder, x: Value): Value {
  return rmsNorm(graph, x, graph.constant("float32", [HIDDEN], Array<number>(HIDDEN).fill(1)), 1e-5);
}

function lengthsOf(graph: GraphBuilder, mask: Value): { lastPosition: Value; totalLength: Value } {
  const axes = graph.constant("int64", [1], [1]);
  const counted = graph.node("ReduceSum", [mask, axes], {
    attributes: { keepdims: { int: 0 } },
    outputs: [{ dtype: "int64", shape: ["batch_size"] }],
  })[0] as Value;
  const shape = graph.node("Shape", [mask], { outputs: [{ dtype: "int64", shape: [2] }] })[0] as Value;
  const total = gather(graph, shape, graph.constant("int64", [], [1]), 0);
  return {
    lastPosition: cast(graph, sub(graph, counted, graph.constant("int64", [1], [1])), "int32"),
    totalLength: cast(graph, total, "int32"),
  };
}

function rotary(graph: GraphBuilder): { cos: Value; sin: Value } {
  const half = HEADS.dim / 2;
  const angles = Array.from(
    { length: POSITIONS * half },
    (_, index) => Math.floor(index / half) * 10_000 ** (-(index % half) / half),
  );
  return {
    cos: graph.constant("float32", [POSITIONS, half], angles.map(Math.cos)),
    sin: graph.constant("float32", [POSITIONS, half], angles.map(Math.sin)),
  };
}
