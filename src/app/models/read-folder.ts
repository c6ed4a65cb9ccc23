/** @file Files and folders a person chose or dropped, with their paths inside the folder. */
import { isAbort } from "#shared/errors";
import type { NamedBlob } from "#workers/protocol-models";

/** Chromium only. */
interface FolderPicker {
  showDirectoryPicker?(options: { mode: "read" | "readwrite" }): Promise<FileSystemDirectoryHandle>;
}

/** No model has more files; a home folder dropped by mistake has. */
const MAX_FILES = 2000;

export function filesOfInput(files: FileList | null, limit = MAX_FILES): readonly NamedBlob[] {
  return Array.from(files ?? [])
    .slice(0, limit)
    .map((file) => ({ name: file.webkitRelativePath || file.name, blob: file }));
}

/** Whether the browser opens folders as such, not by a form for uploads. */
export function opensFolders(): boolean {
  return "showDirectoryPicker" in window;
}

/** Asks for a folder; null when the person thinks better of it. @throws DOMException where the browser forbids it */
export async function chooseFolder(mode: "read" | "readwrite"): Promise<FileSystemDirectoryHandle | null> {
  try {
    return (await (window as FolderPicker).showDirectoryPicker?.({ mode })) ?? null;
  } catch (error) {
    if (isAbort(error)) return null;
    throw error;
  }
}

export async function filesOfFolder(
  folder: FileSystemDirectoryHandle,
  limit = MAX_FILES,
): Promise<readonly NamedBlob[]> {
  const found: NamedBlob[] = [];
  const queue = [{ path: folder.name, folder }];
  for (let next = queue.shift(); next; next = queue.shift()) {
    for await (const handle of next.folder.values()) {
      const path = `${next.path}/${handle.name}`;
      if (isFolderHandle(handle)) queue.push({ path, folder: handle });
      else if (isFileHandle(handle)) found.push({ name: path, blob: await handle.getFile() });
      if (found.length >= limit) return found;
    }
  }
  return found;
}

/** Reads folders too. Call it before the drop event ends: its items are gone afterwards. */
export async function filesOfDrop(
  data: DataTransfer | null,
  limit = MAX_FILES,
): Promise<readonly NamedBlob[]> {
  const entries = Array.from(data?.items ?? []).flatMap((item) => item.webkitGetAsEntry() ?? []);
  const found: NamedBlob[] = [];
  const queue: FileSystemEntry[] = [...entries];
  for (let entry = queue.shift(); entry && found.length < limit; entry = queue.shift()) {
    if (isFile(entry)) found.push({ name: entry.fullPath.replace(/^\//, ""), blob: await fileOf(entry) });
    else if (isFolder(entry)) queue.push(...(await entriesOf(entry, limit)));
  }
  return found;
}

/** Whether a folder is among what is dropped. Call it before the drop event ends. */
export function holdsFolder(data: DataTransfer): boolean {
  return Array.from(data.items).some((item) => item.webkitGetAsEntry()?.isDirectory === true);
}

/** Phones have no folders to choose from. */
export function canChooseFolders(): boolean {
  return "webkitdirectory" in HTMLInputElement.prototype && !matchMedia("(pointer: coarse)").matches;
}

function isFileHandle(handle: FileSystemHandle): handle is FileSystemFileHandle {
  return handle.kind === "file";
}

function isFolderHandle(handle: FileSystemHandle): handle is FileSystemDirectoryHandle {
  return handle.kind === "directory";
}

function isFile(entry: FileSystemEntry): entry is FileSystemFileEntry {
  return entry.isFile;
}

function isFolder(entry: FileSystemEntry): entry is FileSystemDirectoryEntry {
  return entry.isDirectory;
}

function fileOf(entry: FileSystemFileEntry): Promise<File> {
  return new Promise((resolve, reject) => entry.file(resolve, reject));
}

/** Browsers give a folder's entries in parts, the last one empty. */
async function entriesOf(
  folder: FileSystemDirectoryEntry,
  limit: number,
): Promise<readonly FileSystemEntry[]> {
  const reader = folder.createReader();
  const all: FileSystemEntry[] = [];
  for (;;) {
    const part = await new Promise<FileSystemEntry[]>((resolve, reject) =>
      reader.readEntries(resolve, reject),
    );
    if (part.length === 0 || all.length > limit) return all;
    all.push(...part);
  }
}
