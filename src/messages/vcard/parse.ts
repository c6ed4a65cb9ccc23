/** @file Names, phone numbers and mail addresses of vCards 2.1, 3.0 and 4.0 (RFC 6350; quoted-printable of vCard 2.1). */
import { MAX_CARD_LINE_CHARS, MAX_CARD_VALUES } from "#messages/limits";

/** What a card says, as written. Pictures, links and notes are not looked at. */
export interface Card {
  readonly name: string;
  readonly phones: readonly string[];
  readonly emails: readonly string[];
}

interface Property {
  /** Upper case, without its group (`item1.TEL`). */
  readonly name: string;
  /** Upper case. */
  readonly parameters: string;
  readonly value: string;
}

interface OpenCard {
  name: string;
  /** Made of the parts of `N`, for cards without `FN`. */
  structured: string;
  readonly phones: string[];
  readonly emails: string[];
}

const PROPERTY =
  /^(?:[A-Za-z0-9-]{1,60}\.)?([A-Za-z-]{1,40})((?:;[^:"]{0,500}|;[^:"]{0,100}"[^"]{0,500}")*):/;

/** Gathers the cards of a file, line by line. */
export class CardScanner {
  readonly #emit: (card: Card | null, line: number) => void;
  #logical = "";
  #line = 0;
  #card: OpenCard | null = null;

  /** @param emit gets null for a card without a name, or that is not closed. */
  constructor(emit: (card: Card | null, line: number) => void) {
    this.#emit = emit;
  }

  push(line: string): void {
    this.#line++;
    if (/^[ \t]/.test(line)) this.#append(line.slice(1));
    else if (this.#logical.endsWith("=") && isQuotedPrintable(this.#logical)) {
      this.#logical = this.#logical.slice(0, -1);
      this.#append(line);
    } else {
      this.#take(this.#logical);
      this.#logical = line;
    }
  }

  finish(): void {
    this.#take(this.#logical);
    this.#logical = "";
    if (this.#card) this.#emit(null, this.#line);
    this.#card = null;
  }

  #append(text: string): void {
    if (this.#logical.length < MAX_CARD_LINE_CHARS) this.#logical += text;
  }

  #take(line: string): void {
    const property = readProperty(line);
    if (!property) return;
    const isCard = /^VCARD$/i.test(property.value.trim());
    if (property.name === "BEGIN" && isCard) {
      if (this.#card) this.#emit(null, this.#line);
      this.#card = { name: "", structured: "", phones: [], emails: [] };
    } else if (property.name === "END" && isCard) this.#end();
    else if (this.#card) this.#add(this.#card, property);
  }

  #end(): void {
    if (!this.#card) return;
    const { name, structured, phones, emails } = this.#card;
    const shown = name || structured;
    this.#emit(shown === "" ? null : { name: shown, phones, emails }, this.#line);
    this.#card = null;
  }

  #add(card: OpenCard, property: Property): void {
    const value = decodeValue(property);
    if (property.name === "FN") card.name ||= unescapeText(value).trim();
    if (property.name === "N") card.structured ||= givenFirst(value);
    if (property.name === "TEL" && card.phones.length < MAX_CARD_VALUES)
      card.phones.push(unescapeText(value).replace(/^tel:/i, "").trim());
    if (property.name === "EMAIL" && card.emails.length < MAX_CARD_VALUES)
      card.emails.push(
        unescapeText(value)
          .replace(/^mailto:/i, "")
          .trim(),
      );
  }
}

function readProperty(line: string): Property | null {
  const match = PROPERTY.exec(line.slice(0, MAX_CARD_LINE_CHARS));
  if (!match) return null;
  const value = line.slice(match[0].length);
  return { name: match[1]!.toUpperCase(), parameters: match[2]!.toUpperCase(), value };
}

function isQuotedPrintable(line: string): boolean {
  return /;(?:ENCODING=)?QUOTED-PRINTABLE[;:]/i.test(line.slice(0, 500));
}

/** Of vCard 2.1: bytes as `=C3=A9`, in the charset that the property names. */
function decodeValue({ parameters, value }: Property): string {
  if (!isQuotedPrintable(`${parameters}:`)) return value;
  const bytes = value.replace(/=([0-9A-Fa-f]{2})/g, (_, hex: string) =>
    String.fromCharCode(Number.parseInt(hex, 16)),
  );
  const charset = /;CHARSET=([A-Z0-9_-]{1,40})/.exec(parameters)?.[1] ?? "utf-8";
  return decoderOf(charset).decode(Uint8Array.from(bytes, (letter) => letter.charCodeAt(0)));
}

function decoderOf(charset: string): TextDecoder {
  try {
    return new TextDecoder(charset);
  } catch {
    return new TextDecoder("windows-1252");
  }
}

/** RFC 6350 section 3.4. */
function unescapeText(value: string): string {
  return value.replace(/\\([\\;,nN])/g, (_, letter: string) => (/n/i.test(letter) ? " " : letter));
}

/** `Lind;Mara;;Dr.;` as `Mara Lind`. */
function givenFirst(value: string): string {
  const [family = "", given = ""] = value.split(/(?<!\\);/).map((part) => unescapeText(part).trim());
  return `${given} ${family}`.trim();
}
