/** @file What this browser brings for running models: threads, graphics processor, storage. */
import { useEffect, type ReactElement } from "react";
import { formatBytes } from "#app/format.ts";
import { refreshStorageHealth, useStorageHealth } from "#app/state/storage-health.ts";
import { Section } from "#app/ui/Page.tsx";
import styles from "./DeviceFacts.module.css";

export function DeviceFacts(): ReactElement {
  const { persisted, usedBytes } = useStorageHealth((health) => health);
  useEffect(() => void refreshStorageHealth(), []);
  const threads = globalThis.crossOriginIsolated
    ? `available, ${navigator.hardwareConcurrency} processor threads`
    : "not available: a model runs on one thread";
  return (
    <Section title="This device">
      <dl className={styles.facts}>
        <Fact label="Threads" value={threads} />
        <Fact
          label="WebGPU"
          value={
            "gpu" in navigator
              ? "offered by this browser; used where a graphics processor computes rightly"
              : "not offered; models run on the processor"
          }
        />
        <Fact label="Stored by Hearth" value={usedBytes === null ? "not known" : formatBytes(usedBytes)} />
        <Fact label="How long it is kept" value={persistedText(persisted)} />
      </dl>
    </Section>
  );
}

function Fact({ label, value }: { readonly label: string; readonly value: string }): ReactElement {
  return (
    <div className={styles.fact}>
      <dt>{label}</dt>
      <dd>{value}</dd>
    </div>
  );
}

export function persistedText(persisted: boolean | null): string {
  if (persisted === null) return "the browser does not say";
  return persisted ? "until you delete it" : "as long as there is room on the disk";
}
