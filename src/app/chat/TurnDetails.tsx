/** @file A small button that shows speed and counts of an answer. */
import { useId, useState, type ReactElement } from "react";
import { findModel } from "#models/catalog";
import type { Turn } from "#storage/conversations";
import { IconButton } from "#app/ui/IconButton.tsx";
import { turnDetails } from "./turn-details.ts";
import styles from "./TurnDetails.module.css";

export interface TurnDetailsProps {
  readonly turn: Turn;
  /** Whether pictures were part of what was asked. */
  readonly pictures: boolean;
}

export function TurnDetails({ turn, pictures }: TurnDetailsProps): ReactElement | null {
  const id = useId();
  const [shown, setShown] = useState(false);
  if (!turn.stats) return null;
  const modelName = findModel(turn.modelId ?? "")?.name ?? turn.modelId ?? "unknown";
  return (
    <>
      <IconButton
        label="Answer details"
        icon="info"
        aria-expanded={shown}
        aria-controls={id}
        onClick={() => setShown(!shown)}
      />
      <dl id={id} className={styles.details} hidden={!shown}>
        {turnDetails(turn.stats, modelName, pictures).map(({ label, value }) => (
          <div key={label} className={styles.detail}>
            <dt>{label}</dt>
            <dd>{value}</dd>
          </div>
        ))}
      </dl>
    </>
  );
}
