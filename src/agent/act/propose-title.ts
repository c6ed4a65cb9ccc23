/** @file The title of a draft: worded by the model from its one message and checked, else the item's own title. */

import { writeEventTitle } from "#agent/events/event-title";
import { datedMessage } from "#agent/events/event-when";
import { detectLanguage } from "#agent/sentences/language";
import type { LanguageModel } from "#shared/language-model";

import type { PlannerContext } from "./planner.ts";
import type { AgentItem, AgentRun } from "./run.ts";

export async function proposeTitle(
  run: AgentRun,
  event: AgentItem,
  model: LanguageModel | null,
  { ports, signal, shield }: PlannerContext,
): Promise<string> {
  if (model === null) return event.title;
  const entry = run.tables.labels.find((label) => label.label === event.labels[0]);
  const thread = (await ports.messages.threads()).find((other) => other.id === entry?.threadId);
  if (entry === undefined || thread === undefined) return event.title;
  const message = (await ports.messages.messages(thread.id)).find((other) => other.id === entry.messageId);
  if (message === undefined) return event.title;
  const language = detectLanguage(message.text, run.language);
  const dated = datedMessage(message, { zone: thread.zone, dayParts: run.request.dayParts, language });
  const options = { nonce: run.nonce, signal, shield };
  const title = await writeEventTitle(model, message, thread, language, dated.spans, options);
  return title.writtenBy === "model" ? title.text : event.title;
}
