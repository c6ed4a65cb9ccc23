/** @file What was found in the file, in facts and examples, so that wrong names or dates are seen before storing. */
import type { ReactElement } from "react";
import type { Message, Thread } from "#messages/message";
import type { ImportPreview } from "#workers/protocol-imports";
import { placeholderText, sourceText, sumText } from "./message-text.ts";
import styles from "./ImportPreviewText.module.css";
import { countText, dayText, momentText } from "./time-text.ts";

const SHOWN_PEOPLE = 8;

export function ImportPreviewText({ preview }: { readonly preview: ImportPreview }): ReactElement {
  return (
    <>
      {preview.contacts && <Contacts names={preview.contacts} />}
      {!preview.contacts && <p>{sumText(preview.sum)}</p>}
      {preview.threadCount > preview.samples.length && <Overview preview={preview} />}
      {preview.threads.slice(0, preview.samples.length).map((thread, index) => (
        <section key={thread.id} aria-label={`Found: ${thread.title}`} className={styles.thread}>
          <h3>
            <bdi dir="auto">{thread.title}</bdi>
          </h3>
          <Facts thread={thread} fileName={preview.fileName} />
          <Samples thread={thread} messages={preview.samples[index] ?? []} />
        </section>
      ))}
    </>
  );
}

function Contacts({ names }: { readonly names: readonly string[] }): ReactElement {
  const more = names.length - SHOWN_PEOPLE;
  return (
    <section aria-label="Found: contacts" className={styles.thread}>
      <h3>{countText(names.length, "contact")}</h3>
      <p>
        <bdi dir="auto">{names.slice(0, SHOWN_PEOPLE).join(", ")}</bdi>
        {more > 0 && ` and ${more.toLocaleString("en")} more`}
      </p>
      <p>Their names replace the phone numbers and addresses of people in your threads.</p>
    </section>
  );
}

/** What is in a file of many threads, before the first of them. */
function Overview({ preview }: { readonly preview: ImportPreview }): ReactElement {
  const { threadCount, threads, samples, sum } = preview;
  const others = threads.slice(samples.length);
  const more = threadCount - threads.length;
  return (
    <p>
      {countText(threadCount, "thread")} with {countText(sum.added + sum.alreadyHere, "message")}. The first{" "}
      {samples.length} are shown here; then come{" "}
      <bdi dir="auto">{others.map(({ title }) => title).join(", ")}</bdi>
      {more > 0 && ` and ${more.toLocaleString("en")} more`}.
    </p>
  );
}

function Facts({ thread, fileName }: { readonly thread: Thread; readonly fileName: string }): ReactElement {
  const names = thread.people.slice(0, SHOWN_PEOPLE).map((person) => person.name);
  const more = thread.people.length - names.length;
  return (
    <dl className={styles.facts}>
      <dt>Source</dt>
      <dd>
        {sourceText(thread.source)}
        {fileName !== sourceText(thread.source) && (
          <>
            {" · "}
            <bdi dir="auto">{fileName}</bdi>
          </>
        )}
      </dd>
      <dt>Messages</dt>
      <dd>{thread.count.toLocaleString("en")}</dd>
      <dt>People</dt>
      <dd>
        <bdi dir="auto">{names.join(", ") || "nobody named"}</bdi>
        {more > 0 && ` and ${more.toLocaleString("en")} more`}
      </dd>
      <dt>First and last</dt>
      <dd>
        {thread.first === null || thread.last === null
          ? "no dates in the text"
          : `${wallText(thread.first)} to ${wallText(thread.last)}`}
      </dd>
    </dl>
  );
}

function wallText(local: string): string {
  return local.length > 10 ? `${dayText(local)}, ${local.slice(11, 16)}` : dayText(local);
}

function Samples({
  thread,
  messages,
}: {
  readonly thread: Thread;
  readonly messages: readonly Message[];
}): ReactElement | null {
  if (messages.length === 0) return null;
  // The first and as many of the last, unless that is all.
  const left = thread.count - messages.length;
  const names = new Map(thread.people.map((person) => [person.id, person.name]));
  return (
    <ul className={styles.samples} aria-label="Sample messages">
      {messages.map((message, at) => (
        <li key={message.id}>
          {left > 0 && at === messages.length / 2 && (
            <span className={styles.gap}>… {countText(left, "message")} between …</span>
          )}
          <span className={styles.meta}>
            <bdi dir="auto">{(message.senderId && names.get(message.senderId)) ?? "System line"}</bdi>
            {" · "}
            {momentText(message.time) ?? "undated"}
          </span>
          <bdi dir="auto" className={styles.text}>
            {message.text || placeholderText(message) || message.attachments[0]?.name}
          </bdi>
        </li>
      ))}
    </ul>
  );
}
