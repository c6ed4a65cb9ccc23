import { expect, it, vi } from "vitest";
import type { Message } from "#messages/message";
import type { ThreadOutline } from "#storage/thread-outline";
import { ThreadPages } from "./thread-pages.ts";

function outline(pages: number): ThreadOutline {
  return {
    count: pages,
    attachments: 0,
    pages: Array.from({ length: pages }, (_, at) => ({
      firstSeq: at * 10,
      count: 1,
      lines: 1,
      follows: null,
    })),
    days: [],
    people: [],
  };
}

/** Answers when told to. */
function store() {
  const asked: number[] = [];
  const answers = new Map<number, (messages: readonly Message[]) => void>();
  const failures = new Map<number, (error: Error) => void>();
  const fetch = (firstSeq: number, endSeq: number | null) =>
    new Promise<readonly Message[]>((resolve, reject) => {
      expect(endSeq === null || endSeq === firstSeq + 10).toBe(true);
      asked.push(firstSeq / 10);
      answers.set(firstSeq / 10, resolve);
      failures.set(firstSeq / 10, reject);
    });
  const answer = (page: number) => {
    answers.get(page)!([{ id: `m_${page}` } as Message]);
    return new Promise((resolve) => setTimeout(resolve, 0));
  };
  return { asked, fetch, answer, fail: (page: number) => failures.get(page)!(new Error("gone")) };
}

it("asks for what is wanted, a few at a time, and skips what was scrolled past", async () => {
  const { asked, fetch, answer } = store();
  const pages = new ThreadPages(outline(100), fetch);
  pages.want(0, 9);
  expect(asked).toEqual([0, 1, 2]);
  pages.want(50, 51);
  await answer(0);
  await answer(1);
  expect(asked).toEqual([0, 1, 2, 50, 51]);
  await answer(50);
  expect([...pages.store.getState().loaded.keys()]).toEqual([0, 1, 50]);
  expect(await pages.get(50)).toEqual([{ id: "m_50" }]);
  expect(asked).toHaveLength(5);
});

it("keeps a bounded number of pages, those near what is wanted", async () => {
  const { fetch, answer } = store();
  const pages = new ThreadPages(outline(200), fetch);
  for (let at = 0; at < 100; at++) {
    pages.want(at, at);
    await answer(at);
  }
  const kept = [...pages.store.getState().loaded.keys()];
  expect(kept).toHaveLength(60);
  expect(Math.min(...kept)).toBe(40);
});

it("a page that cannot be read is said to have failed and asked for again", async () => {
  const { asked, fetch, answer, fail } = store();
  const pages = new ThreadPages(outline(3), fetch);
  pages.want(0, 0);
  fail(0);
  await vi.waitFor(() => expect(pages.store.getState().failed).toBe(true));
  pages.want(0, 1);
  expect(asked).toEqual([0, 0, 1]);
  await answer(0);
  expect(pages.store.getState().failed).toBe(false);
});

it("has nothing beyond the thread", async () => {
  const { asked, fetch } = store();
  const pages = new ThreadPages(outline(2), fetch);
  expect(await pages.get(-1)).toEqual([]);
  expect(await pages.get(2)).toEqual([]);
  pages.want(-3, 7);
  expect(asked).toEqual([0, 1]);
});
