/**
 * @file The read phase for text read off a picture: the same rules as for messages, with the picture as its source and
 * the moment it was attached as its time. Nothing in it can approve, order or answer anything.
 */

import { posterLines, type PosterLines } from "#agent/sentences/poster-lines";
import type { Language } from "#calendar/resolution";
import { cleanText } from "#messages/clean-text";
import { looksLikeInjection } from "#messages/injection";
import type { Id, Message, MessageFlag, Thread } from "#messages/message";

import { localNow } from "./now.ts";
import { messageCautions, readThread } from "./reader.ts";
import type { AgentItem } from "./run.ts";
import { withLabel } from "./tables.ts";
import type { ToolContext, ToolOutcome } from "./tool.ts";

const MAX_TEXT = 8000;

/** Labels the picture and adds what it says as items; null when there is no room for another label. */
export async function imageItems(
  raw: string,
  imageId: Id,
  language: Language,
  { run, ports, signal }: ToolContext,
): Promise<ToolOutcome | null> {
  const { zone } = run.request;
  const now = ports.now();
  const clean = cleanText(raw.slice(0, MAX_TEXT));
  const flags: MessageFlag[] = [...clean.flags];
  if (looksLikeInjection(clean.text)) flags.push("injection");
  const message: Message = {
    id: imageId,
    threadId: imageId,
    seq: 0,
    senderId: null,
    time: {
      epochMs: Date.parse(now),
      local: localNow(now, zone),
      zone,
      zoneFrom: "device",
      precision: "min",
    },
    kind: "text",
    // A poster breaks its lines anywhere: date and clock on two lines belong together.
    text: clean.text.replace(/\s*[\r\n]+\s*/g, " "),
    attachments: [],
    flags,
    batchId: imageId,
  };
  const thread = pictureThread(imageId, zone);
  const cautions = ["from-image" as const, ...messageCautions(message)];
  const labelled = withLabel(run.tables, { threadId: null, messageId: imageId, cautions });
  if (labelled === null) return null;
  const start = { tables: labelled.tables, items: [] };
  const reading = await readThread(
    start,
    { thread, messages: [message] },
    { ...run.request, language: run.language, signal },
  );
  const tables = { ...reading.tables, threads: run.tables.threads };
  const { dayParts } = run.request;
  const lines = posterLines(clean.text, { refEpochMs: Date.parse(now), zone, language, dayParts });
  const items = withLines(reading.items, lines);
  return { tables, items, result: { lang: language, items: items.length } };
}

/** One event on the whole picture is what the picture announces. */
function withLines(items: readonly AgentItem[], { heading, place }: PosterLines): readonly AgentItem[] {
  if (heading === null || items.filter(({ kind }) => kind === "event").length !== 1) return items;
  return items.map((item) =>
    item.kind === "event"
      ? { ...item, title: heading, location: place === "" ? item.location : place }
      : item,
  );
}

const pictureThread = (id: Id, zone: string): Thread => ({
  id,
  source: "paste",
  title: "Picture",
  people: [],
  kind: "paste",
  zone,
  first: null,
  last: null,
  count: 1,
  batchIds: [],
});
