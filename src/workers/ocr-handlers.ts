/** @file What ocr.worker.ts answers. One picture at a time: the reader holds its network and one page. */
import createCore from "hearth:tesseract-core";
import wasmUrl from "hearth:tesseract-wasm";
import { OneAtATime } from "#shared/one-at-a-time";
import type { OcrHandlers, ReadingPart } from "./protocol-pictures.ts";
import type { HandlerTable } from "./rpc.ts";
import { languageCode, languageData } from "./ocr/language-files.ts";
import { readingPicture } from "./ocr/reading-picture.ts";
import { createTextReader, type TextReader } from "./ocr/text-reader.ts";

type Read = HandlerTable<OcrHandlers>["text-read"];

export function createOcrHandlers(): HandlerTable<OcrHandlers> {
  let reader: Promise<TextReader> | null = null;
  const pictures = new OneAtATime();
  const started = async (): Promise<TextReader> => {
    reader ??= createTextReader(createCore, wasmUrl);
    try {
      return await reader;
    } catch (error) {
      reader = null;
      throw error;
    }
  };
  const read: Read = async ({ file, language }, { signal, onPart }) => {
    const tell = (phase: ReadingPart["phase"], fraction: number): void =>
      onPart({ type: "reading-progress", phase, fraction });
    tell("opening", 0);
    const picture = await readingPicture(file, signal);
    const tesseract = await started();
    if (tesseract.language !== languageCode(language)) {
      tell("fetching", 0);
      tesseract.setLanguage(await languageData(language, signal));
    }
    signal.throwIfAborted();
    tell("reading", 0);
    return tesseract.read(picture, (fraction) => tell("reading", fraction));
  };
  return { "text-read": (args, context) => pictures.run(async () => read(args, context)) };
}
