/** @file Which pictures are forgotten for a new one, or that those of the chat do not fit beside each other. */
import { AppError } from "#shared/errors";

export interface RoomRequest {
  /** Bytes of the pictures that are kept, by their numbers, the one used last at the end. */
  readonly held: ReadonlyMap<number, number>;
  /** The one that is to come. */
  readonly number: number;
  readonly bytes: number;
  /** Pictures of the chat in their order, and for each how many stand directly in front of it. */
  readonly chat: readonly number[];
  readonly runs: readonly number[];
  /** For all of them, groups side by side counted twice: they are kept joined as well. */
  readonly budgetBytes: number;
}

/**
 * @returns the numbers to forget: those used longest ago first, none of the chat's.
 * @throws AppError `picture-too-many`.
 */
export function makeRoom({ held, number, bytes, chat, runs, budgetBytes }: RoomRequest): readonly number[] {
  const sizeOf = (each: number): number => (each === number ? bytes : (held.get(each) ?? 0));
  const joined = joinedBytes(chat.map(sizeOf), runs);
  const needed = new Set(chat);
  let total = bytes + joined + [...held.values()].reduce((sum, each) => sum + each, 0);
  const forgotten: number[] = [];
  for (const [other, size] of held) {
    if (total <= budgetBytes) break;
    if (needed.has(other)) continue;
    forgotten.push(other);
    total -= size;
  }
  if (total <= budgetBytes) return forgotten;
  const fitting = Math.max(1, Math.floor((budgetBytes - joined) / bytes));
  throw new AppError("picture-too-many", "the pictures of the chat do not fit the memory", {
    pictures: needed.size,
    fitting: Math.min(fitting, needed.size - 1),
  });
}

/** What the largest group side by side takes once more. */
function joinedBytes(sizes: readonly number[], runs: readonly number[]): number {
  let [largest, group] = [0, 0];
  sizes.forEach((bytes, index) => {
    const isBehindAnother = (runs[index] ?? 0) > 0;
    group = isBehindAnother ? group + bytes : bytes;
    if (isBehindAnother) largest = Math.max(largest, group);
  });
  return largest;
}
