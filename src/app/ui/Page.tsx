/** @file The frame of a view that is read from top to bottom: one heading, one column. */
import type { ReactElement, ReactNode } from "react";
import styles from "./Page.module.css";

export interface PageProps {
  readonly title: string;
  readonly lead?: ReactNode;
  readonly children: ReactNode;
}

export function Page({ title, lead, children }: PageProps): ReactElement {
  return (
    <div className={styles.page}>
      <PageHeader title={title} lead={lead} />
      {children}
    </div>
  );
}

export interface PageHeaderProps {
  readonly title: string;
  readonly lead?: ReactNode;
  /** What can be started from it. */
  readonly children?: ReactNode;
}

export function PageHeader({ title, lead, children }: PageHeaderProps): ReactElement {
  return (
    <header className={styles.header}>
      <h1>{title}</h1>
      {lead && <p className={styles.lead}>{lead}</p>}
      {children}
    </header>
  );
}

/** A titled part of a page on its own ground. */
export function Section({
  title,
  children,
}: {
  readonly title: string;
  readonly children: ReactNode;
}): ReactElement {
  return (
    <section className={styles.section}>
      <h2>{title}</h2>
      {children}
    </section>
  );
}
