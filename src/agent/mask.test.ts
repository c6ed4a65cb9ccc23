import { describe, expect, it } from "vitest";

import { maskSecrets } from "./mask.ts";

describe("screen sharing", () => {
  it.each([
    ["pay with 4111 1111 1111 1111 please", ["card"], "1111"],
    ["IBAN DE89 3704 0044 0532 0130 00 thanks", ["iban"], "3704"],
    ["call +49 151 5550 1992", ["phone"], "5550"],
    ["call 0151 / 555 01 992", ["phone"], "555"],
    ["mail ana.ruiz@example.test now", ["mail"], "ana.ruiz"],
    ["Your verification code is 481516", ["code"], "481516"],
    ["The gate code is 4711#, don't share it", ["code"], "4711"],
    ["PIN: 0815", ["code"], "0815"],
    ["pay with ４１１１ １１１１ １１１１ １１１１", ["card"], "１１"],
    ["pay with ४१११.११११.११११.११११", ["card"], "१११"],
    ["IBAN de89-3704-0044-0532-0130-00", ["iban"], "3704"],
    ["call ＋49\u00a0151\u20095550199", ["phone"], "555"],
    ["mail ana＠example.test", ["mail"], "ana＠"],
    ["Your WhatsApp code: 482-913", ["code"], "913"],
    ["verification code 482 913", ["code"], "913"],
    ["आपका ओटीपी ४८२९१३ है", ["code"], "४८"],
  ])("%s", (text, found, secret) => {
    const masked = maskSecrets(text);
    expect(masked.found).toEqual(found);
    expect(masked.text).not.toContain(secret);
    expect(masked.text).toContain("••••");
  });

  it.each([
    "Friday 27.11.2026 at 15:00",
    "2026-11-27T15:00",
    "4111 1111 1111 1112 is no card",
    "room 12, 45 minutes, 300 €",
    "the code of conduct",
  ])("%s stays", (text) => {
    expect(maskSecrets(text).text).toBe(text);
  });
});
