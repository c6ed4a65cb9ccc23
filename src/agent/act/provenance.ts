/**
 * @file Where the arguments of a call come from (spec messages-calendar 7 D5, 8): every message behind them counts, not
 * only those the call chose to cite. A date leads back to the message it was read in; people and owners stand in the
 * cited messages, were read there by code, or are named in the request.
 */

import { fold, foldedWords } from "#agent/sentences/text";
import { overlap, type Evidence } from "#agent/verification/verify";
import { wordSet } from "#shared/word-lists";

import type { AgentItem, AgentRun } from "./run.ts";
import type { JsonObject } from "./schema.ts";
import { citedLabels, listArg, numberArg, stringArg } from "./tool.ts";

/** How people speak of themselves in the languages of the app; Thai has no spaces and is looked at apart. */
const SELF_WORDS =
  wordSet(`i i'll i'm i've i'd me my mine myself ich mir mich mein meine meinen je j'ai moi mon ma mes io mi mio mia eu meu minha
  yo mí मैं मुझे मेरा मेरी मेरे`);

/** As many as the schemas of the tools take. */
const MAX_SOURCES = 5;
const DATE_ARGUMENTS = ["date_key", "recurrence_key"] as const;

/** Labels of the messages that the dates of a call were read in. */
function dateLabels({ tables }: AgentRun, args: JsonObject): readonly number[] {
  const keys = DATE_ARGUMENTS.map((name) => stringArg(args, name));
  return tables.dates.flatMap(({ key, label }) => (keys.includes(key) && label !== null ? [label] : []));
}

/** Labels that a call cites, and those its dates come from. */
export function labelsBehind(run: AgentRun, args: JsonObject): readonly number[] {
  return [...new Set([...citedLabels(args), ...dateLabels(run, args)])];
}

/** The arguments with the messages of their dates among their sources; the first sources give way where there is no room. */
export function withDateSources(run: AgentRun, args: JsonObject): JsonObject {
  const { source } = args;
  if (!Array.isArray(source)) return args;
  const missing = dateLabels(run, args).filter((label) => !source.includes(label));
  if (missing.length === 0) return args;
  return { ...args, source: [...source.slice(0, MAX_SOURCES - missing.length), ...missing] };
}

/** True when every person a call names was read in what it cites or is named in the request. */
export function arePeopleBorneOut(run: AgentRun, args: JsonObject, evidence: readonly Evidence[]): boolean {
  const people = listArg(args, "people", "string");
  return isOwnerRead(run, args) && people.every((key) => isPersonKnown(run, args, key, evidence));
}

/** True for a length that code read for the item, that the person set, or that a message or the request gives in figures. */
export function isDurationBorneOut(run: AgentRun, args: JsonObject, evidence: readonly Evidence[]): boolean {
  const minutes = numberArg(args, "duration_min");
  if (minutes === undefined || minutes === run.request.defaultDurationMinutes) return true;
  if (itemsAt(run, citedLabels(args)).some(({ durationMinutes }) => durationMinutes === minutes)) return true;
  const figures = evidence.flatMap(({ text }) => fold(text).match(/\d+(?:[.,]\d+)?/g) ?? []);
  return figures.some((figure) => [minutes, minutes / 60].includes(Number(figure.replace(",", "."))));
}

/**
 * An owner is what code read for the item that the call words ("unclear" too: nobody is made responsible by a model).
 * Where no item stands behind the call, the request has to name the owner.
 */
function isOwnerRead(run: AgentRun, args: JsonObject): boolean {
  const who = stringArg(args, "who");
  if (who === undefined || who === "unclear") return true;
  const item = itemBehind(run, args);
  if (item?.who === who) return true;
  const ownWords = run.tables.labels.some(
    ({ label, messageId }) => messageId === run.id && citedLabels(args).includes(label),
  );
  return (item === undefined || ownWords) && isNamedInRequest(run, who);
}

/** The item of the cited messages that is nearest to what the call says. */
function itemBehind(run: AgentRun, args: JsonObject): AgentItem | undefined {
  const labels = citedLabels(args);
  const said = stringArg(args, "what") ?? stringArg(args, "title") ?? "";
  const nearness = ({ title }: AgentItem): number => overlap(said, [{ text: title, sender: "" }]);
  return itemsAt(run, labels).toSorted((left, right) => nearness(right) - nearness(left))[0];
}

const itemsAt = ({ items }: AgentRun, labels: readonly number[]): readonly AgentItem[] =>
  items.filter((item) => item.labels.some((label) => labels.includes(label)));

function isPersonKnown(run: AgentRun, args: JsonObject, key: string, evidence: readonly Evidence[]): boolean {
  const name = nameOf(run, key);
  if (itemsAt(run, citedLabels(args)).some(({ who }) => who === key || who === "everyone")) return true;
  return isNamedInRequest(run, key) || evidence.some(({ sender, text }) => holds(`${sender} ${text}`, name));
}

function isNamedInRequest(run: AgentRun, key: string): boolean {
  const { text } = run.request;
  if (key === "me") return foldedWords(text).some((word) => SELF_WORDS.has(word)) || /ฉัน|ผม/.test(text);
  return holds(text, nameOf(run, key));
}

const nameOf = ({ tables }: AgentRun, key: string): string =>
  tables.people.find((entry) => entry.key === key)?.name ?? key;

function holds(text: string, name: string): boolean {
  const parts = foldedWords(name);
  return parts.length > 0 && ` ${foldedWords(text).join(" ")} `.includes(` ${parts.join(" ")} `);
}
