/** @file E-mail: .eml files and mbox mailboxes of any size (spec messages-calendar 1.9). Nothing a mail names is fetched. */
import { ImportCollector } from "#messages/collect";
import { isMail, isMbox } from "#messages/file-kind";
import type {
  Importer,
  ImportContext,
  ImportInput,
  RawImport,
  SniffHead,
  SniffScore,
} from "#messages/importer";
import { MAX_IMPORT_MESSAGES } from "#messages/limits";
import type { ImportOptions } from "#messages/message";
import { breathe } from "#messages/pace";
import { readBytes } from "#messages/text-source";
import { groupMails, type Conversation } from "./conversations.ts";
import { bareSubject } from "./phrases.ts";
import { readMail, type ReadMail } from "./read-mail.ts";
import { MailSplitter, type RawMail } from "./splitter.ts";

export const mboxImporter: Importer = {
  id: "mail",
  streams: true,
  sniff: ({ lines }: SniffHead): SniffScore =>
    isMbox(lines) ? { score: 0.95, why: "a From line, then headers" } : { score: 0, why: "no From line" },
  parse: (input, options, context) => parse("mbox", input, options, context),
};

export const emlImporter: Importer = {
  id: "mail",
  streams: true,
  sniff: ({ lines }: SniffHead): SniffScore =>
    isMail(lines) ? { score: 0.9, why: "headers of a mail" } : { score: 0, why: "no headers of a mail" },
  parse: (input, options, context) => parse("eml", input, options, context),
};

/** About a twentieth of a second. */
const MAILS_BETWEEN_BREATHS = 100;
const SAMPLE_BYTES = 200;

async function parse(
  kind: "mbox" | "eml",
  { source }: ImportInput,
  options: ImportOptions,
  context: ImportContext,
): Promise<RawImport> {
  const splitter = new MailSplitter(kind);
  const mailbox = new MailboxReader(Date.parse(options.importedAt));
  for await (const chunk of readBytes(source, context)) {
    for (const mail of splitter.push(chunk)) {
      if (mail.number % MAILS_BETWEEN_BREATHS === 0) await breathe(context.signal);
      await mailbox.read(mail);
    }
  }
  const [last] = splitter.finish();
  if (last?.hasNoBody && kind === "mbox") mailbox.noteIncomplete();
  else if (last) await mailbox.read(last);
  return mailbox.finish();
}

class MailboxReader {
  readonly #collector = new ImportCollector();
  readonly #latestMs: number;
  readonly #mails = new Map<string, ReadMail>();

  constructor(latestMs: number) {
    this.#latestMs = latestMs;
  }

  async read(raw: RawMail): Promise<void> {
    const collector = this.#collector;
    collector.beginRecord();
    if (this.#mails.size >= MAX_IMPORT_MESSAGES) return collector.noteFull();
    const mail = await readMail(raw, this.#latestMs).catch(() => null);
    // What has neither a sender nor a time nor text is no mail, however it begins.
    if (!mail || isEmpty(mail))
      return collector.addBad(new TextDecoder().decode(raw.bytes.subarray(0, SAMPLE_BYTES)));
    if (mail.isDateDoubtful) collector.log.add("date-invalid", raw.number, mail.subject);
    // A copy sent and a copy received are one mail.
    this.#mails.set(mail.messageId, mail);
  }

  /** The mailbox ends in the headers of a mail. */
  noteIncomplete(): void {
    this.#collector.log.add("file-incomplete");
  }

  finish(): RawImport {
    const mails = [...this.#mails.values()];
    this.#mails.clear();
    const self = ownerOf(mails);
    if (mails.some(({ drafts }) => drafts[0]!.attachments?.length))
      this.#collector.log.add("attachments-not-read");
    for (const conversation of groupMails(mails)) this.#addThread(conversation, self);
    return this.#collector.finish();
  }

  #addThread({ rootId, mails }: Conversation<ReadMail>, self: string | null): void {
    const thread = this.#collector.thread(rootId);
    thread.kind = "mail";
    thread.nativeId = rootId;
    thread.title = bareSubject(mails[0]!.subject);
    for (const { people, drafts } of mails) {
      for (const [key, person] of people) thread.addPerson(key, { ...person, isSelf: key === self });
      for (const draft of drafts) this.#collector.add(thread, draft);
    }
  }
}

function isEmpty({ drafts, epochMs }: ReadMail): boolean {
  return drafts[0]!.sender === null && (epochMs === null || drafts[0]!.text === "");
}

/** The one mailbox that all mails which name one were delivered to. */
function ownerOf(mails: readonly ReadMail[]): string | null {
  const owners = new Set(mails.flatMap(({ mailbox }) => mailbox ?? []));
  return owners.size === 1 ? [...owners][0]! : null;
}
