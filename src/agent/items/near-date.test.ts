import { expect, test } from "vitest";

import { itemsOf } from "#agent/testing/brief-items";

/** The days a message's items may be on, `/` between what is asked. */
async function daysOf(text: string): Promise<string[]> {
  const items = await itemsOf([["Ann", text]]);
  return items.map(({ due }) => {
    const options = due?.kind === "ask" ? due.options : [due];
    return options.map((one) => JSON.stringify(one).match(/\d{4}-\d\d-\d\d/)?.[0]).join("/");
  });
}

// Tuesday 24 November 2026.
test.each<readonly [string, string]>([
  ["The wedding is on Saturday 12 December. The rehearsal is on Friday at 5pm.", "2026-12-11/2026-11-27"],
  ["Die Hochzeit ist am 12. Dezember. Die Probe ist am Freitag um 17 Uhr.", "2026-12-11/2026-11-27"],
  ["Le mariage est le 12 décembre. La répétition est vendredi à 17h.", "2026-12-11/2026-11-27"],
  ["Il matrimonio è il 12 dicembre. La prova è venerdì alle 17.", "2026-12-11/2026-11-27"],
  ["O casamento é a 12 de dezembro. O ensaio é na sexta às 17h.", "2026-12-11/2026-11-27"],
  ["La boda es el 12 de diciembre. El ensayo es el viernes a las 17:00.", "2026-12-11/2026-11-27"],
  ["शादी 12 दिसंबर को है। रिहर्सल शुक्रवार शाम 5 बजे है।", "2026-12-11/2026-11-27"],
  ["I can only fly back on Tuesday 19th, I have to be at my sister's on Monday.", "2027-01-18/2026-11-30"],
  ["The fair is on 12 December. Can you print the posters on Friday?", "2026-12-11/2026-11-27"],
])("a weekday beside a date further ahead is asked for: %s", async (text, days) => {
  expect((await daysOf(text)).at(-1)).toBe(days);
});

test.each<readonly [string, string]>([
  ["The wedding is on 12 December. The rehearsal is on Friday 11th at 5pm.", "2026-12-11"],
  ["The fair is on 28 November. Can you print the posters on Friday?", "2026-11-27"],
  ["The permit runs out on Dec 11, can you file it on Friday?", "2026-11-27"],
  ["The fair was on 12 November. Can you send the photos on Friday?", "2026-11-27"],
])("and not where one is meant: %s", async (text, day) => {
  expect((await daysOf(text)).at(-1)).toBe(day);
});
