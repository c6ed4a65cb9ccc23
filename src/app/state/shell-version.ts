/** @file Asks the service worker in charge which build it is, and compares. */
import { IMPORTS_SCHEMA_VERSION } from "#storage/imports-db";
import { USER_SCHEMA_VERSION } from "#storage/user-db";
import {
  judgeVersions,
  parseVersionAnswer,
  type VersionQuestion,
  type VersionVerdict,
} from "#shared/shell-messages";

/** A service worker that says nothing by then is older than this question. */
const ANSWER_MS = 5000;

/**
 * Null without a service worker in charge, or one that does not know the question.
 * @param script path of the page's main script
 */
export async function askVersions(script: string): Promise<VersionVerdict | null> {
  const { controller } = navigator.serviceWorker;
  if (!controller) return null;
  const answer = parseVersionAnswer(await ask(controller, { type: "VERSION", script }));
  return answer && judgeVersions(answer, { user: USER_SCHEMA_VERSION, imports: IMPORTS_SCHEMA_VERSION });
}

function ask(worker: ServiceWorker, question: VersionQuestion): Promise<unknown> {
  return new Promise((resolve) => {
    const { port1, port2 } = new MessageChannel();
    const finish = (answer: unknown): void => {
      port1.close();
      clearTimeout(timer);
      resolve(answer);
    };
    const timer = setTimeout(() => finish(null), ANSWER_MS);
    port1.addEventListener("message", ({ data }) => finish(data));
    port1.start();
    worker.postMessage(question, [port2]);
  });
}
