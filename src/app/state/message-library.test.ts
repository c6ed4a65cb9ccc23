import { expect, test, vi } from "vitest";
import { AppError } from "#shared/errors";
import { RpcClient, serve, type HandlerTable } from "#workers/rpc";
import type { ImportHandlers, SearchQuery, SearchResult } from "#workers/protocol-imports";
import { ImportLink } from "./import-link.ts";
import { MessageLibrary } from "./message-library.ts";

function library(handlers: Partial<HandlerTable<ImportHandlers>>): MessageLibrary {
  const start = () => {
    const { port1, port2 } = new MessageChannel();
    serve(port2 as never, handlers as HandlerTable<ImportHandlers>);
    port1.start();
    port2.start();
    return { rpc: new RpcClient<ImportHandlers>(port1), terminate: () => port1.close() };
  };
  return new MessageLibrary(new ImportLink(start, 1000));
}

const result = (total: number): SearchResult => ({ hits: [], total, approximate: false });

test("a search shows its result; changing the form searches again with all of it", async () => {
  const seen: SearchQuery[] = [];
  const shown = library({ "message-search": async (query) => (seen.push(query), result(seen.length)) });
  await shown.find({ text: "oak" });
  expect(shown.store.getState().search).toEqual({ phase: "ready", result: result(1) });
  await shown.find({ order: "newest" });
  expect(seen[1]).toEqual({ text: "oak", threadId: null, personId: null, order: "newest", limit: 50 });
  await shown.findMore();
  expect(seen[2]!.limit).toBe(50);
  await shown.find({ text: "  " });
  expect(shown.store.getState().search).toEqual({ phase: "idle" });
  expect(seen).toHaveLength(3);
});

test("an older search that answers late changes nothing, and is cancelled", async () => {
  let cancelled = false;
  const shown = library({
    "message-search": ({ text }, { signal }) =>
      text === "slow"
        ? new Promise((_resolve, reject) => {
            signal.addEventListener("abort", () => {
              cancelled = true;
              reject(new DOMException("aborted", "AbortError"));
            });
          })
        : Promise.resolve(result(7)),
  });
  const slow = shown.find({ text: "slow" });
  await new Promise((resolve) => setTimeout(resolve, 10));
  await shown.find({ text: "fast" });
  await slow;
  expect(cancelled).toBe(true);
  expect(shown.store.getState().search).toEqual({ phase: "ready", result: result(7) });
});

test("while messages are being indexed the former result stays, with the share that is done", async () => {
  let finish: (() => void) | undefined;
  let calls = 0;
  const shown = library({
    "message-search": (_query, { onPart }) => {
      if (calls++ === 0) return Promise.resolve(result(1));
      onPart({ type: "index-progress", fraction: 0.5 });
      return new Promise((resolve) => (finish = () => resolve(result(2))));
    },
  });
  await shown.find({ text: "oa" });
  const second = shown.find({ text: "oak" });
  await vi.waitFor(() =>
    expect(shown.store.getState().search).toEqual({ phase: "searching", fraction: 0.5, former: result(1) }),
  );
  await vi.waitFor(() => expect(finish).toBeDefined());
  finish?.();
  await second;
  expect(shown.store.getState().search).toEqual({ phase: "ready", result: result(2) });
});

const fail = () => Promise.reject(new AppError("storage-unavailable", "blocked"));

test("failures are told by their code", async () => {
  const shown = library({ "message-search": fail, "person-list": fail, "import-list": async () => [] });
  await shown.find({ text: "oak" });
  await shown.loadPeople();
  await shown.loadHistory();
  expect(shown.store.getState()).toMatchObject({
    search: { phase: "failed", error: { code: "storage-unavailable" } },
    people: { phase: "failed" },
    history: { phase: "ready", value: [] },
  });
});
