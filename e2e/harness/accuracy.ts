/** @file The page of the accuracy test: starts its worker and hands questions through. */
import { trustedScriptUrl } from "#shared/trusted-url";
import type { Accuracy, AccuracyRequest } from "./accuracy-types.ts";
import workerUrl from "./accuracy.worker.ts?worker&url";

let worker: Worker | undefined;

window.measureAccuracy = (request) => {
  worker ??= new Worker(trustedScriptUrl(workerUrl), { type: "module" });
  const { promise, resolve, reject } = deferred<Accuracy>();
  worker.onmessage = ({ data }: MessageEvent<Accuracy | { error: string }>) =>
    "error" in data ? reject(new Error(data.error)) : resolve(data);
  worker.onerror = (event) => reject(new Error(event.message));
  worker.postMessage(request);
  return promise;
};

function deferred<T>(): { promise: Promise<T>; resolve: (value: T) => void; reject: (error: Error) => void } {
  let [resolve, reject]: [(value: T) => void, (error: Error) => void] = [() => {}, () => {}];
  const promise = new Promise<T>((onResolve, onReject) => ([resolve, reject] = [onResolve, onReject]));
  return { promise, resolve, reject };
}
