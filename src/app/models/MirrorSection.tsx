/** @file Where models are downloaded from: the hub, or an address a person sets. */
import { useState, type FormEvent, type ReactElement } from "react";
import { downloads, useDownloads } from "#app/state/downloads.ts";
import { Button } from "#app/ui/Button.tsx";
import { Section } from "#app/ui/Page.tsx";
import { TextField } from "#app/ui/TextField.tsx";
import { mirrorProblem } from "./install-text.ts";
import styles from "./InstallPanel.module.css";

export function MirrorSection(): ReactElement {
  const mirror = useDownloads((state) => state.mirror);
  const [text, setText] = useState(mirror ?? "");
  const [error, setError] = useState<string | null>(null);
  const save = (event: FormEvent): void => {
    event.preventDefault();
    const address = text.trim();
    const problem = address === "" ? null : mirrorProblem(address);
    setError(problem);
    if (problem === null) downloads.setMirror(address === "" ? null : address);
  };
  return (
    <Section title="Where models come from">
      <p>
        {mirror === null
          ? "Models that are not part of Hearth are downloaded from huggingface.co. It learns which files are asked for, nothing else."
          : `Models that are not part of Hearth are downloaded from ${mirror}, and from nowhere else.`}
      </p>
      <form className={styles.panel} onSubmit={save}>
        <TextField
          label="Address of a mirror"
          hint="A site with the hub's addresses, or the folder of a model pack on a server of yours. Leave it empty for the hub."
          type="url"
          value={text}
          error={error}
          onChange={setText}
        />
        <Button type="submit">Use this address</Button>
      </form>
    </Section>
  );
}
