/** @file A question about all imported messages: the answer with its messages, or an honest "not found". */
import { createStore } from "zustand/vanilla";
import { useStore } from "zustand";
import type { AskAnswer } from "#agent/ask/ask-messages";
import type { Language } from "#calendar/resolution";
import { isAbort } from "#shared/errors";
import type { TurnGuard } from "#storage/conversations";
import { languageModel } from "./engine.ts";
import { toFailure, type Failure } from "./engine-status.ts";
import { policyOf } from "./agent-policy.ts";
import { imports } from "./imports.ts";
import { checkOutput, released } from "./output-check.ts";
import { settingsStore } from "./settings.ts";
import { chatShield } from "./shield.ts";

export type Asking =
  | { readonly phase: "idle" }
  /** The rule for searching messages says to ask each time. */
  | { readonly phase: "permission"; readonly question: string }
  | {
      readonly phase: "refused";
      readonly question: string;
      readonly text: string;
      readonly language: Language;
    }
  | { readonly phase: "looking"; readonly question: string }
  | {
      readonly phase: "answered";
      readonly question: string;
      readonly answer: AskAnswer;
      /** What the safety check did, where there is something to say. */
      readonly guard: TurnGuard | null;
    }
  | { readonly phase: "failed"; readonly question: string; readonly error: Failure };

const askStore = createStore<{ readonly asking: Asking }>(() => ({ asking: { phase: "idle" } }));
let running: AbortController | null = null;

export function readAsking(): Asking {
  return askStore.getState().asking;
}

export function useAsking(): Asking {
  return useStore(askStore, ({ asking }) => asking);
}

/** Asks first, or refuses, where the rule for searching says so. */
export async function askMyMessages(question: string): Promise<void> {
  stopAsking();
  running = null;
  const { permissionFor } = await import("#agent/act/permission");
  const permission = permissionFor("search", policyOf(settingsStore.getState().toolRules));
  if (permission === "granted") return look(question);
  if (permission === "blocked") return refuse(question, "blocked");
  askStore.setState({ asking: { phase: "permission", question } });
}

/** A yes or no to the search that waits for one. */
export async function decideAsking(allowed: boolean): Promise<void> {
  const asking = readAsking();
  if (asking.phase !== "permission") return;
  await (allowed ? look(asking.question) : refuse(asking.question, "declined"));
}

async function refuse(question: string, how: "blocked" | "declined"): Promise<void> {
  const [{ refusalText }, { detectLanguage }] = await Promise.all([
    import("#agent/phrases/refusals"),
    import("#agent/sentences/language"),
  ]);
  const language = detectLanguage(question, "en");
  const text = refusalText("search", how, language);
  askStore.setState({ asking: { phase: "refused", question, text, language } });
}

/** Works without a model: the answer is then the message's own words. A newer question takes the place of one under way. */
async function look(question: string): Promise<void> {
  running?.abort();
  const controller = new AbortController();
  running = controller;
  const show = (asking: Asking): void => {
    if (running === controller) askStore.setState({ asking });
  };
  show({ phase: "looking", question });
  // The rules are those of the settings when the question was asked (decision 29).
  const shield = chatShield();
  try {
    const [
      { askMessages },
      { freshNonce },
      { detectLanguage },
      { ImportedMessages },
      { measuredModel },
      { isDue },
    ] = await Promise.all([
      import("#agent/ask/ask-messages"),
      import("#agent/prompts/quoted-block"),
      import("#agent/sentences/language"),
      import("./agent-messages.ts"),
      import("./measured-model.ts"),
      import("./thread-deletes.ts"),
    ]);
    const { signal } = controller;
    const loaded = languageModel();
    const port = new ImportedMessages(imports.link, [], isDue);
    const answer = await askMessages(question, port, loaded && (await measuredModel(loaded, signal)), {
      threadIds: [],
      language: detectLanguage(question, "en"),
      nonce: freshNonce(),
      signal,
    });
    const guard = await checkOutput(shield, question, textOfAnswer(answer), signal);
    show({ phase: "answered", question, answer, guard });
  } catch (error) {
    show(isAbort(error) ? { phase: "idle" } : { phase: "failed", question, error: toFailure(error) });
  }
}

function textOfAnswer(answer: AskAnswer): string {
  return answer.kind === "found" ? answer.sentences.map(({ text }) => text).join("\n") : "";
}

/** Shows an answer that the safety check holds back. */
export function showAnswerAnyway(): void {
  const asking = readAsking();
  if (asking.phase === "answered")
    askStore.setState({ asking: { ...asking, guard: released(asking.guard) } });
}

export function stopAsking(): void {
  running?.abort();
}

/** Forgets the answer. */
export function clearAsking(): void {
  running?.abort();
  running = null;
  askStore.setState({ asking: { phase: "idle" } });
}
