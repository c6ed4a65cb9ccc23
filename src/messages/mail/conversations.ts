/**
 * @file Which mails are one conversation: by `References` and `In-Reply-To`, else by Gmail's number, else by subject and a
 * shared participant within 30 days (spec messages-calendar 1.9; after jwz.org/doc/threading.html, without its tree).
 */
import { subjectKey, type ReadMail } from "./read-mail.ts";

/** What is needed of a mail to place it. */
export type Placeable = Pick<
  ReadMail,
  "messageId" | "references" | "gmailThread" | "subject" | "epochMs" | "participants"
>;

const MAX_SUBJECT_GAP_MS = 30 * 86_400_000;

export interface Conversation<Mail extends Placeable> {
  /** Id of the mail that began it, in the export or not: the same in a longer export. */
  readonly rootId: string;
  /** Oldest first. */
  readonly mails: readonly Mail[];
}

/** Conversations, the one with the latest mail first. */
export function groupMails<Mail extends Placeable>(mails: readonly Mail[]): Conversation<Mail>[] {
  const sorted = [...mails].sort((a, b) => timeOf(a) - timeOf(b));
  const sets = new DisjointSets();
  for (const mail of sorted) {
    for (const id of mail.references) sets.unite(mail.messageId, id);
    if (mail.gmailThread !== null) sets.unite(mail.messageId, `gmail ${mail.gmailThread}`);
  }
  uniteBySubject(sorted, sets);
  const groups = new Map<string, Mail[]>();
  for (const mail of sorted) {
    const key = sets.find(mail.messageId);
    const group = groups.get(key);
    if (group) group.push(mail);
    else groups.set(key, [mail]);
  }
  return [...groups.values()]
    .map((group) => ({ rootId: group[0]!.references[0] ?? group[0]!.messageId, mails: group }))
    .sort((a, b) => timeOf(b.mails.at(-1)!) - timeOf(a.mails.at(-1)!));
}

/** A mail that names no other joins the one before it with the same subject. */
function uniteBySubject(sorted: readonly Placeable[], sets: DisjointSets): void {
  const latest = new Map<string, Placeable>();
  for (const mail of sorted) {
    const key = subjectKey(mail.subject);
    if (key === "") continue;
    const before = latest.get(key);
    const namesNone = mail.references.length === 0 && mail.gmailThread === null;
    if (before && namesNone && isNear(before, mail)) sets.unite(mail.messageId, before.messageId);
    latest.set(key, mail);
  }
}

function isNear(before: Placeable, mail: Placeable): boolean {
  if (before.epochMs === null || mail.epochMs === null) return false;
  if (mail.epochMs - before.epochMs > MAX_SUBJECT_GAP_MS) return false;
  const known = new Set(before.participants);
  return mail.participants.some((address) => known.has(address));
}

function timeOf({ epochMs }: Placeable): number {
  return epochMs ?? 0;
}

/** Union-find with path halving (Tarjan and van Leeuwen 1984). */
class DisjointSets {
  readonly #parents = new Map<string, string>();

  find(id: string): string {
    let at = id;
    for (;;) {
      const parent = this.#parents.get(at) ?? at;
      if (parent === at) return at;
      const grandparent = this.#parents.get(parent) ?? parent;
      this.#parents.set(at, grandparent);
      at = grandparent;
    }
  }

  unite(first: string, second: string): void {
    const [a, b] = [this.find(first), this.find(second)];
    if (a !== b) this.#parents.set(b, a);
  }
}
