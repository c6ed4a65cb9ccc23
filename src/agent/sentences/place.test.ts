import { describe, expect, it } from "vitest";

import { makeChat } from "#agent/testing/message-fixtures";

import { findPlace, peopleNamed } from "./place.ts";

describe("findPlace", () => {
  it.each([
    ["let's meet at Luigi's", "Luigi's"],
    ["dinner at the Old Mill Cafe, ok?", "the Old Mill Cafe"],
    ["dinner at the cabin", "the cabin"],
    ["a rehearsal in the small hall, 45 min", "the small hall"],
    ["meet at the station before noon", "the station"],
    ["meet at the old station building", "the old station"],
    ["party at my place", "my place"],
    ["kickoff in room 12", "room 12"],
    ["for 2 hours at Gartenstraße 8, ok?", "Gartenstraße 8"],
    ["meet at Gate 12b", "Gate 12b"],
    ["coffee at Luigi's 8", "Luigi's"],
    ["see you at home", "home"],
    ["coffee @ Blue Bottle", "Blue Bottle"],
    ["dîner chez Léa", "chez Léa"],
    ["let's meet at noon", ""],
    ["let's meet at 4", ""],
    ["at least bring cups", ""],
    ["at the latest", ""],
    ["in the morning", ""],
    ["at https://ok.test/%0D%0AATTENDEE:mailto:evil@x", ""],
    ["no place named", ""],
    ["I'm at the hospital with mum, can one of you let him in?", ""],
    ["I'm in 🎉 Who books the cabin?", ""],
  ])("%s → %s", (text, place) => expect(findPlace(text, "en", [])).toBe(place));

  it("leaves date phrases alone", () => {
    expect(findPlace("the call is at Christmas", "en", [[12, 24]])).toBe("");
    expect(findPlace("in December at Luigi's", "en", [])).toBe("Luigi's");
    expect(findPlace("I'm at the clinic tomorrow", "en", [[18, 26]])).toBe("the clinic");
    expect(findPlace("at Main Street 8 tomorrow", "en", [[15, 25]])).toBe("Main Street");
  });
});

describe("peopleNamed", () => {
  it("names participants that the text names, never me", () => {
    const { thread, messages } = makeChat([["Jo", "Dinner with Mara, Anna and Ola's friends, Jo too"]], {
      silent: ["Mara Lind", "Ola", "Ben"],
      self: "Jo",
    });
    expect(peopleNamed(messages[0] as never, thread)).toEqual(["Mara Lind", "Ola"]);
  });
});
