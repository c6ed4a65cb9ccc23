/** @file Writes safetensors files for tests, correct ones and, field by field, damaged ones. Shares nothing with the reader. */

/** One tensor as the header will claim it. */
export interface SafetensorsEntry {
  readonly dtype: string;
  readonly shape: readonly number[];
  readonly bytes: Uint8Array;
}

const utf8 = new TextEncoder();

/** Length, header text and data, whatever they say. */
export function safetensorsFile(header: string, data: Uint8Array | number, length?: bigint): Uint8Array {
  const text = utf8.encode(header);
  const bytes = typeof data === "number" ? new Uint8Array(data) : data;
  const file = new Uint8Array(8 + text.length + bytes.length);
  new DataView(file.buffer).setBigUint64(0, length ?? BigInt(text.length), true);
  file.set(text, 8);
  file.set(bytes, 8 + text.length);
  return file;
}

/** A complete, well-formed file, tensors in the order given. */
export function writeSafetensors(entries: Readonly<Record<string, SafetensorsEntry>>): Uint8Array {
  let end = 0;
  const header = Object.entries(entries).map(([name, { dtype, shape, bytes }]) => {
    const begin = end;
    end += bytes.length;
    return `${JSON.stringify(name)}:${JSON.stringify({ dtype, shape, data_offsets: [begin, end] })}`;
  });
  const data = new Uint8Array(end);
  let at = 0;
  for (const { bytes } of Object.values(entries)) {
    data.set(bytes, at);
    at += bytes.length;
  }
  return safetensorsFile(`{"__metadata__":{"format":"pt"},${header.join()}}`, data);
}

export function f32(shape: readonly number[], values: readonly number[]): SafetensorsEntry {
  return { dtype: "F32", shape, bytes: new Uint8Array(Float32Array.from(values).buffer) };
}

/** Cut, not rounded. */
export function bf16(shape: readonly number[], values: readonly number[]): SafetensorsEntry {
  const halves = Uint16Array.from(new Uint32Array(Float32Array.from(values).buffer), (bits) => bits >>> 16);
  return { dtype: "BF16", shape, bytes: new Uint8Array(halves.buffer) };
}
