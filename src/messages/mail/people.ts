/** @file The people that a mail names, by address. */
import type { Address } from "postal-mime";
import type { RawPerson } from "#messages/importer";
import { cleanLabel } from "#messages/clean-text";
import { MAX_MAIL_ADDRESSES, MAX_NAME_CHARS } from "#messages/limits";

/** The people of one mail by address, or by name where a writer left the address out. */
export class PeopleOfMail {
  readonly all = new Map<string, RawPerson>();

  /** Its key, or null without an address. */
  take(address: Address | undefined): string | null {
    return this.takeAll(address === undefined ? undefined : [address])[0] ?? null;
  }

  /** Their keys; groups are taken apart. */
  takeAll(addresses: readonly Address[] | undefined): string[] {
    return (addresses ?? [])
      .slice(0, MAX_MAIL_ADDRESSES)
      .flatMap((entry) => entry.group ?? [entry])
      .flatMap(({ name, address }) => this.#add(name, address.toLowerCase()));
  }

  #add(name: string, address: string): string[] {
    const key = address || (this.#byName(name) ?? name);
    if (key === "" || this.all.size > 2 * MAX_MAIL_ADDRESSES) return [];
    const shown = isOfAnother(name, address) ? address : name.trim() || address;
    const known = this.all.get(key);
    if (!known || known.name === address)
      this.all.set(key, { name: shown, handle: address.includes("@") ? address : undefined });
    return [key];
  }

  #byName(name: string): string | undefined {
    return [...this.all].find(([, person]) => person.name === name)?.[0];
  }
}

const ADDRESS_IN_NAME = /[^\s@<>()"']{1,64}[@＠][^\s@<>()"']{1,190}/u;

/** `"boss@bank.test" <eve@evil.test>`: a name that is an address says whose it is, and may lie. */
function isOfAnother(name: string, address: string): boolean {
  const said = ADDRESS_IN_NAME.exec(cleanLabel(name, MAX_NAME_CHARS))?.[0].toLowerCase();
  return said !== undefined && address.includes("@") && said.replace("＠", "@") !== address;
}

/** `Mara Lind <mara@example.test>`, or only one of the two. */
export function addressOf(text: string): Address {
  const match = /^(.{0,200}?)\s{0,5}<([^<>\s]{1,250}@[^<>\s]{1,250})>/.exec(text);
  if (match) return { name: match[1]!.replace(/^["']|["']$/g, ""), address: match[2]! };
  return /^\S{1,250}@\S{1,250}$/.test(text)
    ? { name: "", address: text }
    : { name: text.slice(0, 200), address: "" };
}
