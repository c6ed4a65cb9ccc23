/** @file What `ErrorNotice` shows: with the words for every error, which are not part of the first load. */
import type { ReactElement } from "react";
import { explainError, type ErrorAction } from "#app/error-text.ts";
import { diagnosticsText } from "#app/state/diagnostics.ts";
import { engine } from "#app/state/engine.ts";
import { navigate } from "#app/state/route.ts";
import { Button } from "#app/ui/Button.tsx";
import { CopyTextButton } from "#app/ui/CopyTextButton.tsx";
import { Notice } from "#app/ui/Notice.tsx";
import type { ErrorNoticeProps } from "./ErrorNotice.tsx";
import { StoredModels } from "./StoredModels.tsx";

export default function ErrorNoticeContent(props: ErrorNoticeProps): ReactElement {
  const { error, kind = "error", onDismiss } = props;
  const { title, cause, nextStep, action } = explainError(error);
  const act = action && actions(props)[action.kind];
  return (
    <Notice
      kind={kind}
      title={title}
      actions={
        <>
          {action && act && <Button onClick={act}>{action.label}</Button>}
          {kind === "error" && (
            <CopyTextButton label="Copy diagnostics" text={() => diagnosticsText(error)} />
          )}
          {onDismiss && <Button onClick={onDismiss}>Dismiss</Button>}
        </>
      }
    >
      <p>{cause}</p>
      {error.code === "storage-full" && <StoredModels />}
      <p>{nextStep}</p>
    </Notice>
  );
}

function actions({ onRetry, onDownload }: ErrorNoticeProps): Partial<Record<ErrorAction, () => void>> {
  return {
    ...(onRetry ? { retry: onRetry } : {}),
    reload: () => location.reload(),
    "use-here": () => void engine.useHere(),
    "download-again": onDownload ?? (() => void engine.install()),
    "new-chat": () => navigate({ view: "chat", chatId: null }),
    "open-models": () => navigate({ view: "models" }),
  };
}
