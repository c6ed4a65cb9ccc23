import { expect, test, vi } from "vitest";
import { tabNews } from "./tab-news.ts";

test("all parts of a tab hear what another tells, and none hears its own tab", async () => {
  const heard: string[] = [];
  const tell = tabNews<string>("news", (news) => heard.push(`one: ${news}`));
  tabNews<string>("news", (news) => heard.push(`two: ${news}`));
  const other = new BroadcastChannel("news");
  const outside: unknown[] = [];
  other.addEventListener("message", ({ data }) => outside.push(data));
  tell("mine");
  await vi.waitFor(() => expect(outside).toEqual(["mine"]));
  other.postMessage("theirs");
  await vi.waitFor(() => expect(heard).toEqual(["one: theirs", "two: theirs"]));
  other.close();
});
