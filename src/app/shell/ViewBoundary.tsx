/** @file Keeps a fault in one view from taking the page down. */
import { Component, type ReactElement, type ReactNode } from "react";
import { toAppError } from "#shared/errors";
import type { DiagnosedError } from "#app/state/diagnostics.ts";
import { ErrorNotice } from "./ErrorNotice.tsx";
import styles from "./GlobalNotices.module.css";

interface ViewBoundaryState {
  readonly error: DiagnosedError | null;
}

export class ViewBoundary extends Component<{ readonly children: ReactNode }, ViewBoundaryState> {
  override state: ViewBoundaryState = { error: null };

  static getDerivedStateFromError(error: unknown): ViewBoundaryState {
    const { code, details, stack } = toAppError(error);
    return { error: { code, details, ...(stack === undefined ? {} : { stack }) } };
  }

  override render(): ReactElement | ReactNode {
    const { error } = this.state;
    if (!error) return this.props.children;
    return (
      <div className={styles.notices}>
        <ErrorNotice error={error} onRetry={() => this.setState({ error: null })} />
      </div>
    );
  }
}
