/** @file "Ask my messages": a question over all conversations, its answer with the messages it comes from. */
import { useState, type ReactElement } from "react";
import type { AskAnswer } from "#agent/ask/ask-messages";
import type { SearchHit } from "#agent/act/ports";
import { phraseBook } from "#agent/phrases/books";
import { trimAtWord } from "#agent/sentences/text";
import {
  askMyMessages,
  clearAsking,
  decideAsking,
  showAnswerAnyway,
  stopAsking,
  useAsking,
} from "#app/state/ask.ts";
import { Guarded } from "#app/guard/Guarded.tsx";
import { numberSources, sourceLabel, type Source } from "#app/messages/sources.ts";
import { SourceChips } from "#app/messages/SourceChips.tsx";
import { ErrorNotice } from "#app/shell/ErrorNotice.tsx";
import { Button } from "#app/ui/Button.tsx";
import { TextField } from "#app/ui/TextField.tsx";
import styles from "./AskPanel.module.css";

/** Characters of a found message that are shown. */
const MAX_QUOTE = 160;

export function AskPanel(): ReactElement {
  const asking = useAsking();
  const [text, setText] = useState(asking.phase === "idle" ? "" : asking.question);
  const looking = asking.phase === "looking";
  return (
    <section className={styles.panel} aria-label="Ask my messages">
      <AskForm text={text} looking={looking} onChange={setText} />
      <div aria-live="polite" className={styles.result}>
        {looking && <p className={styles.note}>Looking through your messages…</p>}
        {asking.phase === "permission" && (
          <p className={styles.note}>May the assistant search your messages for this?</p>
        )}
        {asking.phase === "refused" && (
          <p dir="auto" lang={asking.language}>
            {asking.text}
          </p>
        )}
        {asking.phase === "answered" && (
          <Guarded guard={asking.guard} onShow={showAnswerAnyway}>
            <Answer answer={asking.answer} />
          </Guarded>
        )}
      </div>
      {asking.phase === "permission" && (
        <div>
          <Button variant="primary" onClick={() => void decideAsking(true)}>
            Allow
          </Button>{" "}
          <Button onClick={() => void decideAsking(false)}>Decline</Button>
        </div>
      )}
      {asking.phase === "failed" && (
        <ErrorNotice error={asking.error} onRetry={() => void askMyMessages(asking.question)} />
      )}
      {asking.phase === "answered" && (
        <div>
          <Button onClick={() => (setText(""), clearAsking())}>Clear the answer</Button>
        </div>
      )}
    </section>
  );
}

interface AskFormProps {
  readonly text: string;
  readonly looking: boolean;
  readonly onChange: (text: string) => void;
}

function AskForm({ text, looking, onChange }: AskFormProps): ReactElement {
  const question = text.trim();
  return (
    <form
      className={styles.form}
      onSubmit={(event) => {
        event.preventDefault();
        if (question !== "") void askMyMessages(question);
      }}
    >
      <div className={styles.question}>
        <TextField
          label="Ask your messages"
          placeholder="When do we meet on Friday?"
          autoComplete="off"
          value={text}
          onChange={onChange}
        />
      </div>
      {looking ? (
        <Button onClick={stopAsking}>Stop</Button>
      ) : (
        <Button type="submit" disabled={question === ""}>
          Ask
        </Button>
      )}
    </form>
  );
}

function Answer({ answer }: { readonly answer: AskAnswer }): ReactElement {
  const { language } = answer;
  const book = phraseBook(language);
  if (answer.kind === "not-found") {
    return (
      <p lang={language}>
        <strong>{book.notFound}</strong>{" "}
        {answer.words.length > 0 && <bdi dir="auto">{book.lookedFor(answer.words.join(", "))}</bdi>}
      </p>
    );
  }
  const sources = sourcesOfHits(answer.sources);
  const others = sourcesOfHits(answer.conflict);
  return (
    <>
      {answer.sentences.map((sentence) => (
        <p key={sentence.text}>
          <bdi dir="auto">{sentence.text}</bdi>{" "}
          <SourceChips sources={sources.filter(({ message }) => sentence.messageIds.includes(message.id))} />
        </p>
      ))}
      {others.length > 1 && (
        <div className={styles.conflict}>
          <p lang={language}>{book.differ}</p>
          <ul>
            {others.map((source) => (
              <li key={source.message.id} lang={language}>
                <bdi dir="auto">{sourceLabel(source, language)}:</bdi>{" "}
                <q dir="auto">{trimAtWord(source.message.text, MAX_QUOTE)}</q>{" "}
                <SourceChips sources={[source]} />
              </li>
            ))}
          </ul>
        </div>
      )}
    </>
  );
}

function sourcesOfHits(hits: readonly SearchHit[]): readonly Source[] {
  return hits.flatMap(({ message, thread }, index) => {
    const source = numberSources([message.id], [message], thread).get(message.id);
    return source ? [{ ...source, number: index + 1 }] : [];
  });
}
