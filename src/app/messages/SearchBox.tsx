/** @file What to look for, and where. Searches while it is typed. */
import { useEffect, useRef, useState, type ReactElement } from "react";
import type { Thread } from "#messages/message";
import { isSearch, library, useLibrary } from "#app/state/message-library.ts";
import { Button } from "#app/ui/Button.tsx";
import { SelectField } from "#app/ui/SelectField.tsx";
import { TextField } from "#app/ui/TextField.tsx";
import styles from "./Search.module.css";
import { personOptions, threadOptions } from "./search-options.ts";

/** After the last key: shorter would search for half a word each time. */
const TYPING_MS = 200;

const EVERYWHERE = "";
const ORDERS = [
  { value: "best", label: "Best match first" },
  { value: "newest", label: "Newest first" },
] as const;

export function SearchBox({ threads }: { readonly threads: readonly Thread[] }): ReactElement {
  const form = useLibrary((state) => state.form);
  const input = useRef<HTMLInputElement>(null);
  const [text, setText] = useTypedText(form.text);
  // Came here to search in one thread or for one person: the words are what is missing.
  const limits = [form.threadId, form.personId].filter(Boolean).join(" ");
  useEffect(() => {
    if (limits !== "") input.current?.focus();
  }, [limits]);
  return (
    <search className={styles.box}>
      <TextField
        ref={input}
        type="search"
        label="Search messages"
        placeholder={"door code, or \u201cthese words together\u201d"}
        autoComplete="off"
        value={text}
        onChange={setText}
      />
      {isSearch(form) && <Filters threads={threads} />}
    </search>
  );
}

function Filters({ threads }: { readonly threads: readonly Thread[] }): ReactElement {
  const form = useLibrary((state) => state.form);
  const people = personOptions(threads, form);
  return (
    <div className={styles.filters}>
      <SelectField
        label="Where"
        value={form.threadId ?? EVERYWHERE}
        options={threadOptions(threads, form)}
        onChange={(id) => void library.find({ threadId: id || null, personId: null })}
      />
      {people.length > 1 && (
        <SelectField
          label="From"
          value={form.personId ?? EVERYWHERE}
          options={people}
          onChange={(id) => void library.find({ personId: id || null })}
        />
      )}
      <SelectField
        label="Order"
        value={form.order}
        options={ORDERS}
        onChange={(order) => void library.find({ order })}
      />
      <Button className={styles.clear} onClick={() => library.clearSearch()}>
        Clear search
      </Button>
    </div>
  );
}

/** Shown at once, searched for after a pause. What another part of the page searches for replaces it. */
function useTypedText(searched: string): readonly [string, (text: string) => void] {
  const [typed, setTyped] = useState({ text: searched, since: searched });
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined);
  useEffect(() => () => clearTimeout(timer.current), []);
  const text = typed.since === searched ? typed.text : searched;
  const type = (next: string): void => {
    setTyped({ text: next, since: searched });
    clearTimeout(timer.current);
    timer.current = setTimeout(() => {
      setTyped({ text: next, since: next });
      void library.find({ text: next });
    }, TYPING_MS);
  };
  return [text, type];
}
