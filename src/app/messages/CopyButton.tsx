/** @file Copies text on click and says so. */
import type { ReactElement } from "react";
import { IconButton } from "#app/ui/IconButton.tsx";
import { toast } from "#app/ui/toast.ts";

export interface CopyButtonProps {
  readonly label: string;
  readonly text: () => string;
}

export function CopyButton({ label, text }: CopyButtonProps): ReactElement {
  const copy = (): void => {
    navigator.clipboard.writeText(text()).then(
      () => toast("Copied."),
      () => toast("The browser did not allow copying. Select the text and copy it by hand."),
    );
  };
  return <IconButton label={label} icon="copy" onClick={copy} />;
}
