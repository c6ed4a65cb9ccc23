/** @file The ways in: a file, a folder, pasted text, the sample thread. Dropping and Ctrl+V work anywhere on the view. */
import { useRef, useState, type ReactElement } from "react";
import { MAX_ARCHIVE_ENTRIES } from "#messages/limits";
import { canChooseFolders, filesOfInput } from "#app/models/read-folder.ts";
import { Button } from "#app/ui/Button.tsx";
import { classes } from "#app/ui/classes.ts";
import { Icon } from "#app/ui/Icon.tsx";
import { importFiles, importFolder, importSample } from "./import-actions.ts";
import styles from "./ImportWays.module.css";
import { PasteDialog } from "./PasteDialog.tsx";

export interface ImportWaysProps {
  /** The first button is the one thing to do on an empty view. */
  readonly emphasised?: boolean;
}

export function ImportWays({ emphasised = false }: ImportWaysProps): ReactElement {
  const input = useRef<HTMLInputElement>(null);
  const folderInput = useRef<HTMLInputElement>(null);
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
      <input
        ref={folderInput}
        type="file"
        {...{ webkitdirectory: "" }}
        className="visually-hidden"
        tabIndex={-1}
        aria-label="Exported folder"
        onChange={(event) => {
          importFolder(filesOfInput(event.target.files, MAX_ARCHIVE_ENTRIES));
          event.target.value = "";
        }}
      />
      <Button variant={emphasised ? "primary" : "plain"} onClick={() => input.current?.click()}>
        <Icon name="upload" /> Choose a file
      </Button>
      {canChooseFolders() && (
        <Button title="Telegram and others write a folder" onClick={() => folderInput.current?.click()}>
          <Icon name="upload" /> Choose a folder
        </Button>
      )}
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
