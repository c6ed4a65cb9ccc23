/** @file A failure in words with its next step as a button, and the diagnostics to copy. */
import { lazy, Suspense, type ReactElement } from "react";
import type { DiagnosedError } from "#app/state/diagnostics.ts";
import { Notice } from "#app/ui/Notice.tsx";

export interface ErrorNoticeProps {
  readonly error: DiagnosedError;
  readonly kind?: "error" | "warning" | "info";
  /** What "Try again" does; without it there is no such button. */
  readonly onRetry?: () => void;
  readonly onDismiss?: () => void;
  /** What "Download again" does; the model in use is repaired when left out. */
  readonly onDownload?: () => void;
}

const loadContent = () => import("./ErrorNoticeContent.tsx");
const Content = lazy(() => loadContent().catch(() => ({ default: WithoutWords })));

export function ErrorNotice(props: ErrorNoticeProps): ReactElement {
  return (
    <Suspense>
      <Content {...props} />
    </Suspense>
  );
}

/** Fetches the words once the page stands, so that they are there when the network is not. */
export async function prepareErrorNotice(): Promise<void> {
  await loadContent().catch(() => undefined);
}

/** Where even the words could not be fetched, as on a first visit whose connection breaks. */
function WithoutWords({ error, kind = "error" }: ErrorNoticeProps): ReactElement {
  return (
    <Notice kind={kind} title="Something went wrong">
      <p>The explanation could not be loaded ({error.code}). Reload the page once the connection is back.</p>
    </Notice>
  );
}
