/** @file Ids that are equal for equal content, so that importing twice adds nothing (spec messages-calendar 2, "Identity"). */
import { normaliseForId } from "./matching.ts";
import type { Id } from "./message.ts";
import { sha256 } from "./sha256.ts";

type IdPrefix = "t" | "p" | "m" | "a" | "i";

const ALPHABET = "abcdefghijklmnopqrstuvwxyz234567"; // RFC 4648 section 6, lower case
const ID_CHARS = 20;
/** Never part of cleaned text or of a name, so joined parts cannot be confused. */
const SEPARATOR = "\u001f";

const encoder = new TextEncoder();
let scratch = new Uint8Array(4096);
const letters = new Uint8Array(ID_CHARS);

/** `prefix_` and 100 bits of the SHA-256 of the parts, in order. */
export function makeId(prefix: IdPrefix, parts: readonly (string | number)[]): Id {
  return `${prefix}_${base32(sha256(encode(parts.join(SEPARATOR))))}`;
}

/**
 * What tells a conversation without times from others of the same people: all that is said in it.
 * @param words sender and text of each message, in order
 */
export function identityOfWords(words: Iterable<readonly [sender: string, text: string]>): string {
  let id = "";
  for (const [sender, text] of words) id = makeId("t", [id, normaliseForId(sender), normaliseForId(text)]);
  return id;
}

function encode(text: string): Uint8Array {
  const needed = text.length * 3;
  if (scratch.length < needed) scratch = new Uint8Array(needed);
  return scratch.subarray(0, encoder.encodeInto(text, scratch).written);
}

function base32(bytes: Uint8Array): string {
  let buffer = 0;
  let bits = 0;
  let next = 0;
  for (let at = 0; at < ID_CHARS; at++) {
    if (bits < 5) {
      buffer = ((buffer << 8) | bytes[next++]!) & 0xffff;
      bits += 8;
    }
    bits -= 5;
    letters[at] = ALPHABET.charCodeAt((buffer >> bits) & 31);
  }
  // One flat string: built by appending, half a million ids would be ten million string pieces.
  return String.fromCharCode(...letters);
}
