/** @file Threads, people or imports: links, so that Back and reload keep the choice. */
import type { ReactElement } from "react";
import { routeHref, type MessagesTab } from "#app/state/route.ts";
import styles from "./Directory.module.css";

const TABS: readonly { readonly tab: MessagesTab | undefined; readonly label: string }[] = [
  { tab: undefined, label: "Threads" },
  { tab: "people", label: "People" },
  { tab: "imports", label: "Imports" },
];

export function MessagesTabs({ tab: current }: { readonly tab: MessagesTab | undefined }): ReactElement {
  return (
    <nav className={styles.tabs} aria-label="Lists">
      {TABS.map(({ tab, label }) => (
        <a
          key={label}
          className={styles.tab}
          href={routeHref({ view: "messages", threadId: null, messageId: null, ...(tab && { tab }) })}
          aria-current={tab === current ? "page" : undefined}
        >
          {label}
        </a>
      ))}
    </nav>
  );
}
