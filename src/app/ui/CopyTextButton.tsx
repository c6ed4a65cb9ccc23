/** @file Copies a text and says so itself: where a notice belongs to it, or behind a dialog no toast would be read. */
import { useEffect, useState, type ReactElement } from "react";
import { Button } from "./Button.tsx";
import { putOnClipboard } from "./copy.ts";

/** Long enough to be read; then the button has its name again. */
const OUTCOME_MS = 4000;

export interface CopyTextButtonProps {
  readonly label: string;
  readonly text: () => string;
}

export function CopyTextButton({ label, text }: CopyTextButtonProps): ReactElement {
  const [outcome, setOutcome] = useState<string | null>(null);
  useEffect(() => {
    if (outcome === null) return undefined;
    const timer = setTimeout(() => setOutcome(null), OUTCOME_MS);
    return () => clearTimeout(timer);
  }, [outcome]);
  const copy = async (): Promise<void> => {
    // Said anew, even when it says the same.
    setOutcome(null);
    setOutcome((await putOnClipboard(text())) ? "Copied" : "The browser did not allow copying");
  };
  return (
    <>
      <Button onClick={() => void copy()}>{outcome ?? label}</Button>
      <span className="visually-hidden" aria-live="polite">
        {outcome}
      </span>
    </>
  );
}
