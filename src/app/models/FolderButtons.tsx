/** @file Stores a model from files that a person already has: a folder, or single files. */
import { useRef, type ReactElement, type RefObject } from "react";
import type { CatalogEntry } from "#models/catalog";
import { downloads } from "#app/state/downloads.ts";
import { reportFailure } from "#app/state/failures.ts";
import { DownloadButton } from "./DownloadButton.tsx";
import { canChooseFolders, chooseFolder, filesOfFolder, filesOfInput, opensFolders } from "./read-folder.ts";

export function FolderButtons({ entry }: { readonly entry: CatalogEntry }): ReactElement {
  const folder = useRef<HTMLInputElement>(null);
  const files = useRef<HTMLInputElement>(null);
  const openFolder = (): void =>
    opensFolders() ? void importFolder(entry.id).catch(reportFailure) : folder.current?.click();
  return (
    <>
      {canChooseFolders() && (
        <>
          <FilesInput entry={entry} input={folder} folders={true} />
          <DownloadButton entry={entry} variant="plain" onStart={openFolder}>
            Use a folder you have
          </DownloadButton>
        </>
      )}
      <FilesInput entry={entry} input={files} folders={false} />
      <DownloadButton entry={entry} variant="plain" onStart={() => files.current?.click()}>
        Use files you have
      </DownloadButton>
    </>
  );
}

interface FilesInputProps {
  readonly entry: CatalogEntry;
  readonly input: RefObject<HTMLInputElement | null>;
  readonly folders: boolean;
}

function FilesInput({ entry, input, folders }: FilesInputProps): ReactElement {
  return (
    <input
      ref={input}
      type="file"
      multiple
      {...(folders ? { webkitdirectory: "" } : {})}
      hidden
      aria-label={`${folders ? "Folder" : "Files"} of ${entry.name}`}
      onChange={(event) => {
        importModelFiles(entry.id, filesOfInput(event.target.files));
        // The same files can be chosen again after a change.
        event.target.value = "";
      }}
    />
  );
}

async function importFolder(modelId: string): Promise<void> {
  const folder = await chooseFolder("read");
  if (folder) importModelFiles(modelId, await filesOfFolder(folder));
}

/** Failures are shown on the card, which watches the same store. */
export function importModelFiles(modelId: string, files: ReturnType<typeof filesOfInput>): void {
  if (files.length > 0) void downloads.importFiles(modelId, files).catch(() => undefined);
}
