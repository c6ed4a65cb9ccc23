import { expect, it } from "vitest";

import { holdsSecretCode } from "./secret-code.ts";

it.each([
  "Your verification code is 482913",
  "482 913 is your one-time passcode",
  "G-482913 is your OTP",
  "Dein Sicherheitscode lautet 482913",
  "Votre code à usage unique : 4829",
  "Il tuo codice di verifica è 482913",
  "O seu código de verificação é 482913",
  "Tu código de verificación es 482913",
  "आपका OTP 482913 है",
  "รหัสยืนยันของคุณคือ 482913",
])("is one: %s", (text) => expect(holdsSecretCode(text)).toBe(true));

it.each([
  "The gate code is 4711",
  "Your verification code comes by text",
  "Der Code fürs Tor ist 4711",
  "Las sillas son tan caras: 1200 euros",
])("is none: %s", (text) => expect(holdsSecretCode(text)).toBe(false));
