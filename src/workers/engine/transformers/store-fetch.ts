/**
 * @file The weight store in the place of the network. Transformers.js asks for each file of a model by an address; in its
 * worker every such request comes here and is answered from the stored pieces, or not at all: there is nothing to download
 * with, and no cache beside the store.
 */

/** Where the files of a model seem to be. `.invalid` has no addresses on any network (RFC 2606 2). */
export const STORE_ORIGIN = "https://weights.invalid/";

export interface StoreFetchOptions {
  readonly modelId: string;
  /** Each file's pieces in order: the only ones that are given out. */
  readonly blobs: ReadonlyMap<string, readonly Blob[]>;
  /** Once aborted, nothing is answered any more. */
  readonly signal: AbortSignal;
  /** Called with each file that was asked for. */
  readonly onRead: (name: string) => void;
}

type Fetch = (input: string | URL) => Promise<Response>;

/** What is no file of the model is "not found": the library takes that for an optional file which a model hasn't got. */
export function storeFetch({ modelId, blobs, signal, onRead }: StoreFetchOptions): Fetch {
  const base = `${STORE_ORIGIN}${modelId}/`;
  return async (input) => {
    signal.throwIfAborted();
    const address = String(input);
    const name = address.startsWith(base) ? address.slice(base.length) : null;
    const parts = name === null ? undefined : blobs.get(name);
    if (name === null || !parts) return new Response(null, { status: 404 });
    onRead(name);
    return new Response(new Blob([...parts]));
  };
}
