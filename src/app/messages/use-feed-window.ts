/** @file Which pages of a scrolled list are drawn, and how their real heights enter the layout without moving the text. */
import { useCallback, useEffect, useLayoutEffect, useRef, useState, type RefObject } from "react";
import type { FeedLayout, PageRange } from "./feed-layout.ts";

/** Drawn this far above and below what is visible, so that ordinary scrolling meets no empty block. */
const MARGIN_PX = 900;

export interface FeedWindow {
  readonly range: PageRange;
  /** Draws what is now in the window; call after scrolling by code. */
  readonly update: () => void;
}

export function useFeedWindow(scroller: RefObject<HTMLElement | null>, layout: FeedLayout): FeedWindow {
  const [range, setRange] = useState<PageRange>(() => {
    const last = Math.max(0, layout.count - 1);
    return { first: last, last };
  });

  const update = useCallback(() => {
    const root = scroller.current;
    if (!root) return;
    const { scrollTop, clientHeight } = root;
    const next = layout.range(scrollTop - MARGIN_PX, scrollTop + clientHeight + MARGIN_PX);
    setRange((now) => (now.first === next.first && now.last === next.last ? now : next));
  }, [scroller, layout]);

  useEffect(() => {
    const root = scroller.current;
    if (!root) return undefined;
    root.addEventListener("scroll", update, { passive: true });
    const resized = new ResizeObserver(update);
    resized.observe(root);
    return () => {
      root.removeEventListener("scroll", update);
      resized.disconnect();
    };
  }, [scroller, update]);

  useMeasuredPages(scroller, layout, update);
  return { range, update };
}

/** Notes heights before they are painted; a page above the window that grows moves the scroll position with it. */
function useMeasuredPages(
  scroller: RefObject<HTMLElement | null>,
  layout: FeedLayout,
  onChange: () => void,
): void {
  const observer = useRef<ResizeObserver | null>(null);
  useLayoutEffect(() => {
    const root = scroller.current;
    if (!root) return undefined;
    const measured = new ResizeObserver((entries) => {
      let shift = 0;
      for (const { target, contentRect } of entries) {
        const page = Number((target as HTMLElement).dataset["page"]);
        const end = layout.offsetOf(page) + layout.heightOf(page);
        const isAbove = end <= root.scrollTop;
        const change = layout.measure(page, contentRect.height);
        if (isAbove) shift += change;
      }
      if (shift !== 0) root.scrollTop += shift;
      onChange();
    });
    observer.current = measured;
    return () => measured.disconnect();
  }, [scroller, layout, onChange]);

  // After every render: pages come and go.
  useLayoutEffect(() => {
    for (const page of scroller.current?.querySelectorAll("[data-page]") ?? [])
      observer.current?.observe(page);
  });
}
