/** @file What the page says to the workers that prepare pictures and read text off them. */
import type { Language } from "#calendar/resolution";
import type { Method } from "./protocol.ts";

/** What the page needs to know of a picture before a model sees it. */
export interface OpenedPicture {
  /** SHA-256 of the file, in hexadecimal. */
  readonly id: string;
  /** A copy: the file may change or go. */
  readonly bytes: Blob;
  /** In pixels, upright. */
  readonly width: number;
  readonly height: number;
  /** Only the first frame is looked at. */
  readonly isAnimated: boolean;
  /** At most 640 pixels on its longer side. */
  readonly thumbnail: Blob;
}

/** A rectangle in shares (0..1) of the upright picture's width and height. */
export interface PictureRegion {
  readonly left: number;
  readonly top: number;
  readonly width: number;
  readonly height: number;
}

/** picture.worker.ts: checks, shrinks and cuts pictures away from the main thread. */
export interface PictureHandlers {
  readonly "picture-open": Method<{ file: Blob }, never, OpenedPicture>;
  /** The part of a picture as a PNG file, at least one pixel. */
  readonly "picture-crop": Method<{ file: Blob; region: PictureRegion }, never, Blob>;
}

/** `opening`: what reads is started and the picture decoded. `fetching`: the data of the language. */
export type ReadingPart = {
  readonly type: "reading-progress";
  readonly phase: "opening" | "fetching" | "reading";
  /** 0..1 within the phase. */
  readonly fraction: number;
};

/** ocr.worker.ts: reads text off pictures. It can't hear while it reads: to stop it, end the worker. */
export interface OcrHandlers {
  /** Lines as they stand in the picture, empty when there are none. @throws AppError `picture-*`, `reading-*` */
  readonly "text-read": Method<{ file: Blob; language: Language }, ReadingPart, string>;
}
