/** @file Beside a download: that there is no network now. */
import { useSyncExternalStore, type ReactElement } from "react";
import styles from "./InstallPanel.module.css";

export function OfflineHint(): ReactElement | null {
  const online = useSyncExternalStore(watch, () => navigator.onLine);
  if (online) return null;
  return (
    <output className={styles.note}>
      You are offline. Downloading a model needs the network once; files you have need none.
    </output>
  );
}

function watch(onChange: () => void): () => void {
  const events = new AbortController();
  for (const name of ["online", "offline"]) addEventListener(name, onChange, { signal: events.signal });
  return () => events.abort();
}
