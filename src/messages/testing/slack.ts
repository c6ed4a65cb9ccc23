/** @file Slack workspace exports. */
import type { TrueMessage } from "#messages/fixtures/whatsapp-variants";
import { epochOf, numbersOf, type FormatVariant } from "./variant.ts";
import { makeZip } from "./zip.ts";

function escape(text: string): string {
  return text.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll(">", "&gt;");
}

/** Slack puts every link in brackets. */
function mrkdwn(text: string): string {
  return text
    .split(/(https:\/\/\S+)/)
    .map((part, at) => (at % 2 === 1 ? `<${escape(part)}>` : escape(part)))
    .join("");
}

function users(truth: readonly TrueMessage[]): object[] {
  return [...numbersOf(truth)].map(([sender, number]) => ({
    id: `U0${number}`,
    name: `user.${number}`,
    real_name: "Somebody Else",
    profile: { display_name: number % 2 ? sender : "", real_name: number % 2 ? "Somebody Else" : sender },
  }));
}

function days(truth: readonly TrueMessage[], folder: string): Record<string, string> {
  const numbers = numbersOf(truth);
  const byDay = new Map<string, object[]>();
  truth.forEach(({ sender, local, text }, at) => {
    const day = local.slice(0, 10);
    const seconds = epochOf(local) / 1000;
    const record = {
      client_msg_id: `c${at}`,
      type: "message",
      user: `U0${numbers.get(sender)}`,
      ts: `${seconds}.${String(100 + at).padStart(6, "0")}`,
      text: mrkdwn(text),
    };
    byDay.set(day, [...(byDay.get(day) ?? []), record]);
  });
  return Object.fromEntries(
    [...byDay].map(([day, records]) => [`${folder}/${day}.json`, JSON.stringify(records, null, 4)]),
  );
}

interface Layout {
  readonly root: string;
  readonly list: string;
  readonly users: string;
  readonly folder: string;
  readonly channel: object;
}

function variant(name: string, layout: Layout): FormatVariant {
  return {
    name: `slack ${name}`,
    source: "slack",
    fileName: "Lake Slack export.zip",
    write: (truth) =>
      makeZip({
        [`${layout.root}${layout.list}`]: JSON.stringify([layout.channel]),
        [`${layout.root}${layout.users}`]: JSON.stringify(users(truth)),
        [`${layout.root}integration_logs.json`]: "[]",
        ...days(truth, `${layout.root}${layout.folder}`),
      }),
  };
}

const MEMBERS = ["U01", "U02"];

export const SLACK_VARIANTS: readonly FormatVariant[] = [
  variant("channel", {
    root: "",
    list: "channels.json",
    users: "users.json",
    folder: "lake",
    channel: { id: "C01", name: "lake", members: MEMBERS },
  }),
  variant("direct messages", {
    root: "",
    list: "dms.json",
    users: "org_users.json",
    folder: "D01",
    channel: { id: "D01", members: MEMBERS },
  }),
  variant("group in a folder", {
    root: "export/",
    list: "mpims.json",
    users: "users.json",
    folder: "mpdm-a--b-1",
    channel: { id: "G01", name: "mpdm-a--b-1", members: MEMBERS },
  }),
];
