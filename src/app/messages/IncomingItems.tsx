/** @file What other apps handed over and waits here: each is read on a click, or left. */
import type { ReactElement } from "react";
import { isPictureFile } from "#app/pictures/attach-pictures.ts";
import { setComposerText } from "#app/state/composer-drafts.ts";
import { incoming, useIncoming, type IncomingItem } from "#app/state/incoming.ts";
import { navigate } from "#app/state/route.ts";
import { formatBytes } from "#app/format.ts";
import { Button } from "#app/ui/Button.tsx";
import { Notice } from "#app/ui/Notice.tsx";
import { toast } from "#app/ui/toast.ts";
import styles from "./IncomingItems.module.css";
import { countText } from "./time-text.ts";

const SHOWN_CHARS = 160;

export function IncomingItems(): ReactElement | null {
  const { items, refused } = useIncoming();
  if (items.length === 0 && refused === 0) return null;
  return (
    <Notice
      kind={refused > 0 && items.length === 0 ? "warning" : "info"}
      title={items.length === 0 ? "Nothing could be taken over" : "Handed to Hearth"}
      actions={
        <Button onClick={() => incoming.clear()}>{items.length === 0 ? "Dismiss" : "Leave all"}</Button>
      }
    >
      {items.length > 0 && <p>Nothing is read or stored before you say so.</p>}
      {refused > 0 && (
        <p>
          {countText(refused, "item")} could not be taken: at most ten files and 512 MB at a time, and there
          must be room for them on this device.
        </p>
      )}
      <ul className={styles.items} aria-label="Waiting items">
        {items.map((item) => (
          <li key={item.id} className={styles.item}>
            <Description item={item} />
            <Actions item={item} />
          </li>
        ))}
      </ul>
    </Notice>
  );
}

function Description({ item }: { readonly item: IncomingItem }): ReactElement {
  if (item.kind === "file")
    return (
      <span className={styles.text}>
        <bdi dir="auto">{item.source.fileName}</bdi> · {formatBytes(item.source.file.size)}
      </span>
    );
  const { text } = item;
  return (
    <q className={styles.text}>
      <bdi dir="auto">{text.length > SHOWN_CHARS ? `${text.slice(0, SHOWN_CHARS)}…` : text}</bdi>
    </q>
  );
}

function Actions({ item }: { readonly item: IncomingItem }): ReactElement {
  return (
    <span className={styles.actions}>
      <Button onClick={() => incoming.read(item.id)}>{readLabel(item)}</Button>
      {item.kind === "text" && <Button onClick={() => toChat(item.id, item.text)}>Put into the chat</Button>}
      <Button onClick={() => incoming.take(item.id)}>Leave it</Button>
    </span>
  );
}

function readLabel(item: IncomingItem): string {
  if (item.kind === "text") return "Read as messages";
  return isPictureFile(item.source.file) ? "Ask about it" : "Read it";
}

/** Into the field of a new chat, where it is read and sent by the person. */
function toChat(id: string, text: string): void {
  incoming.take(id);
  setComposerText(null, text);
  navigate({ view: "chat", chatId: null });
  toast("It stands in the message field of a new chat. Nothing was sent.");
}
