/** @file The end of a transaction of IndexedDB, told as what it was. */

interface Ending {
  readonly done: Promise<void>;
  readonly error: DOMException | null;
}

/**
 * Does the work and waits until its transaction is committed. On a full disk requests end with AbortError, and only the
 * transaction knows why.
 * @param work awaits nothing but the transaction's own requests
 * @throws the transaction's error, else what `work` threw
 */
export async function committed<T>(transaction: Ending, work: () => Promise<T>): Promise<T> {
  const working = (async () => work())();
  const [worked, done] = await Promise.allSettled([working, transaction.done]);
  if (worked.status === "rejected") throw transaction.error ?? worked.reason;
  if (done.status === "rejected") throw transaction.error ?? done.reason;
  return worked.value;
}
