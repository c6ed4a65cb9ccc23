/** @file A question or an answer that the safety check holds back: why, and the ways on. */
import type { ReactElement } from "react";
import { Button } from "#app/ui/Button.tsx";
import { Notice } from "#app/ui/Notice.tsx";
import type { TurnGuard } from "#storage/conversations";
import { guardCardText } from "./guard-text.ts";

export interface GuardCardProps {
  readonly guard: TurnGuard;
  /** What is held back: "This answer" when left out. */
  readonly what?: string;
  /** Each is left out where it can't be done now. */
  readonly onCheckAgain?: (() => void) | undefined;
  readonly onAskAnyway?: (() => void) | undefined;
  readonly onEdit?: (() => void) | undefined;
  readonly onShow?: (() => void) | undefined;
}

export default function GuardCard({ guard, what, ...ways }: GuardCardProps): ReactElement {
  const { title, lines } = guardCardText(guard, what);
  const { onCheckAgain, onAskAnyway, onEdit, onShow } = ways;
  return (
    <Notice
      kind="warning"
      title={title}
      actions={
        <>
          {onEdit && <Button onClick={onEdit}>Edit</Button>}
          {onCheckAgain && <Button onClick={onCheckAgain}>Check again</Button>}
          {onAskAnyway && <Button onClick={onAskAnyway}>Ask anyway</Button>}
          {onShow && <Button onClick={onShow}>Show anyway</Button>}
        </>
      }
    >
      {lines.map((line) => (
        <p key={line}>{line}</p>
      ))}
    </Notice>
  );
}
