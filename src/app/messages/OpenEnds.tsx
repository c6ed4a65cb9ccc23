/** @file What a thread leaves open: replies that are awaited or owed, and questions that nobody has answered. */
import type { ReactElement } from "react";
import type { OpenEnd } from "#agent/items/open-ends";
import { phraseBook } from "#agent/phrases/books";
import type { Language } from "#calendar/resolution";
import type { Thread } from "#messages/message";
import { openEndText } from "./result-text.ts";
import { SourceChips } from "./SourceChips.tsx";
import { sourcesOf, type Sources } from "./sources.ts";

export interface OpenEndsProps {
  readonly ends: readonly OpenEnd[];
  readonly thread: Thread;
  readonly sources: Sources;
  readonly language: Language;
}

export function OpenEnds({ ends, thread, sources, language }: OpenEndsProps): ReactElement | null {
  const shown = ends.filter(({ messageIds }) => sourcesOf(messageIds, sources).length > 0);
  if (shown.length === 0) return null;
  const { stillOpen } = phraseBook(language);
  return (
    <section aria-label={stillOpen} lang={language}>
      <h4>{stillOpen}</h4>
      <ul>
        {shown.map((end) => (
          <li key={`${end.kind} ${end.messageIds.join(" ")} ${end.what}`}>
            {openEndText(end, thread.people, language)}: <bdi dir="auto">{end.what}</bdi>{" "}
            <SourceChips sources={sourcesOf(end.messageIds, sources)} />
          </li>
        ))}
      </ul>
    </section>
  );
}
