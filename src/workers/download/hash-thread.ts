/** @file Starts the thread that hashes a file, see `hash.worker.ts`. */
import { trustedScriptUrl } from "#shared/trusted-url";
import hashWorkerUrl from "../hash.worker.ts?worker&url";
import type { HashHandlers } from "../protocol-models.ts";
import { workerHandle } from "../worker-handle.ts";

/** The hash of bytes given in order; each call waits for the one before. */
export class HashThread {
  readonly #worker = workerHandle<HashHandlers>(
    new Worker(trustedScriptUrl(hashWorkerUrl), { type: "module", name: "hash" }),
  );

  /** Takes the bytes away. @returns the memory that they lay in; null for a Blob */
  add(bytes: Uint8Array<ArrayBuffer> | Blob): Promise<ArrayBuffer | null> {
    const transfer = bytes instanceof Blob ? [] : [bytes.buffer];
    return this.#worker.rpc.call("hash-add", { bytes }, { transfer });
  }

  /** Lower-case hexadecimal. */
  end(): Promise<string> {
    return this.#worker.rpc.call("hash-end", null);
  }

  /** Pending calls reject. */
  close(): void {
    this.#worker.terminate();
  }
}
