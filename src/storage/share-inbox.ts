/**
 * @file What other apps shared with Hearth, from the moment the service worker receives it until a page takes it: in a
 * cache, because that holds files of any size without reading them (spec messages-calendar 6). Nothing in it is trusted.
 */

const INBOX_CACHE = "share-inbox";
const PREFIX = "/inbox/";

/** Files of one share; a share sheet offers more only by mistake. */
const MAX_SHARED_FILES = 10;
/** All files of one share together. */
const MAX_SHARED_BYTES = 512 * 1024 * 1024;
/** UTF-16 code units kept of a title, text or link. */
const MAX_SHARED_CHARS = 1_000_000;
/** What no page has taken by then is forgotten. */
const MAX_AGE_MS = 24 * 60 * 60 * 1000;

const NAME_HEADER = "x-shared-name";
const TIME_HEADER = "x-shared-at";
const DROPPED_HEADER = "x-shared-dropped";
const SHARE_ID = /^[\da-f]{8}(?:-[\da-f]{4}){3}-[\da-f]{12}$/;

export interface SharedFile {
  readonly name: string;
  readonly file: Blob;
}

export interface Share {
  /** Title, text and link, as far as there are any, a line each. Empty = only files. */
  readonly text: string;
  readonly files: readonly SharedFile[];
  /** Files that were left out: too many or too large. */
  readonly dropped: number;
}

/**
 * Keeps what a share form holds.
 * @returns the id under which `takeShare` finds it
 * @throws what the cache throws when the disk is full
 */
export async function keepShare(form: FormData, nowMs: number): Promise<string> {
  const id = crypto.randomUUID();
  const cache = await caches.open(INBOX_CACHE);
  const { files, dropped } = sharedFiles(form);
  for (const [index, file] of files.entries()) {
    const headers = {
      "Content-Type": file.type || "application/octet-stream",
      [NAME_HEADER]: encodeURIComponent(file.name),
      [TIME_HEADER]: String(nowMs),
    };
    await cache.put(`${PREFIX}${id}/${index}`, new Response(file, { headers }));
  }
  // Last: a share without it is not whole.
  const headers = { [TIME_HEADER]: String(nowMs), [DROPPED_HEADER]: String(dropped) };
  await cache.put(`${PREFIX}${id}/text`, new Response(sharedText(form), { headers }));
  return id;
}

/** Takes a share out: the second call with the same id finds nothing. */
export async function takeShare(id: string): Promise<Share | null> {
  if (!SHARE_ID.test(id)) return null;
  const cache = await caches.open(INBOX_CACHE);
  const main = await cache.match(`${PREFIX}${id}/text`);
  if (!main) return null;
  const files: SharedFile[] = [];
  for (let index = 0; index < MAX_SHARED_FILES; index++) {
    const stored = await cache.match(`${PREFIX}${id}/${index}`);
    if (stored) files.push({ name: nameOf(stored), file: await stored.blob() });
  }
  const text = await main.text();
  for (const key of await cache.keys())
    if (new URL(key.url).pathname.startsWith(`${PREFIX}${id}/`)) await cache.delete(key);
  return { text, files, dropped: Number(main.headers.get(DROPPED_HEADER)) || 0 };
}

/** Forgets what nobody took within a day. */
export async function dropOldShares(nowMs: number): Promise<void> {
  if (!(await caches.has(INBOX_CACHE))) return;
  const cache = await caches.open(INBOX_CACHE);
  for (const key of await cache.keys()) {
    const at = Number((await cache.match(key))?.headers.get(TIME_HEADER));
    if (!(nowMs - at < MAX_AGE_MS)) await cache.delete(key);
  }
}

function sharedFiles(form: FormData): { readonly files: readonly File[]; readonly dropped: number } {
  const all = form.getAll("files").filter((value): value is File => value instanceof File);
  // A form without a file sends an empty one without a name.
  const real = all.filter(({ name, size }) => name !== "" || size > 0);
  const files: File[] = [];
  let bytes = 0;
  for (const file of real) {
    if (files.length === MAX_SHARED_FILES || bytes + file.size > MAX_SHARED_BYTES) continue;
    bytes += file.size;
    files.push(file);
  }
  return { files, dropped: real.length - files.length };
}

/** Android puts a link into `text` as often as into `url`; what is said twice is kept once. */
function sharedText(form: FormData): string {
  const lines = ["title", "text", "url"]
    .map((field) => form.get(field))
    .filter((value): value is string => typeof value === "string")
    .map((value) => value.trim().slice(0, MAX_SHARED_CHARS))
    .filter((value) => value !== "");
  return lines
    .filter(
      (line, at) =>
        !lines.some(
          (other, index) =>
            index !== at && other.includes(line) && (index < at || other.length > line.length),
        ),
    )
    .join("\n");
}

function nameOf(stored: Response): string {
  try {
    return decodeURIComponent(stored.headers.get(NAME_HEADER) ?? "") || "file";
  } catch {
    return "file";
  }
}
