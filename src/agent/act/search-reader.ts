/** @file The read phase for messages a search found: the sentences that answer the person's question, as verified items. */

import { answerFrom } from "#agent/ask/ask-messages";
import { readQuestion } from "#agent/sentences/question";

import type { SearchHit } from "./ports.ts";
import { isTrusted, messageCautions } from "./reader.ts";
import type { AgentItem } from "./run.ts";
import { cautionsOf, withKeys, withLabel, type RunTables } from "./tables.ts";
import type { ToolContext, ToolOutcome } from "./tool.ts";

/** Labels the hits and adds what answers the request (or else the words searched for) as points. */
export async function answerItems(
  hits: readonly SearchHit[],
  query: string,
  context: ToolContext,
): Promise<ToolOutcome> {
  const { run, signal } = context;
  let tables = labelled(run.tables, hits);
  const found = hits.map((hit) => ({ ...hit, answers: null }));
  const options = { nonce: run.nonce, signal };
  const asked = await answerFrom(readQuestion(run.request.text, run.language), found, null, options);
  const searched = await answerFrom(readQuestion(query, run.language), found, null, options);
  const sentences = [asked, searched].flatMap((answer) => (answer.kind === "found" ? answer.sentences : []));
  const items = new Map<string, AgentItem>();
  for (const sentence of sentences) {
    const labels = sentence.messageIds.flatMap(
      (id) => tables.labels.find((entry) => entry.messageId === id)?.label ?? [],
    );
    const trusted = isTrusted(cautionsOf(tables, labels));
    if (labels.length > 0) items.set(sentence.text, { ...point(sentence.text, labels), ticked: trusted });
  }
  const people = hits.flatMap(({ thread }) => thread.people.filter((person) => !person.isSelf));
  tables = withKeys(tables, "people", people);
  const result = { found: hits.length, answers: items.size };
  return { tables, items: [...items.values()], result };
}

function labelled(start: RunTables, hits: readonly SearchHit[]): RunTables {
  let tables = start;
  for (const { message } of hits) {
    const cautions = messageCautions(message);
    const next = withLabel(tables, { threadId: message.threadId, messageId: message.id, cautions });
    tables = next?.tables ?? tables;
  }
  return tables;
}

const point = (title: string, labels: readonly number[]): Omit<AgentItem, "ticked"> => ({
  kind: "point",
  title,
  labels,
  who: "unclear",
  status: "open",
  dateKey: null,
  question: null,
  superseded: [],
  durationMinutes: null,
  location: "",
});
