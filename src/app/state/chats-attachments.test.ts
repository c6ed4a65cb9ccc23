import { beforeEach, expect, test, vi } from "vitest";
import { AppError } from "#shared/errors";
import type { OpenedPicture } from "#workers/protocol-pictures";
import { addAttachments, cropPicture, removeAttachment } from "./chats-attachments.ts";

interface Call {
  readonly method: string;
  readonly signal: AbortSignal | undefined;
  readonly resolve: (value: unknown) => void;
  readonly reject: (error: unknown) => void;
}

/** The workers that were started, each with what it was asked. */
const { started, saved, startPictureWorker } = vi.hoisted(() => {
  const started: { readonly calls: Call[]; terminated: boolean }[] = [];
  const startPictureWorker = (): unknown => {
    const worker = { calls: [] as Call[], terminated: false };
    started.push(worker);
    const call = (method: string, _args: unknown, options: { signal?: AbortSignal } = {}) =>
      new Promise((resolve, reject) => {
        worker.calls.push({ method, signal: options.signal, resolve, reject });
      });
    return { rpc: { call }, terminate: () => (worker.terminated = true) };
  };
  return { started, saved: vi.fn<(kept: unknown) => Promise<void>>(async () => {}), startPictureWorker };
});

vi.mock("#workers/client", () => ({ startPictureWorker }));
vi.mock("#storage/pictures", () => ({ saveComposerPictures: saved, readComposerPictures: async () => [] }));

const REGION = { left: 0, top: 0, width: 1, height: 1 };
const CRASH = new AppError("worker-crashed", "gone");

const crop = (): Promise<File> => cropPicture(new Blob(["x"]), REGION, { name: "a.png" });
const call = (worker: number, index: number): Call => started[worker]?.calls[index] as Call;

beforeEach(() => void vi.useFakeTimers());

test("a worker that crashed is ended once and replaced, with whatever waited for it refused", async () => {
  const before = started.length;
  const lost = [crop(), crop()];
  for (const { reject } of started[before]?.calls ?? []) reject(CRASH);
  for (const one of lost) await expect(one).rejects.toMatchObject({ code: "worker-crashed" });
  expect(started[before]?.terminated).toBe(true);

  const next = crop();
  expect(started).toHaveLength(before + 2);
  call(before + 1, 0).resolve(new Blob(["y"]));
  expect((await next).name).toBe("Part of a.png");
  // What went wrong with one picture says nothing about the worker.
  const bad = crop();
  call(before + 1, 1).reject(new AppError("picture-damaged", "cut off"));
  await expect(bad).rejects.toMatchObject({ code: "picture-damaged" });
  expect(started[before + 1]?.terminated).toBe(false);
});

test("a picture that is taken out while it is opened is given up, even when its answer comes late", async () => {
  addAttachments("chat", [new File(["1"], "one.png"), new File(["2"], "two.png")]);
  const opens = started.at(-1)?.calls.filter(({ method }) => method === "picture-open") ?? [];
  expect(opens.map(({ signal }) => signal?.aborted)).toEqual([false, false]);
  // Keys count up from 1 and these are the first two.
  removeAttachment("chat", 1);
  expect(opens.map(({ signal }) => signal?.aborted)).toEqual([true, false]);
  const picture = { width: 1, height: 1, isAnimated: false, thumbnail: new Blob() };
  opens.forEach(({ resolve }, index) =>
    resolve({ ...picture, id: `id${index}`, bytes: new Blob([String(index)]) } satisfies OpenedPicture),
  );
  await vi.runAllTimersAsync();
  const last = saved.mock.calls.at(-1)?.[0];
  expect(last).toMatchObject({
    conversationId: "chat",
    pictures: [{ picture: { id: "id1", name: "two.png" } }],
  });
});
