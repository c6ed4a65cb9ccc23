/** @file A certificate for `localhost` that nobody vouches for, as a proxy that listens in might show. */
import { generateKeyPairSync, sign } from "node:crypto";

/** ASN.1 tags (X.690 8). */
const INTEGER = 0x02;
const BIT_STRING = 0x03;
const OBJECT_ID = 0x06;
const UTF8_STRING = 0x0c;
const UTC_TIME = 0x17;
const SEQUENCE = 0x30;
const SET = 0x31;

/** 1.2.840.10045.4.3.2 and 2.5.4.3. */
const ECDSA_WITH_SHA256 = der(SEQUENCE, der(OBJECT_ID, Buffer.from("2a8648ce3d040302", "hex")));
const COMMON_NAME = der(OBJECT_ID, Buffer.from("550403", "hex"));

/** Key and certificate (X.509 version 1, RFC 5280 4.1) as `node:https` takes them. */
export function selfSignedCertificate(): { readonly key: string; readonly cert: string } {
  const { privateKey, publicKey } = generateKeyPairSync("ec", { namedCurve: "P-256" });
  const name = der(
    SEQUENCE,
    der(SET, der(SEQUENCE, COMMON_NAME, der(UTF8_STRING, Buffer.from("localhost")))),
  );
  const validity = der(SEQUENCE, time("200101000000Z"), time("491231235959Z"));
  const serial = der(INTEGER, Buffer.from([1]));
  const ownKey = publicKey.export({ type: "spki", format: "der" });
  const signed = der(SEQUENCE, serial, ECDSA_WITH_SHA256, name, validity, name, ownKey);
  const signature = der(BIT_STRING, Buffer.from([0]), sign("sha256", signed, privateKey));
  const certificate = der(SEQUENCE, signed, ECDSA_WITH_SHA256, signature);
  const lines = certificate.toString("base64").match(/.{1,64}/g) ?? [];
  return {
    key: privateKey.export({ type: "pkcs8", format: "pem" }).toString(),
    cert: ["-----BEGIN CERTIFICATE-----", ...lines, "-----END CERTIFICATE-----", ""].join("\n"),
  };
}

/** One value with its tag and length; all here are shorter than 64 KiB. */
function der(tag: number, ...parts: readonly Buffer[]): Buffer {
  const content = Buffer.concat(parts);
  const { length } = content;
  const long = length > 255 ? [0x82, length >> 8, length & 255] : [0x81, length];
  return Buffer.concat([Buffer.from([tag, ...(length < 128 ? [length] : long)]), content]);
}

function time(text: string): Buffer {
  return der(UTC_TIME, Buffer.from(text));
}
