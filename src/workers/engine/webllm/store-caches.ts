/**
 * @file The weight store in the place of the browser's Cache API. WebLLM looks every file of a model up in `caches` by its
 * address and downloads what it does not find. In its worker `caches` is this object instead: it answers from the stored
 * pieces, without a second copy, and has nothing to download with (spec webllm-and-storage A1.10).
 */
import { AppError } from "#shared/errors";

/** Where the files of a model seem to be. `.invalid` has no addresses on any network (RFC 2606 2). */
const ORIGIN = "https://weights.invalid";

export interface StoreCachesOptions {
  readonly modelId: string;
  /** Each file's pieces in order. */
  readonly blobs: ReadonlyMap<string, readonly Blob[]>;
  /** Once aborted, nothing is answered any more. */
  readonly signal: AbortSignal;
  /** Called with each file that was asked for. */
  readonly onRead: (name: string) => void;
}

/** The address of the model's folder as WebLLM wants one: absolute, with `/resolve/` in it. */
export function modelUrl(modelId: string): string {
  return `${ORIGIN}/${modelId}/resolve/stored/`;
}

/** What WebLLM uses of `Cache`. */
class StoreCache {
  readonly #options: StoreCachesOptions;
  readonly #base: string;

  constructor(options: StoreCachesOptions) {
    this.#options = options;
    this.#base = modelUrl(options.modelId);
  }

  /** A response that reads its Blobs only when its body is asked for: WebLLM looks each shard up twice. */
  async match(request: RequestInfo | URL): Promise<Response | undefined> {
    const { blobs, signal, onRead } = this.#options;
    signal.throwIfAborted();
    const name = this.#nameOf(request);
    const parts = blobs.get(name);
    if (!parts) return undefined;
    onRead(name);
    return new Response(new Blob([...parts]));
  }

  /** @throws AppError `weights-missing`: what is not stored is not fetched. */
  async add(request: RequestInfo | URL): Promise<never> {
    this.#options.signal.throwIfAborted();
    const file = this.#nameOf(request).slice(0, 136);
    throw new AppError("weights-missing", `${file} is not among the model's files`, { file });
  }

  /** As requests with absolute addresses: by their `url` WebLLM sees that all shards are here. */
  async keys(): Promise<readonly Request[]> {
    return [...this.#options.blobs.keys()].map((name) => new Request(`${this.#base}${name}`));
  }

  /** Files are removed through the models page only. */
  async delete(): Promise<boolean> {
    return false;
  }

  /** The whole address where it is outside the model's folder, which no file is called. */
  #nameOf(request: RequestInfo | URL): string {
    const url = request instanceof Request ? request.url : String(request);
    return url.startsWith(this.#base) ? url.slice(this.#base.length) : url;
  }
}

/** Puts the store in the place of `caches` for the rest of this thread's life. */
export function shadowCaches(scope: typeof globalThis, options: StoreCachesOptions): void {
  const cache = new StoreCache(options);
  const value = { open: async () => cache };
  Object.defineProperty(scope, "caches", { configurable: true, value });
}
