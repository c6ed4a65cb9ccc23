/** @file Stores a model from files that a person already has: a folder, or single files where folders can't be chosen. */
import { useRef, type ReactElement } from "react";
import type { CatalogEntry } from "#models/catalog";
import { downloads } from "#app/state/downloads.ts";
import { DownloadButton } from "./DownloadButton.tsx";
import { canChooseFolders, filesOfInput } from "./read-folder.ts";

export function FolderButton({ entry }: { readonly entry: CatalogEntry }): ReactElement {
  const input = useRef<HTMLInputElement>(null);
  // Elsewhere several files can be chosen.
  const folders = canChooseFolders();
  return (
    <>
      <input
        ref={input}
        type="file"
        multiple
        {...(folders ? { webkitdirectory: "" } : {})}
        className="visually-hidden"
        tabIndex={-1}
        aria-label={`Files of ${entry.name}`}
        onChange={(event) => {
          importModelFiles(entry.id, filesOfInput(event.target.files));
          // The same folder can be chosen again after a change.
          event.target.value = "";
        }}
      />
      <DownloadButton entry={entry} variant="plain" onStart={() => input.current?.click()}>
        {folders ? "Use a folder you have" : "Use files you have"}
      </DownloadButton>
    </>
  );
}

/** Failures are shown on the card, which watches the same store. */
export function importModelFiles(modelId: string, files: ReturnType<typeof filesOfInput>): void {
  if (files.length > 0) void downloads.importFiles(modelId, files).catch(() => undefined);
}
