/**
 * @file Which mails are one conversation: by `References` and `In-Reply-To`, else by Gmail's number, else by subject and a
 * shared participant within 30 days (spec messages-calendar 1.9; after jwz.org/doc/threading.html, without its tree).
 * Keeps some dozen bytes of each mail: what the mails say is elsewhere.
 */
import { subjectKey, type ReadMail } from "./read-mail.ts";
import { StringNumbers } from "./string-numbers.ts";

/** What is needed of a mail to place it. */
type Placeable = Pick<
  ReadMail,
  "messageId" | "references" | "gmailThread" | "subject" | "epochMs" | "participants"
>;

const MAX_SUBJECT_GAP_MS = 30 * 86_400_000;

export class Conversations {
  /** Mails, those they refer to, and Gmail's conversations. */
  readonly #names = new StringNumbers();
  readonly #subjects = new StringNumbers();
  readonly #addresses = new StringNumbers();
  readonly #sets = new DisjointSets();
  /** The mail with a name, as an index and one; 0 = only referred to. */
  readonly #mailOf: number[] = [];
  // By mail.
  readonly #nodes: number[] = [];
  readonly #times: number[] = [];
  /** -1: without a subject. */
  readonly #subjectOf: number[] = [];
  readonly #namesNone: boolean[] = [];
  /** Where the participants of a mail begin; there stands how many they are. */
  readonly #participantsAt: number[] = [];
  readonly #participants: number[] = [];

  get count(): number {
    return this.#nodes.length;
  }

  /** @returns the index of the mail; of a mail that was here before, its old one. */
  add(mail: Placeable): number {
    const node = this.#names.numberOf(mail.messageId);
    const known = this.#mailOf[node] ?? 0;
    const index = known > 0 ? known - 1 : this.#nodes.length;
    while (this.#mailOf.length <= node) this.#mailOf.push(0);
    this.#mailOf[node] = index + 1;
    this.#nodes[index] = node;
    this.#times[index] = mail.epochMs ?? Number.NaN;
    const subject = subjectKey(mail.subject);
    this.#subjectOf[index] = subject === "" ? -1 : this.#subjects.numberOf(subject);
    this.#namesNone[index] = mail.references.length === 0 && mail.gmailThread === null;
    this.#participantsAt[index] = this.#participants.length;
    this.#participants.push(
      mail.participants.length,
      ...mail.participants.map((address) => this.#addresses.numberOf(address)),
    );
    for (const id of mail.references) this.#sets.unite(node, this.#names.numberOf(id));
    if (mail.gmailThread !== null)
      this.#sets.unite(node, this.#names.numberOf(`\n gmail ${mail.gmailThread}`));
    return index;
  }

  /** Indices of the mails of each conversation, oldest first; the conversation with the latest mail first. */
  *groups(): Generator<readonly number[]> {
    const sorted = Array.from(this.#nodes.keys()).sort((a, b) => this.#timeOf(a) - this.#timeOf(b));
    this.#uniteBySubject(sorted);
    /** By root: the mail before this one in its conversation, chained from the latest. */
    const latest = new Map<number, number>();
    const before = new Int32Array(sorted.length).fill(-1);
    for (const mail of sorted) {
      const root = this.#sets.find(this.#nodes[mail]!);
      before[mail] = latest.get(root) ?? -1;
      // Roots are told in the order of their latest mail.
      latest.delete(root);
      latest.set(root, mail);
    }
    for (const last of [...latest.values()].toReversed()) {
      const mails: number[] = [];
      for (let mail = last; mail >= 0; mail = before[mail]!) mails.push(mail);
      yield mails.toReversed();
    }
  }

  /** A mail that names no other joins the one before it with the same subject. */
  #uniteBySubject(sorted: readonly number[]): void {
    const latest = new Int32Array(this.#subjects.count).fill(-1);
    for (const mail of sorted) {
      const subject = this.#subjectOf[mail]!;
      if (subject < 0) continue;
      const before = latest[subject]!;
      if (before >= 0 && this.#namesNone[mail] && this.#isNear(before, mail))
        this.#sets.unite(this.#nodes[mail]!, this.#nodes[before]!);
      latest[subject] = mail;
    }
  }

  /** Undated mails are near to none. */
  #isNear(before: number, mail: number): boolean {
    if (!(this.#times[mail]! - this.#times[before]! <= MAX_SUBJECT_GAP_MS)) return false;
    const known = new Set(this.#participantsOf(before));
    return this.#participantsOf(mail).some((address) => known.has(address));
  }

  #participantsOf(mail: number): readonly number[] {
    const at = this.#participantsAt[mail]!;
    return this.#participants.slice(at + 1, at + 1 + this.#participants[at]!);
  }

  #timeOf(mail: number): number {
    const time = this.#times[mail]!;
    return Number.isNaN(time) ? 0 : time;
  }
}

/** Union-find with path halving (Tarjan and van Leeuwen 1984). */
class DisjointSets {
  readonly #parents: number[] = [];

  find(node: number): number {
    while (this.#parents.length <= node) this.#parents.push(this.#parents.length);
    let at = node;
    for (;;) {
      const parent = this.#parents[at]!;
      if (parent === at) return at;
      at = this.#parents[at] = this.#parents[parent]!;
    }
  }

  unite(first: number, second: number): void {
    const [a, b] = [this.find(first), this.find(second)];
    if (a !== b) this.#parents[b] = a;
  }
}
