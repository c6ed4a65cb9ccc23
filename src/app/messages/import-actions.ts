/** @file What the ways in do: hand a file, pasted text or the sample to the import store, and say how it ended. */
import { AppError } from "#shared/errors";
import { toast } from "#app/ui/toast.ts";
import { filesOfDrop, holdsFolder } from "#app/models/read-folder.ts";
import { folderAsTar } from "#messages/folder-archive";
import { MAX_ARCHIVE_ENTRIES } from "#messages/limits";
import { reportFailure } from "#app/state/failures.ts";
import { imports } from "#app/state/imports.ts";
import { openFile } from "#app/state/open-file.ts";
import { askToPersist } from "#app/state/storage-health.ts";
import { currentRoute, navigate } from "#app/state/route.ts";
import { forgetThreads } from "#app/state/thread-deletes.ts";
import type { ImportReceipt } from "#workers/protocol-imports";
import type { NamedBlob } from "#workers/protocol-models";
import { attachIfPictures } from "#app/pictures/attach-pictures.ts";
import { keptText } from "#app/pictures/imported-text.ts";
import { receiptText, sourceText } from "./message-text.ts";
import { countText } from "./time-text.ts";

const SAMPLE_PATH = "samples/weekend-trip.txt";

/** One file at a time: each has its own time zone and questions. Pictures go to a chat. */
export function importFiles(files: FileList | null): void {
  const file = files?.[0];
  if (!file || attachIfPictures(files)) return;
  if (files.length > 1) toast(`One file at a time: reading ${file.name}.`);
  void openFile({ file, fileName: file.name });
}

/** Files or a folder that were dropped. Call it before the drop event ends. */
export function importDrop(files: FileList, data: DataTransfer): void {
  if (!holdsFolder(data)) return importFiles(files);
  filesOfDrop(data, MAX_ARCHIVE_ENTRIES).then(importFolder, () => toast("The folder could not be read."));
}

/** The files of one export, as of an archive. */
export function importFolder(files: readonly NamedBlob[]): void {
  const [first] = files;
  if (!first) return void toast("There is no file in this folder.");
  const file = folderAsTar(files.map(({ name, blob }) => ({ path: name, content: blob })));
  void imports.read({ file, fileName: first.name.split("/")[0]! });
}

export function importText(text: string): void {
  void imports.read({ file: new Blob([text], { type: "text/plain" }), fileName: sourceText("paste") });
}

/** Reads the thread that comes with the app. */
export async function importSample(): Promise<void> {
  try {
    const response = await fetch(`${import.meta.env.BASE_URL}${SAMPLE_PATH}`);
    if (!response.ok) throw new AppError("offline", `sample answered ${response.status}`);
    await imports.read({ file: await response.blob(), fileName: "weekend-trip.txt" });
  } catch {
    toast("The sample thread could not be loaded. Check the connection, then try again.");
  }
}

/**
 * Stores the preview and offers Undo.
 * @param self the person of its one thread who said to be "me", or null
 * @returns the thread to open, or null
 */
export async function commitImport(keepPictures: boolean, self: string | null): Promise<string | null> {
  const { list } = imports.store.getState();
  const receipt = await imports.commit(keepPictures);
  if (!receipt) return null;
  // There is something to lose from now on. Asked once: some browsers ask the person in turn.
  if (receipt.added > 0 && list.phase === "ready" && list.threads.length === 0) void askToPersist();
  const [threadId] = receipt.threadIds;
  if (self !== null && threadId !== undefined)
    await imports
      .markSelf(threadId, self)
      .catch(() => toast("Who you are could not be stored. Say it above the messages."));
  const text = [receiptText(receipt), ...keptText(receipt)].join(" ");
  if (receipt.added + receipt.edited > 0 || receipt.contacts)
    toast(text, { actionLabel: "Undo", onAction: () => void undoImport(receipt) });
  else toast(text);
  return receipt.threadIds[0] ?? null;
}

/** Takes an import back and leaves a thread that is gone with it. */
export async function undoImport(
  receipt: Pick<ImportReceipt, "batchId" | "added" | "contacts">,
): Promise<void> {
  const before = listedIds();
  try {
    await imports.undo(receipt);
  } catch {
    toast("The import could not be undone. Delete the thread to remove its messages.");
    return;
  }
  const removed = countText(receipt.contacts ?? receipt.added, receipt.contacts ? "contact" : "message");
  toast(`Import undone: ${removed} removed.`);
  const here = listedIds();
  if (here === null) return;
  const still = new Set(here);
  const gone = (before ?? []).filter((id) => !still.has(id));
  await forgetThreads(gone).catch(reportFailure);
  const route = currentRoute();
  if (route.view !== "messages" || route.threadId === null || still.has(route.threadId)) return;
  navigate({ view: "messages", threadId: null, messageId: null }, { replace: true });
}

/** Null while they can't be listed. */
function listedIds(): readonly string[] | null {
  const { list } = imports.store.getState();
  return list.phase === "ready" ? list.threads.map(({ id }) => id) : null;
}
