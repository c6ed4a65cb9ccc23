/**
 * @file AVIF and HEIC files as far as their size goes (ISO 14496-12 4.2: boxes; ISO 23008-12 6.5.3: `ispe`). A picture
 * may be put together from parts, each with a size of its own; the largest is the whole.
 */
import type { PictureSize } from "./picture-header.ts";

interface Box {
  readonly type: string;
  /** Of its content. */
  readonly start: number;
  readonly end: number;
}

/** The brands of an ISO file, the main one first; none for other files. */
export function isoBrands(bytes: Uint8Array): string[] {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.length);
  if (bytes.length < 16 || fourCharacters(view, 4) !== "ftyp") return [];
  const end = Math.min(view.getUint32(0), bytes.length);
  const brands = [fourCharacters(view, 8)];
  // Behind the main brand is its version.
  for (let at = 16; at + 4 <= end; at += 4) brands.push(fourCharacters(view, at));
  return brands;
}

/** @throws RangeError when a box reaches behind the end of the file. */
export function readIsoPicture(view: DataView): PictureSize {
  const file = [...boxes(view, 0, view.byteLength)];
  // `meta` has a version in front of its boxes.
  const meta = within(view, file, "meta", 4);
  const properties = within(view, within(view, meta, "iprp"), "ipco");
  const sizes = properties
    .filter(({ type }) => type === "ispe")
    .map(({ start }) => ({ width: view.getUint32(start + 4), height: view.getUint32(start + 8) }));
  const largest = sizes.reduce((most, size) => (area(size) > area(most) ? size : most), {
    width: 0,
    height: 0,
  });
  return { ...largest, isAnimated: isoBrands(bytesOf(view))[0] === "avis" };
}

function within(view: DataView, among: readonly Box[], type: string, skipped = 0): readonly Box[] {
  const box = among.find((each) => each.type === type);
  return box ? [...boxes(view, box.start + skipped, box.end)] : [];
}

function* boxes(view: DataView, start: number, end: number): Generator<Box> {
  for (let at = start; at < end;) {
    const short = view.getUint32(at);
    // 1: a 64-bit size follows; 0: to the end.
    const header = short === 1 ? 16 : 8;
    const size = short === 1 ? Number(view.getBigUint64(at + 8)) : short || end - at;
    if (size < header || at + size > end) throw new RangeError("box outside the file");
    yield { type: fourCharacters(view, at + 4), start: at + header, end: at + size };
    at += size;
  }
}

function area({ width, height }: { readonly width: number; readonly height: number }): number {
  return width * height;
}

function bytesOf(view: DataView): Uint8Array {
  return new Uint8Array(view.buffer, view.byteOffset, view.byteLength);
}

function fourCharacters(view: DataView, at: number): string {
  return String.fromCharCode(...[0, 1, 2, 3].map((offset) => view.getUint8(at + offset)));
}
