/**
 * @file What was handed to Hearth and waits for a click: files and text shared by other apps, files opened with it. Only
 * shown; nothing is read before it is asked for, except one file alone, whose preview opens at once. Each goes where
 * it belongs.
 */
import { createStore, type StoreApi } from "zustand/vanilla";
import { useStore } from "zustand";
import type { Share } from "#storage/share-inbox";
import type { ImportSource } from "./imports-state.ts";
import { openFile } from "./open-file.ts";

/** More are handed over only by mistake. */
const MAX_WAITING = 20;

export type IncomingItem =
  | { readonly id: string; readonly kind: "file"; readonly source: ImportSource }
  | { readonly id: string; readonly kind: "text"; readonly text: string };

export interface IncomingState {
  readonly items: readonly IncomingItem[];
  /** Could not be taken: too many, too large, or no room to keep them. */
  readonly refused: number;
}

export class Incoming {
  readonly store: StoreApi<IncomingState> = createStore<IncomingState>(() => ({ items: [], refused: 0 }));
  readonly #read: (source: ImportSource) => void;

  /** @param read shows the preview of a file; stores nothing */
  constructor(read: (source: ImportSource) => void) {
    this.#read = read;
  }

  addFiles(sources: readonly ImportSource[]): void {
    this.#add(
      sources.map((source) => ({ id: crypto.randomUUID(), kind: "file", source })),
      0,
    );
  }

  addShare({ text, files, dropped }: Share): void {
    const items: IncomingItem[] = files.map(({ name, file }) => ({
      id: crypto.randomUUID(),
      kind: "file",
      source: { file, fileName: name },
    }));
    if (text !== "") items.push({ id: crypto.randomUUID(), kind: "text", text });
    this.#add(items, dropped);
  }

  /** Something was shared that could not be kept. */
  addRefused(): void {
    this.#add([], 1);
  }

  /** Takes an item out of the list. */
  take(id: string): IncomingItem | undefined {
    const { items } = this.store.getState();
    this.store.setState({ items: items.filter((item) => item.id !== id) });
    return items.find((item) => item.id === id);
  }

  /** Opens the preview of a waiting file, or reads waiting text as a conversation. */
  read(id: string): void {
    const item = this.take(id);
    if (item?.kind === "file") this.#read(item.source);
    if (item?.kind === "text")
      this.#read({ file: new Blob([item.text], { type: "text/plain" }), fileName: "Shared text" });
  }

  clear(): void {
    this.store.setState({ items: [], refused: 0 });
  }

  #add(added: readonly IncomingItem[], refused: number): void {
    const before = this.store.getState();
    const [first] = added;
    if (before.items.length === 0 && added.length === 1 && first?.kind === "file") {
      this.store.setState({ refused: before.refused + refused });
      return this.#read(first.source);
    }
    const items = [...before.items, ...added];
    this.store.setState({
      items: items.slice(0, MAX_WAITING),
      refused: before.refused + refused + Math.max(0, items.length - MAX_WAITING),
    });
  }
}

/** What waits in this tab. */
export const incoming = new Incoming((source) => void openFile(source));

export function useIncoming(): IncomingState {
  return useStore(incoming.store);
}
