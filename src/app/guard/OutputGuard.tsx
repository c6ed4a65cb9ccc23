/** @file Text that the safety check judged outside the chat: a card in its place, or a note beside it. */
import type { ReactElement, ReactNode } from "react";
import { isHeldBack } from "#app/state/output-check.ts";
import type { TurnGuard } from "#storage/conversations";
import GuardCard from "./GuardCard.tsx";
import styles from "./guard.module.css";
import { guardNote } from "./guard-text.ts";

export interface OutputGuardProps {
  readonly guard: TurnGuard;
  /** What was judged: "This answer" when left out. */
  readonly what?: string;
  /** Left out where it can't be done now. */
  readonly onShow?: (() => void) | undefined;
  readonly children: ReactNode;
}

export default function OutputGuard({ guard, children, ...card }: OutputGuardProps): ReactElement {
  if (isHeldBack(guard)) return <GuardCard guard={guard} {...card} />;
  return (
    <>
      <p className={styles.note}>{guardNote(guard, card.what)}</p>
      {children}
    </>
  );
}
