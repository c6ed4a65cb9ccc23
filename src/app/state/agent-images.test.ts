import { beforeEach, expect, test, vi } from "vitest";
import type { Turn } from "#storage/conversations";
import type { TurnPicture } from "#storage/pictures";
import { imagePort, imagesOf } from "./agent-images.ts";

const here = vi.hoisted(() => ({
  turns: [] as unknown[],
  originals: new Map<string, Blob>(),
  read: [] as string[],
}));

vi.mock("#storage/conversations", () => ({ readConversation: () => Promise.resolve({ turns: here.turns }) }));
vi.mock("#storage/pictures", () => ({ readPictures: () => Promise.resolve(here.originals) }));
vi.mock("./settings.ts", () => ({ defaultZone: () => "Europe/Berlin" }));
vi.mock("./ocr.ts", () => ({
  readPictureText: async (file: Blob, language: string) => {
    here.read.push(language);
    return `read now: ${await file.text()}`;
  },
}));

const BASE = { sizeBytes: 1, width: 1, height: 1, isAnimated: false, alt: "", thumbnail: new Blob() };
const picture = (id: string, text?: string): TurnPicture => ({
  ...BASE,
  id,
  name: `${id}.png`,
  ...(text !== undefined && { read: { text, language: "en", nonce: "abcdefghijkl" } }),
});

function turn(position: number, role: Turn["role"], text: string, ...pictures: TurnPicture[]): Turn {
  const base = {
    id: `t${position}`,
    conversationId: "c",
    position,
    role,
    text,
    state: "done",
    createdAt: 0,
  } as const;
  return pictures.length === 0 ? base : { ...base, pictures };
}

const NONE = { threadIds: [], lastCount: null };
const job = (turnId: string, scope: typeof NONE | { threadIds: string[]; lastCount: null } = NONE) =>
  ({ conversationId: "c", turnId, scope }) as const;
const ids = async (...args: Parameters<typeof job>): Promise<readonly string[]> =>
  (await imagesOf(job(...args))).map(({ id }) => id);

beforeEach(() => {
  here.turns = [
    turn(0, "user", "When is it?", picture("old", "Concert")),
    turn(1, "assistant", "On Saturday."),
    turn(2, "user", "Add this to my calendar"),
    turn(3, "assistant", ""),
    turn(4, "user", "Add the dentist tomorrow at 3pm"),
    turn(5, "assistant", ""),
    turn(6, "user", "Put this into my calendar", picture("new")),
    turn(7, "assistant", ""),
  ];
  here.originals = new Map([["new", new Blob(["a poster"])]]);
  here.read = [];
});

test("a request is about its own pictures, and leads back to its chat", async () => {
  expect(await imagesOf(job("t7"))).toEqual([{ id: "new", name: "new.png", chatId: "c" }]);
});

test("without one it is about the latest before it, unless it says a date or messages were chosen", async () => {
  expect(await ids("t3")).toEqual(["old"]);
  expect(await ids("t5")).toEqual([]);
  expect(await ids("t3", { threadIds: ["thread"], lastCount: null })).toEqual([]);
});

test("what the person has seen is used; what was not read is read in the language asked for", async () => {
  const port = imagePort(job("t7"));
  expect(await port.read("old", "de")).toBe("Concert");
  expect(here.read).toEqual([]);
  expect(await port.read("new", "de")).toBe("read now: a poster");
  expect(here.read).toEqual(["de"]);
  expect(await port.read("gone", "en")).toBeNull();
});
