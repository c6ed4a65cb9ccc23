/** @file Which words of a text were kept, left out and added: the longest common subsequence, on bounded input. */

export interface DiffPart {
  readonly kind: "same" | "removed" | "added";
  readonly text: string;
}

/** Above this many pieces on a side the table would not fit a phone: the texts are shown whole, one after the other. */
const MAX_PIECES = 1500;

/** Words and the white space between them; the parts put together give `before` and `after`. */
export function wordDiff(before: string, after: string): DiffPart[] {
  const [left, right] = [pieces(before), pieces(after)];
  if (left.length > MAX_PIECES || right.length > MAX_PIECES) return joined([removed(before), added(after)]);
  const width = right.length + 1;
  const lengths = new Uint16Array((left.length + 1) * width);
  const at = (row: number, column: number): number => lengths[row * width + column] ?? 0;
  for (let row = left.length - 1; row >= 0; row -= 1)
    for (let column = right.length - 1; column >= 0; column -= 1)
      lengths[row * width + column] =
        left[row] === right[column]
          ? at(row + 1, column + 1) + 1
          : Math.max(at(row + 1, column), at(row, column + 1));
  const parts: DiffPart[] = [];
  let [row, column] = [0, 0];
  while (row < left.length || column < right.length) {
    const [old, now] = [left[row], right[column]];
    if (old !== undefined && old === now) {
      parts.push({ kind: "same", text: old });
      [row, column] = [row + 1, column + 1];
    } else if (old !== undefined && (now === undefined || at(row + 1, column) >= at(row, column + 1))) {
      parts.push(removed(old));
      row += 1;
    } else {
      parts.push(added(now ?? ""));
      column += 1;
    }
  }
  return joined(parts);
}

const removed = (text: string): DiffPart => ({ kind: "removed", text });
const added = (text: string): DiffPart => ({ kind: "added", text });

const pieces = (text: string): string[] => text.match(/\s+|[^\s]+/g) ?? [];

/** Neighbours of one kind become one part. */
function joined(parts: readonly DiffPart[]): DiffPart[] {
  const result: DiffPart[] = [];
  for (const part of parts) {
    const last = result.at(-1);
    if (part.text === "") continue;
    if (last?.kind === part.kind)
      result[result.length - 1] = { kind: part.kind, text: last.text + part.text };
    else result.push(part);
  }
  return result;
}
