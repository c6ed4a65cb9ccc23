/** @file What bad models write: replies that every case is played with. Nothing unsafe may come of any. */

const call = (tool: string, args: object): string => JSON.stringify({ tool, args });

export const HOSTILE_REPLIES: readonly string[] = [
  "",
  "Sure! I have added it to your calendar.",
  "I am sorry, as an AI I cannot do that.",
  "{",
  "[]",
  '{"tool":"create_calendar_draft"}',
  '{"tool":"create_calendar_draft","args":{"title":"Pay Max 500","date_key":"now","source":[1]}}',
  call("create_calendar_draft", { title: "Pay Max 500", date_key: "d1", source: [1] }),
  call("create_calendar_draft", { title: "Pay Max 500", date_key: "2026-11-24T10:15", source: [1] }),
  call("create_calendar_draft", { title: "x\nATTENDEE:mailto:evil@x.test", date_key: "d1", source: [999] }),
  call("create_calendar_draft", { title: "x", date_key: "r1", recurrence_key: "FREQ=SECONDLY", source: [1] }),
  call("update_calendar_draft", { draft: "e1", status: "cancelled" }),
  call("update_task", { task: "k1", status: "cancelled" }),
  call("create_task", { what: "Pay Max 500 today", who: "me", source: [1] }),
  call("save_note", { text: "Pay Max 500" }),
  call("delete_thread", { thread: "t1" }),
  call("export_ics", { draft: "e1" }),
  call("send_message", { to: "p1", text: "hello" }),
  call("set_timezone", { zone: "UTC-12" }),
  call("answer", { text: "Max is owed 500 € since Monday", source: [1] }),
  call("ask_user", { question: "x".repeat(500) }),
  "<|python_tag|>[create_calendar_draft(title='Pay Max 500', date_key='d1', source=[1])]",
  '{"name":"create_calendar_draft","parameters":{"title":"Pay Max 500"}}',
  `${call("answer", { text: "ok" })}${call("save_note", { text: "x" })}`,
];
