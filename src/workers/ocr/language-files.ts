/**
 * @file The data of the eight languages (tessdata 4.0.0_best_int, LSTM networks in 8 bits, gzip), from our own origin.
 * English comes with the app; any other is fetched when it is first chosen and kept in a cache of its own, which no update of
 * the app drops, so that it works offline from then on.
 */
import deuUrl from "@tesseract.js-data/deu/4.0.0_best_int/deu.traineddata.gz?url";
import engUrl from "@tesseract.js-data/eng/4.0.0_best_int/eng.traineddata.gz?url";
import fraUrl from "@tesseract.js-data/fra/4.0.0_best_int/fra.traineddata.gz?url";
import hinUrl from "@tesseract.js-data/hin/4.0.0_best_int/hin.traineddata.gz?url";
import itaUrl from "@tesseract.js-data/ita/4.0.0_best_int/ita.traineddata.gz?url";
import porUrl from "@tesseract.js-data/por/4.0.0_best_int/por.traineddata.gz?url";
import spaUrl from "@tesseract.js-data/spa/4.0.0_best_int/spa.traineddata.gz?url";
import thaUrl from "@tesseract.js-data/tha/4.0.0_best_int/tha.traineddata.gz?url";
import type { Language } from "#calendar/resolution";
import { AppError, isAbort } from "#shared/errors";
import { fetchBytes } from "../fetch-bytes.ts";
import { keptFile } from "./kept-file.ts";
import type { LanguageData } from "./text-reader.ts";

const FILES: Readonly<Record<Language, { readonly code: string; readonly url: string }>> = {
  en: { code: "eng", url: engUrl },
  de: { code: "deu", url: deuUrl },
  fr: { code: "fra", url: fraUrl },
  it: { code: "ita", url: itaUrl },
  pt: { code: "por", url: porUrl },
  es: { code: "spa", url: spaUrl },
  hi: { code: "hin", url: hinUrl },
  th: { code: "tha", url: thaUrl },
};
const CACHE = "hearth-ocr-languages";
/** The largest has 3 MB. */
const MAX_FILE_BYTES = 8e6;

export function languageCode(language: Language): string {
  return FILES[language].code;
}

/** @throws AbortError; AppError `reading-language-missing` */
export async function languageData(language: Language, signal: AbortSignal): Promise<LanguageData> {
  const { code, url } = FILES[language];
  const fetched = (): Promise<Uint8Array<ArrayBuffer>> =>
    fetchBytes(url, { maxBytes: MAX_FILE_BYTES, signal });
  try {
    // The service worker has the English one.
    const file =
      language === "en"
        ? await fetched()
        : await keptFile(CACHE, url, fetched, (known) =>
            Object.values(FILES).some((other) => known.endsWith(other.url)),
          );
    return { code, bytes: await unpacked(file) };
  } catch (error) {
    signal.throwIfAborted();
    if (isAbort(error)) throw error;
    throw new AppError("reading-language-missing", String(error), { language }, error);
  }
}

/** Some hosts say that a `.gz` file is encoded, and the browser has unpacked it then. */
async function unpacked(file: Uint8Array<ArrayBuffer>): Promise<Uint8Array<ArrayBuffer>> {
  if (file[0] !== 0x1f || file[1] !== 0x8b) return file;
  const stream = new Blob([file]).stream().pipeThrough(new DecompressionStream("gzip"));
  return new Uint8Array(await new Response(stream).arrayBuffer());
}
