/** @file Texts and picture messages of "SMS Backup & Restore" (spec messages-calendar 1.8). */
import { checkedInstant, ImportCollector, type RawDraft, type ThreadCollector } from "#messages/collect";
import type {
  Importer,
  ImportContext,
  ImportInput,
  RawAttachment,
  RawImport,
  SniffHead,
  SniffScore,
} from "#messages/importer";
import { MessageLines } from "#messages/message-lines";
import type { ImportOptions, MessageFlag } from "#messages/message";
import { readChunks } from "#messages/text-source";
import { XmlTagScanner, type XmlTag } from "./xml-scan.ts";

export const smsImporter: Importer = { id: "sms", streams: true, sniff, parse };

const SNIFF_CHARS = 2048;
/** Pictures in base64. */
const SKIPPED = new Set(["data"]);
const SELF = "Me";

function sniff({ text }: SniffHead): SniffScore {
  const isBackup = /<smses[ >]/.test(text.slice(0, SNIFF_CHARS));
  return { score: isBackup ? 0.95 : 0, why: isBackup ? "an SMS backup" : "no <smses>" };
}

async function parse(input: ImportInput, _: ImportOptions, context: ImportContext): Promise<RawImport> {
  const reader = new BackupReader(context);
  const scanner = new XmlTagScanner(SKIPPED);
  for await (const chunk of readChunks(input.source, context)) {
    for (const tag of scanner.push(chunk)) reader.read(tag);
  }
  return reader.finish();
}

interface OpenMms {
  readonly attributes: ReadonlyMap<string, string>;
  readonly texts: MessageLines;
  readonly attachments: RawAttachment[];
  /** Addresses by their type: 137 from, 151 to, 130 copy. */
  readonly addresses: { readonly type: string; readonly address: string }[];
}

class BackupReader {
  readonly #collector: ImportCollector;
  /** Contacts by number, as far as they were seen. */
  readonly #names = new Map<string, string>();
  #mms: OpenMms | null = null;
  #isEnded = false;

  constructor(context: ImportContext) {
    this.#collector = new ImportCollector(context);
  }

  read(tag: XmlTag): void {
    if (tag.name === "smses" && tag.isClosing) this.#isEnded = true;
    if (tag.isClosing) {
      if (tag.name === "mms") this.#endMms();
    } else if (tag.name === "sms") this.#readSms(tag.attributes);
    else if (tag.name === "mms") {
      this.#mms = { attributes: tag.attributes, texts: new MessageLines(), attachments: [], addresses: [] };
      if (tag.isSelfClosed) this.#endMms();
    } else if (this.#mms && tag.name === "part") readPart(tag.attributes, this.#mms);
    else if (this.#mms && tag.name === "addr") {
      const { attributes } = tag;
      this.#mms.addresses.push({
        type: valueOf(attributes, "type"),
        address: valueOf(attributes, "address"),
      });
    }
  }

  #readSms(attributes: ReadonlyMap<string, string>): void {
    const collector = this.#collector;
    collector.beginRecord();
    const type = valueOf(attributes, "type");
    const instantMs = instantOf(attributes);
    const address = valueOf(attributes, "address");
    if (instantMs === undefined || address === "") return collector.addBad(sampleOf(attributes));
    // A draft was never sent.
    if (type === "3") return;
    this.#learnNames([address], valueOf(attributes, "contact_name"));
    const thread = this.#thread([address], valueOf(attributes, "contact_name"));
    const sender = type === "1" ? this.#takePerson(thread, address) : takeSelf(thread);
    collector.add(thread, { instantMs, sender, text: valueOf(attributes, "body") });
  }

  #endMms(): void {
    const mms = this.#mms;
    this.#mms = null;
    if (!mms) return;
    const collector = this.#collector;
    collector.beginRecord();
    const instantMs = instantOf(mms.attributes);
    const members = valueOf(mms.attributes, "address")
      .split("~")
      .filter((address) => address !== "");
    if (instantMs === undefined || members.length === 0) return collector.addBad(sampleOf(mms.attributes));
    if (valueOf(mms.attributes, "msg_box") === "3") return;
    const contactName = valueOf(mms.attributes, "contact_name");
    this.#learnNames(members, contactName);
    const thread = this.#thread(members, contactName);
    const author = authorOf(mms, members);
    const sender = author === null ? takeSelf(thread) : this.#takePerson(thread, author);
    collector.add(thread, { instantMs, sender, ...readMms(mms) });
  }

  /** Names of a group stand in the order of its numbers. */
  #learnNames(members: readonly string[], contactName: string): void {
    const names = members.length === 1 ? [contactName] : contactName.split(", ");
    if (names.length !== members.length) return;
    members.forEach((address, at) => {
      if (isName(names[at]!)) this.#names.set(bareNumber(address), names[at]!);
    });
  }

  #takePerson(thread: ThreadCollector, address: string): string {
    const number = bareNumber(address);
    return thread.addPerson(number, { name: this.#names.get(number) ?? address, handle: number });
  }

  /** Of equal numbers, however they are written. */
  #thread(members: readonly string[], contactName: string): ThreadCollector {
    const key = [...new Set(members.map(bareNumber))].sort().join("~");
    const thread = this.#collector.thread(key);
    thread.nativeId = key;
    thread.kind = members.length > 1 ? "group" : "dm";
    if (thread.title === "")
      thread.title = isName(contactName) ? contactName : members.length === 1 ? members[0]! : "";
    return thread;
  }

  finish(): RawImport {
    if (!this.#isEnded) this.#collector.log.add("file-incomplete");
    return this.#collector.finish();
  }
}

function readPart(attributes: ReadonlyMap<string, string>, { texts, attachments }: OpenMms): void {
  const mime = valueOf(attributes, "ct");
  // The layout of the slides.
  if (mime === "application/smil") return;
  if (mime === "text/plain") {
    const text = valueOf(attributes, "text");
    if (text !== "") texts.push(text);
    return;
  }
  const name =
    valueOf(attributes, "name") || valueOf(attributes, "cl") || valueOf(attributes, "fn") || "file";
  attachments.push({ name, mime: mime || "application/octet-stream", state: "included" });
}

/** Who wrote it; null for the owner of the phone. */
function authorOf(mms: OpenMms, members: readonly string[]): string | null {
  const from = mms.addresses.find(({ type }) => type === "137")?.address ?? "";
  if (valueOf(mms.attributes, "msg_box") !== "1" || from === "insert-address-token") return null;
  return from || members[0]!;
}

function readMms({
  attributes,
  texts,
  attachments,
}: OpenMms): Pick<RawDraft, "text" | "kind" | "attachments" | "flags"> {
  const text = [valueOf(attributes, "sub"), ...texts.lines].filter((part) => part !== "").join("\n");
  const flags: MessageFlag[] = texts.isCut ? ["truncated"] : [];
  return { text, kind: text === "" && attachments.length > 0 ? "media" : "text", attachments, flags };
}

function takeSelf(thread: ThreadCollector): string {
  return thread.addPerson(SELF, { name: SELF, isSelf: true });
}

function isName(contactName: string): boolean {
  return contactName !== "" && contactName !== "(Unknown)";
}

/** Digits with their plus; what is no number (a shop's name) stays. */
function bareNumber(address: string): string {
  const bare = address.replace(/[\s().\u2010-\u2015-]/g, "");
  return /^\+?\d{3,15}$/.test(bare) ? bare : address.trim();
}

/** The writer puts the word "null" where there is nothing. */
function valueOf(attributes: ReadonlyMap<string, string>, name: string): string {
  const value = attributes.get(name) ?? "";
  return value === "null" ? "" : value;
}

/** Milliseconds since the epoch; old picture messages have seconds. */
function instantOf(attributes: ReadonlyMap<string, string>): number | undefined {
  const text = valueOf(attributes, "date");
  if (!/^\d{9,14}$/.test(text)) return undefined;
  return checkedInstant(text.length <= 10 ? Number(text) * 1000 : Number(text));
}

function sampleOf(attributes: ReadonlyMap<string, string>): string {
  return [...attributes]
    .map(([name, value]) => `${name}=${value.slice(0, 40)}`)
    .join(" ")
    .slice(0, 200);
}
