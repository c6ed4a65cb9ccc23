/**
 * @file Thai for the date grammar (rule R17). A table; the grammar is in `rules-*.ts`. Thai is written without
 * spaces, so the table also holds words that only look like dates where they begin ("สามารถ" begins with three).
 */

import { wordSet } from "#shared/word-lists";
import type { ContextWords, Lexicon } from "./lexicon.ts";
import {
  all,
  amount,
  createLexicon,
  day,
  type Entry,
  holiday,
  months,
  number,
  numbers,
  structure,
  unit,
  UNIVERSAL,
  weekdays,
} from "./lexicon-table.ts";

/** "อาทิตย์" alone is a week; Sunday needs the word for day. */
const WEEKDAYS: readonly Entry[] = [
  ...weekdays(
    "วันจันทร์/จันทร์,วันอังคาร/อังคาร,วันพุธ/พุธ,วันพฤหัสบดี/วันพฤหัส/พฤหัสบดี/พฤหัส/วันพฤหัสฯ,วันศุกร์/ศุกร์,วันเสาร์/เสาร์,วันอาทิตย์",
  ),
  ...weekdays("จ.,อ.,พ.,พฤ.,ศ.,ส.,อา.", { caution: true }),
  ...weekdays("monday/mon,tuesday/tue,wednesday/wed,thursday/thu,friday/fri,saturday/sat,sunday/sun"),
];

const MONTH_NAMES = [
  "มกราคม/มกรา/ม.ค./มค.",
  "กุมภาพันธ์/กุมภา/ก.พ./กพ.",
  "มีนาคม/มีนา/มี.ค./มีค.",
  "เมษายน/เมษา/เม.ย./เมย.",
  "พฤษภาคม/พฤษภา/พ.ค./พค.",
  "มิถุนายน/มิถุนา/มิ.ย./มิย.",
  "กรกฎาคม/กรกฎา/ก.ค./กค.",
  "สิงหาคม/สิงหา/ส.ค./สค.",
  "กันยายน/กันยา/ก.ย./กย.",
  "ตุลาคม/ตุลา/ต.ค./ตค.",
  "พฤศจิกายน/พฤศจิกา/พ.ย./พย.",
  "ธันวาคม/ธันวา/ธ.ค./ธค.",
];
const MONTHS: readonly Entry[] = [
  ...months(MONTH_NAMES.join(","), { shortYear: true }),
  ...months(
    MONTH_NAMES.map((names) =>
      names
        .split("/")
        .map((name) => `เดือน${name}`)
        .join("/"),
    ).join(","),
    { shortYear: true },
  ),
];

const DIGITS = ["หนึ่ง", "สอง", "สาม", "สี่", "ห้า", "หก", "เจ็ด", "แปด", "เก้า"];
const NUMBERS: readonly Entry[] = [
  ...numbers("ศูนย์,หนึ่ง/นึง,สอง,สาม,สี่,ห้า,หก,เจ็ด,แปด,เก้า,สิบ,สิบเอ็ด", 0),
  ...DIGITS.slice(1).flatMap((digit, index) => number(`สิบ${digit}`, index + 12)),
  ...["ยี่สิบ", "สามสิบ", "สี่สิบ", "ห้าสิบ", "หกสิบ", "เจ็ดสิบ", "แปดสิบ", "เก้าสิบ"].flatMap((ten, index) => [
    ...number(ten, (index + 2) * 10),
    ...number(`${ten}เอ็ด`, (index + 2) * 10 + 1),
    ...DIGITS.slice(1).flatMap((digit, value) => number(`${ten}${digit}`, (index + 2) * 10 + value + 2)),
  ]),
];

const ORDINALS: readonly Entry[] = [
  ["แรก,ที่หนึ่ง", 1] as const,
  ["ที่สอง", 2] as const,
  ["ที่สาม", 3] as const,
  ["ที่สี่", 4] as const,
  ["สุดท้าย", -1] as const,
].flatMap(([words, value]) =>
  all(words, { tag: "ordinal", value, digits: false, strict: true, behind: true }),
);

const UNITS: readonly Entry[] = [
  ...unit("นาที", "minute"),
  ...unit("ชั่วโมง,ชม.", "hour"),
  ...unit("วัน", "day"),
  ...unit("วันที่แล้ว,วันก่อน,วันที่ผ่านมา", "day", { ago: true }),
  ...unit("วันทำการ,วันทำงาน", "business-day"),
  ...unit("สัปดาห์,วีค", "week"),
  ...unit("อาทิตย์", "week", { orWeekday: 7 }),
  ...unit("เดือน", "month"),
  ...unit("ปี", "year"),
  ...amount("ครึ่งชั่วโมง,ครึ่งชม.,ครึ่งชม", "minute", 30),
];

const DAYS: readonly Entry[] = [
  ...day("วันนี้", 0),
  ...day("พรุ่งนี้,วันพรุ่งนี้,พรุ้งนี้,พน.", 1),
  ...day("มะรืนนี้,มะรืน,วันมะรืน,วันมะรืนนี้", 2),
  ...day("มะเรื่อง", 3),
  ...day("เมื่อวาน,เมื่อวานนี้,วานนี้", -1),
  ...day("เมื่อวานซืน,วานซืน", -2),
  ...day("คืนนี้,คืนวันนี้,ดึกนี้", 0, { part: "tonight" }),
  ...day("เมื่อคืน,เมื่อคืนนี้,คืนก่อน", -1, { part: "tonight" }),
  ...day("เมื่อเช้า,เมื่อเช้านี้", 0, { part: "morning" }),
];

const PARTS: readonly Entry[] = [
  ...all("เช้า,ช่วงเช้า,ตอนเช้า,ช่วงสาย,ตอนสาย,สายๆ", { tag: "part", part: "morning" }),
  ...all("เช้ามืด,เช้าตรู่,แต่เช้า,รุ่งเช้า,ตอนเช้ามืด", { tag: "part", part: "early-morning" }),
  ...all(
    "มื้อเที่ยง,อาหารเที่ยง,พักเที่ยง,อาหารกลางวัน,มื้อกลางวัน,ข้าวเที่ยง,ข้าวกลางวัน,กินข้าวเที่ยง,กินข้าวกลางวัน,ตอนกลางวัน,กลางวัน",
    { tag: "part", part: "lunch" },
  ),
  ...all("เย็น,ตอนเย็น,ช่วงเย็น,ค่ำ,หัวค่ำ,ตอนค่ำ,ช่วงค่ำ", { tag: "part", part: "evening" }),
  ...all("กลางคืน,ตอนกลางคืน,คืน,ตอนดึก,ดึก,ดึกๆ", { tag: "part", part: "night" }),
  ...all("เที่ยง,เที่ยงวัน,เที่ยงตรง,ตอนเที่ยง", { tag: "moment", moment: "noon" }),
  ...all("เที่ยงคืน,สองยาม,ตอนเที่ยงคืน", { tag: "moment", moment: "midnight" }),
];

const DIALS: readonly Entry[] = [
  ...all("ตี", { tag: "dial", dial: "small-hours" }),
  ...all("โมงเช้า", { tag: "dial", dial: "morning" }),
  ...all("โมง,โมงตรง", { tag: "dial", dial: "hour" }),
  ...all("บ่าย,ตอนบ่าย,ช่วงบ่าย", { tag: "dial", dial: "afternoon", alone: "afternoon" }),
  ...all("โมงเย็น", { tag: "dial", dial: "evening" }),
  ...all("ทุ่ม,ทุ่มตรง", { tag: "dial", dial: "night" }),
];

const DEADLINES: readonly Entry[] = [
  ...all("สิ้นวัน,เลิกงาน,หมดวัน,eod,cob", { tag: "deadline", period: "day" }),
  ...all("สิ้นสัปดาห์,สิ้นอาทิตย์,ปลายสัปดาห์,ปลายอาทิตย์", { tag: "deadline", period: "week" }),
  ...all("สิ้นเดือน,ปลายเดือน", { tag: "deadline", period: "month" }),
  ...all("สิ้นปี,ปลายปี", { tag: "deadline", period: "year" }),
];

const HOLIDAYS: readonly Entry[] = [
  ...holiday("คริสต์มาส,วันคริสต์มาส", 12, 25),
  ...holiday("วันปีใหม่,ปีใหม่", 1, 1),
  ...holiday("วันสิ้นปี,คืนข้ามปี", 12, 31),
  ...holiday("สงกรานต์,วันสงกรานต์", 4, 13),
  ...holiday("วันพ่อ", 12, 5),
  ...holiday("วันแม่", 8, 12),
  ...holiday("วาเลนไทน์,วันวาเลนไทน์", 2, 14),
];

/** Words that begin like a number, a day or a part of the day and are none. */
const UNKNOWN: readonly Entry[] = structure(
  "unknown",
  "สามารถ,สามี,สามแยก,สี่แยก,สี่เหลี่ยม,ห้าแยก,ห้าง,ห้างสรรพสินค้า,เก้าอี้,หกล้ม,แปดริ้ว,สองแถว,สองต่อสอง,ตีกัน,ตีแบด,ตีกอล์ฟ,ตีเทนนิส,ตีพิมพ์,ตีความ,ตีราคา,ตีรถ,กีตาร์,ติดตี,หน้าตา,หน้าจอ,หน้าที่,หน้าบ้าน,หน้าร้าน,หน้าปก,หน้าต่าง,หน้าหนาว,หน้าร้อน,หน้าฝน,หน้ากาก,หน้าแรก,หน้าห้าง,ต่อหน้า,ก้าวหน้า,หัวหน้า,ใบหน้า,หน้าที่แล้ว,ตู้เย็น,เย็นชา,น้ำเย็น,อากาศเย็น,ใจเย็น,ใจเย็นๆ,เย็นสบาย,ข้าวเย็น,กินข้าวเย็น,คืนเงิน,คืนของ,ส่งคืน,กลับคืน,คืนดี,คืนหนังสือ,เอาคืน,ปีน,ปีนเขา,ปีก,วันเกิด,วันหยุด,วันลา,วันไหน,วันอะไร,วันหลัง,วันเดียว,กี่วัน,กี่โมง,กี่ทุ่ม,กี่นาที,กี่ชั่วโมง,เมื่อไหร่,เมื่อไร,พระอาทิตย์,ดวงอาทิตย์,พระจันทร์,ดวงจันทร์,จันทบุรี,ดาวพุธ,ดาวศุกร์,ดาวเสาร์,ดาวอังคาร,ทุกคน,ทุกอย่าง,ทุกที่,ทุกข์,ก่อนอื่น,ก่อนหน้านี้,คิดถึง,พูดถึง,รวมถึง,ถึงบ้าน,ถึงแม้,ถึงแล้ว,มาถึง,สายไฟ,สายการบิน,สายตา,รับสาย,ต่อสาย,มาสาย,ไปสาย,เดือดร้อน,ที่นี่,ที่นั่น,เดือนร้อน,อรุณสวัสดิ์,ราตรีสวัสดิ์,ครึ่งแรก,ครึ่งหลัง,คนแรก,ครั้งแรก,ครั้งสุดท้าย,คนสุดท้าย,ทีหลังสุด,บ่ายเบี่ยง,เช้าชาม,นาทีทอง,อีกครั้ง,อีกแล้ว,อีกคน,อีกอย่าง,อีกที,วันๆ,ปีๆ,สิบล้อ,เจ็ดสี,หนึ่งใน,เป็นหนึ่ง",
);

const MODIFIERS: readonly Entry[] = [
  ...all("หน้า,ถัดไป", { tag: "modifier", modifier: "next", behind: true }),
  ...all("นี้", { tag: "modifier", modifier: "this", behind: true }),
  ...all("ที่แล้ว,ที่ผ่านมา", { tag: "modifier", modifier: "last", behind: true }),
  ...all("ที่จะถึงนี้,ที่จะถึง,ที่จะมาถึง,ที่กำลังจะถึง,ที่จะมาถึงนี้,ที่กำลังจะมาถึง", {
    tag: "modifier",
    modifier: "coming",
    behind: true,
  }),
  ...all("หน้าโน้น,หน้านู้น,ถัดไปอีก,โน้น", { tag: "modifier", modifier: "after-next", behind: true }),
];

const FREQUENCIES: readonly Entry[] = [
  ...all("รายวัน,ประจำวัน", { tag: "frequency", frequency: "DAILY", interval: 1 }),
  ...all("วันเว้นวัน", { tag: "frequency", frequency: "DAILY", interval: 2 }),
  ...all("รายสัปดาห์,ประจำสัปดาห์", { tag: "frequency", frequency: "WEEKLY", interval: 1 }),
  ...all("สัปดาห์เว้นสัปดาห์,อาทิตย์เว้นอาทิตย์", { tag: "frequency", frequency: "WEEKLY", interval: 2 }),
  ...all("รายเดือน,ประจำเดือน", { tag: "frequency", frequency: "MONTHLY", interval: 1 }),
  ...all("รายปี,ประจำปี", { tag: "frequency", frequency: "YEARLY", interval: 1 }),
];

const STRUCTURE: readonly Entry[] = [
  ...structure("the", "วันที่", { day: true }),
  ...structure("in", "อีก,ในอีก,อีกสัก,อีกประมาณ", { bare: true }),
  ...structure("in", "ใน"),
  ...structure("at", "ตอน,เวลา,ณ,ณ เวลา,ตอนเวลา,เวลาประมาณ"),
  ...structure("by", "ภายใน,ไม่เกิน,อย่างช้า,อย่างช้าที่สุด", { within: true, bare: true }),
  ...structure("by", "ภายในวันที่,ไม่เกินวันที่,อย่างช้าวันที่", { day: true }),
  ...structure("until", "จนถึง,จนกระทั่ง,กระทั่ง"),
  ...structure("until", "จนถึงวันที่", { day: true }),
  ...structure("due", "กำหนดส่ง,ครบกำหนด,ต้องส่ง"),
  ...structure("deadline-word", "เดดไลน์,เส้นตาย,deadline"),
  ...structure("for", "เป็นเวลา,นาน,ใช้เวลา", { bare: true }),
  ...structure("from", "ตั้งแต่,จาก"),
  ...structure("from", "ตั้งแต่วันที่", { day: true }),
  ...structure("to", "ถึง,ไปจนถึง"),
  ...structure("to", "ถึงวันที่", { day: true }),
  ...structure("and", "และ,กับ"),
  ...structure("or", "หรือ,หรือว่า,หรือไม่ก็"),
  ...structure("of", "ของ,พ.ศ.,พศ.,ค.ศ.,ปี พ.ศ."),
  ...structure("before", "ก่อน", { bare: true }),
  ...structure("before", "ก่อนวันที่", { day: true }),
  ...structure("after", "หลัง,หลังจาก"),
  ...structure("after", "หลังวันที่", { day: true }),
  ...structure("between", "ระหว่าง"),
  ...structure("and-half", "ครึ่ง"),
  ...structure("oclock", "น.,นาฬิกา", { marker: true }),
  ...structure("from-now", "ข้างหน้า,ต่อจากนี้,จากนี้,ให้หลัง,นับจากนี้,นับจากวันนี้"),
  ...structure("every", "ทุก,ทุกๆ,ทุก ๆ"),
  ...structure("weekdays", "วันธรรมดา,ทุกวันธรรมดา,ทุกวันทำงาน,ทุกวันทำการ,วันจันทร์ถึงวันศุกร์ทุกสัปดาห์"),
  ...structure("all-day", "ทั้งวัน,ตลอดทั้งวัน,ตลอดวัน,เต็มวัน"),
  ...structure("approx", "ประมาณ,ราวๆ,ราว ๆ,ราว,สัก,แถวๆ,แถว ๆ,ตอนประมาณ,ตอนราวๆ"),
  ...structure("ish", "กว่าๆ,กว่า ๆ,กว่า,นิดๆ,เศษๆ"),
  ...structure("not", "ไม่,อย่า,ยกเว้น,ไม่ได้,ไม่ว่าง,ไม่สะดวก,ห้าม,งด,เว้น,ไม่ต้อง,ไม่ไหว,ไม่ทัน,ไม่มี,ไม่ใช่,ไม่เอา,ไม่ไป,ไม่มา"),
  ...structure(
    "vague",
    "เร็วๆนี้,เร็วๆ นี้,สักวัน,เดี๋ยว,อีกสักพัก,อีกไม่กี่วัน,อีกหน่อย,ไว้คราวหน้า,คราวหน้า,ครั้งหน้า,ไม่นาน,ทันที,อีกไม่นาน,วันใดวันหนึ่ง,อีกไม่กี่นาที,อีกไม่กี่ชั่วโมง",
  ),
  ...structure("later", "ทีหลัง"),
  ...structure("end-of", "ปลาย,สิ้น"),
  ...structure("start-of", "ต้น"),
  ...structure("middle-of", "กลาง"),
  ...structure("weekend", "เสาร์อาทิตย์,เสาร์ อาทิตย์,วันเสาร์อาทิตย์,สุดสัปดาห์,วันหยุดสุดสัปดาห์,วีคเอนด์,วีคเอน"),
  ...structure("now", "ตอนนี้,เดี๋ยวนี้"),
  ...structure("starting", "เริ่ม,เริ่มวันที่,เริ่มตั้งแต่"),
  ...structure("times", "ครั้ง"),
  ...structure(
    "recurrence-unclear",
    "สัปดาห์ละครั้ง,อาทิตย์ละครั้ง,เดือนละครั้ง,วันละครั้ง,ปีละครั้ง,สัปดาห์ละสองครั้ง,อาทิตย์ละสองครั้ง,สัปดาห์ละ 2 ครั้ง,เป็นครั้งคราว,บางครั้ง",
  ),
  ...structure(
    "filler",
    "ช่วง,นะ,นะคะ,นะครับ,ครับ,คับ,ค่ะ,คะ,จ้า,จ้ะ,จ๊ะ,ละกัน,แล้วกัน,เลย,ๆ,พอดี,เป๊ะ,เป๊ะๆ,ตรง,ตามเวลาท้องถิ่น,โน่น,ที่,น่ะ,ฮะ,วะ,เนอะ",
  ),
  ...structure(
    "function",
    "เจอกัน,เจอ,นัด,นัดกัน,ประชุม,มี,เรา,ฉัน,ผม,คุณ,เขา,เธอ,พี่,น้อง,ไป,มา,กิน,กินข้าว,ข้าว,ให้,ได้,ได้ไหม,จะ,ว่าง,ว่างไหม,สะดวก,ต้อง,ส่ง,งาน,ส่งงาน,แล้ว,ก็,แต่,เพราะ,ถ้า,ว่า,คือ,เป็น,อยู่,ทำ,ร้าน,บ้าน,โทร,โทรหา,คุย,คุยกัน,ไหม,มั้ย,ไหน,หน่อย,ด้วย,กัน,อะไร,ใคร,ยังไง,โอเค,ตกลง,ขอบคุณ,อาจจะ,คง,น่าจะ,กลับ,ออก,เรียน,ทำงาน,รอ,รับ,ดู,ดูหนัง,หนัง,หมอ,ลืม,อย่าลืม,ห้ามลืม,ทำไมไม่,ขอ,ช่วย,เลื่อน,เลื่อนเป็น,เลื่อนไป,เลื่อนไปเป็น,เปลี่ยนเป็น,ย้ายไป,เริ่มกี่โมง,บินตอน,เครื่องลง,ถึงไหน,ไม่เป็นไร,ทำไม,ไม่เป็นไรนะ,ดีไหม,ดีมั้ย,ไหวไหม,ไม่งั้น",
  ),
  ...structure(
    "counted",
    "คน,บาท,กิโล,กิโลเมตร,เมตร,เปอร์เซ็นต์,องศา,วินาที,หน้ากระดาษ,ใบ,ชิ้น,อัน,ตัว,เล่ม,แก้ว,ขวด,จาน,ห้อง,ชั้น,คะแนน,ที่นั่ง,เท่า,รอบ,แสน,ล้าน,พัน,ร้อย,ดาว,แต้ม,ประตู,กล่อง,ถุง,คู่,ข้อ",
  ),
  ...structure("greeting", "สุขสันต์,สวัสดี"),
];

const CONTEXT: ContextWords = {
  moves: /(?:เลื่อน|ย้าย|เปลี่ยน)[^.!?\n]{0,20}$/,
  attending: wordSet("ว่าง สะดวก ได้ ไป มา วัน ตอน ใน ต้อง"),
  denialReach: 4,
  unplannedBehind: wordSet("แล้ว ที่แล้ว ก่อน จาก"),
  unplannedBefore: wordSet("ประมาณ แค่ มา อยู่ รอ ใช้เวลา สาย ช้า ทุก เดิน"),
  breaks: wordSet("แต่ เพราะ ถ้า ไม่งั้น"),
};

export const THAI: Lexicon = createLexicon(
  [
    ...UNIVERSAL,
    ...NUMBERS,
    ...STRUCTURE,
    ...ORDINALS,
    ...UNITS,
    ...WEEKDAYS,
    ...MONTHS,
    ...PARTS,
    ...DIALS,
    ...DEADLINES,
    ...HOLIDAYS,
    ...DAYS,
    ...MODIFIERS,
    ...FREQUENCIES,
    ...UNKNOWN,
    ["pm", { tag: "meridiem", pm: true }],
    ["am", { tag: "meridiem", pm: false }],
  ],
  { language: "th", context: CONTEXT, spaceless: true, calendar: "buddhist" },
);
