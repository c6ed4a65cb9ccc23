/** @file Copies text on click and says so. */
import type { ReactElement } from "react";
import { copyText } from "#app/ui/copy.ts";
import { IconButton } from "#app/ui/IconButton.tsx";

export interface CopyButtonProps {
  readonly label: string;
  readonly text: () => string;
}

export function CopyButton({ label, text }: CopyButtonProps): ReactElement {
  return <IconButton label={label} icon="copy" onClick={() => void copyText(text())} />;
}
