/** @file Backups of "SMS Backup & Restore". */
import type { TrueMessage } from "#messages/fixtures/whatsapp-variants";
import { epochOf, numbersOf, type FormatVariant } from "./variant.ts";

const SELF = "Ana Ruiz";

type Spelling = (text: string) => string;

/** Like the app: surrogates one by one, in decimal. */
const surrogates: Spelling = (text) =>
  text.replace(/[&<>"'\n\ud800-\udfff]/g, (unit) => `&#${unit.charCodeAt(0)};`);
const named: Spelling = (text) =>
  text.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll('"', "&quot;").replaceAll("\n", "&#xA;");

function addressOf(sender: string, number: number): string {
  return sender.startsWith("+") ? sender : `+4915100000${String(number).padStart(2, "0")}`;
}

function makeBackup(truth: readonly TrueMessage[], spell: Spelling): string {
  // The group is the same from its first message on.
  const numbers = numbersOf([...truth, ...GROUP.map((sender) => ({ sender, local: "", text: "" }))]);
  const others = [...numbers].filter(([sender]) => sender !== SELF);
  const group = others.map(([sender, number]) => addressOf(sender, number)).join("~");
  const names = others.map(([sender]) => (sender.startsWith("+") ? "(Unknown)" : sender)).join(", ");
  const records = truth.map(({ sender, local, text }) => {
    const from = sender === SELF ? "insert-address-token" : addressOf(sender, numbers.get(sender)!);
    return `  <mms date="${epochOf(local)}" rr="null" ct_t="application/vnd.wap.multipart.related" msg_box="${sender === SELF ? 2 : 1}" address="${group}" sub="null" contact_name="${spell(names)}" readable_date="24.11.2026 &gt;">
    <parts>
      <part seq="-1" ct="application/smil" name="null" text='&lt;smil&gt;"x"&lt;/smil&gt;' />
      <part seq="0" ct="text/plain" name="null" chset="106" cl="text000000.txt" text="${spell(text)}" />
    </parts>
    <addrs>
      <addr address="${from}" type="137" charset="106" />
      <addr address="+34600000000" type="151" charset="106" />
    </addrs>
  </mms>`;
  });
  return `<?xml version='1.0' encoding='UTF-8' standalone='yes' ?>
<!--File Created By SMS Backup & Restore -->
<?xml-stylesheet type="text/xsl" href="sms.xsl"?>
<smses count="${truth.length}" backup_set="x">
${records.join("\n")}
</smses>`;
}

const GROUP = ["Jörg Ötzi", "+49 151 1234567", "สมชาย", "小明", "مريم", "मीरा"];

function variant(name: string, spell: Spelling): FormatVariant {
  return {
    name: `sms ${name}`,
    source: "sms",
    fileName: "sms-20261128080000.xml",
    write: (truth) => new Blob([makeBackup(truth, spell)]),
    self: SELF,
    callsSelfMe: true,
  };
}

export const SMS_VARIANTS: readonly FormatVariant[] = [
  variant("with surrogate references", surrogates),
  variant("with entities", named),
];
