/** @file Short messages that leave by themselves, each with at most one action (undo). */
import { createStore } from "zustand/vanilla";

/** Long enough to read two lines and reach Undo. */
export const TOAST_MS = 6000;
/** More would cover what they are about. */
const MAX_TOASTS = 2;

export interface ToastOptions {
  readonly actionLabel?: string;
  readonly onAction?: () => void;
  /** Text of the button that closes it; a cross without it. */
  readonly dismissLabel?: string;
  /** Stays until it is closed or acted on. */
  readonly sticky?: boolean;
}

export interface Toast extends ToastOptions {
  readonly id: number;
  readonly message: string;
}

export const toastStore = createStore<{ readonly toasts: readonly Toast[] }>(() => ({ toasts: [] }));

let nextId = 1;

/** Shows a message in place of one that says the same; returns its id for `dismissToast`. */
export function toast(message: string, options: ToastOptions = {}): number {
  const id = nextId++;
  toastStore.setState(({ toasts }) => ({
    toasts: newest([...toasts.filter((one) => one.message !== message), { ...options, id, message }]),
  }));
  return id;
}

/** Those that leave by themselves make room before those that wait for an answer. */
function newest(toasts: readonly Toast[]): readonly Toast[] {
  if (toasts.length <= MAX_TOASTS) return toasts;
  const leaving = toasts.find(({ sticky }) => !sticky) ?? toasts[0];
  return toasts.filter((one) => one !== leaving);
}

export function dismissToast(id: number): void {
  toastStore.setState(({ toasts }) => ({ toasts: toasts.filter((one) => one.id !== id) }));
}
