import { expect, test } from "vitest";
import { policyOf, ruleOf, rulesFor } from "./agent-policy.ts";

test("what always asks is shown as asking and can't be allowed", () => {
  expect(ruleOf("update_calendar_draft", {})).toBe("ask");
  expect(ruleOf("update_calendar_draft", { update_calendar_draft: "allow" })).toBe("ask");
  expect(ruleOf("update_calendar_draft", { update_calendar_draft: "block" })).toBe("block");
  expect(rulesFor("update_calendar_draft")).toEqual(["ask", "block"]);
  expect(policyOf({ search_messages: "block" })).toMatchObject({
    search_messages: "block",
    get_message: "allow",
  });
});
