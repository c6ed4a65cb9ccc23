/** @file One question to a bench or test worker, one answer back. */

type Reply<T> = T | { readonly error: string };

/** Posts `request`; resolves with the next message, rejects with the error that the worker names. */
export function askWorker<T extends object>(worker: Worker, request: unknown): Promise<T> {
  return new Promise((resolve, reject) => {
    const settled = new AbortController();
    const options = { once: true, signal: settled.signal };
    worker.addEventListener(
      "message",
      ({ data }: MessageEvent<Reply<T>>) => {
        settled.abort();
        if ("error" in data) reject(new Error(data.error));
        else resolve(data);
      },
      options,
    );
    worker.addEventListener("error", (event) => (settled.abort(), reject(new Error(event.message))), options);
    worker.postMessage(request);
  });
}

/** Answers each message with what `work` makes of it. */
export function answerWith(scope: typeof self, work: (request: never) => Promise<unknown>): void {
  scope.addEventListener("message", ({ data }: MessageEvent<unknown>) => {
    work(data as never).then(
      (answer) => scope.postMessage(answer),
      (error: unknown) => scope.postMessage({ error: String(error) }),
    );
  });
}
