/** @file Asks for the last question of the open chat to be edited, from anywhere in the chat. */
import { useStore } from "zustand";
import { createStore } from "zustand/vanilla";

/** How often it was asked for. */
const requests = createStore<{ readonly count: number }>(() => ({ count: 0 }));

export function editQuestion(): void {
  requests.setState(({ count }) => ({ count: count + 1 }));
}

export function useEditRequests(): number {
  return useStore(requests, ({ count }) => count);
}
