/** @file Starts the thread that hashes a file, see `hash.worker.ts`. */
import { AppError } from "#shared/errors";
import { trustedScriptUrl } from "#shared/trusted-url";
import hashWorkerUrl from "../hash.worker.ts?worker&url";
import type { HashHandlers } from "../protocol-models.ts";
import { RpcClient } from "../rpc.ts";

/** The hash of bytes given in order; each call waits for the one before. */
export class HashThread {
  readonly #worker: Worker;
  readonly #rpc: RpcClient<HashHandlers>;

  constructor() {
    this.#worker = new Worker(trustedScriptUrl(hashWorkerUrl), { type: "module", name: "hash" });
    this.#rpc = new RpcClient<HashHandlers>(this.#worker);
    this.#worker.addEventListener("error", (event) => {
      event.preventDefault();
      this.#rpc.fail(new AppError("worker-crashed", event.message || "worker script failed"));
    });
  }

  /** Takes the bytes away. @returns the memory that they lay in; null for a Blob */
  add(bytes: Uint8Array<ArrayBuffer> | Blob): Promise<ArrayBuffer | null> {
    const transfer = bytes instanceof Blob ? [] : [bytes.buffer];
    return this.#rpc.call("hash-add", { bytes }, { transfer });
  }

  /** Lower-case hexadecimal. */
  end(): Promise<string> {
    return this.#rpc.call("hash-end", null);
  }

  /** Pending calls reject. */
  close(): void {
    this.#worker.terminate();
    this.#rpc.fail(new AppError("worker-crashed", "worker was ended"));
  }
}
