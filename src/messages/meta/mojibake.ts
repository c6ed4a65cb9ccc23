/**
 * @file Repairs Meta's exports, which write each byte of a UTF-8 text as a character of its own (`\u00c5\u0082` for ł)
 * (spec messages-calendar 1.10). Decided for each string, so that files without the fault pass unharmed.
 */

export function repairMojibake(text: string): string {
  let hasHigh = false;
  for (let at = 0; at < text.length; at++) {
    const unit = text.charCodeAt(at);
    if (unit > 0xff) return text;
    if (unit >= 0x80) hasHigh = true;
  }
  if (!hasHigh) return text;
  try {
    const bytes = Uint8Array.from(text, (character) => character.charCodeAt(0));
    return new TextDecoder("utf-8", { fatal: true, ignoreBOM: true }).decode(bytes);
  } catch {
    return text;
  }
}
