/**
 * @file Stored weights straight into the WebAssembly heap. The runtime's glue script asks for the bytes of a weight and only
 * then, in `HEAPU8.set(bytes, pointer)`, says where they go. It leaves every view of the heap that it makes at `HEAPU8` of
 * the object it was started with; here that view gets a `set` which knows the stand-ins that were given for stored bytes.
 */
import type { StoredBytes } from "#models/weights/byte-source";

export class HeapWrites {
  #view: Uint8Array<ArrayBuffer> | undefined;
  readonly #standIns = new WeakMap<object, StoredBytes>();

  /** Call it before the glue script gets `settings`. */
  watch(settings: object): void {
    Object.defineProperty(settings, "HEAPU8", {
      get: () => this.#view,
      set: (view: Uint8Array<ArrayBuffer>) => {
        this.#view = view;
        view.set = (bytes, pointer = 0) => this.#set(view, bytes, pointer);
      },
    });
  }

  /** What to give in place of the bytes. It is empty: copied by anything else it would leave zeros, which no check passes. */
  standIn(bytes: StoredBytes): Uint8Array<ArrayBuffer> {
    const empty = new Uint8Array(0);
    this.#standIns.set(empty, bytes);
    return empty;
  }

  #set(view: Uint8Array<ArrayBuffer>, bytes: ArrayLike<number>, pointer: number): void {
    const stored = this.#standIns.get(bytes);
    if (stored) stored.copyTo(view.subarray(pointer, pointer + stored.byteLength));
    else Uint8Array.prototype.set.call(view, bytes, pointer);
  }
}
