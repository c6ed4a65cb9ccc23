/**
 * @file Stored weights straight into the WebAssembly heap. The runtime's glue script asks for the bytes of a weight and only
 * then, in `HEAPU8.set(bytes, pointer)`, says where they go. It leaves every view of the heap that it makes at `HEAPU8` of
 * the object it was started with; here that view gets a `set` which knows the stand-ins that were given for stored bytes.
 */
import type { StoredBytes } from "#models/weights/byte-source";

export class HeapWrites {
  #view: Uint8Array<ArrayBuffer> | undefined;
  readonly #standIns = new WeakMap<object, StoredBytes>();
  #given = 0;
  #written = 0;

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

  /**
   * What to give in place of the bytes. It is empty: copied by anything else it leaves the weight as it was, zeros, which the
   * check of the model's numbers cannot see, since it compares two ways to use the same weights. Hence `takeCounts`.
   */
  standIn(bytes: StoredBytes): Uint8Array<ArrayBuffer> {
    const empty = new Uint8Array(0);
    this.#standIns.set(empty, bytes);
    this.#given += 1;
    return empty;
  }

  /** How many stand-ins were given since the last call, and how many times one was written: as many, or weights are missing. */
  takeCounts(): { readonly given: number; readonly written: number } {
    const counts = { given: this.#given, written: this.#written };
    [this.#given, this.#written] = [0, 0];
    return counts;
  }

  #set(view: Uint8Array<ArrayBuffer>, bytes: ArrayLike<number>, pointer: number): void {
    const stored = this.#standIns.get(bytes);
    if (!stored) return Uint8Array.prototype.set.call(view, bytes, pointer);
    stored.copyTo(view.subarray(pointer, pointer + stored.byteLength));
    this.#written += 1;
  }
}
