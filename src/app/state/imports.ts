/** @file The imported messages of this page. */
import { useStore } from "zustand";
import { startImportWorker } from "#workers/client";
import { Imports } from "./imports-controller.ts";
import type { ImportsState } from "./imports-state.ts";
import { tabNews } from "./tab-news.ts";

const tell = tabNews<null>("hearth-imports", () => void imports.heard());

export const imports = new Imports({ start: startImportWorker, announce: () => tell(null) });

export function useImports<T>(selector: (state: ImportsState) => T): T {
  return useStore(imports.store, selector);
}
