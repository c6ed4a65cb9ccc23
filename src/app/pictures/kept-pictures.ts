/** @file The pictures that imported messages brought along: which of the open thread's are here, and the one that is open. */
import { useStore } from "zustand";
import { createStore } from "zustand/vanilla";
import { AppError, isAbort } from "#shared/errors";
import type { Attachment, Id } from "#messages/message";
import { openPicture } from "#app/state/chats-attachments.ts";
import { toFailure, type Failure } from "#app/state/engine-status.ts";
import { imports } from "#app/state/imports.ts";
import type { AttachedPicture } from "#storage/pictures";

export type OpenedPicture = { readonly name: string } & (
  | { readonly phase: "opening" }
  | ({ readonly phase: "ready" } & AttachedPicture)
  | { readonly phase: "refused"; readonly error: Failure }
);

interface KeptPicturesState {
  /** Of the thread asked for last, by attachment. */
  readonly ids: ReadonlySet<Id>;
  readonly opened: OpenedPicture | null;
}

const store = createStore<KeptPicturesState>(() => ({ ids: new Set(), opened: null }));
let latest: Id | null = null;
let opening: AbortController | null = null;

export function useIsKept(attachmentId: Id): boolean {
  return useStore(store, ({ ids }) => ids.has(attachmentId));
}

export function useOpenedPicture(): OpenedPicture | null {
  return useStore(store, ({ opened }) => opened);
}

/** Without an answer the messages are shown without their pictures. */
export async function loadKeptPictures(threadId: Id): Promise<void> {
  latest = threadId;
  const ids = await imports.link.ask((rpc) => rpc.call("attachment-list", { threadId })).catch(() => []);
  if (latest === threadId) store.setState({ ids: new Set(ids) });
}

/** Opens it as any picture from outside: it may be none. */
export async function openKept(threadId: Id, { id: attachmentId, name }: Attachment): Promise<void> {
  opening?.abort();
  opening = new AbortController();
  const { signal } = opening;
  store.setState({ opened: { name, phase: "opening" } });
  try {
    const bytes = await imports.link.ask((rpc) => rpc.call("attachment-read", { threadId, attachmentId }));
    if (!bytes) throw new AppError("picture-missing", "the picture of a message is not stored");
    const opened = await openPicture(new File([bytes], name), signal);
    if (!signal.aborted) store.setState({ opened: { name, phase: "ready", ...opened } });
  } catch (error) {
    if (!isAbort(error) && !signal.aborted)
      store.setState({ opened: { name, phase: "refused", error: toFailure(error) } });
  }
}

export function closeKept(): void {
  opening?.abort();
  store.setState({ opened: null });
}
