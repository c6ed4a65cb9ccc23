/** @file Hindi. The person is addressed with "आप". */

import type { Wording } from "./wording.ts";

const ORDINALS: Readonly<Record<number, string>> = {
  1: "पहले",
  2: "दूसरे",
  3: "तीसरे",
  4: "चौथे",
  5: "पाँचवें",
  [-1]: "आख़िरी",
  [-2]: "आख़िर से दूसरे",
};

export const HI: Wording = {
  allDay: (when) => `${when}, पूरे दिन`,
  due: (when) => `अंतिम समय: ${when}`,
  recurrence: {
    every: { DAILY: "हर दिन", WEEKLY: "हर हफ़्ते", MONTHLY: "हर महीने", YEARLY: "हर साल" },
    everyFew: {
      DAILY: "हर {n} दिन पर",
      WEEKLY: "हर {n} हफ़्ते पर",
      MONTHLY: "हर {n} महीने पर",
      YEARLY: "हर {n} साल पर",
    },
    workdays: "सोमवार से शुक्रवार",
    weekday: (name) => name,
    nthWeekday: (nth, name) => `${ORDINALS[nth] ?? `${nth}वें`} ${name}`,
    monthDay: (day) => `${day} तारीख़`,
    lastDay: "आख़िरी दिन",
    dayFromEnd: (day) => `आख़िर से ${day}वें दिन`,
    on: (days) => `${days} को`,
    inMonths: (months) => `${months} में`,
    names: "long",
    pause: ", ",
    once: "एक बार",
    times: "{n} बार",
    until: (date) => `${date} तक`,
    noEnd: "बिना समाप्ति के",
  },
  assumptions: {
    time: (clock) => `${clock} माना गया`,
    flags: {
      approx: "कहा गया समय लगभग है",
      cfg: "दिन के पहर का समय आपकी सेटिंग से लिया गया",
      past: "यह तारीख़ बीत चुकी है",
      clamped: "महीना छोटा है, इसलिए उसका आख़िरी दिन लिया गया",
      nohol: "सार्वजनिक छुट्टियाँ नहीं गिनी गईं",
      startweek: "शृंखला का पहला हफ़्ता अनुमान है",
      "today-included": "शृंखला आज से शुरू होती है",
      day: "कोई दिन नहीं बताया गया: अगली बार इसी समय माना गया",
    },
    not: (words) => `${words} नहीं`,
    zone: (words, zone) => `“${words}” से ${zone} में बदला गया`,
    deadline: "यह अंतिम समय-सीमा है",
    minutes: (count) => `अवधि ${count} मिनट मानी गई`,
  },
};
