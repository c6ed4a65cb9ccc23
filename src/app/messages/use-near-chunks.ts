/** @file Which chunks of a scrolled list are near the visible part, and how high the others were when last drawn. */
import { useCallback, useEffect, useRef, useState, type RefObject } from "react";

/** Drawn this far above and below what is visible, so that ordinary scrolling meets no empty block. */
const MARGIN_PX = 900;

export interface NearChunks {
  readonly near: ReadonlySet<number>;
  /** Height in pixels of a chunk that was drawn before. */
  readonly heightOf: (index: number) => number | undefined;
  /** Draws a chunk before it is scrolled to. */
  readonly draw: (index: number) => void;
}

/** Watches the children of `scroller`, one for each of `chunks`. */
export function useNearChunks(
  scroller: RefObject<HTMLElement | null>,
  chunks: readonly unknown[],
): NearChunks {
  const [near, setNear] = useState<ReadonlySet<number>>(new Set());
  const heights = useRef(new Map<number, number>());

  useEffect(() => {
    const root = scroller.current;
    if (!root) return undefined;
    heights.current.clear();
    const observer = new IntersectionObserver(
      (entries) => {
        for (const { target, boundingClientRect } of entries)
          if (target.childElementCount > 0)
            heights.current.set(chunkIndex(target), boundingClientRect.height);
        setNear((before) => withEntries(before, entries));
      },
      { root, rootMargin: `${MARGIN_PX}px 0px` },
    );
    for (const index of chunks.keys()) {
      const element = root.children.item(index);
      if (element) observer.observe(element);
    }
    return () => observer.disconnect();
  }, [scroller, chunks]);

  const heightOf = useCallback((index: number) => heights.current.get(index), []);
  const draw = useCallback(
    (index: number) => setNear((before) => (before.has(index) ? before : new Set(before).add(index))),
    [],
  );
  return { near, heightOf, draw };
}

function withEntries(
  before: ReadonlySet<number>,
  entries: readonly IntersectionObserverEntry[],
): ReadonlySet<number> {
  const after = new Set(before);
  for (const { target, isIntersecting } of entries) {
    if (isIntersecting) after.add(chunkIndex(target));
    else after.delete(chunkIndex(target));
  }
  return after;
}

function chunkIndex(element: Element): number {
  return Number((element as HTMLElement).dataset["chunk"]);
}
