/** @file One thing a person should know, with its next step. Errors are announced at once, the rest politely. */
import type { ReactElement, ReactNode } from "react";
import { classes } from "./classes.ts";
import { Icon } from "./Icon.tsx";
import styles from "./Notice.module.css";

export interface NoticeProps {
  readonly kind: "info" | "warning" | "error" | "success";
  readonly title: string;
  readonly children?: ReactNode;
  /** Buttons. */
  readonly actions?: ReactNode;
}

export function Notice({ kind, title, children, actions }: NoticeProps): ReactElement {
  return (
    <div className={classes(styles.notice, styles[kind])} role={kind === "error" ? "alert" : "status"}>
      <span className={styles.icon}>
        <Icon name={kind} />
      </span>
      <div className={styles.body}>
        <p className={styles.title}>{title}</p>
        {children && <div className={styles.text}>{children}</div>}
        {actions && <div className={styles.actions}>{actions}</div>}
      </div>
    </div>
  );
}
