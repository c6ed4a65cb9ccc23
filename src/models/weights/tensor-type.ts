/** @file How the elements of a stored tensor lie in its bytes, for every type that GGUF and safetensors files use here. */

/** Buffers of other tools can have them: they may be in a file, but are no weights of ours. */
export const UNREAD_TYPES = ["I64", "U64", "F64", "I16", "U16", "BOOL", "F8_E4M3", "F8_E5M2"] as const;
export type UnreadType = (typeof UNREAD_TYPES)[number];

/** GGUF's names; BF16 and the integers are the same in both formats. */
export type TensorType =
  | "F32"
  | "F16"
  | "BF16"
  | "I8"
  | "U8"
  | "I32"
  | "U32"
  | UnreadType
  | "Q4_0"
  | "Q4_1"
  | "Q8_0"
  | "Q4_K"
  | "Q6_K";

/** Elements that are stored together, and their bytes (spec llama32 7.5). A row is a whole number of blocks. */
export const BLOCKS: Readonly<Record<TensorType, { readonly elements: number; readonly bytes: number }>> = {
  F32: { elements: 1, bytes: 4 },
  F16: { elements: 1, bytes: 2 },
  BF16: { elements: 1, bytes: 2 },
  I8: { elements: 1, bytes: 1 },
  U8: { elements: 1, bytes: 1 },
  I32: { elements: 1, bytes: 4 },
  U32: { elements: 1, bytes: 4 },
  I64: { elements: 1, bytes: 8 },
  U64: { elements: 1, bytes: 8 },
  F64: { elements: 1, bytes: 8 },
  I16: { elements: 1, bytes: 2 },
  U16: { elements: 1, bytes: 2 },
  BOOL: { elements: 1, bytes: 1 },
  F8_E4M3: { elements: 1, bytes: 1 },
  F8_E5M2: { elements: 1, bytes: 1 },
  Q4_0: { elements: 32, bytes: 18 },
  Q4_1: { elements: 32, bytes: 20 },
  Q8_0: { elements: 32, bytes: 34 },
  Q4_K: { elements: 256, bytes: 144 },
  Q6_K: { elements: 256, bytes: 210 },
};
