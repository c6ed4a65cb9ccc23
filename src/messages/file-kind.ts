/**
 * @file What a file is when no importer reads it, so that the page can say how to export it instead
 * (spec messages-calendar 1.0, sniff table). Content decides; the extension is used only for formats without a mark.
 */

/** Formats that are recognised and refused, as `details.kind` of `import-unsupported`. */
export type UnsupportedKind =
  | "pdf"
  | "docx"
  | "xlsx"
  | "pptx"
  | "odf"
  | "epub"
  | "msg"
  | "pst"
  | "sqlite"
  | "crypt15"
  | "signal-backup"
  | "image"
  | "audio"
  | "video"
  | "gzip"
  | "rar"
  | "7z"
  /** An archive without an export that is known. */
  | "tar"
  | "rtf"
  | "ics"
  | "json"
  | "xml"
  | "html"
  | "zip";

interface Magic {
  readonly kind: UnsupportedKind;
  readonly bytes: string;
  readonly at?: number;
}

const MAGICS: readonly Magic[] = [
  { kind: "pdf", bytes: "%PDF-" },
  { kind: "rtf", bytes: "{\\rtf" },
  { kind: "sqlite", bytes: "SQLite format 3\0" },
  { kind: "msg", bytes: "\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" },
  { kind: "pst", bytes: "!BDN" },
  { kind: "image", bytes: "\x89PNG\r\n" },
  { kind: "image", bytes: "\xff\xd8\xff" },
  { kind: "image", bytes: "GIF8" },
  { kind: "image", bytes: "WEBP", at: 8 },
  { kind: "image", bytes: "ftyphei", at: 4 },
  { kind: "video", bytes: "ftyp", at: 4 },
  { kind: "video", bytes: "\x1a\x45\xdf\xa3" },
  { kind: "audio", bytes: "OggS" },
  { kind: "audio", bytes: "ID3" },
  { kind: "audio", bytes: "WAVE", at: 8 },
  { kind: "gzip", bytes: "\x1f\x8b" },
  { kind: "rar", bytes: "Rar!\x1a" },
  { kind: "7z", bytes: "7z\xbc\xaf\x27\x1c" },
];

/** Encrypted backups look like noise: only their names say what they are. */
const BACKUP_NAMES: readonly (readonly [RegExp, UnsupportedKind])[] = [
  [/\.crypt\d{1,2}$/i, "crypt15"],
  [/\.backup$/i, "signal-backup"],
  [/\.pst$/i, "pst"],
  [/\.msg$/i, "msg"],
  [/\.(?:db|sqlite|sqlite3)$/i, "sqlite"],
];

export function isTar(head: Uint8Array): boolean {
  return startsWith(head, "ustar", 257);
}

export function isZip(head: Uint8Array): boolean {
  return startsWith(head, "PK\x03\x04") || startsWith(head, "PK\x05\x06");
}

/** A known format that is not text, or null. */
export function binaryKind(head: Uint8Array, fileName: string): UnsupportedKind | null {
  const magic = MAGICS.find(({ bytes, at = 0 }) => startsWith(head, bytes, at));
  if (magic) return magic.kind;
  if (!looksBinary(head)) return null;
  return BACKUP_NAMES.find(([pattern]) => pattern.test(fileName))?.[1] ?? null;
}

/** Many control bytes, or NUL in what is not UTF-8: no text that we read. UTF-16 is told by its byte order mark. */
export function looksBinary(head: Uint8Array): boolean {
  if ((head[0] === 0xff && head[1] === 0xfe) || (head[0] === 0xfe && head[1] === 0xff)) return false;
  let controls = 0;
  for (const byte of head) {
    if (byte < 0x20 && byte !== 9 && byte !== 10 && byte !== 12 && byte !== 13 && byte !== 27) controls++;
  }
  return controls > head.length / 50 || (head.includes(0) && !isUtf8(head));
}

function isUtf8(head: Uint8Array): boolean {
  try {
    new TextDecoder("utf-8", { fatal: true }).decode(head, { stream: true });
    return true;
  } catch {
    return false;
  }
}

const MAIL_HEADERS = new Set([
  "from",
  "to",
  "cc",
  "date",
  "subject",
  "message-id",
  "mime-version",
  "received",
  "return-path",
  "content-type",
  "reply-to",
  "delivered-to",
  "dkim-signature",
  "content-transfer-encoding",
  "in-reply-to",
  "references",
]);
const MAIL_PROOF = new Set(["from", "date", "message-id", "mime-version"]);

/** A known text format that is not a chat we read, or null. */
export function textKind(text: string): UnsupportedKind | null {
  const start = text.slice(0, 2048).trimStart();
  if (/^BEGIN:VCALENDAR\b/i.test(start)) return "ics";
  if (/^<!doctype html\b/i.test(start) || /^<html\b/i.test(start)) return "html";
  if (/^<\?xml\b/i.test(start)) return "xml";
  return /^\{\s*["}]/.test(start) || /^\[\s*(?:[{["\]]|$)/.test(start) ? "json" : null;
}

/**
 * `From mara@example.org Tue Nov 24 10:15:00 2026`, then a header line (RFC 4155). The first such line may be damaged, as
 * long as headers follow it and another one comes.
 */
export function isMbox(lines: readonly string[]): boolean {
  const first = lines.findIndex((line) => line !== "");
  return (
    beginsMail(lines, first) ||
    (isMail(lines.slice(first + 1)) && lines.some((_, at) => beginsMail(lines, at)))
  );
}

function beginsMail(lines: readonly string[], at: number): boolean {
  return (
    /^From .{0,330}\d\d:\d\d.{0,30}\d{4}/.test(lines[at] ?? "") && headerName(lines[at + 1] ?? "") !== ""
  );
}

function headerName(line: string): string {
  return /^([A-Za-z][A-Za-z0-9-]{1,60}):/.exec(line.slice(0, 80))?.[1]?.toLowerCase() ?? "";
}

/** At least three different mail headers before the first empty line, one of them typical; one line may be damaged. */
export function isMail(lines: readonly string[]): boolean {
  const names = new Set<string>();
  let damaged = 0;
  for (const line of lines.slice(0, 60)) {
    if (line === "") break;
    if (/^[ \t]/.test(line)) continue;
    const name = headerName(line);
    if (name === "" && ++damaged > 1) return false;
    if (MAIL_HEADERS.has(name)) names.add(name);
  }
  return names.size >= 3 && [...names].some((name) => MAIL_PROOF.has(name));
}

function startsWith(head: Uint8Array, bytes: string, at = 0): boolean {
  if (head.length < at + bytes.length) return false;
  for (let index = 0; index < bytes.length; index++) {
    if (head[at + index] !== bytes.charCodeAt(index)) return false;
  }
  return true;
}

/** What an archive without a chat in it is, by the names of its entries. */
export function archiveKind(names: readonly string[]): UnsupportedKind {
  const has = (name: string): boolean => names.includes(name);
  if (names.some((name) => name.startsWith("word/"))) return "docx";
  if (names.some((name) => name.startsWith("xl/"))) return "xlsx";
  if (names.some((name) => name.startsWith("ppt/"))) return "pptx";
  if (has("META-INF/container.xml")) return "epub";
  if (has("content.xml") && has("mimetype")) return "odf";
  return "zip";
}
