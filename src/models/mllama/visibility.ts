/**
 * @file Which rows of a text see which of its pictures through cross-attention (spec llama32 3.3). A picture is seen from
 * its own token on: the last one by everything that follows, generated tokens too, an earlier one until the next
 * picture. Pictures directly behind one another are seen together. What a row sees never depends on what comes after
 * it, so rows in a KV cache stay right when a picture is added.
 */

/** Rows `first` up to, not including, `end`; Infinity for all that follow. */
export interface RowRange {
  readonly first: number;
  readonly end: number;
}

/** Neighbouring rows that see the same pictures, none or several, by their numbers from 0. */
export interface VisibilityRun extends RowRange {
  readonly pictures: readonly number[];
}

export function imageTokenPositions(ids: readonly number[], imageTokenIndex: number): number[] {
  return ids.flatMap((id, position) => (id === imageTokenIndex ? [position] : []));
}

/** @param imagePositions ascending. @returns for each picture the rows that see it. */
export function visibleRanges(imagePositions: readonly number[]): readonly RowRange[] {
  const ends: number[] = [];
  for (let image = imagePositions.length - 1; image >= 0; image--) {
    const next = imagePositions[image + 1] ?? Number.POSITIVE_INFINITY;
    const adjacent = next === (imagePositions[image] as number) + 1;
    ends[image] = adjacent ? (ends[image + 1] as number) : next;
  }
  return imagePositions.map((first, image) => ({ first, end: ends[image] as number }));
}

/** The pictures that row `row` sees, ascending. */
export function picturesSeenBy(row: number, ranges: readonly RowRange[]): readonly number[] {
  return ranges.flatMap(({ first, end }, picture) => (row >= first && row < end ? [picture] : []));
}

/**
 * Rows `first` up to `end`, cut wherever what they see changes: within a run no attention mask is needed.
 * @param imagePositions of the whole text, ascending.
 */
export function visibilityRuns(
  imagePositions: readonly number[],
  { first, end }: RowRange,
): readonly VisibilityRun[] {
  const ranges = visibleRanges(imagePositions);
  const inside = imagePositions.filter((position) => position > first && position < end);
  // A range begins at a picture and ends at a later one: nothing changes elsewhere.
  const cuts = end > first ? [first, ...inside] : [];
  return cuts.map((start, index) => ({
    first: start,
    end: cuts[index + 1] ?? end,
    pictures: picturesSeenBy(start, ranges),
  }));
}
