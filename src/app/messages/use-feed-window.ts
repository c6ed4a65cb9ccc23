/** @file Which pages of a scrolled list are drawn, and how their real heights enter the layout without moving the text. */
import { useCallback, useEffect, useLayoutEffect, useRef, useState, type RefObject } from "react";
import type { FeedLayout, PageRange } from "./feed-layout.ts";
import { ScrollAnchor } from "./scroll-anchor.ts";

/** Drawn this far above and below what is visible, so that ordinary scrolling meets no empty block. */
const MARGIN_PX = 900;

/** Where the browser holds the position itself, it also does so in mid-animation, which code would end. */
const BROWSER_ANCHORS = CSS.supports("overflow-anchor", "auto");

export interface FeedWindow {
  readonly range: PageRange;
  /** Draws what is now in the window and holds it there; call after scrolling by code. */
  readonly update: () => void;
}

export function useFeedWindow(scroller: RefObject<HTMLElement | null>, layout: FeedLayout): FeedWindow {
  const [range, setRange] = useState<PageRange>(() => {
    const last = Math.max(0, layout.count - 1);
    return { first: last, last };
  });

  const [anchor] = useState(() => (BROWSER_ANCHORS ? null : new ScrollAnchor()));

  const update = useCallback(() => {
    const root = scroller.current;
    if (!root) return;
    anchor?.note(root);
    const { scrollTop, clientHeight } = root;
    const next = layout.range(scrollTop - MARGIN_PX, scrollTop + clientHeight + MARGIN_PX);
    setRange((now) => (now.first === next.first && now.last === next.last ? now : next));
  }, [scroller, layout, anchor]);

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

  const measured = useCallback(
    (heights: ReadonlyMap<number, number>) => {
      for (const [page, height] of heights) layout.measure(page, height);
      if (scroller.current) anchor?.restore(scroller.current);
      update();
    },
    [scroller, layout, anchor, update],
  );
  // After every render, before a scroll is heard: that would note what the render has moved.
  useLayoutEffect(() => {
    if (scroller.current) anchor?.restore(scroller.current);
  });
  useMeasuredPages(scroller, measured);
  return { range, update };
}

/** Reports the heights of pages before they are painted. */
function useMeasuredPages(
  scroller: RefObject<HTMLElement | null>,
  onMeasured: (heights: ReadonlyMap<number, number>) => void,
): void {
  const observer = useRef<ResizeObserver | null>(null);
  useLayoutEffect(() => {
    const measuring = new ResizeObserver((entries) => {
      const heights = entries.map(
        ({ target, contentRect }) =>
          [Number((target as HTMLElement).dataset["page"]), contentRect.height] as const,
      );
      onMeasured(new Map(heights));
    });
    observer.current = measuring;
    return () => measuring.disconnect();
  }, [onMeasured]);

  // After every render: pages come and go.
  useLayoutEffect(() => {
    for (const page of scroller.current?.querySelectorAll("[data-page]") ?? [])
      observer.current?.observe(page);
  });
}
