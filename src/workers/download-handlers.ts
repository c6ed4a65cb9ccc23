/** @file What the download worker can do: everything that changes which weights are stored. */
import { AppError } from "#shared/errors";
import { findModel } from "#models/catalog";
import { allPieces, totalBytes } from "#models/weights/file-set";
import { onWeightsLoss } from "#storage/weights-db";
import { installModel, withModelLock } from "./download/install.ts";
import { exportModel, importModel } from "./download/pack.ts";
import { verifyStored } from "./download/verify.ts";
import { ModelFiles } from "./model-files.ts";
import { MODELS_CHANNEL } from "./protocol-models.ts";
import type { DownloadHandlers, InstallPart } from "./protocol-models.ts";
import type { HandlerTable } from "./rpc.ts";

/** @param mirrors whether this worker's policy lets it reach an address that a person has set */
export function downloadHandlers({ mirrors }: { readonly mirrors: boolean }): HandlerTable<DownloadHandlers> {
  const channel = new BroadcastChannel(MODELS_CHANNEL);
  // The browser may take the database away while it is open: every tab looks again at what is there.
  onWeightsLoss(() => channel.postMessage(null));
  const announced = async <T>(work: Promise<T>): Promise<T> => {
    try {
      return await work;
    } finally {
      channel.postMessage(null);
    }
  };
  return {
    "model-state": ({ modelId }) => files(modelId).state(),
    "model-install": ({ modelId, mirror }, options) => {
      if (mirror !== null && !mirrors) throw new AppError("unexpected", "this worker reaches the hub only");
      return announced(installModel(files(modelId), { ...options, mirror }));
    },
    "model-import": ({ modelId, files: blobs }, options) =>
      announced(importModel(files(modelId), blobs, options)),
    "model-export": async ({ modelId, folder }, options) => {
      await exportModel(files(modelId), folder, options);
      return null;
    },
    "model-verify": ({ modelId }, options) => announced(verify(files(modelId), options)),
    "model-delete": ({ modelId }, options) =>
      announced(
        withModelLock(modelId, options, async () => {
          await files(modelId).store.deleteModel();
          return files(modelId).state();
        }),
      ),
  };
}

async function verify(
  model: ModelFiles,
  options: { readonly signal: AbortSignal; readonly onPart: (part: InstallPart) => void },
): Promise<{ state: Awaited<ReturnType<ModelFiles["state"]>>; damagedPieces: number }> {
  const set = await model.fileSet();
  const stored = await model.store.storedPieces();
  const total = set ? totalBytes(allPieces(set).filter(({ name }) => stored.has(name))) : 0;
  let hashed = 0;
  const damagedPieces = await withModelLock(model.entry.id, options, () =>
    verifyStored(model, options.signal, (count) => {
      hashed += count;
      options.onPart({ type: "verify-progress", fraction: hashed / total });
    }),
  );
  return { state: await model.state(), damagedPieces };
}

function files(modelId: string): ModelFiles {
  const entry = findModel(modelId);
  if (!entry) throw new AppError("weights-unsupported", "no such model", { model: modelId.slice(0, 64) });
  return new ModelFiles(entry);
}
