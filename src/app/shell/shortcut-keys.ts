/** @file The page's keyboard shortcuts: one table for the keys and for the list a person reads. */

export type ShortcutAction = "new-chat" | "focus-composer" | "stop" | "shortcuts";

export interface Shortcut {
  readonly action: ShortcutAction;
  readonly label: string;
  /** As shown; `Mod` is Ctrl, or Cmd on Apple devices. */
  readonly keys: readonly string[];
}

export const SHORTCUTS: readonly Shortcut[] = [
  { action: "new-chat", label: "New chat", keys: ["Mod", "Shift", "O"] },
  { action: "focus-composer", label: "Go to the message field", keys: ["Shift", "Esc"] },
  { action: "stop", label: "Stop the answer", keys: ["Esc"] },
  { action: "shortcuts", label: "Show this list", keys: ["Mod", "/"] },
];

/** What the browser reports of a key, as far as shortcuts need it. */
export type KeyPress = Pick<
  KeyboardEvent,
  "key" | "ctrlKey" | "metaKey" | "shiftKey" | "altKey" | "isComposing"
>;

/** The action of a key press, or null. An input method's own keys never count. */
export function shortcutOf(press: KeyPress): ShortcutAction | null {
  if (press.isComposing || press.altKey) return null;
  const mod = press.ctrlKey || press.metaKey;
  if (press.key === "Escape" && !mod) return press.shiftKey ? "focus-composer" : "stop";
  if (mod && press.shiftKey && press.key.toLowerCase() === "o") return "new-chat";
  // Some layouts need Shift for the slash.
  return mod && (press.key === "/" || press.key === "?") ? "shortcuts" : null;
}

export function isApple(platform: string): boolean {
  return /mac|iphone|ipad/iu.test(platform);
}
