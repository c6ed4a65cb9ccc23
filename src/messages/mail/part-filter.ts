/**
 * @file Decides line by line which bytes of a mail are worth parsing: headers, text and calendar parts. Pictures and other
 * attachments keep their headers and lose their content, so that a mailbox of any size is read in little memory
 * (spec messages-calendar 1.9; MIME structure: RFC 2046 section 5.1.1).
 */
import { MAX_MAIL_BYTES, MAX_MAIL_PART_BYTES, MAX_MAIL_PART_LINES, MAX_MAIL_PARTS } from "#messages/limits";

const DASH = 0x2d;
/** RFC 2046: a boundary has at most 70 characters; some writers exceed that. */
const MAX_BOUNDARY_CHARS = 200;
const MAX_HEADER_LINE_CHARS = 1000;
/** One entry per content type that is dropped unread. Calendars (`application/ics`) are text in all but name. */
const DROPPED_TYPE = /^(?:image|audio|video|font|model|application\/(?!ics\b))/;
const CONTENT_TYPE = /^content-type:\s*([\w.+-]{1,60}\/[\w.+-]{1,100})/i;
const ATTACHMENT = /^content-disposition:\s*attachment\b/i;
/** Read even when they are attached: invitations, forwarded mails. */
const READ_ATTACHMENT = /^(?:text\/calendar|application\/ics|message\/rfc822)$/;
const BOUNDARY = /\bboundary\s{0,5}=\s{0,5}(?:"([^"]{1,200})"|([^\s;"]{1,200}))/i;

const TRANSFER_ENCODING = /^content-transfer-encoding:\s*(\S{0,40})/i;
const PLAIN_ENCODINGS = new Set(["7bit", "8bit", "binary"]);

type Section = "header" | "body" | "dropped";

/**
 * What becomes of a line. `header-end`: kept, and the part is text without an encoding, whose lines are `plain`. The MIME
 * parser takes four times as long for such text as for quoted-printable, so it gets to see that.
 */
export type LineUse = "drop" | "keep" | "header-end" | "plain";

export class PartFilter {
  #section: Section = "header";
  #type = "";
  #isAttachment = false;
  #isEncoded = false;
  #isPlain = false;
  #header = "";
  #partBytes = 0;
  #partLines = 0;
  #allBytes = 0;
  #parts = 0;
  #isCut = false;
  #hasBody = false;
  readonly #boundaries = new Set<string>();

  /** Something other than an attachment was left out. */
  get isCut(): boolean {
    return this.#isCut;
  }

  /** The headers of the mail came to their end. */
  get hasBody(): boolean {
    return this.#hasBody;
  }

  /** @param end behind the line end. */
  use(bytes: Uint8Array, from: number, end: number): LineUse {
    if (this.#parts > MAX_MAIL_PARTS || this.#allBytes > MAX_MAIL_BYTES) {
      this.#isCut = true;
      return "drop";
    }
    const use =
      this.#section === "header" ? this.#takeHeader(bytes, from, end) : this.#takeBody(bytes, from, end);
    if (use !== "drop") this.#allBytes += end - from;
    return use;
  }

  #takeHeader(bytes: Uint8Array, from: number, end: number): LineUse {
    if (!mayMatter(bytes[from]!)) {
      this.#readHeader(this.#header);
      this.#header = "";
      return "keep";
    }
    const line = latin(bytes, from, Math.min(end, from + MAX_HEADER_LINE_CHARS)).trimEnd();
    if (/^[ \t]/.test(line) && line.trim() !== "") {
      if (this.#header.length < MAX_HEADER_LINE_CHARS) this.#header += ` ${line.trim()}`;
      return "keep";
    }
    this.#readHeader(this.#header);
    this.#header = line;
    if (line === "") return this.#beginBody();
    const encoding = TRANSFER_ENCODING.exec(line)?.[1]?.toLowerCase();
    if (encoding === undefined) return "keep";
    if (PLAIN_ENCODINGS.has(encoding)) return "drop";
    this.#isEncoded = true;
    return "keep";
  }

  #readHeader(header: string): void {
    if (ATTACHMENT.test(header)) this.#isAttachment = true;
    const type = CONTENT_TYPE.exec(header)?.[1];
    if (type === undefined) return;
    this.#type = type.toLowerCase();
    const match = BOUNDARY.exec(header);
    const boundary = match?.[1] ?? match?.[2];
    if (boundary !== undefined && this.#boundaries.size < MAX_MAIL_PARTS)
      this.#boundaries.add(boundary.trimEnd());
  }

  #beginBody(): LineUse {
    this.#partBytes = 0;
    this.#partLines = 0;
    this.#hasBody = true;
    if (this.#type === "message/rfc822") {
      this.#beginHeader();
      return "keep";
    }
    this.#section = this.#isUnread() ? "dropped" : "body";
    const isText = this.#type === "" || this.#type.startsWith("text/");
    this.#isPlain = this.#section === "body" && isText && !this.#isEncoded;
    return this.#isPlain ? "header-end" : "keep";
  }

  #isUnread(): boolean {
    return DROPPED_TYPE.test(this.#type) || (this.#isAttachment && !READ_ATTACHMENT.test(this.#type));
  }

  #beginHeader(): void {
    this.#section = "header";
    this.#type = "";
    this.#isAttachment = false;
    this.#isEncoded = false;
    this.#isPlain = false;
    this.#header = "";
    this.#parts++;
  }

  #takeBody(bytes: Uint8Array, from: number, end: number): LineUse {
    if (bytes[from] === DASH && bytes[from + 1] === DASH && this.#boundaries.size > 0) {
      const delimiter = this.#delimiter(bytes, from + 2, end);
      if (delimiter !== null) {
        this.#isPlain = false;
        this.#partBytes = 0;
        this.#partLines = 0;
        if (delimiter === "open") this.#beginHeader();
        else this.#section = "body";
        return "keep";
      }
    }
    if (this.#section === "dropped") return "drop";
    this.#partBytes += end - from;
    if (this.#partBytes <= MAX_MAIL_PART_BYTES && ++this.#partLines <= MAX_MAIL_PART_LINES)
      return this.#isPlain ? "plain" : "keep";
    this.#isCut = true;
    return "drop";
  }

  #delimiter(bytes: Uint8Array, from: number, end: number): "open" | "close" | null {
    if (end - from > MAX_BOUNDARY_CHARS) return null;
    const text = latin(bytes, from, end).trimEnd();
    if (this.#boundaries.has(text)) return "open";
    return text.endsWith("--") && this.#boundaries.has(text.slice(0, -2)) ? "close" : null;
  }
}

/** The first byte of a `Content-…` header, of a line that continues one, or of the empty line behind the headers. */
function mayMatter(byte: number): boolean {
  return byte <= 0x20 || byte === 0x43 || byte === 0x63;
}

/** Bytes as characters of the same number. */
function latin(bytes: Uint8Array, from: number, end: number): string {
  let text = "";
  for (let at = from; at < end; at++) text += String.fromCharCode(bytes[at]!);
  return text;
}
