/** @file Above the message field: the model's loading, or why it does not run. */
import type { ReactElement } from "react";
import { useEngine } from "#app/state/engine.ts";
import { InstallPanel } from "#app/models/InstallPanel.tsx";
import styles from "./ChatView.module.css";

export function EngineNotice(): ReactElement | null {
  const phase = useEngine((state) => state.status.phase);
  if (phase === "ready" || phase === "generating" || phase === "unknown") return null;
  return (
    <div className={styles.notices}>
      <InstallPanel />
    </div>
  );
}
