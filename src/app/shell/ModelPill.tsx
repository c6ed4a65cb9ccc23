/** @file Which model answers and how it is, on every view; leads to the models view. */
import type { ReactElement } from "react";
import { findModel } from "#models/catalog";
import { useDownloads } from "#app/state/downloads.ts";
import { useEngine } from "#app/state/engine.ts";
import { routeHref } from "#app/state/route.ts";
import { classes } from "#app/ui/classes.ts";
import { backgroundDownload, modelSummary } from "./model-summary.ts";
import styles from "./ModelPill.module.css";

export function ModelPill(): ReactElement {
  const { status, modelId } = useEngine((state) => state);
  const background = useDownloads(({ models }) => backgroundDownload(models, modelId));
  const summary = modelSummary(status);
  const tone = summary.tone;
  const text = background === null ? summary.text : `${summary.text}, downloading another ${background}`;
  const name = findModel(modelId)?.name ?? modelId;
  return (
    <a className={styles.pill} href={routeHref({ view: "models" })} aria-label={`Model: ${name}. ${text}`}>
      <span className={classes(styles.dot, styles[tone])} />
      <span className={styles.name}>{name}</span>
      <span className={styles.state}>{text}</span>
    </a>
  );
}
