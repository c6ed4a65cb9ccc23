/** @file A file that is fetched once and then kept by the browser, until it is not wanted any more. */

/**
 * The file at `url`, from the cache where it is there. Without room or without caches it is fetched each time.
 *
 * @param isWanted tells which of the kept addresses are still of use; the others are dropped when a file is added
 */
export async function keptFile(
  cacheName: string,
  url: string,
  fetched: () => Promise<Uint8Array<ArrayBuffer>>,
  isWanted: (url: string) => boolean,
): Promise<Uint8Array<ArrayBuffer>> {
  const cache = await caches.open(cacheName).catch(() => null);
  const kept = await cache?.match(url).catch(() => undefined);
  if (kept) return new Uint8Array(await kept.arrayBuffer());
  const file = await fetched();
  if (cache) await keep(cache, url, file, isWanted).catch(() => undefined);
  return file;
}

async function keep(
  cache: Cache,
  url: string,
  file: Uint8Array<ArrayBuffer>,
  isWanted: (url: string) => boolean,
): Promise<void> {
  for (const known of await cache.keys()) if (!isWanted(known.url)) await cache.delete(known);
  await cache.put(url, new Response(file, { headers: { "Content-Type": "application/gzip" } }));
}
