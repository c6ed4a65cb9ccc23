/** @file The messages that a search found, with the words marked; each leads to its place in the thread. */
import type { ReactElement } from "react";
import type { Thread } from "#messages/message";
import type { SearchHit, SearchResult } from "#workers/protocol-imports";
import { ErrorNotice } from "#app/shell/ErrorNotice.tsx";
import { library, useLibrary } from "#app/state/message-library.ts";
import { routeHref } from "#app/state/route.ts";
import { Button } from "#app/ui/Button.tsx";
import { classes } from "#app/ui/classes.ts";
import { Icon } from "#app/ui/Icon.tsx";
import { ProgressBar } from "#app/ui/ProgressBar.tsx";
import styles from "./Search.module.css";
import { Marked } from "./Marked.tsx";
import { countText, momentText } from "./time-text.ts";

/** @param threads those that are shown */
export function SearchResults({ threads }: { readonly threads: readonly Thread[] }): ReactElement {
  const search = useLibrary((state) => state.search);
  const shown =
    search.phase === "ready" ? search.result : search.phase === "searching" ? search.former : null;
  return (
    <section aria-label="Search results" className={styles.results}>
      {search.phase === "idle" && <p className={styles.note}>Type a word to look for.</p>}
      {search.phase === "failed" && (
        <ErrorNotice error={search.error} onRetry={() => void library.find({})} />
      )}
      {search.phase === "searching" && search.fraction !== null && (
        <ProgressBar label="Preparing the search, once for each import" fraction={search.fraction} />
      )}
      <output className={styles.note}>
        {search.phase === "ready" && foundText(search.result)}
        {search.phase === "searching" && search.fraction === null && "Searching…"}
      </output>
      {shown && <Hits result={shown} threads={threads} stale={search.phase !== "ready"} />}
    </section>
  );
}

function foundText({ total, approximate }: SearchResult): string {
  if (total === 0) return "No message has these words.";
  return approximate
    ? `No message has exactly these words. ${countText(total, "message")} with similar ones:`
    : `${countText(total, "message")} found.`;
}

function Hits({
  result,
  threads,
  stale,
}: {
  readonly result: SearchResult;
  readonly threads: readonly Thread[];
  readonly stale: boolean;
}): ReactElement {
  // A thread that is about to be deleted is hidden everywhere.
  const here = new Set(threads.map(({ id }) => id));
  const hits = result.hits.filter(({ threadId }) => here.has(threadId));
  return (
    <>
      <ol className={classes(styles.hits, stale && styles.stale)} aria-label="Found messages">
        {hits.map((hit) => (
          <li key={hit.messageId}>
            <Hit hit={hit} />
          </li>
        ))}
      </ol>
      {result.total > result.hits.length && (
        <Button disabled={stale} onClick={() => void library.findMore()}>
          Show more
        </Button>
      )}
    </>
  );
}

function Hit({ hit }: { readonly hit: SearchHit }): ReactElement {
  const { threadId, threadTitle, messageId, senderName, time, snippet, inFileName } = hit;
  return (
    <a className={styles.hit} href={routeHref({ view: "messages", threadId, messageId })}>
      <span className={styles.about}>
        <bdi dir="auto" className={styles.sender}>
          {senderName ?? "System line"}
        </bdi>
        {" · "}
        <bdi dir="auto">{threadTitle}</bdi>
        {" · "}
        {momentText(time) ?? "undated"}
      </span>
      <span className={styles.snippet}>
        {inFileName && (
          <>
            <Icon name="link" />
            <span className="visually-hidden">Attachment: </span>
          </>
        )}
        <Marked snippet={snippet} />
      </span>
    </a>
  );
}
