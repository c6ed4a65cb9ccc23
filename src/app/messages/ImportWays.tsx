/** @file The ways in: a file, a folder, pasted text, the sample thread. Dropping and Ctrl+V work anywhere on the view. */
import { useRef, useState, type ComponentProps, type ReactElement } from "react";
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
      <HiddenInput
        ref={input}
        label="Chat export"
        accept=".txt,.zip,.json,.jsonl,.xml,.vtt,.srt,.md,.tar,.eml,.mbox,.html,.vcf"
        onFiles={importFiles}
      />
      <HiddenInput
        ref={folderInput}
        label="Exported folder"
        {...{ webkitdirectory: "" }}
        onFiles={(files) => importFolder(filesOfInput(files, MAX_ARCHIVE_ENTRIES))}
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

interface HiddenInputProps extends ComponentProps<"input"> {
  readonly label: string;
  readonly onFiles: (files: FileList | null) => void;
}

/** A button beside it opens it. */
function HiddenInput({ label, onFiles, ...rest }: HiddenInputProps): ReactElement {
  return (
    <input
      type="file"
      hidden
      aria-label={label}
      onChange={(event) => {
        onFiles(event.target.files);
        // The same files can be chosen again after a change.
        event.target.value = "";
      }}
      {...rest}
    />
  );
}
