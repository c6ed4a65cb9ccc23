/** @file Where the files of a model can be asked for, in order of preference, and the addresses there. */
import { AppError } from "#shared/errors";
import type { CatalogEntry } from "#models/catalog";
import type { FileSet, ModelFile, Piece } from "#models/weights/file-set";
import type { ByteRange } from "../fetch-bytes.ts";

/** The file of an exported model pack that lists the others. */
export const PACK_LIST = "hearth-model.json";

/**
 * `app`: this origin, one resource a piece. `hub`: REPO/resolve/REVISION/FILE. `pack`: MODEL/FILE, an exported model pack
 * on any static server.
 */
export interface Place {
  readonly layout: "app" | "hub" | "pack";
  /** Without a slash at the end. */
  readonly base: string;
}

const HUB: Place = { layout: "hub", base: "https://huggingface.co" };
/** Has the same addresses as the hub. Asked for bytes whose hash is known only, never for lists. */
const HUB_MIRROR: Place = { layout: "hub", base: "https://hf-mirror.com" };
const LOOPBACK = new Set(["localhost", "127.0.0.1", "[::1]"]);

/** The place that `mirror` names. @throws AppError `download-failed` unless it is an https address, or this machine. */
function placeOfMirror(mirror: string, layout: Place["layout"]): Place {
  const url = URL.canParse(mirror) ? new URL(mirror) : null;
  const safe = url?.protocol === "https:" || (url?.protocol === "http:" && LOOPBACK.has(url.hostname));
  if (!url || !safe || url.username !== "" || url.search !== "") {
    throw new AppError("download-failed", "not a mirror's address", { reason: "mirror" });
  }
  return { layout, base: url.href.replace(/\/+$/, "") };
}

/** Places that may be asked for the list of files: its hashes are believed. */
export function listPlaces(mirror: string | null): readonly Place[] {
  return mirror === null ? [HUB] : [placeOfMirror(mirror, "pack"), placeOfMirror(mirror, "hub")];
}

/** Places that may be asked for the bytes of `file`. */
export function bytePlaces(entry: CatalogEntry, file: ModelFile, mirror: Place | null): readonly Place[] {
  if (entry.source.kind === "bundled") return [{ layout: "app", base: self.location.origin }];
  if (mirror) return [mirror];
  return file.sha256 === null && file.gitBlobId === null ? [HUB] : [HUB, HUB_MIRROR];
}

/** The address of the list of files. */
export function listUrl({ base, layout }: Place, entry: CatalogEntry): string {
  const { source, id } = entry;
  if (layout === "pack" || source.kind !== "hub") return `${base}/${id}/${PACK_LIST}`;
  return `${base}/api/models/${source.repo}/revision/${encodeURIComponent(source.revision)}?blobs=true`;
}

/** Where a piece of a file is at a place. */
export function rangeOf(
  place: Place,
  entry: CatalogEntry,
  set: FileSet,
  file: ModelFile,
  piece: Piece,
): ByteRange {
  const { source } = entry;
  if (source.kind === "bundled") {
    const url = `${place.base}${import.meta.env.BASE_URL}${source.folder}/${piece.name}`;
    return { url, offset: 0, resourceBytes: piece.sizeBytes };
  }
  return { url: fileUrl(place, entry, set, file.name), offset: piece.offset, resourceBytes: file.sizeBytes };
}

/**
 * The address of a file of the hub or of a pack. Extras of the catalog have one of their own; a mirror has to have them
 * among the others, since nothing else is asked while one is set.
 */
export function fileUrl({ base, layout }: Place, entry: CatalogEntry, set: FileSet, name: string): string {
  const { source, id } = entry;
  const path = name.split("/").map(encodeURIComponent).join("/");
  if (layout === "pack" || source.kind !== "hub") return `${base}/${id}/${path}`;
  const extra = base === HUB.base && Object.hasOwn(source.extras, name) ? source.extras[name] : undefined;
  return extra ?? `${base}/${source.repo}/resolve/${set.revision ?? source.revision}/${path}`;
}
