/** @file IEEE 754 binary16 to and from float32: no `Float16Array` in the oldest browsers we promise. */

/** All 65,536 values: a table beats arithmetic in a hot loop. */
export const HALF_VALUES = buildTable();

function buildTable(): Float32Array {
  return Float32Array.from({ length: 65_536 }, (_, bits) => {
    const sign = bits & 0x8000 ? -1 : 1;
    const exponent = (bits >> 10) & 0x1f;
    const fraction = bits & 0x3ff;
    if (exponent === 0) return sign * 2 ** -24 * fraction;
    if (exponent === 31) return fraction ? Number.NaN : sign * Number.POSITIVE_INFINITY;
    return sign * 2 ** (exponent - 25) * (1024 + fraction);
  });
}

export function halfToFloat(bits: number): number {
  return HALF_VALUES[bits & 0xffff] as number;
}

/** The half at byte `at`, little-endian. */
export function readHalf(bytes: Uint8Array, at: number): number {
  return HALF_VALUES[(bytes[at] as number) | ((bytes[at + 1] as number) << 8)] as number;
}

/** Bits of the nearest halves, ties to even; what is too large becomes infinite. */
export function floatsToHalves(values: Float32Array): Uint16Array<ArrayBuffer> {
  const bits = new Uint32Array(values.buffer, values.byteOffset, values.length);
  const halves = new Uint16Array(values.length);
  for (let at = 0; at < halves.length; at++) halves[at] = halfBits(bits[at] as number);
  return halves;
}

function halfBits(float: number): number {
  const sign = (float >>> 16) & 0x8000;
  const size = float & 0x7fffffff;
  if (size > 0x7f800000) return sign | 0x7e00;
  // 65,520 and more round to infinity.
  if (size >= 0x477ff000) return sign | 0x7c00;
  if (size < 0x38800000) return sign | subnormal(size);
  // Rebias the exponent by 112 and drop 13 bits; adding 0xfff plus the last kept bit rounds ties to even.
  return sign | ((size - 0x38000000 + 0xfff + ((size >>> 13) & 1)) >>> 13);
}

/** Multiples of 2^-24 for sizes below 2^-14. */
function subnormal(size: number): number {
  const shift = 126 - (size >>> 23);
  if (shift > 24) return 0;
  const fraction = (size & 0x7fffff) | 0x800000;
  const kept = fraction >>> shift;
  const [rest, middle] = [fraction & ((1 << shift) - 1), 1 << (shift - 1)];
  return kept + (rest > middle || (rest === middle && kept % 2 === 1) ? 1 : 0);
}
