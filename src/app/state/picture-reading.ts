/** @file Reading the text of the pictures beside the message field: which one is being read, how far it is, what failed. */
import { useStore } from "zustand";
import { createStore } from "zustand/vanilla";
import { freshNonce } from "#agent/prompts/quoted-block";
import { LANGUAGES, type Language } from "#calendar/resolution";
import { isAbort } from "#shared/errors";
import type { ReadingPart } from "#workers/protocol-pictures";
import { attachmentsOf, describeAttachment } from "./chats-attachments.ts";
import { toFailure, type Failure } from "./engine-status.ts";
import { keptItems } from "./kept-items.ts";
import { readPictureText } from "./ocr.ts";

export type PictureReading =
  | { readonly phase: "idle" }
  | {
      readonly phase: "reading";
      readonly chatId: string | null;
      readonly name: string;
      readonly part: ReadingPart | null;
    }
  | { readonly phase: "failed"; readonly chatId: string | null; readonly error: Failure };

interface ReadingState {
  readonly reading: PictureReading;
  /** Language of the next picture. */
  readonly language: Language;
}

const STORED = "reading-language";
const kept = keptItems("hearth-");
const IDLE: PictureReading = { phase: "idle" };

const store = createStore<ReadingState>(() => ({ reading: IDLE, language: firstLanguage() }));
let stop: AbortController | null = null;

export function usePictureReading(): ReadingState {
  return useStore(store);
}

/** Kept for the next picture and the next visit. */
export function setReadingLanguage(language: Language): void {
  store.setState({ language });
  kept.write(STORED, language);
}

/** Reads the pictures of a chat that were not read in the chosen language yet. Never rejects. */
export async function readAttachments(chatId: string | null): Promise<void> {
  if (stop) return;
  const { language } = store.getState();
  const { signal } = (stop = new AbortController());
  try {
    for (const { key } of attachmentsOf(chatId)) await readOne(chatId, key, language, signal);
    store.setState({ reading: IDLE });
  } catch (error) {
    const failed: PictureReading = { phase: "failed", chatId, error: toFailure(error) };
    store.setState({ reading: isAbort(error) ? IDLE : failed });
  } finally {
    stop = null;
  }
}

/** What was read so far stays. */
export function stopReading(): void {
  stop?.abort();
}

async function readOne(
  chatId: string | null,
  key: number,
  language: Language,
  signal: AbortSignal,
): Promise<void> {
  const one = attachmentsOf(chatId).find((other) => other.key === key);
  if (one?.phase !== "ready" || one.picture.read?.language === language) return;
  const show = (part: ReadingPart | null): void =>
    store.setState({ reading: { phase: "reading", chatId, name: one.name, part } });
  show(null);
  const text = await readPictureText(one.bytes, language, { signal, onPart: show });
  describeAttachment(chatId, key, { read: { text, language, nonce: freshNonce() } });
}

function firstLanguage(): Language {
  const wanted = [kept.read(STORED), ...navigator.languages.map((tag) => tag.slice(0, 2).toLowerCase())];
  return wanted.flatMap((tag) => LANGUAGES.find((language) => language === tag) ?? [])[0] ?? "en";
}
