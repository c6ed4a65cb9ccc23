/** @file The pictures that a request to the assistant is about, and what they say. */
import type { ImagePort } from "#agent/act/ports";
import type { RequestImage } from "#agent/act/run";
import { detectLanguage } from "#agent/sentences/language";
import { findDatePhrases } from "#calendar/find-phrases";
import { DEFAULT_DAY_PARTS } from "#calendar/resolution";
import { readConversation, type Turn } from "#storage/conversations";
import { readPictures } from "#storage/pictures";
import type { AgentJob } from "./agent-job.ts";
import { readPictureText } from "./ocr.ts";
import { defaultZone } from "./settings.ts";

type Asked = Pick<AgentJob, "conversationId" | "turnId" | "scope">;

/**
 * Those that came with the request. "Add this to my calendar" after a question about a picture means that picture: without
 * any of its own, without chosen messages and without a date in its words, a request is about the latest in its chat.
 */
export async function imagesOf(job: Asked): Promise<readonly RequestImage[]> {
  const turns = await turnsBefore(job);
  const request = turns.at(-1);
  const earlier = request !== undefined && pointsBack(request, job) ? latestPictures(turns) : [];
  const pictures = request?.pictures ?? earlier;
  return pictures.map(({ id, name }) => ({ id, name, chatId: job.conversationId }));
}

/** Text that the person has seen and may have corrected, else what is read now. */
export function imagePort(job: Asked): ImagePort {
  return {
    async read(imageId, language, signal) {
      const pictures = (await turnsBefore(job)).flatMap((turn) => turn.pictures ?? []);
      const known = pictures.findLast(({ id, read }) => id === imageId && read !== undefined)?.read;
      if (known !== undefined) return known.text;
      const original = (await readPictures(job.conversationId)).get(imageId);
      return original === undefined ? null : readPictureText(original, language, { signal });
    },
  };
}

/** The request last. */
async function turnsBefore({ conversationId, turnId }: Asked): Promise<readonly Turn[]> {
  const turns = (await readConversation(conversationId))?.turns ?? [];
  return turns.slice(
    0,
    turns.findIndex(({ id }) => id === turnId),
  );
}

function latestPictures(turns: readonly Turn[]): NonNullable<Turn["pictures"]> {
  return turns.findLast(({ pictures }) => pictures !== undefined)?.pictures ?? [];
}

function pointsBack({ text, createdAt }: Turn, { scope }: Asked): boolean {
  const context = {
    refEpochMs: createdAt,
    zone: defaultZone(),
    language: detectLanguage(text, "en"),
    dayParts: DEFAULT_DAY_PARTS,
  };
  return scope.threadIds.length === 0 && findDatePhrases(text.slice(0, 600), context).length === 0;
}
