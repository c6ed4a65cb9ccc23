/** @file Thai. Without the particles that would have to know who speaks. */

import type { Wording } from "./wording.ts";

/** Behind the day: "วันจันทร์แรก". */
const ORDINALS: Readonly<Record<number, string>> = { 1: "แรก", [-1]: "สุดท้าย", [-2]: "รองสุดท้าย" };

export const TH: Wording = {
  allDay: (when) => `${when} ทั้งวัน`,
  due: (when) => `ครบกำหนด ${when}`,
  recurrence: {
    every: { DAILY: "ทุกวัน", WEEKLY: "ทุกสัปดาห์", MONTHLY: "ทุกเดือน", YEARLY: "ทุกปี" },
    everyFew: {
      DAILY: "ทุก {n} วัน",
      WEEKLY: "ทุก {n} สัปดาห์",
      MONTHLY: "ทุก {n} เดือน",
      YEARLY: "ทุก {n} ปี",
    },
    workdays: "วันจันทร์ถึงวันศุกร์",
    weekday: (name) => name,
    nthWeekday: (nth, name) => `${name}${ORDINALS[nth] ?? `ที่ ${nth}`}`,
    monthDay: (day) => `วันที่ ${day}`,
    lastDay: "วันสุดท้าย",
    dayFromEnd: (day) => `วันที่ ${day} นับจากวันสุดท้าย`,
    on: (days) => days,
    inMonths: (months) => `ในเดือน${months}`,
    names: "long",
    pause: " ",
    once: "ครั้งเดียว",
    times: "{n} ครั้ง",
    until: (date) => `จนถึง ${date}`,
    noEnd: "ไม่มีวันสิ้นสุด",
  },
  assumptions: {
    time: (clock) => `เข้าใจว่าเป็น ${clock} น.`,
    flags: {
      approx: "เวลาที่บอกเป็นเวลาโดยประมาณ",
      cfg: "ช่วงเวลาของวันมาจากการตั้งค่าของคุณ",
      past: "วันที่นี้ผ่านไปแล้ว",
      clamped: "เดือนนั้นสั้นกว่า จึงใช้วันสุดท้ายของเดือน",
      nohol: "ไม่ได้นับวันหยุดราชการ",
      startweek: "สัปดาห์แรกที่เริ่มเป็นการคาดเดา",
      "today-included": "เริ่มตั้งแต่วันนี้",
      day: "ไม่ได้ระบุวัน: ถือว่าเป็นเวลานี้ครั้งถัดไป",
    },
    not: (words) => `ไม่ใช่ ${words}`,
    zone: (words, zone) => `แปลงจาก “${words}” เป็น ${zone}`,
    deadline: "เป็นกำหนดส่ง",
    minutes: (count) => `คาดว่าใช้เวลา ${count} นาที`,
  },
};
