/** @file Who wrote in the imported threads, how much and where. */
import { useEffect, type ReactElement } from "react";
import type { PersonSummary } from "#workers/protocol-imports";
import { ErrorNotice } from "#app/shell/ErrorNotice.tsx";
import { library, useLibrary } from "#app/state/message-library.ts";
import { Button } from "#app/ui/Button.tsx";
import styles from "./Directory.module.css";
import { ThreadLinks } from "./ThreadLinks.tsx";
import { countText, dayText } from "./time-text.ts";

/** Threads named of one person; the rest are counted. */
const SHOWN_THREADS = 4;
/** People listed; in a workspace of thousands the search finds the others. */
const SHOWN_PEOPLE = 200;

export function PeopleList(): ReactElement {
  const people = useLibrary((state) => state.people);
  useEffect(() => void library.loadPeople(), []);
  if (people.phase === "loading") return <p className={styles.note}>Counting messages…</p>;
  if (people.phase === "failed")
    return <ErrorNotice error={people.error} onRetry={() => void library.loadPeople()} />;
  const more = people.value.length - SHOWN_PEOPLE;
  return (
    <>
      <ul className={styles.list} aria-label="People">
        {people.value.slice(0, SHOWN_PEOPLE).map((summary) => (
          <PersonRow key={summary.person.id} summary={summary} />
        ))}
      </ul>
      {more > 0 && (
        <p className={styles.note}>
          And {more.toLocaleString("en")} more who wrote less. Search by name to find what they wrote.
        </p>
      )}
      <p className={styles.note}>
        The same name in two threads is listed twice, because it may be two people. The same phone number or
        mail address is one person.
      </p>
    </>
  );
}

function PersonRow({ summary }: { readonly summary: PersonSummary }): ReactElement {
  const { person, count, last, threads } = summary;
  const more = threads.length - SHOWN_THREADS;
  const only = threads.length === 1 ? (threads[0]?.id ?? null) : null;
  return (
    <li className={styles.item}>
      <div className={styles.main}>
        <bdi dir="auto" className={styles.title}>
          {person.name}
          {person.isSelf && " (you)"}
        </bdi>
        <span className={styles.about}>
          {countText(count, "message")}
          {last !== null && ` · last ${dayText(last)}`}
          {" · in "}
          <ThreadLinks threads={threads} most={SHOWN_THREADS} />
          {more > 0 && ` and ${more.toLocaleString("en")} more`}
        </span>
      </div>
      {count > 0 && (
        <Button onClick={() => void library.find({ text: "", threadId: only, personId: person.id })}>
          Search<span className="visually-hidden"> the messages of {person.name}</span>
        </Button>
      )}
    </li>
  );
}
