/** @file The pictures that came with a request to the assistant, and what they say. */
import type { ImagePort } from "#agent/act/ports";
import type { RequestImage } from "#agent/act/run";
import { readConversation } from "#storage/conversations";
import { readPictures, type TurnPicture } from "#storage/pictures";
import type { AgentJob } from "./agent-job.ts";
import { readPictureText } from "./ocr.ts";

type Asked = Pick<AgentJob, "conversationId" | "turnId">;

export async function imagesOf(job: Asked): Promise<readonly RequestImage[]> {
  const pictures = await picturesOf(job);
  return pictures.map(({ id, name }) => ({ id, name, chatId: job.conversationId }));
}

/** Text that the person has seen and may have corrected, else what is read now. */
export function imagePort(job: Asked): ImagePort {
  return {
    async read(imageId, language, signal) {
      const picture = (await picturesOf(job)).find(({ id }) => id === imageId);
      if (picture?.read !== undefined) return picture.read.text;
      const original = picture && (await readPictures(job.conversationId)).get(imageId);
      return original === undefined ? null : readPictureText(original, language, { signal });
    },
  };
}

/** Those of the question that the job answers: pictures of earlier ones are not part of the request. */
async function picturesOf({ conversationId, turnId }: Asked): Promise<readonly TurnPicture[]> {
  const turns = (await readConversation(conversationId))?.turns ?? [];
  const at = turns.findIndex(({ id }) => id === turnId);
  return turns[at - 1]?.pictures ?? [];
}
