import { expect, it } from "vitest";

import type { Language } from "#calendar/resolution";

import { invites } from "./sentence-form.ts";
import { fold } from "./text.ts";

it.each<[Language, string]>([
  ["en", "Who's up for pizza tomorrow?"],
  ["en", "Anyone free on Saturday?"],
  ["en", "Who wants to come to the cinema on Saturday?"],
  ["de", "Wer möchte am Samstag mit ins Kino?"],
  ["fr", "Qui veut venir au cinéma samedi ?"],
  ["es", "¿Quién quiere ir al cine el sábado?"],
  ["de", "Wer hat Lust auf Kino am Freitag?"],
  ["fr", "Vous avez envie d'aller au marché samedi ?"],
  ["it", "Chi ci sta per la pizza sabato?"],
  ["pt", "Bora jantar no sábado?"],
  ["pt", "Alguém quer ir à praia no sábado?"],
  ["es", "¿Quién se apunta a cenar el sábado?"],
  ["hi", "शनिवार को कौन चलेगा?"],
  ["th", "วันเสาร์ใครไปบ้าง"],
])("%s invites: %s", (language, text) => expect(invites(fold(text), language)).toBe(true));

it.each<[Language, string]>([
  ["en", "Who's in charge of the cake on Saturday?"],
  ["en", "Who to ask about the hall on Saturday?"],
  ["pt", "O pai vai embora no sábado?"],
  ["pt", "Alguém sabe se a loja abre no sábado?"],
  ["es", "¿Quién va a comprar el pan el sábado?"],
  ["en", "Who wants to bring a cake on Saturday?"],
  ["de", "Wer will am Samstag den Kuchen backen?"],
  ["fr", "Qui veut apporter un gâteau samedi ?"],
  ["it", "Chi vuole portare la torta sabato?"],
  ["pt", "Quem quer trazer o bolo no sábado?"],
  ["es", "¿Quién quiere traer la tarta el sábado?"],
  ["th", "วันเสาร์ใครอยากซื้อเค้ก"],
  ["de", "Wer weiß etwas vom Verlust auf der Reise?"],
  ["th", "วันศุกร์ใครไปรับแม่"],
])("%s does not: %s", (language, text) => expect(invites(fold(text), language)).toBe(false));
