/** @file Decodes pictures in a worker, as the inference worker does. */
import "#workers/trusted-default";
import { errorToData } from "#shared/errors";
import { decodePicture } from "#workers/pictures/decode-picture";
import { answerWith } from "./ask-worker.ts";
import type { PictureOutcome, PictureRequest } from "./pictures-types.ts";

async function decode({ file, points, isAborted }: PictureRequest): Promise<PictureOutcome> {
  const bytes = Uint8Array.from(atob(file), (character) => character.codePointAt(0) ?? 0);
  const abort = new AbortController();
  if (isAborted) abort.abort();
  try {
    const { width, height, isAnimated, data } = await decodePicture(new Blob([bytes]), abort.signal);
    const colours = points.map(([x, y]) => [...data.subarray((y * width + x) * 4, (y * width + x + 1) * 4)]);
    return { picture: { width, height, isAnimated, colours } };
  } catch (error) {
    const { code, details } = errorToData(error);
    return { code, details };
  }
}

answerWith(self, decode);
