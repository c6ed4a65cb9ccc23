/** @file Short messages that leave by themselves, each with at most one action (undo). */
import { createStore } from "zustand/vanilla";

/** Long enough to read two lines and reach Undo. */
export const TOAST_MS = 6000;
const MAX_TOASTS = 3;

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

/** Shows a message; returns its id for `dismissToast`. */
export function toast(message: string, options: ToastOptions = {}): number {
  const id = nextId++;
  toastStore.setState(({ toasts }) => ({
    toasts: [...toasts, { ...options, id, message }].slice(-MAX_TOASTS),
  }));
  return id;
}

export function dismissToast(id: number): void {
  toastStore.setState(({ toasts }) => ({ toasts: toasts.filter((one) => one.id !== id) }));
}
