/** @file What only the person can know about a file: its date order, its encoding, the day of an undated chat. */
import { useState, type ReactElement } from "react";
import type { DateOrder, ImportOptions, ImportQuestion, LegacyEncoding } from "#messages/message";
import { Button } from "#app/ui/Button.tsx";
import { TextField } from "#app/ui/TextField.tsx";
import type { ImportAnswers } from "#app/state/imports-state.ts";
import styles from "./ImportPreviewText.module.css";
import { dayText } from "./time-text.ts";

const ORDERS: Readonly<Record<DateOrder, string>> = {
  DMY: "Day first",
  MDY: "Month first",
  YMD: "Year first",
};

const ENCODINGS: Readonly<Record<LegacyEncoding, string>> = {
  "windows-1252": "Western European",
  "windows-1251": "Cyrillic",
  "windows-874": "Thai",
  shift_jis: "Japanese",
};

export interface ImportQuestionsProps {
  readonly options: ImportOptions;
  readonly questions: readonly ImportQuestion[];
  /** The file is read again with these. */
  readonly onAnswer: (answers: ImportAnswers) => void;
}

export function ImportQuestions({ options, questions, onAnswer }: ImportQuestionsProps): ReactElement {
  return (
    <>
      {questions.map((question) => {
        if (question.kind === "date-order")
          return (
            <DateOrderQuestion
              key={question.kind}
              choices={question.choices}
              chosen={options.dateOrder}
              onChoose={(dateOrder) => onAnswer({ dateOrder })}
            />
          );
        if (question.kind === "encoding")
          return (
            <EncodingQuestion
              key={question.kind}
              choices={question.choices}
              chosen={options.encoding}
              onChoose={(encoding) => onAnswer({ encoding })}
            />
          );
        return (
          <BaseDateQuestion
            key={question.kind}
            value={options.baseDate ?? ""}
            suggestion={question.suggestion}
            onChange={(baseDate) => onAnswer({ baseDate })}
          />
        );
      })}
    </>
  );
}

function DateOrderQuestion({
  choices,
  chosen,
  onChoose,
}: {
  readonly choices: Extract<ImportQuestion, { kind: "date-order" }>["choices"];
  readonly chosen: DateOrder | undefined;
  readonly onChoose: (order: DateOrder) => void;
}): ReactElement {
  return (
    <fieldset className={styles.orders}>
      <legend>Which dates are right?</legend>
      {choices.map(({ order, first, last }) => (
        <label key={order} className={styles.order}>
          <input type="radio" name="date-order" checked={chosen === order} onChange={() => onChoose(order)} />
          <span>
            {ORDERS[order]}: {dayText(first)} to {dayText(last)}
          </span>
        </label>
      ))}
    </fieldset>
  );
}

function EncodingQuestion({
  choices,
  chosen,
  onChoose,
}: {
  readonly choices: Extract<ImportQuestion, { kind: "encoding" }>["choices"];
  readonly chosen: LegacyEncoding | undefined;
  readonly onChoose: (encoding: LegacyEncoding) => void;
}): ReactElement {
  return (
    <fieldset className={styles.orders}>
      <legend>The text is not UTF-8. Which line reads right?</legend>
      {choices.map(({ encoding, sample }) => (
        <label key={encoding} className={styles.order}>
          <input
            type="radio"
            name="encoding"
            checked={chosen === encoding}
            onChange={() => onChoose(encoding)}
          />
          <span>
            {ENCODINGS[encoding]}: <bdi dir="auto">{sample}</bdi>
          </span>
        </label>
      ))}
    </fieldset>
  );
}

/** The date is taken when it is complete and the field is left, so that typing does not read the file four times. */
function BaseDateQuestion({
  value,
  suggestion,
  onChange,
}: {
  readonly value: string;
  readonly suggestion: string;
  readonly onChange: (date: string) => void;
}): ReactElement {
  const [typed, setTyped] = useState(value);
  const take = (date: string): void => {
    setTyped(date);
    if (date !== "" && date !== value) onChange(date);
  };
  return (
    <div className={styles.baseDate}>
      <TextField
        label="When was this conversation?"
        hint="The text has no dates. Phrases like tomorrow count from this day; without it they stay open."
        type="date"
        value={typed}
        onChange={setTyped}
        onBlur={() => take(typed)}
      />
      {typed !== suggestion && <Button onClick={() => take(suggestion)}>Use {dayText(suggestion)}</Button>}
    </div>
  );
}
