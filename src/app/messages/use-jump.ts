/** @file Scrolls the feed to a message, also while its page is still being read and those around it are being measured. */
import { useCallback, useEffect, useLayoutEffect, useRef, type RefObject } from "react";
import type { Id } from "#messages/message";
import type { FeedLayout } from "./feed-layout.ts";

/** A new object for every jump, so that the same message can be jumped to again. */
export interface JumpTarget {
  readonly messageId: Id;
}

/** The page that holds a message; null when it is not in the thread. */
export type LocateMessage = (messageId: Id) => Promise<number | null>;

interface Aim {
  readonly page: number;
  /** null = the end of the thread. */
  readonly id: Id | null;
  /** Set once the message was there: until then its neighbours are measured. */
  until: number | null;
  focused: boolean;
}

/** Scrolling again later would fight the person. */
const SETTLE_MS = 600;

/** Jumps to `target` (focus and all), or to the end of the thread when there is none or it is gone. */
export function useJump(
  scroller: RefObject<HTMLElement | null>,
  layout: FeedLayout,
  target: JumpTarget | null,
  locate: LocateMessage,
  onScrolled: () => void,
): void {
  const aim = useRef<Aim | null>(null);

  const settle = useCallback(() => {
    const root = scroller.current;
    if (root && aim.current && !show(root, layout, aim.current)) aim.current = null;
  }, [scroller, layout]);

  useEffect(() => {
    let superseded = false;
    const begin = (page: number, id: Id | null): void => {
      aim.current = { page, id, until: null, focused: id === null };
      settle();
      onScrolled();
    };
    const end = (): void => begin(layout.count - 1, null);
    if (target === null) end();
    else
      locate(target.messageId).then(
        (page) => superseded || (page === null ? end() : begin(page, target.messageId)),
        () => superseded || end(),
      );
    return () => {
      superseded = true;
    };
  }, [layout, target, locate, settle, onScrolled]);

  // After every render: a page that was just drawn may have moved the message.
  useLayoutEffect(settle);

  useEffect(() => {
    const root = scroller.current;
    const stop = (): void => void (aim.current = null);
    const events = ["wheel", "touchmove", "keydown", "pointerdown"] as const;
    for (const event of events) root?.addEventListener(event, stop, { passive: true });
    return () => {
      for (const event of events) root?.removeEventListener(event, stop);
    };
  }, [scroller]);
}

/** False once the message has been in its place long enough. */
function show(root: HTMLElement, layout: FeedLayout, aim: Aim): boolean {
  if (aim.until !== null && performance.now() > aim.until) return false;
  const page = root.querySelector<HTMLElement>(`[data-page="${aim.page}"]`);
  if (page?.dataset["loaded"] !== "true") {
    root.scrollTop = aim.id === null ? layout.total : layout.offsetOf(aim.page);
    return true;
  }
  aim.until ??= performance.now() + SETTLE_MS;
  if (aim.id === null) {
    root.scrollTop = root.scrollHeight;
    return true;
  }
  const row = page.querySelector<HTMLElement>(`[data-message-id="${CSS.escape(aim.id)}"]`);
  if (!row) return false;
  row.scrollIntoView({ block: "center" });
  // Once: a re-measure must not take the focus back from where the person went.
  if (!aim.focused) row.focus({ preventScroll: true });
  aim.focused = true;
  return true;
}
