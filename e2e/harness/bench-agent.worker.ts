/** @file The inference worker with the bundled model read from the server, and without shortcuts when it is called "plain". */
import "#workers/trusted-default";
import { inferenceHandlers, type LoadEngine } from "#workers/inference-handlers";
import type { InferenceHandlers } from "#workers/protocol-models";
import { serve } from "#workers/rpc";
import { fetchPieces, loadEngine } from "./load-engine.ts";

const THREADS = 2;

const load: LoadEngine = async ({ source, contextTokens }) => {
  const file = source.kind === "bundled" ? source.files[0] : undefined;
  if (source.kind !== "bundled" || file === undefined) throw new Error("this bench runs the bundled model");
  const pieceUrls = file.pieces.map(({ name }) => `/${source.folder}/${name}`);
  const shortcuts = self.name !== "plain";
  return loadEngine(await fetchPieces(pieceUrls), { threads: THREADS, contextTokens, shortcuts });
};

serve<InferenceHandlers>(self, inferenceHandlers(load));
