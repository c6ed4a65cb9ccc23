/** @file Tesseract with one language at a time. Synchronous once it is loaded: nothing else happens in its thread. */
import { AppError } from "#shared/errors";
import { pageText } from "./page-text.ts";
import type { ReadBlock, TesseractApi, TesseractCore, TesseractFactory } from "./tesseract-core.ts";

/** How the page is taken apart (`tessedit_pageseg_mode`): columns and paragraphs, or words wherever they stand. */
const PAGE_MODES = ["3", "11"] as const;
/** Until there Tesseract only looks for lines. */
const LINES_PERCENT = 30;
const PICTURE_FILE = "/input";

export interface LanguageData {
  /** Three letters (ISO 639-2), as in the name of the file. */
  readonly code: string;
  /** A `.traineddata` file, not compressed. */
  readonly bytes: Uint8Array;
}

export interface TextReader {
  /** The language that `read` reads; null = none yet. */
  readonly language: string | null;
  /** @throws AppError `reading-failed` when the data is not usable */
  setLanguage(data: LanguageData): void;
  /**
   * @param picture a PNG, JPEG or PNM file, upright
   * @param onProgress shares 0..1
   * @throws AppError `reading-failed`
   */
  read(picture: Uint8Array, onProgress: (fraction: number) => void): string;
}

type PercentListener = (percent: number) => void;

function ignorePercent(): void {
  // Nothing is being read.
}

/** @throws AppError `reading-failed` when the wasm does not load */
export async function createTextReader(factory: TesseractFactory, wasmUrl: string): Promise<TextReader> {
  let onPercent: PercentListener = ignorePercent;
  const complaints: string[] = [];
  try {
    const core = await factory({
      locateFile: () => wasmUrl,
      TesseractProgress: (percent) => onPercent(percent),
      print: () => undefined,
      printErr: (line) => complaints.push(line),
    });
    return new CoreReader(core, complaints, (listener) => (onPercent = listener));
  } catch (error) {
    throw new AppError("reading-failed", "tesseract did not start", {}, error);
  }
}

class CoreReader implements TextReader {
  language: string | null = null;
  readonly #core: TesseractCore;
  /** What Tesseract says while it works, guesses of the resolution among it. */
  readonly #complaints: string[];
  readonly #listen: (listener: PercentListener) => void;
  readonly #api: TesseractApi;

  constructor(core: TesseractCore, complaints: string[], listen: (listener: PercentListener) => void) {
    this.#core = core;
    this.#complaints = complaints;
    this.#listen = listen;
    this.#api = new core.TessBaseAPI();
  }

  setLanguage({ code, bytes }: LanguageData): void {
    if (this.language === code) return;
    this.#api.End();
    this.language = null;
    const file = `/${code}.traineddata`;
    guarded(() => {
      this.#core.FS.writeFile(file, bytes);
      this.#complaints.length = 0;
      const status = this.#api.Init(null, code, 1);
      // The network has been made of it: a second copy is of no use.
      this.#core.FS.unlink(file);
      // Data without a network are only complained about, and then nothing would ever be read.
      const [complaint] = this.#complaints;
      if (status !== 0 || complaint !== undefined)
        throw new AppError("reading-failed", complaint ?? "unusable language data", { language: code });
    });
    this.language = code;
  }

  read(picture: Uint8Array, onProgress: (fraction: number) => void): string {
    this.#listen((percent) => onProgress(Math.max(0, (percent - LINES_PERCENT) / (100 - LINES_PERCENT))));
    return guarded(() => {
      this.#core.FS.writeFile(PICTURE_FILE, picture);
      try {
        for (const mode of PAGE_MODES) {
          const text = this.#readAs(mode);
          if (text !== "") return text;
        }
        return "";
      } finally {
        this.#core.FS.unlink(PICTURE_FILE);
        this.#api.Clear();
        this.#complaints.length = 0;
      }
    });
  }

  #readAs(pageMode: (typeof PAGE_MODES)[number]): string {
    this.#api.SetVariable("tessedit_pageseg_mode", pageMode);
    if (this.#api.SetImageFile(1, 0) === 1) throw new AppError("reading-failed", "unreadable picture");
    if (this.#api.Recognize(null) !== 0) throw new AppError("reading-failed", "recognition failed");
    const { blocks } = JSON.parse(this.#api.GetJSONText()) as { readonly blocks: readonly ReadBlock[] };
    return pageText(blocks);
  }
}

/** Aborts of wasm and numbers thrown by C++ become the one error that this can be. */
function guarded<T>(work: () => T): T {
  try {
    return work();
  } catch (error) {
    if (error instanceof AppError) throw error;
    throw new AppError("reading-failed", String(error), {}, error);
  }
}
