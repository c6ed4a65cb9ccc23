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
  /** A message, or the edge of the thread that the page is at. */
  readonly goal: { readonly messageId: Id } | "start" | "end";
  /** Set once the message was there: until then its neighbours are measured. */
  until: number | null;
  focused: boolean;
}

/** Ways in which a person takes the scrolling over. */
const POINTED = ["wheel", "touchmove", "pointerdown"] as const;

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
    if (!root || !aim.current) return;
    if (show(root, layout, aim.current)) onScrolled();
    else aim.current = null;
  }, [scroller, layout, onScrolled]);

  const begin = useCallback(
    (page: number, goal: Aim["goal"]) => {
      aim.current = { page, goal, until: null, focused: false };
      settle();
    },
    [settle],
  );

  useEffect(() => {
    let superseded = false;
    const end = (): void => begin(layout.count - 1, "end");
    if (target === null) end();
    else
      locate(target.messageId).then(
        (page) => superseded || (page === null ? end() : begin(page, target)),
        () => superseded || end(),
      );
    return () => {
      superseded = true;
    };
  }, [layout, target, locate, begin]);

  // After every render: a page that was just drawn may have moved the message.
  useLayoutEffect(settle);

  useTakenOver(scroller, layout, {
    onTaken: useCallback(() => void (aim.current = null), []),
    onEdge: begin,
  });
}

interface TakenOver {
  readonly onTaken: () => void;
  /** Home or End was pressed. */
  readonly onEdge: (page: number, edge: "start" | "end") => void;
}

/** Notices when a person scrolls, with whatever they do it. */
function useTakenOver(
  scroller: RefObject<HTMLElement | null>,
  { count }: FeedLayout,
  { onTaken, onEdge }: TakenOver,
): void {
  useEffect(() => {
    const root = scroller.current;
    const onKey = (event: KeyboardEvent): void => {
      onTaken();
      if (event.altKey || event.ctrlKey || event.metaKey || event.shiftKey) return;
      // The browser would animate over heights that are still estimates and stop short of the edge.
      if (event.key === "Home") onEdge(0, "start");
      else if (event.key === "End") onEdge(count - 1, "end");
      else return;
      event.preventDefault();
    };
    root?.addEventListener("keydown", onKey);
    for (const event of POINTED) root?.addEventListener(event, onTaken, { passive: true });
    return () => {
      root?.removeEventListener("keydown", onKey);
      for (const event of POINTED) root?.removeEventListener(event, onTaken);
    };
  }, [scroller, count, onTaken, onEdge]);
}

/** False once the message has been in its place long enough. */
function show(root: HTMLElement, layout: FeedLayout, aim: Aim): boolean {
  if (aim.until !== null && performance.now() > aim.until) return false;
  const page = root.querySelector<HTMLElement>(`[data-page="${aim.page}"]`);
  if (page?.dataset["loaded"] !== "true") {
    root.scrollTop = aim.goal === "end" ? layout.total : layout.offsetOf(aim.page);
    return true;
  }
  aim.until ??= performance.now() + SETTLE_MS;
  if (typeof aim.goal === "string") {
    root.scrollTop = aim.goal === "start" ? 0 : root.scrollHeight;
    return true;
  }
  const row = page.querySelector<HTMLElement>(`[data-message-id="${CSS.escape(aim.goal.messageId)}"]`);
  if (!row) return false;
  row.scrollIntoView({ block: "center" });
  // Once: a re-measure must not take the focus back from where the person went.
  if (!aim.focused) row.focus({ preventScroll: true });
  aim.focused = true;
  return true;
}
