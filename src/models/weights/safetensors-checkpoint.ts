/** @file A checkpoint in safetensors, plain or with MLX's quantised modules: each module says by its tensors which it is. */
import type { Checkpoint } from "./checkpoint.ts";
import { ensureShape, missingTensor } from "./checkpoint.ts";
import { mlxModule, mlxNBits, mlxNeedsResiduals, mlxRows } from "./mlx.ts";
import type { MlxModule } from "./mlx.ts";
import type { NBitsRows } from "./nbits.ts";
import { readAllRows, readVector, storedRows } from "./rows.ts";
import type { RowReader, StoredTensor } from "./rows.ts";

export class SafetensorsCheckpoint implements Checkpoint {
  readonly #tensors: ReadonlyMap<string, StoredTensor>;
  /** By module: found out once, because all its scales and biases are read for it. */
  readonly #needsResiduals = new Map<string, boolean>();

  constructor(tensors: ReadonlyMap<string, StoredTensor>) {
    this.#tensors = tensors;
  }

  has(name: string): boolean {
    return this.#tensors.has(name);
  }

  /** As stored, which for a quantised matrix is not that of its values; null where there is none of the name. */
  shape(name: string): readonly number[] | null {
    return this.#tensors.get(name)?.shape ?? null;
  }

  rows(name: string, shape: readonly number[]): RowReader {
    const module = this.#mlxModule(name, shape);
    return module ? mlxRows(module) : storedRows(this.#tensor(name, shape));
  }

  nbits(name: string, shape: readonly number[]): NBitsRows | null {
    const module = this.#mlxModule(name, shape);
    return module && mlxNBits(module, () => this.#residualsOf(name, module));
  }

  vector(name: string, shape: readonly number[]): Float32Array<ArrayBuffer> {
    const module = this.#mlxModule(name, shape);
    if (!module) return readVector(this.#tensor(name, shape));
    return readAllRows(mlxRows(module));
  }

  #residualsOf(name: string, module: MlxModule): boolean {
    const needs = this.#needsResiduals.get(name) ?? mlxNeedsResiduals(module);
    this.#needsResiduals.set(name, needs);
    return needs;
  }

  #tensor(name: string, shape: readonly number[]): StoredTensor {
    const tensor = this.#stored(name);
    ensureShape(name, tensor.shape, shape);
    return tensor;
  }

  #mlxModule(name: string, shape: readonly number[]): MlxModule | null {
    const path = name.replace(/\.weight$/, "");
    if (path === name || !this.#tensors.has(`${path}.scales`)) return null;
    const [weight, scales, biases] = [name, `${path}.scales`, `${path}.biases`].map((each) =>
      this.#stored(each),
    ) as [StoredTensor, StoredTensor, StoredTensor];
    return mlxModule({ weight, scales, biases }, shape);
  }

  #stored(name: string): StoredTensor {
    const tensor = this.#tensors.get(name);
    if (!tensor) throw missingTensor(name);
    return tensor;
  }
}
