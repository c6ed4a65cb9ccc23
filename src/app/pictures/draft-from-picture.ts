/**
 * @file A poster becomes an invite in two turns: what was read off the picture, by a model as its answer or by OCR; from
 * those words alone,
 * without the picture, the event is prepared as from a message. The words are a stranger's: they order nothing.
 */
import { Temporal } from "temporal-polyfill";
import { detectLanguage } from "#agent/sentences/language";
import { posterLines, type PosterLines } from "#agent/sentences/poster-lines";
import { closeEditor } from "#app/calendar/close-editor.ts";
import { prepareDraft } from "#app/calendar/prepare-draft.ts";
import { drafts } from "#app/state/drafts.ts";
import { languageModel } from "#app/state/engine.ts";
import { reportFailure } from "#app/state/failures.ts";
import { navigate } from "#app/state/route.ts";
import { defaultZone } from "#app/state/settings.ts";
import { DEFAULT_DAY_PARTS } from "#calendar/resolution";
import { cleanText } from "#messages/clean-text";
import type { Message, Thread } from "#messages/message";
import type { Turn } from "#storage/conversations";

/** An answer about pictures, or what was read off one. */
export type PictureWords = Pick<Turn, "id" | "conversationId" | "text" | "createdAt">;

/** Opens a draft of what is said about a picture. Nothing is approved or saved by that. */
export async function draftFromPicture(answer: PictureWords): Promise<void> {
  const { thread, message } = asMessage(answer, defaultZone());
  closeEditor();
  await drafts.propose(message.id, async (work) => {
    const { heading, place } = linesOf(answer, thread.zone);
    // What a heading says needs no other words.
    const model = heading === null ? languageModel() : null;
    const proposal = await prepareDraft({ thread, message, nearby: [message] }, model, work);
    const sources = proposal.draft.sources.map((source) => ({ ...source, chatId: answer.conversationId }));
    const named = {
      ...(heading !== null && { title: heading }),
      ...(place !== "" && { location: place }),
    };
    return { ...proposal, draft: { ...proposal.draft, ...named, sources } };
  });
  const { proposing, editing } = drafts.store.getState();
  if (proposing.phase === "failed") {
    drafts.cancelProposal();
    reportFailure(proposing.error);
  } else if (editing) navigate({ view: "calendar" });
}

function linesOf({ text, createdAt }: PictureWords, zone: string): PosterLines {
  const clean = cleanText(text).text;
  const language = detectLanguage(clean, "en");
  return posterLines(clean, { refEpochMs: createdAt, zone, language, dayParts: DEFAULT_DAY_PARTS });
}

/** The words as a message of its own, written when it was given. */
function asMessage(
  { id, conversationId, text, createdAt }: PictureWords,
  zone: string,
): { readonly thread: Thread; readonly message: Message } {
  const local = Temporal.Instant.fromEpochMilliseconds(createdAt)
    .toZonedDateTimeISO(zone)
    .toPlainDateTime()
    .toString({ smallestUnit: "second" });
  const clean = cleanText(text);
  const message: Message = {
    id,
    threadId: conversationId,
    seq: 0,
    senderId: null,
    time: { epochMs: createdAt, local, zone, zoneFrom: "device", precision: "s" },
    kind: "text",
    // A poster breaks its lines anywhere: date and clock on two lines belong together.
    text: clean.text.replace(/\s*[\r\n]+\s*/gu, " "),
    attachments: [],
    flags: clean.flags,
    batchId: id,
  };
  const thread: Thread = {
    id: conversationId,
    source: "paste",
    title: "Picture",
    people: [],
    kind: "paste",
    zone,
    first: local,
    last: local,
    count: 1,
    batchIds: [],
  };
  return { thread, message };
}
