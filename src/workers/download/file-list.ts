/**
 * @file Which files a model has. From the app where the catalog knows them, else asked for once (hub, mirror or model
 * pack), then stored: the same files are fetched, checked and repaired from then on, whatever the hub has by then.
 */
import { AppError } from "#shared/errors";
import type { CatalogEntry, HubSource } from "#models/catalog";
import { cutFile, ensureFileSet, parseFileSet, serialiseFileSet } from "#models/weights/file-set";
import type { FileSet } from "#models/weights/file-set";
import { fetchBytes, fetchLength } from "../fetch-bytes.ts";
import type { ModelFiles } from "../model-files.ts";
import { parseHubListing } from "./hub-listing.ts";
import { fileUrl, listPlaces, listUrl } from "./places.ts";
import type { Place } from "./places.ts";
import { withRetries } from "./retry.ts";
import type { Retries } from "./retry.ts";

/** The listing of a large repository has some 300 KB. */
const MAX_LIST_BYTES = 8 << 20;

type Asking = Pick<Retries, "signal" | "onWait">;

export interface FileList {
  readonly set: FileSet;
  /** The mirror as it answered; null without one, or when nothing had to be asked. */
  readonly mirror: Place | null;
}

/**
 * The list to install by.
 * @param mirror address a person has set, asked instead of the hub
 * @throws AbortError; AppError as `fetchBytes` and `parseHubListing`
 */
export async function readFileList(
  model: ModelFiles,
  mirror: string | null,
  asking: Asking,
): Promise<FileList> {
  const known = await model.fileSet();
  const { source } = model.entry;
  if (known && (mirror === null || source.kind === "bundled")) return keep(model, known, null);
  const answer = await askForList(model.entry, mirror, asking, known !== undefined);
  if (known) return keep(model, known, answer.place);
  return keep(model, answer.set, mirror === null ? null : answer.place);
}

async function keep(model: ModelFiles, set: FileSet, mirror: Place | null): Promise<FileList> {
  if (model.entry.source.kind !== "bundled") await model.store.saveFileSet(serialiseFileSet(set));
  return { set, mirror };
}

/** Asks each place in turn; the first list of the right form counts. */
async function askForList(
  entry: CatalogEntry,
  mirror: string | null,
  asking: Asking,
  onlyPlace: boolean,
): Promise<{ set: FileSet; place: Place }> {
  const places = listPlaces(mirror);
  return withRetries({ ...asking, arrived: () => 0, sources: places.length }, async (index) => {
    const place = places[index]!;
    const url = listUrl(place, entry);
    const bytes = await fetchBytes(url, {
      maxBytes: MAX_LIST_BYTES,
      signal: asking.signal,
      redirect: "follow",
    });
    const set = place.layout === "pack" ? parsePack(bytes, entry) : parseListing(bytes, entry);
    return { set: onlyPlace ? set : await withExtras(set, entry, place, asking.signal), place };
  });
}

function parseListing(bytes: Uint8Array, entry: CatalogEntry): FileSet {
  if (entry.source.kind !== "hub")
    throw new AppError("weights-unsupported", "not on the hub", { model: entry.id });
  return parseHubListing(bytes, entry.id, entry.source.include);
}

/** The list of an exported pack. @throws AppError `download-not-weights` for anything else */
export function parsePack(bytes: Uint8Array, entry: CatalogEntry): FileSet {
  let set: FileSet;
  try {
    set = parseFileSet(new TextDecoder().decode(bytes));
  } catch (error) {
    throw new AppError("download-not-weights", "not a model pack", { field: "list" }, error);
  }
  if (set.modelId === entry.id) return set;
  throw new AppError("download-not-weights", "a pack of another model", { field: "modelId" });
}

/** Adds the catalog's files of other places; nobody states their length, so they are asked for it. */
async function withExtras(
  set: FileSet,
  entry: CatalogEntry,
  place: Place,
  signal: AbortSignal,
): Promise<FileSet> {
  const names = extrasOf(entry.source).filter((name) => set.files.every((file) => file.name !== name));
  const extras = await Promise.all(
    names.map(async (name) => {
      const sizeBytes = await fetchLength(fileUrl(place, entry, set, name), { signal, redirect: "follow" });
      return cutFile({ name, sizeBytes, sha256: null, gitBlobId: null });
    }),
  );
  return ensureFileSet({ ...set, files: [...extras, ...set.files] });
}

function extrasOf(source: CatalogEntry["source"]): readonly string[] {
  return source.kind === "hub" ? Object.keys((source satisfies HubSource).extras) : [];
}
