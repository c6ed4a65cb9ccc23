/** @file Starts a download, after the licence was accepted where one has to be. */
import { useState, type ReactElement, type ReactNode } from "react";
import type { CatalogEntry } from "#models/catalog";
import { useDownloads } from "#app/state/downloads.ts";
import { Button } from "#app/ui/Button.tsx";
import { LicenceDialog } from "./LicenceDialog.tsx";

export interface DownloadButtonProps {
  readonly entry: CatalogEntry;
  readonly children: ReactNode;
  readonly onStart: () => void;
  readonly variant?: "primary" | "plain";
}

export function DownloadButton({
  entry,
  children,
  onStart,
  variant = "primary",
}: DownloadButtonProps): ReactElement {
  const accepted = useDownloads(({ acceptedLicences }) => acceptedLicences.includes(entry.id));
  const [asking, setAsking] = useState(false);
  const start = (): void => (entry.licence.mustAccept && !accepted ? setAsking(true) : onStart());
  return (
    <>
      <Button variant={variant} onClick={start}>
        {children}
      </Button>
      <LicenceDialog entry={entry} open={asking} onClose={() => setAsking(false)} onAccept={onStart} />
    </>
  );
}
