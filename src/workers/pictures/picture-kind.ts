/** @file What kind of file a supposed picture is, by its first bytes; names and declared types are not believed. */
import { isoBrands } from "./iso-picture.ts";

export type PictureFormat = "png" | "jpeg" | "gif" | "webp" | "avif" | "heic";

/** Files that people take for pictures that we read, and everything else. */
export type OtherKind = "svg" | "tiff" | "bmp" | "jxl" | "ico" | "psd" | "pdf" | "video" | "text" | "other";

const PICTURES: ReadonlySet<string> = new Set(["png", "jpeg", "gif", "webp", "avif", "heic"]);

/** Signatures at the start, `?` for any byte. */
const SIGNATURES: readonly (readonly [string, PictureFormat | OtherKind])[] = [
  ["\x89PNG\r\n\x1a\n", "png"],
  ["\xff\xd8\xff", "jpeg"],
  ["GIF87a", "gif"],
  ["GIF89a", "gif"],
  ["RIFF????WEBP", "webp"],
  ["II*\0", "tiff"],
  ["MM\0*", "tiff"],
  ["BM", "bmp"],
  ["\xff\x0a", "jxl"],
  ["\0\0\0\x0cJXL \r\n\x87\n", "jxl"],
  ["\0\0\x01\0", "ico"],
  ["8BPS", "psd"],
  ["%PDF-", "pdf"],
  ["\x1aE\xdf\xa3", "video"],
];

/** Brands of ISO files (ISO 14496-12, ISO 23008-12, AV1 Image File Format): the first list that has one of them wins. */
const BRANDS: readonly (readonly [PictureFormat, readonly string[]])[] = [
  ["avif", ["avif", "avis"]],
  ["heic", ["heic", "heix", "heim", "heis", "hevc", "hevx", "mif1", "msf1"]],
];

/** Where text is looked at: a drawing may begin with a long comment. */
const TEXT_BYTES = 4096;

export function isPictureFormat(kind: PictureFormat | OtherKind): kind is PictureFormat {
  return PICTURES.has(kind);
}

export function pictureKind(bytes: Uint8Array): PictureFormat | OtherKind {
  const known = SIGNATURES.find(([signature]) => startsWith(bytes, signature));
  if (known) return known[1];
  const brands = isoBrands(bytes);
  if (brands.length > 0)
    return BRANDS.find(([, names]) => names.some((name) => brands.includes(name)))?.[0] ?? "video";
  const start = bytes.subarray(0, TEXT_BYTES);
  const text = new TextDecoder("latin1").decode(start);
  // A byte order mark of UTF-8, in Latin-1.
  if (/^(?:ï»¿)?\s*</.test(text) && /<(?:\w+:)?svg[\s/>]/i.test(text)) return "svg";
  return start.some(isControl) ? "other" : "text";
}

/** Bytes that are in no text: all below space but tabs, line ends and escape. */
function isControl(byte: number): boolean {
  return byte < 9 || (byte > 13 && byte < 27);
}

function startsWith(bytes: Uint8Array, signature: string): boolean {
  return Array.from(signature).every(
    (character, at) => character === "?" || bytes[at] === character.codePointAt(0),
  );
}
