/**
 * @file Which mails are one conversation: by `References` and `In-Reply-To`, else by Gmail's number, else by subject and a
 * shared participant within 30 days (spec messages-calendar 1.9; after jwz.org/doc/threading.html, without its tree).
 * Keeps some dozen bytes of each mail: what the mails say is elsewhere.
 */
import { NumberList } from "#shared/number-list";
import { StringNumbers } from "#shared/string-numbers";
import { subjectKey, type ReadMail } from "./read-mail.ts";

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
  readonly #mailOf = NumberList.ofInt32();
  // By mail.
  readonly #nodes = NumberList.ofInt32();
  /** NaN: undated. */
  readonly #times = NumberList.ofFloat64();
  /** The subject and one; 0 = without a subject, negative = names no other mail either. */
  readonly #subjectOf = NumberList.ofInt32();
  readonly #circleOf = NumberList.ofInt32();
  /** Who wrote to whom: the same people many times. */
  readonly #circles = new StringNumbers();
  /** Where the participants of a circle begin; there stands how many they are. */
  readonly #circlesAt = NumberList.ofInt32();
  readonly #participants = NumberList.ofInt32();

  get count(): number {
    return this.#nodes.size;
  }

  /** @returns the index of the mail; of a mail that was here before, its old one. */
  add(mail: Placeable): number {
    const node = this.#nodeOf(mail.messageId);
    const known = this.#mailOf.get(node);
    const index = known > 0 ? known - 1 : this.#nodes.size;
    this.#mailOf.set(node, index + 1);
    this.#nodes.set(index, node);
    this.#times.set(index, mail.epochMs ?? Number.NaN);
    const key = subjectKey(mail.subject);
    const subject = key === "" ? 0 : this.#subjects.numberOf(key) + 1;
    const namesNone = mail.references.length === 0 && mail.gmailThread === null;
    this.#subjectOf.set(index, namesNone ? -subject : subject);
    this.#circleOf.set(index, this.#circle(mail.participants));
    for (const id of mail.references) this.#sets.unite(node, this.#nodeOf(id));
    if (mail.gmailThread !== null) this.#sets.unite(node, this.#nodeOf(`\n gmail ${mail.gmailThread}`));
    return index;
  }

  /** Indices of the mails of each conversation, oldest first; the conversation with the latest mail first. */
  *groups(): Generator<readonly number[]> {
    const sorted = Int32Array.from({ length: this.count }, (_, mail) => mail);
    sorted.sort((a, b) => this.#timeOf(a) - this.#timeOf(b) || a - b);
    this.#uniteBySubject(sorted);
    /** By root: its latest mail so far. */
    const latest = new Int32Array(this.#names.count).fill(-1);
    /** The mail before this one in its conversation, chained from the latest. */
    const before = new Int32Array(sorted.length);
    for (const mail of sorted) {
      const root = this.#sets.find(this.#nodes.get(mail));
      before[mail] = latest[root]!;
      latest[root] = mail;
    }
    for (let at = sorted.length - 1; at >= 0; at--) {
      const last = sorted[at]!;
      if (latest[this.#sets.find(this.#nodes.get(last))] !== last) continue;
      const mails: number[] = [];
      for (let mail = last; mail >= 0; mail = before[mail]!) mails.push(mail);
      yield mails.toReversed();
    }
  }

  #nodeOf(name: string): number {
    const node = this.#names.numberOf(name);
    if (node === this.#mailOf.size) {
      this.#mailOf.push(0);
      this.#sets.add();
    }
    return node;
  }

  #circle(participants: readonly string[]): number {
    const circle = this.#circles.numberOf(participants.join("\n"));
    if (circle === this.#circlesAt.size) {
      this.#circlesAt.push(this.#participants.size);
      this.#participants.push(participants.length);
      for (const address of participants) this.#participants.push(this.#addresses.numberOf(address));
    }
    return circle;
  }

  /** A mail that names no other joins the one before it with the same subject. */
  #uniteBySubject(sorted: Int32Array): void {
    const latest = new Int32Array(this.#subjects.count + 1).fill(-1);
    for (const mail of sorted) {
      const subject = this.#subjectOf.get(mail);
      if (subject === 0) continue;
      const before = latest[Math.abs(subject)]!;
      if (before >= 0 && subject < 0 && this.#isNear(before, mail))
        this.#sets.unite(this.#nodes.get(mail), this.#nodes.get(before));
      latest[Math.abs(subject)] = mail;
    }
  }

  /** Undated mails are near to none. */
  #isNear(before: number, mail: number): boolean {
    if (!(this.#times.get(mail) - this.#times.get(before) <= MAX_SUBJECT_GAP_MS)) return false;
    const known = new Set(this.#participantsOf(before));
    return this.#participantsOf(mail).some((address) => known.has(address));
  }

  #participantsOf(mail: number): readonly number[] {
    const at = this.#circlesAt.get(this.#circleOf.get(mail));
    return Array.from({ length: this.#participants.get(at) }, (_, index) =>
      this.#participants.get(at + 1 + index),
    );
  }

  #timeOf(mail: number): number {
    const time = this.#times.get(mail);
    return Number.isNaN(time) ? 0 : time;
  }
}

/** Union-find with path halving (Tarjan and van Leeuwen 1984). */
class DisjointSets {
  readonly #parents = NumberList.ofInt32();

  /** A set of its own for the next node. */
  add(): void {
    this.#parents.push(this.#parents.size);
  }

  find(node: number): number {
    const parents = this.#parents;
    for (let at = node; ;) {
      const parent = parents.get(at);
      if (parent === at) return at;
      const next = parents.get(parent);
      parents.set(at, next);
      at = next;
    }
  }

  unite(first: number, second: number): void {
    const [a, b] = [this.find(first), this.find(second)];
    if (a !== b) this.#parents.set(b, a);
  }
}
