/** @file E-mail: .eml files and mbox mailboxes of any size (spec messages-calendar 1.9). Nothing a mail names is fetched. */
import { ImportCollector, ThreadCollector } from "#messages/collect";
import { isMail, isMbox } from "#messages/file-kind";
import type {
  Importer,
  ImportContext,
  ImportInput,
  RawImport,
  RawPerson,
  RawThread,
  SniffHead,
  SniffScore,
} from "#messages/importer";
import { MAX_IMPORT_MESSAGES, MAX_THREADS } from "#messages/limits";
import type { ImportOptions } from "#messages/message";
import { breathe } from "#messages/pace";
import { charsOfMessage, type Spool } from "#messages/spool";
import { readBytes } from "#messages/text-source";
import { NumberList } from "#shared/number-list";
import { Conversations } from "./conversations.ts";
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
  const mailbox = new MailboxReader(Date.parse(options.importedAt), context);
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

/** What is kept of a mail until it is known which others it belongs to; not in memory. */
interface KeptMail extends Pick<ReadMail, "subject" | "drafts"> {
  /** Id of the mail that began the conversation, in the export or not: the same in a longer export. */
  readonly rootId: string;
  readonly people: readonly (readonly [string, RawPerson])[];
}

class MailboxReader {
  readonly #collector: ImportCollector;
  readonly #latestMs: number;
  readonly #conversations = new Conversations();
  readonly #kept: Spool<KeptMail>;
  /** Where each mail of `#conversations` is in `#kept`. */
  readonly #places = NumberList.ofInt32();
  /** Whose mailboxes the mails are from, as far as they say so; two are enough to know that it is not one. */
  readonly #owners = new Set<string>();
  #hasAttachments = false;

  constructor(latestMs: number, context: ImportContext) {
    this.#latestMs = latestMs;
    this.#collector = new ImportCollector(context);
    this.#kept = context.spools.open(({ drafts }) =>
      drafts.reduce((sum, draft) => sum + charsOfMessage(draft), 0),
    );
  }

  async read(raw: RawMail): Promise<void> {
    const collector = this.#collector;
    collector.beginRecord();
    if (this.#conversations.count >= MAX_IMPORT_MESSAGES) return collector.noteFull();
    const mail = await readMail(raw, this.#latestMs).catch(() => null);
    // What has neither a sender nor a time nor text is no mail, however it begins.
    if (!mail || isEmpty(mail))
      return collector.addBad(new TextDecoder().decode(raw.bytes.subarray(0, SAMPLE_BYTES)));
    if (mail.isDateDoubtful) collector.log.add("date-invalid", raw.number, mail.subject);
    const { subject, drafts, people } = mail;
    const rootId = mail.references[0] ?? mail.messageId;
    // A copy sent and a copy received are one mail.
    const index = this.#conversations.add(mail);
    this.#places.set(index, this.#kept.add({ subject, drafts, people: [...people], rootId }));
    if (mail.mailbox !== null && this.#owners.size < 2) this.#owners.add(mail.mailbox);
    this.#hasAttachments ||= (drafts[0]!.attachments?.length ?? 0) > 0;
  }

  /** The mailbox ends in the headers of a mail. */
  noteIncomplete(): void {
    this.#collector.log.add("file-incomplete");
  }

  finish(): RawImport {
    if (this.#hasAttachments) this.#collector.log.add("attachments-not-read");
    return { threads: this.#threads(), issues: this.#collector.log.list(), questions: [] };
  }

  /** One conversation in memory at a time. */
  async *#threads(): AsyncGenerator<RawThread> {
    const self = this.#owners.size === 1 ? [...this.#owners][0]! : null;
    let count = 0;
    for (const mails of this.#conversations.groups()) {
      if (++count > MAX_THREADS) {
        this.#collector.noteFull();
        break;
      }
      const thread = ThreadCollector.inMemory();
      for await (const mail of this.#kept.readEach(mails.map((index) => this.#places.get(index))))
        this.#addMail(thread, mail, self);
      yield thread.finish();
    }
    this.#collector.finish();
  }

  #addMail(
    thread: ThreadCollector,
    { rootId, subject, people, drafts }: KeptMail,
    self: string | null,
  ): void {
    if (thread.nativeId === undefined) {
      thread.kind = "mail";
      thread.nativeId = rootId;
      // Of a part of the mailbox the conversation may begin with another mail (RFC 5322 section 3.6.4).
      thread.hasGlobalIds = true;
      thread.title = bareSubject(subject);
    }
    for (const [key, person] of people) thread.addPerson(key, { ...person, isSelf: key === self });
    for (const draft of drafts) this.#collector.add(thread, draft);
  }
}

function isEmpty({ drafts, epochMs }: ReadMail): boolean {
  return drafts[0]!.sender === null && (epochMs === null || drafts[0]!.text === "");
}
