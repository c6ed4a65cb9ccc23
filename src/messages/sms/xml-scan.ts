/**
 * @file Pulls the tags with their attributes out of XML that streams in, however broken it is (spec messages-calendar 1.8).
 * Values that nobody asked for, pictures of megabytes in base64 among them, are passed over without being kept. No
 * document type is ever expanded.
 */
import { decodeEntities } from "#messages/entities";
import { MAX_RECORD_CHARS } from "#messages/limits";

export interface XmlTag {
  readonly name: string;
  readonly isClosing: boolean;
  readonly isSelfClosed: boolean;
  readonly attributes: ReadonlyMap<string, string>;
}

type Mode =
  | "text"
  | "tag-name"
  | "attributes"
  | "attribute-name"
  | "before-value"
  | "value"
  | "markup"
  | "comment";

const NAME_STOP = /[\s/>=]/g;
const MAX_NAME_CHARS = 200;
const MAX_ATTRIBUTES = 100;

export class XmlTagScanner {
  readonly #skipped: ReadonlySet<string>;
  #mode: Mode = "text";
  #name = "";
  #isClosing = false;
  #isSelfClosed = false;
  #attributes = new Map<string, string>();
  #attribute = "";
  #quote = '"';
  #value: string[] = [];
  #valueChars = 0;
  #brackets = 0;
  #tail = "";

  /** @param skipped names of attributes whose values are not kept. */
  constructor(skipped: ReadonlySet<string>) {
    this.#skipped = skipped;
  }

  /** @returns the tags that ended in this piece of the text. */
  push(text: string): XmlTag[] {
    const tags: XmlTag[] = [];
    for (let at = 0; at < text.length;) at = this.#step(text, at, tags);
    return tags;
  }

  #step(text: string, at: number, tags: XmlTag[]): number {
    switch (this.#mode) {
      case "text":
        return this.#findTag(text, at);
      case "tag-name":
        return this.#readTagName(text, at);
      case "attributes":
        return this.#beginAttribute(text, at, tags);
      case "attribute-name":
        return this.#readAttributeName(text, at);
      case "before-value":
        return this.#beginValue(text, at);
      case "value":
        return this.#readValue(text, at);
      case "markup":
        return this.#skipMarkup(text, at);
      case "comment":
      default:
        return this.#skipComment(text, at);
    }
  }

  #findTag(text: string, at: number): number {
    const open = text.indexOf("<", at);
    if (open < 0) return text.length;
    this.#mode = "tag-name";
    this.#name = "";
    this.#isClosing = false;
    this.#isSelfClosed = false;
    this.#attributes = new Map();
    return open + 1;
  }

  #readTagName(text: string, at: number): number {
    const char = text[at]!;
    if (this.#name === "" && char === "/" && !this.#isClosing) {
      this.#isClosing = true;
      return at + 1;
    }
    if (this.#name === "" && (char === "!" || char === "?")) {
      this.#mode = "markup";
      this.#brackets = 0;
      this.#tail = "";
      return at;
    }
    const end = nameEnd(text, at);
    this.#name = (this.#name + text.slice(at, end)).slice(0, MAX_NAME_CHARS);
    if (end < text.length) this.#mode = this.#name === "" ? "text" : "attributes";
    return end === at && this.#mode === "text" ? at + 1 : end;
  }

  #beginAttribute(text: string, at: number, tags: XmlTag[]): number {
    const char = text[at]!;
    if (char === ">") {
      tags.push({
        name: this.#name,
        isClosing: this.#isClosing,
        isSelfClosed: this.#isSelfClosed,
        attributes: this.#attributes,
      });
      this.#mode = "text";
    } else if (char === "/") this.#isSelfClosed = true;
    else if (!/[\s=]/.test(char)) {
      this.#isSelfClosed = false;
      this.#attribute = "";
      this.#mode = "attribute-name";
      return at;
    }
    return at + 1;
  }

  #readAttributeName(text: string, at: number): number {
    const end = nameEnd(text, at);
    this.#attribute = (this.#attribute + text.slice(at, end)).slice(0, MAX_NAME_CHARS);
    if (end < text.length) this.#mode = "before-value";
    return end;
  }

  #beginValue(text: string, at: number): number {
    const char = text[at]!;
    if (char === '"' || char === "'") {
      this.#quote = char;
      this.#value = [];
      this.#valueChars = 0;
      this.#mode = "value";
      return at + 1;
    }
    if (/[\s=]/.test(char)) return at + 1;
    // No value: the next attribute, or the end of the tag.
    this.#mode = "attributes";
    return at;
  }

  #readValue(text: string, at: number): number {
    const quote = text.indexOf(this.#quote, at);
    const end = quote < 0 ? text.length : quote;
    if (!this.#skipped.has(this.#attribute) && this.#valueChars < MAX_RECORD_CHARS) {
      this.#value.push(text.slice(at, end));
      this.#valueChars += end - at;
    }
    if (quote < 0) return end;
    if (!this.#skipped.has(this.#attribute) && this.#attributes.size < MAX_ATTRIBUTES)
      this.#attributes.set(this.#attribute, decodeEntities(this.#value.join("")));
    this.#value = [];
    this.#mode = "attributes";
    return end + 1;
  }

  /** `<!…>` and `<?…>`, with the brackets of a document type; a comment when it begins with `!--`. */
  #skipMarkup(text: string, at: number): number {
    const char = text[at]!;
    if (this.#tail.length < 3) this.#tail += char;
    if (this.#tail === "!--") {
      this.#mode = "comment";
      this.#tail = "";
    } else if (char === "[") this.#brackets++;
    else if (char === "]") this.#brackets--;
    else if (char === ">" && this.#brackets <= 0) this.#mode = "text";
    return at + 1;
  }

  #skipComment(text: string, at: number): number {
    const joined = this.#tail + text.slice(at);
    const end = joined.indexOf("-->");
    if (end >= 0) {
      this.#mode = "text";
      return at + end + 3 - this.#tail.length;
    }
    this.#tail = joined.slice(-2);
    return text.length;
  }
}

function nameEnd(text: string, at: number): number {
  NAME_STOP.lastIndex = at;
  return NAME_STOP.exec(text)?.index ?? text.length;
}
