/**
 * @file What we use of tesseract.js-core 7.0.0: Tesseract's C++ API as its WebIDL bindings hand it out, synchronous and on
 * files of a file system in memory. Why without the worker script of tesseract.js: docs/decisions/0020-ocr-without-nested-workers.md.
 */
import type Tesseract from "tesseract.js";

export interface TesseractApi {
  /** @returns 0, or -1 when there is no usable data of the language. @param engineMode 1 = LSTM network */
  Init(folder: null, language: string, engineMode: 1): number;
  SetVariable(name: string, value: string): boolean;
  /** Takes the file `/input`. @returns 1 when it can't be read. @param orientation EXIF, 1 = upright */
  SetImageFile(orientation: 1, angle: 0): number;
  /** @returns 0 when all went well */
  Recognize(monitor: null): number;
  /** `{"blocks": [...]}` */
  GetJSONText(): string;
  /** Forgets picture and result. */
  Clear(): void;
  /** Frees the network, too: the next call is `Init`. */
  End(): void;
}

export interface TesseractCore {
  readonly TessBaseAPI: new () => TesseractApi;
  readonly FS: {
    writeFile(path: string, bytes: Uint8Array): void;
    unlink(path: string): void;
  };
}

export interface TesseractSettings {
  readonly locateFile: () => string;
  /** @param percent of the whole run; words are read from 30 on */
  readonly TesseractProgress: (percent: number) => void;
  readonly print: (line: string) => void;
  readonly printErr: (line: string) => void;
}

export type TesseractFactory = (settings: TesseractSettings) => Promise<TesseractCore>;

/** Of `GetJSONText`. */
export type ReadBlock = {
  readonly paragraphs: readonly {
    readonly lines: readonly { readonly words: readonly ReadWord[] }[];
  }[];
};

export type ReadWord = Pick<Tesseract.Word, "text" | "confidence">;
