/** @file Listens to the shortcuts on the whole page and shows their list. */
import { useEffect, type ReactElement } from "react";
import { useStore } from "zustand";
import { COMPOSER_ID } from "#app/chat/composer-id.ts";
import { agentStatus, stopAgent } from "#app/state/agent-status.ts";
import { chats } from "#app/state/chats.ts";
import { currentRoute, navigate } from "#app/state/route.ts";
import { Dialog } from "#app/ui/Dialog.tsx";
import { isApple, SHORTCUTS, shortcutOf, type ShortcutAction } from "./shortcut-keys.ts";
import { hideShortcuts, shortcutsStore, showShortcuts } from "./shortcuts-store.ts";
import styles from "./Shortcuts.module.css";

export function Shortcuts(): ReactElement {
  const shown = useStore(shortcutsStore, (state) => state.shown);
  useEffect(() => {
    document.addEventListener("keydown", onKeyDown);
    return () => document.removeEventListener("keydown", onKeyDown);
  }, []);
  const modifier = isApple(navigator.platform) ? "Cmd" : "Ctrl";
  return (
    <Dialog title="Keyboard shortcuts" open={shown} onClose={hideShortcuts}>
      <dl className={styles.list}>
        {SHORTCUTS.map(({ action, label, keys }) => (
          <div key={action} className={styles.row}>
            <dt>{label}</dt>
            <dd className={styles.keys}>
              {keys.map((key) => (
                <kbd key={key}>{key === "Mod" ? modifier : key}</kbd>
              ))}
            </dd>
          </div>
        ))}
      </dl>
    </Dialog>
  );
}

function onKeyDown(event: KeyboardEvent): void {
  const action = shortcutOf(event);
  // An open dialog or menu owns Esc.
  if (!action || document.querySelector("dialog[open], :popover-open")) return;
  const idle = !chats.store.getState().answering && agentStatus.getState().working === null;
  if (action === "stop" && idle) return;
  event.preventDefault();
  perform(action);
}

function perform(action: ShortcutAction): void {
  switch (action) {
    case "new-chat":
      navigate({ view: "chat", chatId: null });
      return focusComposer();
    case "focus-composer":
      if (currentRoute().view !== "chat") navigate({ view: "chat", chatId: null });
      return focusComposer();
    case "stop":
      stopAgent();
      return chats.stop();
    case "shortcuts":
      return showShortcuts();
    default:
      action satisfies never;
  }
}

/** After the view has been drawn. */
function focusComposer(): void {
  requestAnimationFrame(() => document.getElementById(COMPOSER_ID)?.focus());
}
