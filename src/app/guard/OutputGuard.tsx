/** @file Text that the safety check judged outside the chat: a card in its place, or a note beside it. */
import type { ReactElement, ReactNode } from "react";
import { isHeldBack } from "#app/state/output-check.ts";
import type { TurnGuard } from "#storage/conversations";
import GuardCard from "./GuardCard.tsx";
import styles from "./guard.module.css";
import { guardNote } from "./guard-text.ts";

export interface OutputGuardProps {
  readonly guard: TurnGuard;
  readonly onShow: () => void;
  readonly children: ReactNode;
}

export default function OutputGuard({ guard, onShow, children }: OutputGuardProps): ReactElement {
  if (isHeldBack(guard)) return <GuardCard guard={guard} onShow={onShow} />;
  return (
    <>
      <p className={styles.note}>{guardNote(guard)}</p>
      {children}
    </>
  );
}
