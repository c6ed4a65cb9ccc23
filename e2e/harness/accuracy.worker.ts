/** @file Compares the real engine with the float32 reference over the reference's own text. */
import "#workers/trusted-default";
import { answerWith } from "./ask-worker.ts";
import { readChatTemplate } from "#models/chat-template";
import { parseGguf } from "#models/weights/gguf";
import type { BlobSource } from "#workers/engine/blob-source";
import type { OnnxEngine } from "#workers/engine/onnx-engine";
import { fetchPieces, loadEngine } from "./load-engine.ts";
import type { Accuracy, AccuracyRequest, Golden } from "./accuracy-types.ts";

interface Loaded {
  readonly engine: OnnxEngine;
  readonly source: BlobSource;
}

let loaded: Promise<Loaded> | undefined;

async function load({ pieceUrls, device }: AccuracyRequest): Promise<Loaded> {
  const source = await fetchPieces(pieceUrls);
  return { engine: await loadEngine(source, { threads: 2, contextTokens: 1024 }, device), source };
}

async function measure(request: AccuracyRequest): Promise<Accuracy> {
  const { golden, chunkTokens } = request;
  const { engine, source } = await (loaded ??= load(request));
  const { tokenizer } = engine;
  const template = readChatTemplate(parseGguf(source), tokenizer.specialTokens);
  const prompts = golden.chats.map((chat) => template.render(chat.messages));
  return {
    ...(await compareLogits(engine, golden, chunkTokens)),
    sameTextIds: same(tokenizer.encode(golden.text), golden.inputIds),
    samePrompts: prompts.every((prompt, index) => prompt === golden.chats[index]?.prompt),
    samePromptIds: golden.chats.every((chat) => same(tokenizer.encode(chat.prompt), chat.promptIds)),
  };
}

function same(a: readonly number[], b: readonly number[]): boolean {
  return a.length === b.length && a.every((id, index) => id === b[index]);
}

async function compareLogits(
  { decoder, tokenizer }: OnnxEngine,
  golden: Golden,
  chunkTokens: number,
): Promise<Pick<Accuracy, "meanKl" | "top1Agreement" | "perplexityRatio">> {
  const { inputIds, top1, top5LogProbs } = golden;
  const width = tokenizer.vocabularySize;
  let [kl, agreeing, negativeLog] = [0, 0, 0];
  decoder.cache.truncate(0);
  for (let start = 0; start < inputIds.length; start += chunkTokens) {
    const ids = inputIds.slice(start, start + chunkTokens);
    const [logits] = await decoder.forward(ids, { logitRows: ids.length });
    if (!logits) throw new Error("no logits");
    for (let row = 0; row < ids.length; row++) {
      const position = start + row;
      const logProbs = logSoftmax(logits.subarray(row * width, (row + 1) * width));
      kl += divergence(top5LogProbs[position] ?? [], logProbs.at);
      if (logProbs.largest === top1[position]) agreeing++;
      const next = inputIds[position + 1];
      if (next !== undefined) negativeLog -= logProbs.at(next);
    }
  }
  return {
    meanKl: kl / inputIds.length,
    top1Agreement: agreeing / inputIds.length,
    perplexityRatio: Math.exp(negativeLog / (inputIds.length - 1)) / golden.perplexity,
  };
}

function logSoftmax(logits: Float32Array): { at: (token: number) => number; largest: number } {
  let largest = 0;
  for (let token = 1; token < logits.length; token++) {
    if ((logits[token] as number) > (logits[largest] as number)) largest = token;
  }
  const peak = logits[largest] as number;
  const logSum = peak + Math.log(logits.reduce((sum, logit) => sum + Math.exp(logit - peak), 0));
  return { at: (token) => (logits[token] as number) - logSum, largest };
}

/** KL(reference || ours) over six events: the five listed tokens and "any other". */
function divergence(
  reference: readonly (readonly [number, number])[],
  ours: (token: number) => number,
): number {
  let [sum, referenceMass, ourMass] = [0, 0, 0];
  for (const [token, logProb] of reference) {
    const probability = Math.exp(logProb);
    sum += probability * (logProb - ours(token));
    referenceMass += probability;
    ourMass += Math.exp(ours(token));
  }
  const [rest, ourRest] = [Math.max(1e-9, 1 - referenceMass), Math.max(1e-9, 1 - ourMass)];
  return sum + rest * Math.log(rest / ourRest);
}

answerWith(self, measure);
