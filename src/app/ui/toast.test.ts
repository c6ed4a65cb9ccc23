import { beforeEach, expect, test } from "vitest";
import { toast, toastStore } from "./toast.ts";

const shown = () => toastStore.getState().toasts.map(({ message }) => message);

beforeEach(() => toastStore.setState({ toasts: [] }));

test("at most two are shown, the newest ones", () => {
  for (const message of ["one", "two", "three"]) toast(message);
  expect(shown()).toEqual(["two", "three"]);
});

test("the same words replace their former self", () => {
  const first = toast("one");
  toast("two");
  const again = toast("one");
  expect(shown()).toEqual(["two", "one"]);
  expect(again).not.toBe(first);
});

test("one that waits for an answer stays while others come and go", () => {
  toast("update", { sticky: true });
  for (const message of ["one", "two"]) toast(message);
  expect(shown()).toEqual(["update", "two"]);
});
