/** @file Addresses a calendar file may hold: https and mailto only, and never with anything that could start a line. */

const MAX_URL_LENGTH = 2_000;
/** RFC 5321 4.5.3.1.3, without the angle brackets. */
const MAX_ADDRESS_LENGTH = 254;
const ADDRESS = /^[^\s"<>,;:\\@]+@[^\s"<>,;:\\@]+$/;
// oxlint-disable-next-line no-control-regex -- controls are what it refuses
const CONTROL = /[\u0000-\u001F\u007F-\u009F\u2028\u2029\u061C\u200E\u200F\u202A-\u202E\u2066-\u2069]/;

/** The address as it may be written, in ASCII; null = not one. */
export function safeUrl(text: string): string | null {
  const trimmed = text.trim();
  // `new URL` would drop line breaks without a word: what holds one is not an address.
  if (trimmed.length > MAX_URL_LENGTH || CONTROL.test(trimmed) || !URL.canParse(trimmed)) return null;
  const url = new URL(trimmed);
  if (url.protocol === "mailto:") {
    const address = mailAddress(decodeAddress(url.pathname));
    return address === null ? null : `mailto:${encodeURI(address)}`;
  }
  if (url.protocol !== "https:" || url.username !== "" || url.password !== "") return null;
  return /^[\x21-\x7E]+$/.test(url.href) && url.href.length <= MAX_URL_LENGTH ? url.href : null;
}

function decodeAddress(text: string): string {
  try {
    return decodeURI(text);
  } catch {
    return text;
  }
}

/** A mail address without its `mailto:`, or null. */
export function mailAddress(text: string): string | null {
  const trimmed = text.trim();
  const isAddress = trimmed.length <= MAX_ADDRESS_LENGTH && !CONTROL.test(trimmed) && ADDRESS.test(trimmed);
  return isAddress && /^[\x21-\x7E]+$/.test(trimmed) ? trimmed : null;
}
