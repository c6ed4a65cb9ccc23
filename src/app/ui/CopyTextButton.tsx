/** @file Copies a text and says so itself: where a notice belongs to it, or behind a dialog no toast would be read. */
import { useState, type ReactElement } from "react";
import { Button } from "./Button.tsx";

export interface CopyTextButtonProps {
  readonly label: string;
  readonly text: () => string;
}

export function CopyTextButton({ label, text }: CopyTextButtonProps): ReactElement {
  const [outcome, setOutcome] = useState<string | null>(null);
  const copy = async (): Promise<void> => {
    try {
      await navigator.clipboard.writeText(text());
      setOutcome("Copied");
    } catch {
      setOutcome("The browser did not allow copying");
    }
  };
  return (
    <Button onClick={() => void copy()}>
      <span aria-live="polite">{outcome ?? label}</span>
    </Button>
  );
}
