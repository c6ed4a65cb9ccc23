/** @file What the page knows about imported messages and the import under way. */
import { AppError, errorCode } from "#shared/errors";
import type { Id, ImportOptions, ImportQuestion, Thread } from "#messages/message";
import type { ThreadOutline } from "#storage/thread-outline";
import type { CommitPart, ImportPreview } from "#workers/protocol-imports";
import { toFailure, type Failure } from "./engine-status.ts";
import type { ThreadPages } from "./thread-pages.ts";
import { isSilence } from "./watchdog.ts";

export interface ImportSource {
  readonly file: Blob;
  readonly fileName: string;
}

/** The answers a person may change while looking at the preview; each change reads the file again. */
export type ImportAnswers = Partial<Pick<ImportOptions, "zone" | "dateOrder" | "baseDate" | "encoding">>;

export interface ReadImport {
  readonly source: ImportSource;
  readonly options: ImportOptions;
  readonly preview: ImportPreview;
  /** Every question asked so far, answered ones too, so that an answer can be taken back. */
  readonly questions: readonly ImportQuestion[];
}

/** The import under way. Nothing is stored before `saving`. */
export type Intake =
  | { readonly phase: "idle" }
  | {
      readonly phase: "reading";
      readonly source: ImportSource;
      readonly options: ImportOptions;
      /** null until the worker has said how far it is. */
      readonly fraction: number | null;
      /** The preview under the former answers, shown while the file is read again. */
      readonly former: ImportPreview | null;
      readonly questions: readonly ImportQuestion[];
    }
  | ({ readonly phase: "preview" } & ReadImport)
  | ({
      readonly phase: "saving";
      /** What is being stored: the messages first. */
      readonly what: "messages" | "pictures";
      /** Of these; null until the first are stored. */
      readonly fraction: number | null;
      /** Cancelled, and the worker has not answered yet. */
      readonly stopping: boolean;
    } & ReadImport)
  | { readonly phase: "failed"; readonly fileName: string; readonly error: Failure };

export type ThreadList =
  | { readonly phase: "loading" }
  | { readonly phase: "ready"; readonly threads: readonly Thread[] }
  | { readonly phase: "failed"; readonly error: Failure };

export type OpenThread =
  | { readonly phase: "none" }
  | { readonly phase: "loading"; readonly threadId: Id }
  | {
      readonly phase: "ready";
      readonly threadId: Id;
      readonly outline: ThreadOutline;
      readonly pages: ThreadPages;
    }
  | { readonly phase: "failed"; readonly threadId: Id; readonly error: Failure };

export interface ImportsState {
  readonly list: ThreadList;
  readonly open: OpenThread;
  readonly intake: Intake;
}

export const NOTHING_YET: ImportsState = {
  list: { phase: "loading" },
  open: { phase: "none" },
  intake: { phase: "idle" },
};

/** The open thread as it is listed. */
export function threadOf(list: ThreadList, open: OpenThread): Thread | undefined {
  if (list.phase !== "ready" || open.phase === "none") return undefined;
  return list.threads.find(({ id }) => id === open.threadId);
}

/** The newest form of each kind of question; one that is no longer asked was answered and stays. */
export function mergeQuestions(
  asked: readonly ImportQuestion[],
  now: readonly ImportQuestion[],
): readonly ImportQuestion[] {
  return [...asked.filter((old) => !now.some((question) => question.kind === old.kind)), ...now];
}

/** What is being stored, and how much of it is. */
export function savedPart(part: CommitPart): { what: "messages" | "pictures"; fraction: number } {
  return part.type === "commit-progress"
    ? { what: "messages", fraction: part.doneMessages / part.totalMessages }
    : { what: "pictures", fraction: part.donePictures / part.totalPictures };
}

/** A worker that fell silent was ended at a place in the file: more than that it was lost. */
export function asStuck(error: unknown, intake: Intake): unknown {
  if (!isSilence(error) || intake.phase !== "reading") return error;
  return new AppError("import-stuck", "no sign of life", { fraction: intake.fraction }, error);
}

export function failedIntake(fileName: string, error: unknown): Intake {
  const lost = errorCode(error) === "worker-crashed";
  const shown = lost ? new AppError("import-interrupted", "the worker was lost", {}, error) : error;
  return { phase: "failed", fileName, error: toFailure(shown) };
}
