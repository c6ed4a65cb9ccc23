/** @file Starts the thread that hashes a file, see `hash.worker.ts`. */
import { AppError } from "#shared/errors";
import { trustedScriptUrl } from "#shared/trusted-url";
import hashWorkerUrl from "../hash.worker.ts?worker&url";
import type { HashHandlers } from "../protocol.ts";
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

  /** Takes the bytes away: their buffer is empty afterwards. */
  async add(bytes: Uint8Array<ArrayBuffer> | Blob): Promise<void> {
    const transfer = bytes instanceof Blob ? [] : [bytes.buffer];
    await this.#rpc.call("hash-add", { bytes }, { transfer });
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
