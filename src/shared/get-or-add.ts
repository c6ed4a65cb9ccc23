/** @file A map that is filled as it is asked. */

interface Store<K, V> {
  get(key: K): V | undefined;
  set(key: K, value: V): unknown;
}

/** What `store` keeps under `key`, made where nothing is kept yet. */
export function getOrAdd<K, V extends object | boolean | string>(
  store: Store<K, V>,
  key: K,
  make: () => V,
): V {
  let value = store.get(key);
  if (value === undefined) {
    value = make();
    store.set(key, value);
  }
  return value;
}
