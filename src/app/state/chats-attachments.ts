/**
 * @file Pictures put beside the message field of each chat and not sent yet: opened one after another in a worker, each
 * with its sentence where it can't be taken. Kept over a reload, as the typed text is.
 */
import { useStore } from "zustand";
import { createStore } from "zustand/vanilla";
import { errorCode, isAbort } from "#shared/errors";
import { startPictureWorker, type PictureWorker } from "#workers/client";
import type { PictureRegion } from "#workers/protocol-pictures";
import {
  readComposerPictures,
  saveComposerPictures,
  type AttachedPicture,
  type TurnPicture,
} from "#storage/pictures";
import { toast } from "#app/ui/toast.ts";
import { toFailure, type Failure } from "./engine-status.ts";

interface AttachmentFile {
  /** Unlike any other's in this tab. */
  readonly key: number;
  readonly name: string;
  readonly sizeBytes: number;
}

export type Attachment = AttachmentFile &
  (
    | { readonly phase: "opening" }
    | ({ readonly phase: "ready" } & AttachedPicture)
    | { readonly phase: "refused"; readonly error: Failure }
  );

/** More pictures than this leave no room for an answer. */
export const MAX_ATTACHMENTS = 10;

interface AttachmentsState {
  /** By the id of the chat, `NEW_CHAT` for the one that does not exist yet. */
  readonly chats: Readonly<Record<string, readonly Attachment[]>>;
}

const NEW_CHAT = "new";
/** Descriptions are typed. */
const SAVE_DELAY_MS = 300;
const NONE: readonly Attachment[] = [];

const store = createStore<AttachmentsState>(() => ({ chats: {} }));
let worker: PictureWorker | null = null;
let nextKey = 1;
/** By the keys of the pictures that are being opened: ends the work. */
const openings = new Map<number, AbortController>();
const timers = new Map<string, ReturnType<typeof setTimeout>>();

export function useAttachments(chatId: string | null): readonly Attachment[] {
  return useStore(store, ({ chats }) => chats[chatId ?? NEW_CHAT] ?? NONE);
}

/** Fetches what waited before the last reload; what was added since wins. Without storage there is nothing. */
export async function loadAttachments(chatId: string | null): Promise<void> {
  const key = chatId ?? NEW_CHAT;
  if (store.getState().chats[key] !== undefined) return;
  const kept = await readComposerPictures(key).catch(() => []);
  if (store.getState().chats[key] !== undefined) return;
  const attachments = kept.map(({ picture, bytes }): Attachment => {
    const { name, sizeBytes } = picture;
    return { key: nextKey++, name, sizeBytes, phase: "ready", picture, bytes };
  });
  store.setState(({ chats }) => ({ chats: { ...chats, [key]: attachments } }));
}

/** Those that can go with a question. */
export function readyPictures(attachments: readonly Attachment[]): readonly AttachedPicture[] {
  return attachments.flatMap((one) =>
    one.phase === "ready" ? [{ picture: one.picture, bytes: one.bytes }] : [],
  );
}

/** Whether a model that sees nothing can be asked: every picture there has been read. */
export function isRead(attachments: readonly Attachment[]): boolean {
  return readyPictures(attachments).every(({ picture }) => picture.read !== undefined);
}

/** Adds files to the next question of a chat. @returns how many were left out for want of room. */
export function addAttachments(chatId: string | null, files: readonly File[]): number {
  const kept = attachmentsOf(chatId).filter(({ phase }) => phase !== "refused");
  const taken = files.slice(0, Math.max(0, MAX_ATTACHMENTS - kept.length));
  const added = taken.map((file) => ({
    file,
    attachment: { key: nextKey++, name: file.name, sizeBytes: file.size, phase: "opening" as const },
  }));
  // Those that were refused have been read: new files are a new try.
  show(chatId, [...kept, ...added.map(({ attachment }) => attachment)]);
  for (const { file, attachment } of added) void open(chatId, file, attachment);
  return files.length - taken.length;
}

/** One that is still being opened is given up. */
export function removeAttachment(chatId: string | null, key: number): void {
  openings.get(key)?.abort();
  show(
    chatId,
    attachmentsOf(chatId).filter((one) => one.key !== key),
  );
}

/** Its description, for those who can't see it and for models that can't, or what was read off it. */
export function describeAttachment(
  chatId: string | null,
  key: number,
  said: Partial<Pick<TurnPicture, "alt" | "read">>,
): void {
  change(chatId, key, (one) =>
    one.phase === "ready" ? { ...one, picture: { ...one.picture, ...said } } : one,
  );
}

/** After they were sent. */
export function clearAttachments(chatId: string | null): void {
  show(chatId, NONE);
}

/** A part of a picture as a file of its own. @throws AppError `picture-*`, `worker-crashed` */
export async function cropPicture(
  original: Blob,
  region: PictureRegion,
  { name }: Pick<TurnPicture, "name">,
): Promise<File> {
  const part = await ask((rpc) => rpc.call("picture-crop", { file: original, region }));
  return new File([part], `Part of ${name.replace(/\.\w{1,5}$/u, "")}.png`, { type: part.type });
}

/** Looks at a file as at one that is put beside the message field. @throws AppError `picture-*`, `worker-crashed`; AbortError */
export async function openPicture(file: File, signal: AbortSignal): Promise<AttachedPicture> {
  const { bytes, ...opened } = await ask((rpc) => rpc.call("picture-open", { file }, { signal }));
  return { picture: { ...opened, name: file.name, sizeBytes: bytes.size, alt: "" }, bytes };
}

async function open(chatId: string | null, file: File, attachment: AttachmentFile): Promise<void> {
  const { key, name } = attachment;
  const opening = new AbortController();
  const { signal } = opening;
  openings.set(key, opening);
  try {
    const opened = await openPicture(file, signal);
    if (signal.aborted) return;
    if (readyPictures(attachmentsOf(chatId)).some((one) => one.picture.id === opened.picture.id)) {
      removeAttachment(chatId, key);
      return void toast(`${name} is here already.`);
    }
    change(chatId, key, () => ({ ...attachment, phase: "ready", ...opened }));
  } catch (error) {
    if (isAbort(error) || signal.aborted) return;
    change(chatId, key, () => ({ ...attachment, phase: "refused", error: toFailure(error) }));
  } finally {
    openings.delete(key);
  }
}

/** Starts the worker where there is none. One that crashed or did not start is ended: the next request gets a new one. */
async function ask<T>(request: (rpc: PictureWorker["rpc"]) => Promise<T>): Promise<T> {
  const asked = (worker ??= startPictureWorker());
  try {
    return await request(asked.rpc);
  } catch (error) {
    if (errorCode(error) === "worker-crashed" && worker === asked) {
      worker = null;
      asked.terminate();
    }
    throw error;
  }
}

/** Those of a chat as they are now. */
export function attachmentsOf(chatId: string | null): readonly Attachment[] {
  return store.getState().chats[chatId ?? NEW_CHAT] ?? NONE;
}

function change(chatId: string | null, key: number, to: (one: Attachment) => Attachment): void {
  show(
    chatId,
    attachmentsOf(chatId).map((one) => (one.key === key ? to(one) : one)),
  );
}

function show(chatId: string | null, attachments: readonly Attachment[]): void {
  const key = chatId ?? NEW_CHAT;
  store.setState(({ chats }) => ({ chats: { ...chats, [key]: attachments } }));
  clearTimeout(timers.get(key));
  timers.set(
    key,
    setTimeout(() => void keep(key), SAVE_DELAY_MS),
  );
}

/** What can't be stored stays on the screen. */
async function keep(conversationId: string): Promise<void> {
  const pictures = readyPictures(store.getState().chats[conversationId] ?? NONE);
  await saveComposerPictures({ conversationId, pictures }).catch(() => undefined);
}
