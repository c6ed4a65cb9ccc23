import { expect, test } from "vitest";
import type { Person, Thread } from "#messages/message";
import { selfChoices } from "./preview-self.ts";

const person = (id: string, isSelf = false): Person => ({ id: `p_${id}`, name: id, isSelf });
const thread = (...people: readonly Person[]) => ({ id: "t_1", people }) as unknown as Thread;
const choices = (threads: readonly Thread[], known: readonly Thread[] = []) =>
  selfChoices({ threads, threadCount: threads.length }, known).map(({ name }) => name);

test("who is me is asked for one thread of two or more people", () => {
  const open = thread(person("Ana"), person("Ben"));
  expect(choices([open])).toEqual(["Ana", "Ben"]);
  expect(choices([thread(person("Ana"))])).toEqual([]);
  expect(choices([open, open])).toEqual([]);
  expect(choices([])).toEqual([]);
});

test("it is not asked when the file says it or it was said before", () => {
  const open = thread(person("Ana"), person("Ben"));
  const said = thread(person("Ana"), person("Ben", true));
  expect([choices([said]), choices([open], [said]), choices([open], [open])]).toEqual([
    [],
    [],
    ["Ana", "Ben"],
  ]);
});
