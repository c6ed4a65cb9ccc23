/**
 * @file What a run can point at (spec messages-calendar 8): messages by label, dates, people, threads, drafts, tasks and
 * pictures by short keys. The model writes keys only; keys that are not in these tables cannot be decoded and are
 * refused when they come anyway. Plain data: a run is stored and goes on after a reload.
 */

import type { Resolution } from "#calendar/resolution";
import type { Id } from "#messages/message";

/** Why a person should look twice before approving what comes from a source. */
export type Caution =
  /** A format that cannot tell a quoted header from a real one. */
  | "maybe-quoted"
  | "aimed-at-assistants"
  | "from-image"
  | "hidden-content"
  /** Words of the model that neither the cited messages nor the request hold. */
  | "not-in-messages";

export interface LabelEntry {
  /** 1, 2, 3, … within the run, at most three digits. */
  readonly label: number;
  /** A picture's text has no thread. */
  readonly threadId: Id | null;
  /** Of a picture: its id. */
  readonly messageId: Id;
  readonly cautions: readonly Caution[];
}

export interface DateEntry {
  /** `d1`, `d2`, … for dates, `r1`, … for what repeats. */
  readonly key: string;
  /** As written, in the message of `label`; null for dates the person chose. */
  readonly phrase: string | null;
  readonly label: number | null;
  /** "Fri 27 Nov 2026, 15:00" */
  readonly display: string;
  /** Certain: `date`, `time`, `due` or `recurrence`, and not over. */
  readonly resolution: Resolution;
}

export interface KeyEntry {
  readonly key: string;
  readonly id: Id;
  /** As shown to the model: a short name, a title. */
  readonly name: string;
}

export interface RunTables {
  readonly labels: readonly LabelEntry[];
  readonly dates: readonly DateEntry[];
  readonly people: readonly KeyEntry[];
  readonly threads: readonly KeyEntry[];
  readonly drafts: readonly KeyEntry[];
  readonly tasks: readonly KeyEntry[];
  readonly images: readonly KeyEntry[];
}

export const NO_TABLES: RunTables = {
  labels: [],
  dates: [],
  people: [],
  threads: [],
  drafts: [],
  tasks: [],
  images: [],
};

/** Entries of one table that are offered: an enum of hundreds makes small models pick at random. */
const MAX_ENTRIES = 60;
const MAX_LABEL = 999;

export type KeyTable = "people" | "threads" | "drafts" | "tasks" | "images";

const PREFIX: Readonly<Record<KeyTable, string>> = {
  people: "p",
  threads: "t",
  drafts: "e",
  tasks: "k",
  images: "i",
};

/** The tables with `items` in one of them; known ids keep their keys. */
export function withKeys(
  tables: RunTables,
  table: KeyTable,
  items: readonly { readonly id: Id; readonly name: string }[],
): RunTables {
  const entries = [...tables[table]];
  for (const { id, name } of items) {
    const known = entries.findIndex((entry) => entry.id === id);
    if (known >= 0) entries[known] = { ...entries[known], name } as KeyEntry;
    else if (entries.length < MAX_ENTRIES)
      entries.push({ key: `${PREFIX[table]}${entries.length + 1}`, id, name });
  }
  return { ...tables, [table]: entries };
}

export function withoutKey(tables: RunTables, table: KeyTable, id: Id): RunTables {
  // The key is not given to anything else: an old call must not come to mean another thing.
  const entries = tables[table].map((entry) => (entry.id === id ? { ...entry, name: "" } : entry));
  return { ...tables, [table]: entries };
}

/** Keys that can be named; emptied ones cannot. */
export function keysOf(entries: readonly KeyEntry[]): string[] {
  return entries.filter((entry) => entry.name !== "").map((entry) => entry.key);
}

export function idOf(entries: readonly KeyEntry[], key: string): Id | undefined {
  return entries.find((entry) => entry.key === key)?.id;
}

/** The tables with a label for a message or picture, and that label; null when all three digits are used up. */
export function withLabel(
  tables: RunTables,
  source: Omit<LabelEntry, "label">,
): { readonly tables: RunTables; readonly label: number } | null {
  const known = tables.labels.find((entry) => entry.messageId === source.messageId);
  if (known !== undefined) return { tables, label: known.label };
  const label = tables.labels.length + 1;
  if (label > MAX_LABEL) return null;
  return { tables: { ...tables, labels: [...tables.labels, { ...source, label }] }, label };
}

/** The tables with a certain date, and its key. The same date from the same words keeps its key. */
export function withDate(
  tables: RunTables,
  date: Omit<DateEntry, "key">,
): { readonly tables: RunTables; readonly key: string } {
  const known = tables.dates.find(
    (entry) => entry.display === date.display && entry.label === date.label && entry.phrase === date.phrase,
  );
  if (known !== undefined) return { tables, key: known.key };
  const prefix = date.resolution.kind === "recurrence" ? "r" : "d";
  const count = tables.dates.filter((entry) => entry.key.startsWith(prefix)).length;
  const key = `${prefix}${count + 1}`;
  return { tables: { ...tables, dates: [...tables.dates, { ...date, key }] }, key };
}

/** Labels a call cites, with what to be careful about. */
export function cautionsOf(tables: RunTables, labels: readonly number[]): readonly Caution[] {
  const cited = tables.labels.filter((entry) => labels.includes(entry.label));
  return [...new Set(cited.flatMap((entry) => entry.cautions))];
}
