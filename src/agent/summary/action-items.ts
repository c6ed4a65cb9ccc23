/**
 * @file Action items of a thread: found, owned and followed by code (find-items.ts), worded by the model where its
 * wording holds, else quoted. Works without a model.
 */

import type { AgentOptions, ThreadSelection } from "#agent/agent-options";
import type { ActionItem } from "#agent/items/action-item";
import { findItems } from "#agent/items/find-items";
import type { FoundItem, Replaced } from "#agent/items/found-item";
import { mergeItems } from "#agent/items/merge-items";
import { findOpenEnds, type OpenEnd } from "#agent/items/open-ends";
import { senderName, shortNames } from "#agent/prompts/prompt-lines";
import { freshNonce } from "#agent/prompts/quoted-block";
import { languageOfMessages, readMessages } from "#agent/sentences/reading";
import { capitalise, trimAtWord } from "#agent/sentences/text";
import { DEFAULT_DAY_PARTS, type DayParts, type Language } from "#calendar/resolution";
import type { Id, Thread } from "#messages/message";
import type { LanguageModel } from "#shared/language-model";

import { openerFor, reword, type Opener } from "./reword.ts";

export interface ActionItemOptions extends AgentOptions {
  /** IANA zone in which the wall times of the thread are read. */
  readonly zone: string;
  readonly dayParts?: DayParts;
}

interface ActionItems {
  /** In the order they were first mentioned. */
  readonly items: readonly ActionItem[];
  /** Wordings of the model that the message did not bear out; those items are quoted. */
  readonly droppedCount: number;
  /** Questions nobody answered, replies awaited and owed; absent from results that were kept before these were found. */
  readonly openEnds?: readonly OpenEnd[];
  /** Of the thread; what code says about the items is in it. Absent from results that were kept before it was told. */
  readonly language?: Language;
}

const MAX_WHAT_LENGTH = 100;
/** Items a model words in one run: about a second each on the slowest machine. */
const MAX_WORDED = 8;
/** After these openers the body alone names the task ("book the tickets"). */
const TASK_OPENERS: ReadonlySet<Opener | null> = new Set<Opener>([
  "asks someone to",
  "says they will",
  "suggests to",
]);

/** @throws AbortError when the signal fires; AppError when the engine fails. */
export async function findActionItems(
  input: ThreadSelection,
  model: LanguageModel | null,
  options: ActionItemOptions,
): Promise<ActionItems> {
  const language = languageOfMessages(input.messages);
  const read = await readMessages(input, options, language);
  const settings = { zone: options.zone, dayParts: options.dayParts ?? DEFAULT_DAY_PARTS };
  const found = mergeItems(await findItems(read, input.thread, settings, options.signal));
  // The model's wordings are English.
  const writer = language === "en" ? model : null;
  const { wordings, droppedCount } = await wordItems(found, input.thread, writer, options);
  const ids = itemIds(found);
  options.onProgress?.({ phase: "checking", done: found.length, total: found.length });
  const items = found.map((item, index) => toActionItem(item, ids[index] ?? "", wordings.get(item)));
  return { items, droppedCount, openEnds: findOpenEnds(items, input), language };
}

interface Wordings {
  readonly wordings: ReadonlyMap<FoundItem, string>;
  readonly droppedCount: number;
}

async function wordItems(
  found: readonly FoundItem[],
  thread: Thread,
  model: LanguageModel | null,
  options: AgentOptions,
): Promise<Wordings> {
  const wordings = new Map<FoundItem, string>();
  let droppedCount = 0;
  if (model === null) return { wordings, droppedCount };
  const names = shortNames(thread);
  const call = { nonce: freshNonce(), signal: options.signal };
  const toWord = found.filter(isWordable).slice(0, MAX_WORDED);
  for (const [index, item] of toWord.entries()) {
    options.onProgress?.({ phase: "writing", done: index, total: toWord.length });
    const source = { ...item.sentence, sender: senderName(item.read.message, names) };
    const result = await reword(model, source, names.values(), call);
    if (result.kind === "rejected") droppedCount += 1;
    if (result.kind === "reworded" && result.value.body.length <= MAX_WHAT_LENGTH) {
      wordings.set(item, capitalise(result.value.body));
    }
  }
  return { wordings, droppedCount };
}

/** Tasks in English that still matter; text aimed at assistants stays a quote. */
function isWordable(item: FoundItem): boolean {
  if (item.kind !== "task" || item.read.suspicious || item.read.language !== "en") return false;
  const live = item.status !== "done" && item.status !== "cancelled";
  return live && TASK_OPENERS.has(openerFor(item.sentence.text, item.sentence.cues));
}

/** Kind and first message; a second item of the same kind in one message gets a number. */
function itemIds(found: readonly FoundItem[]): Id[] {
  const uses = new Map<string, number>();
  return found.map((item) => {
    const id = `item_${item.kind}_${item.messageIds[0] ?? ""}`;
    const count = (uses.get(id) ?? 0) + 1;
    uses.set(id, count);
    return count === 1 ? id : `${id}_${count}`;
  });
}

function toActionItem(item: FoundItem, id: Id, wording: string | undefined): ActionItem {
  return {
    id,
    kind: item.kind,
    what: wording ?? trimAtWord(item.sentence.text, MAX_WHAT_LENGTH),
    whatWrittenBy: wording === undefined ? "quote" : "model",
    who: item.who,
    duePhrase: item.duePhrase,
    due: item.due,
    ...(item.superseded.length > 0 && { superseded: item.superseded.flatMap(supersededDate) }),
    messageIds: item.messageIds,
    status: item.status,
  };
}

const supersededDate = ({ duePhrase, due }: Replaced): NonNullable<ActionItem["superseded"]> =>
  duePhrase === null ? [] : [{ phrase: duePhrase, resolution: due }];
