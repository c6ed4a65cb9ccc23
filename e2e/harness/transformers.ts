/** @file The page of the Transformers.js journey: fills the weight store, then loads and asks in the product's worker. */
import { errorToData } from "#shared/errors";
import { GREEDY } from "#shared/language-model";
import type { GeneratePart, PictureRef } from "#shared/language-model";
import { trustedScriptUrl } from "#shared/trusted-url";
import { startInferenceWorker } from "#workers/client";
import type { InferenceWorker } from "#workers/client";
import type { LoadPart, LoadRequest } from "#workers/protocol-models";
import { askWorker } from "./ask-worker.ts";
import { storeModel } from "./store-model.ts";
import type { StoredFile } from "./store-model.ts";
import referenceUrl from "./transformers-reference.worker.ts?worker&url";
import type {
  AskOutcome,
  LoadOutcome,
  PictureSpec,
  Question,
  ReferenceRequest,
} from "./transformers-types.ts";

let worker: InferenceWorker | null = null;

function current(): InferenceWorker {
  worker ??= startInferenceWorker("transformers");
  return worker;
}

async function load(request: LoadRequest, abortIn?: LoadPart["phase"]): Promise<LoadOutcome> {
  const abort = new AbortController();
  const parts: LoadPart[] = [];
  const onPart = (part: LoadPart): void => {
    parts.push(part);
    if (part.phase === abortIn) abort.abort();
  };
  try {
    const info = await current().rpc.call("model-load", request, { signal: abort.signal, onPart });
    return { info, parts };
  } catch (error) {
    return { error: errorToData(error), parts };
  }
}

async function ask(question: Question, abortIn?: GeneratePart["type"]): Promise<AskOutcome> {
  const abort = new AbortController();
  const parts: GeneratePart[] = [];
  const onPart = (part: GeneratePart): void => {
    parts.push(part);
    if (part.type === abortIn) abort.abort();
  };
  const images = await Promise.all(question.pictures.map(refOf));
  const content = [
    ...images.map((image) => ({ type: "image" as const, image })),
    { type: "text" as const, text: question.text },
  ];
  const request = {
    messages: [{ role: "user" as const, content }],
    sampling: GREEDY,
    maxTokens: question.maxTokens,
    stop: [],
  };
  try {
    const result = await current().rpc.call("text-generate", request, { signal: abort.signal, onPart });
    return { result, parts };
  } catch (error) {
    return { error: errorToData(error), parts };
  }
}

async function refOf(spec: PictureSpec): Promise<PictureRef> {
  return { id: `${spec.name} ${spec.width} ${spec.height}`, bytes: await draw(spec) };
}

async function draw({ name, width, height }: PictureSpec): Promise<Blob> {
  const canvas = new OffscreenCanvas(width, height);
  const context = canvas.getContext("2d");
  if (!context) throw new Error("no canvas");
  const square = 8;
  for (let y = 0; y < height; y += square) {
    for (let x = 0; x < width; x += square) {
      const hue = Array.from(name).reduce(
        (sum, letter) => (sum * 31 + (letter.codePointAt(0) ?? 0)) % 360,
        x * 7 + y * 13,
      );
      context.fillStyle = `hsl(${hue} 90% 50%)`;
      context.fillRect(x, y, square, square);
    }
  }
  return canvas.convertToBlob({ type: "image/png" });
}

function restart(): void {
  worker?.terminate();
  worker = null;
}

async function reference(
  modelId: string,
  files: readonly StoredFile[],
  { text, pictures, maxTokens }: Question,
  longestEdge: number,
): Promise<string> {
  const drawn = await Promise.all(pictures.map(draw));
  const request: ReferenceRequest = { modelId, files, text, pictures: drawn, maxTokens, longestEdge };
  const scope = new Worker(trustedScriptUrl(referenceUrl), { type: "module" });
  const { answer } = await askWorker<{ answer: string }>(scope, request);
  scope.terminate();
  return answer;
}

window.transformers = { store: storeModel, load, ask, restart, reference };
