/** @file What the browser gives to those that read, for tests in Node: threads, and Blobs that can be read at once. */
import type { FillJob } from "../fill-job.ts";
import { takeStretches } from "../fill-job.ts";
import type { Request } from "#workers/protocol";

/** A Blob whose bytes are at hand; or, with an error, one that cannot be read. */
export class MemoryBlob extends Blob {
  readonly content: Uint8Array<ArrayBuffer>;
  readonly error: Error | null;

  constructor(bytes: Uint8Array<ArrayBuffer>, error: Error | null = null) {
    super([bytes]);
    this.content = bytes;
    this.error = error;
  }

  override slice(from = 0, to = this.size): MemoryBlob {
    return new MemoryBlob(this.content.slice(from, to), this.error);
  }

  override async arrayBuffer(): Promise<ArrayBuffer> {
    return this.read();
  }

  override stream(): ReadableStream<Uint8Array<ArrayBuffer>> {
    const pull = (controller: ReadableStreamDefaultController): void => controller.error(this.error);
    return this.error ? new ReadableStream({ pull }) : new Blob([this.content]).stream();
  }

  read(): ArrayBuffer {
    if (this.error) throw this.error;
    return this.content.slice().buffer;
  }
}

export const memoryReader = { readAsArrayBuffer: (blob: Blob): ArrayBuffer => (blob as MemoryBlob).read() };

/** A thread that reads when this one awaits something; a silent one hears all and does nothing. */
export class FakeThread {
  terminated = false;
  readonly jobs: FillJob[] = [];
  /** Settled when all is done that was asked for. */
  done: Promise<unknown> = Promise.resolve();
  readonly #silent: boolean;
  readonly #hash: () => Promise<string>;
  readonly #listeners = new Map<string, (event: unknown) => void>();

  constructor({ silent = false, hash = async () => "hash of a thread" } = {}) {
    this.#silent = silent;
    this.#hash = hash;
  }

  get worker(): Worker {
    return this as unknown as Worker;
  }

  addEventListener(type: string, listener: (event: unknown) => void): void {
    this.#listeners.set(type, listener);
  }

  postMessage(request: Request): void {
    if (request.type !== "request") return;
    const { id, method, args } = request;
    const working = this.#answer(method, args).then(
      (result) => this.#listeners.get("message")!({ data: { type: "result", id, result } }),
      (error: Error) => {
        const data = { code: "unexpected", message: error.message, details: {} };
        this.#listeners.get("message")!({ data: { type: "error", id, error: data } });
      },
    );
    if (method !== "read-hash") this.done = Promise.all([this.done, working]);
  }

  crash(): void {
    this.#listeners.get("error")!({ message: "crashed", preventDefault: () => {} });
  }

  terminate(): void {
    this.terminated = true;
  }

  async #answer(method: string, args: unknown): Promise<unknown> {
    if (method === "read-hash") return this.#hash();
    if (method === "read-fill") {
      this.jobs.push(args as FillJob);
      if (!this.#silent) await takeStretches(args as FillJob);
    }
    return null;
  }
}
