/** @file The ways in: a file, pasted text, the sample thread. Dropping and Ctrl+V work anywhere on the view. */
import { useRef, useState, type ReactElement } from "react";
import { Button } from "#app/ui/Button.tsx";
import { classes } from "#app/ui/classes.ts";
import { Icon } from "#app/ui/Icon.tsx";
import { importFiles, importSample } from "./import-actions.ts";
import styles from "./ImportWays.module.css";
import { PasteDialog } from "./PasteDialog.tsx";

export interface ImportWaysProps {
  /** The first button is the one thing to do on an empty view. */
  readonly emphasised?: boolean;
}

export function ImportWays({ emphasised = false }: ImportWaysProps): ReactElement {
  const input = useRef<HTMLInputElement>(null);
  const [pasting, setPasting] = useState(false);
  return (
    <div className={classes(styles.ways, emphasised && styles.emphasised)}>
      <input
        ref={input}
        type="file"
        accept=".txt,.zip,.json,.jsonl,.xml,.vtt,.srt,.md,.tar,.eml,.mbox,.html,.vcf"
        className="visually-hidden"
        tabIndex={-1}
        aria-label="Chat export"
        onChange={(event) => {
          importFiles(event.target.files);
          // The same file can be chosen again after a change.
          event.target.value = "";
        }}
      />
      <Button variant={emphasised ? "primary" : "plain"} onClick={() => input.current?.click()}>
        <Icon name="upload" /> Choose a file
      </Button>
      <Button onClick={() => setPasting(true)}>
        <Icon name="pencil" /> Paste messages
      </Button>
      <Button onClick={() => void importSample()}>
        <Icon name="messages" /> Try the sample thread
      </Button>
      <PasteDialog open={pasting} onClose={() => setPasting(false)} />
    </div>
  );
}
