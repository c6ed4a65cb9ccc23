/** @file The rows of large imports, some at a time: a mailbox has a hundred thousand threads. */
import type { Id } from "#messages/message";
import type { ImportsDatabase, ImportsTransaction, StoredPart, StoredThread } from "./imports-db.ts";

const PAGE_ROWS = 500;

/** What an import added to each thread, in the order of their ids. Stays inside of a transaction while nothing else is awaited. */
export async function* partPages(
  from: ImportsDatabase | ImportsTransaction,
  batchId: Id,
): AsyncGenerator<readonly StoredPart[]> {
  yield* pages((last: StoredPart | undefined) => readParts(from, partsOf(batchId, last?.threadId ?? null)));
}

/** The parts of a batch, of the threads behind one. */
export function partsOf(batchId: Id, after: Id | null = null): IDBKeyRange {
  return after === null
    ? IDBKeyRange.bound([batchId], [batchId, []])
    : IDBKeyRange.bound([batchId, after], [batchId, []], true);
}

function readParts(from: ImportsDatabase | ImportsTransaction, range: IDBKeyRange): Promise<StoredPart[]> {
  return "getAll" in from
    ? from.getAll("parts", range, PAGE_ROWS)
    : from.objectStore("parts").getAll(range, PAGE_ROWS);
}

/** All threads, in the order of their ids. */
export async function* threadPages(
  from: ImportsDatabase | ImportsTransaction,
): AsyncGenerator<readonly StoredThread[]> {
  yield* pages((last: StoredThread | undefined) => {
    const range = IDBKeyRange.lowerBound(last?.id ?? "", true);
    return "getAll" in from
      ? from.getAll("threads", range, PAGE_ROWS)
      : from.objectStore("threads").getAll(range, PAGE_ROWS);
  });
}

/** Page after page; `read` gives the one behind a row, the first one for none. */
async function* pages<Row>(
  read: (last: Row | undefined) => Promise<readonly Row[]>,
): AsyncGenerator<readonly Row[]> {
  for (let last: Row | undefined; ;) {
    const page = await read(last);
    yield page;
    if (page.length < PAGE_ROWS) return;
    last = page.at(-1);
  }
}
