/**
 * @file Signal Desktop's own plain export: `main.jsonl`, one frame of Signal's backup protocol a line
 * (spec messages-calendar 1.6 a). Frames have slots for keys and passwords: only the named fields below are ever looked
 * at, and an `account` frame is not even parsed into one.
 */
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
import {
  field,
  numberField,
  objectField,
  objectsField,
  parseObject,
  scalarField,
  stringField,
  type JsonObject,
} from "#messages/json";
import type { ImportOptions } from "#messages/message";
import { readLines } from "#messages/text-source";

export const signalDesktopImporter: Importer = { id: "signal", streams: true, sniff, parse };

const FRAME = /^\{"(account|recipient|chat|chatItem|version|backupTimeMs)"/;

function sniff({ json, lines }: SniffHead): SniffScore {
  const isFrame =
    json !== null &&
    (json.has("version") || json.has("backupTimeMs")
      ? FRAME.test(lines[1] ?? "")
      : ["account", "recipient", "chat", "chatItem"].some((key) => json.has(key)) &&
        FRAME.test(lines[0] ?? ""));
  return { score: isFrame ? 0.95 : 0, why: isFrame ? "frames of a Signal export" : "no Signal frames" };
}

async function parse(input: ImportInput, _: ImportOptions, context: ImportContext): Promise<RawImport> {
  const reader = new FrameReader(context);
  for await (const lines of readLines(input.source, context)) {
    for (const line of lines) reader.read(line);
  }
  return reader.finish();
}

interface Recipient {
  /** The same in every export, as their numbers of recipients and chats are not. */
  readonly key: string;
  readonly name: string;
  readonly phone: string | undefined;
  readonly isSelf: boolean;
  readonly isGroup: boolean;
}

class FrameReader {
  readonly #collector: ImportCollector;
  readonly #recipients = new Map<string, Recipient>();
  /** Recipient of each chat. */
  readonly #chats = new Map<string, string>();
  readonly #identities = new Set<string>();
  #lastIsBad = false;

  constructor(context: ImportContext) {
    this.#collector = new ImportCollector(context);
  }

  read(line: string): void {
    // The frame of the account is nothing but secrets and settings.
    if (line === "" || line.startsWith('{"account"')) return;
    this.#lastIsBad = false;
    const frame = parseObject(line);
    const item = objectField(frame, "chatItem");
    if (item) this.#readItem(item);
    else if (objectField(frame, "recipient")) this.#addRecipient(objectField(frame, "recipient")!);
    else if (objectField(frame, "chat")) this.#addChat(objectField(frame, "chat")!);
    else if (frame === null) this.#addBad();
  }

  #addBad(): void {
    this.#lastIsBad = true;
    this.#collector.beginRecord();
    // No sample: a damaged line may be the account's.
    this.#collector.addBad("");
  }

  #addRecipient(recipient: JsonObject): void {
    const id = scalarField(recipient, "id");
    if (id !== null) this.#recipients.set(id, readRecipient(recipient));
  }

  #addChat(chat: JsonObject): void {
    const id = scalarField(chat, "id");
    const recipientId = scalarField(chat, "recipientId");
    if (id !== null && recipientId !== null) this.#chats.set(id, recipientId);
  }

  #readItem(item: JsonObject): void {
    const collector = this.#collector;
    collector.beginRecord();
    const chatId = scalarField(item, "chatId");
    const authorId = scalarField(item, "authorId");
    // An edited message holds its earlier forms, the first one first; it is the newest itself.
    const [original = item] = objectsField(item, "revisions");
    const instantMs = checkedInstant(numberField(original, "dateSent"));
    if (chatId === null || instantMs === undefined) return collector.addBad("");
    const thread = this.#thread(chatId, `${this.#keyOf(authorId ?? "")} ${instantMs}`);
    const takePerson = (id: string): string => this.#takePerson(thread, id);
    const sender = authorId === null ? null : takePerson(authorId);
    const content = readContent(item, takePerson);
    collector.add(thread, {
      instantMs,
      nativeId: `${sender ?? ""} ${instantMs}`,
      sender: content.kind === "system" ? null : sender,
      ...content,
      ...(original === item
        ? {}
        : { editedMs: checkedInstant(numberField(item, "dateSent")), flags: ["edited"] as const }),
    });
  }

  /** @param firstMessage tells two groups of one name apart. */
  #thread(chatId: string, firstMessage: string): ThreadCollector {
    const thread = this.#collector.thread(chatId);
    if (thread.identity !== null) return thread;
    const recipientId = this.#chats.get(chatId) ?? chatId;
    const recipient = this.#recipients.get(recipientId);
    const key = recipient?.key ?? recipientId;
    thread.identity = this.#identities.has(key) ? `${key} ${firstMessage}` : key;
    this.#identities.add(key);
    thread.title = recipient?.name ?? "";
    thread.kind = recipient?.isGroup === true ? "group" : "dm";
    // Names are keys where there is nothing better.
    thread.peopleAreNamed = true;
    return thread;
  }

  #keyOf(id: string): string {
    return this.#recipients.get(id)?.key ?? id;
  }

  #takePerson(thread: ThreadCollector, id: string): string {
    const recipient = this.#recipients.get(id);
    return thread.addPerson(this.#keyOf(id), {
      name: recipient?.name || id,
      handle: recipient?.phone,
      isSelf: recipient?.isSelf ?? false,
    });
  }

  finish(): RawImport {
    if (this.#lastIsBad) this.#collector.log.add("file-incomplete");
    return this.#collector.finish();
  }
}

function readRecipient(recipient: JsonObject): Recipient {
  const contact = objectField(recipient, "contact");
  const group = objectField(recipient, "group");
  const isSelf = field(recipient, "self") !== undefined;
  const number = scalarField(contact, "e164");
  const phone = number !== null && /^\+?\d{7,15}$/.test(number) ? `+${number.replace("+", "")}` : undefined;
  const snapshot = objectField(group, "snapshot");
  const groupTitle = stringField(objectField(snapshot, "title"), "title") ?? stringField(snapshot, "title");
  const name = isSelf ? "Me" : group ? (groupTitle ?? "") : contactName(contact, phone);
  return {
    key: isSelf ? "self" : group ? `group ${name}` : contactKey(contact, phone, name),
    name,
    phone,
    isSelf,
    isGroup: group !== null,
  };
}

/** The service's id of the account, else the number, else what they are called. */
function contactKey(contact: JsonObject | null, phone: string | undefined, name: string): string {
  const keys = [scalarField(contact, "aci"), phone ?? null, stringField(contact, "username"), name];
  return `contact ${keys.find((key) => key !== null && key !== "") ?? ""}`;
}

function contactName(contact: JsonObject | null, phone: string | undefined): string {
  const names = [
    joined(stringField(contact, "systemGivenName"), stringField(contact, "systemFamilyName")),
    joined(stringField(contact, "profileGivenName"), stringField(contact, "profileFamilyName")),
    stringField(contact, "username"),
    phone ?? null,
  ];
  return names.find((name) => name !== null && name !== "") ?? "";
}

function joined(given: string | null, family: string | null): string {
  return [given, family].filter((part) => part !== null && part !== "").join(" ");
}

type Content = Pick<RawDraft, "kind" | "text" | "attachments" | "quoted" | "replyTo" | "reactions">;

function readContent(item: JsonObject, takePerson: (id: string) => string): Content {
  const standard = objectField(item, "standardMessage");
  if (standard) return readStandard(standard, takePerson);
  if (field(item, "remoteDeletedMessage") !== undefined) return { kind: "deleted", text: "" };
  if (field(item, "viewOnceMessage") !== undefined)
    return {
      kind: "media",
      text: "",
      attachments: [{ name: "view-once media", mime: "", state: "missing" }],
    };
  if (field(item, "stickerMessage") !== undefined)
    return {
      kind: "media",
      text: "",
      attachments: [{ name: "sticker", mime: "image/webp", state: "omitted" }],
    };
  if (field(item, "contactMessage") !== undefined) return { kind: "text", text: "Contact card" };
  const poll = objectField(item, "poll");
  if (poll) return { kind: "poll", text: stringField(poll, "question") ?? "" };
  return readUpdate(objectField(item, "updateMessage"));
}

/** `{"simpleUpdate":{"type":"IDENTITY_UPDATE"}}`, `{"individualCall":{…}}`: the name says what it is. */
function readUpdate(update: JsonObject | null): Content {
  const name = Object.keys(update ?? {})[0] ?? "update";
  const words = name.replace(/([a-z])([A-Z])/g, "$1 $2").toLowerCase();
  return { kind: /call$/i.test(name) ? "call" : "system", text: words[0]!.toUpperCase() + words.slice(1) };
}

function readStandard(standard: JsonObject, takePerson: (id: string) => string): Content {
  const text = stringField(objectField(standard, "text"), "body") ?? "";
  const attachments = objectsField(standard, "attachments").map(readAttachment);
  const quote = objectField(standard, "quote");
  const quotedAuthor = scalarField(quote, "authorId");
  const quotedMs = numberField(quote, "targetSentTimestamp");
  return {
    kind: text === "" && attachments.length > 0 ? "media" : "text",
    text,
    attachments,
    quoted: stringField(objectField(quote, "text"), "body") ?? undefined,
    replyTo:
      quotedAuthor !== null && quotedMs !== null ? `${takePerson(quotedAuthor)} ${quotedMs}` : undefined,
    reactions: objectsField(standard, "reactions").flatMap((reaction) => {
      const author = scalarField(reaction, "authorId");
      return author === null
        ? []
        : [{ emoji: stringField(reaction, "emoji") ?? "", by: [takePerson(author)] }];
    }),
  };
}

function readAttachment(attachment: JsonObject): RawAttachment {
  const pointer = objectField(attachment, "pointer");
  return {
    name: stringField(pointer, "fileName") ?? "attachment",
    mime: stringField(pointer, "contentType") ?? "application/octet-stream",
    state: "included",
  };
}
