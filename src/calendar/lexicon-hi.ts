/**
 * @file Hindi for the date grammar. A table; the grammar is in `rules-*.ts`. Keys are written as people write them;
 * nukta and chandrabindu are left out on both sides (`respell`), because half of all writers leave them out.
 */

import { wordSet } from "#shared/word-lists";
import type { ContextWords, Lexicon, Term } from "./lexicon.ts";
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

const WEEKDAYS: readonly Entry[] = [
  ...weekdays(
    "सोमवार/मंडे,मंगलवार/ट्यूज़डे,बुधवार/वेडनेसडे,गुरुवार/गुरूवार/बृहस्पतिवार/वीरवार/थर्सडे,शुक्रवार/फ्राइडे/जुम्मा/जुमा,शनिवार/शनिचर/सैटरडे,रविवार/इतवार/संडे",
  ),
  ...weekdays("monday/mon,tuesday/tue,wednesday/wed,thursday/thu,friday/fri,saturday/sat,sunday/sun"),
  ...weekdays("सोम,मंगल,बुध,गुरु,शुक्र,शनि,रवि", { caution: true }),
];

const MONTHS: readonly Entry[] = [
  ...months(
    "जनवरी,फरवरी/फ़रवरी,मार्च,अप्रैल/अप्रेल,मई,जून,जुलाई,अगस्त,सितंबर/सितम्बर,अक्टूबर/अक्तूबर,नवंबर/नवम्बर,दिसंबर/दिसम्बर",
  ),
  ...months(
    "january/jan,february/feb,march,april/apr,may,june/jun,july/jul,august/aug,september/sep,october/oct,november/nov,december/dec",
  ),
];

const SHORT_MONTHS: readonly Entry[] = months("जन,फर,,,,,जुल,अग,सित,अक्टू,नव,दिस", { caution: true });

const NUMBERS: readonly Entry[] = [
  ...numbers(
    "शून्य,एक,दो,तीन,चार,पाँच,छह/छः/छे/छ,सात,आठ,नौ,दस,ग्यारह,बारह,तेरह,चौदह,पंद्रह/पन्द्रह,सोलह,सत्रह,अठारह/अट्ठारह,उन्नीस,बीस,इक्कीस,बाईस/बाइस,तेईस/तेइस,चौबीस,पच्चीस,छब्बीस,सत्ताईस/सत्ताइस,अट्ठाईस/अठ्ठाईस/अठाईस,उनतीस/उन्तीस,तीस,इकतीस/इकत्तीस,बत्तीस,तैंतीस,चौंतीस,पैंतीस,छत्तीस,सैंतीस,अड़तीस,उनतालीस,चालीस,इकतालीस,बयालीस,तैंतालीस,चौवालीस/चवालीस,पैंतालीस,छियालीस,सैंतालीस,अड़तालीस,उनचास,पचास,इक्यावन,बावन,तिरेपन/तिरपन,चौवन,पचपन,छप्पन,सत्तावन,अट्ठावन/अठावन,उनसठ,साठ",
    0,
  ),
  ...number("नब्बे", 90),
  ...number("डेढ़", 1.5),
  ...number("ढाई,अढ़ाई", 2.5),
];

const ORDINALS: readonly Entry[] = [
  ["दूसरे,दूसरा,दूसरी,दुसरे", 2] as const,
  ["तीसरे,तीसरा,तीसरी", 3] as const,
  ["चौथे,चौथा,चौथी", 4] as const,
  ["पाँचवें,पाँचवे,पाँचवीं", 5] as const,
].flatMap(([words, value]) => all(words, { tag: "ordinal", value, digits: false, strict: true }));

const UNITS: readonly Entry[] = [
  ...unit("मिनट,मिनटों,मिनिट,min,mins", "minute"),
  ...unit("घंटा,घंटे,घंटों,घण्टा,घण्टे,घण्टों,hours,hour", "hour"),
  ...unit("दिन,दिनों,दिवस", "day"),
  ...unit("कार्य दिवस,कार्यदिवस,कार्य दिवसों,कार्यदिवसों,वर्किंग डे,वर्किंग डेज", "business-day"),
  ...unit("हफ़्ता,हफ़्ते,हफ़्तों,सप्ताह,सप्ताहों,वीक", "week"),
  ...unit("महीना,महीने,महीनों,माह", "month"),
  ...unit("साल,सालों,वर्ष,वर्षों,बरस", "year"),
  ...amount("आधे घंटे,आधा घंटा,आधे घण्टे,आधा घण्टा", "minute", 30),
  ...amount("पौन घंटे,पौने घंटे,पौन घंटा", "minute", 45),
  ...amount("सवा घंटे,सवा घंटा", "minute", 75),
];

const DAYS: readonly Entry[] = [
  ...day("आज,today", 0),
  ...day("कल", 1, { either: true }),
  ...day("परसों", 2, { either: true }),
  ...day("नरसों,तरसों", 3, { either: true }),
  ...day("आने वाले कल,आनेवाले कल,tomorrow", 1),
  ...day("बीते कल,बीता कल,गुज़रे कल", -1),
  ...day("आज रात,आज की रात", 0, { part: "tonight" }),
];

const PARTS: readonly Entry[] = [
  ...all("सुबह,सवेरे,प्रातः,सबेरे", { tag: "part", part: "morning" }),
  ...all("सुबह सुबह,सुबह सवेरे,तड़के,भोर,अलसुबह,मुँह अँधेरे", { tag: "part", part: "early-morning" }),
  ...all("लंच,लंच टाइम,दोपहर के खाने,खाने की छुट्टी", { tag: "part", part: "lunch" }),
  ...all("दोपहर,दुपहर,अपराह्न", { tag: "part", part: "afternoon" }),
  ...all("शाम,सायं,सांझ", { tag: "part", part: "evening" }),
  ...all("रात,रात्रि", { tag: "part", part: "night" }),
  ...all("आधी रात,मध्यरात्रि", { tag: "moment", moment: "midnight" }),
  ...all("मध्याह्न,भरी दोपहर", { tag: "moment", moment: "noon" }),
];

const DEADLINES: readonly Entry[] = [
  ...all("दिन के अंत,दिन के आखिर,ऑफिस खत्म होने,दिन ख़त्म होने,आज के अंत,eod,cob", {
    tag: "deadline",
    period: "day",
  }),
  ...all("हफ़्ते के अंत,हफ़्ते के आखिर,सप्ताह के अंत,इस हफ़्ते के अंत,इस सप्ताह के अंत,इस हफ़्ते के आखिर", {
    tag: "deadline",
    period: "week",
  }),
  ...all("महीने के अंत,महीने के आखिर,माह के अंत,इस महीने के अंत,इस महीने के आखिर,माह के आखिर", {
    tag: "deadline",
    period: "month",
  }),
  ...all("साल के अंत,साल के आखिर,वर्ष के अंत,इस साल के अंत", { tag: "deadline", period: "year" }),
];

const HOLIDAYS: readonly Entry[] = [
  ...holiday("क्रिसमस,बड़ा दिन,बड़े दिन", 12, 25),
  ...holiday("नया साल,नए साल,नव वर्ष", 1, 1),
  ...holiday("गणतंत्र दिवस", 1, 26),
  ...holiday("स्वतंत्रता दिवस", 8, 15),
  ...holiday("गांधी जयंती", 10, 2),
];

const UNKNOWN: readonly Entry[] = structure(
  "unknown",
  "गुड फ्राइडे,ब्लैक फ्राइडे,शुभ रात्रि,शुभ प्रभात,शुभ दिन,एक दिन,आज कल,आजकल,दो टूक,नौ दो ग्यारह,मंगल कार्य,मंगल ग्रह,दूसरी बार,पहली बार,पहली मंजिल,एक साथ,एक बार,रात दिन,दिन रात,हर कोई,हर कोई भी,हर जगह,हर चीज़,हर बार,सोम रस,गुरु जी,गुरुजी",
);

const MODIFIERS: readonly Entry[] = [
  ...all("अगला,अगले,अगली", { tag: "modifier", modifier: "next" }),
  ...all("इस,इसी,यह,ये", { tag: "modifier", modifier: "this" }),
  ...all("पिछला,पिछले,पिछली,गत,बीते,बीता,आखिरी,अंतिम,आख़िरी", { tag: "modifier", modifier: "last" }),
  ...all("आने वाले,आने वाली,आनेवाले,आगामी,इस आने वाले", { tag: "modifier", modifier: "coming" }),
];

const FREQUENCIES: readonly Entry[] = [
  ...all("रोज़,रोज़ाना,हर रोज़,प्रतिदिन,रोज़ रोज़,डेली,नित्य", { tag: "frequency", frequency: "DAILY", interval: 1 }),
  ...all("साप्ताहिक", { tag: "frequency", frequency: "WEEKLY", interval: 1 }),
  ...all("एक दिन छोड़कर,एक दिन छोड़ कर", { tag: "frequency", frequency: "DAILY", interval: 2 }),
  ...all("पाक्षिक", { tag: "frequency", frequency: "WEEKLY", interval: 2 }),
  ...all("मासिक,माहवार", { tag: "frequency", frequency: "MONTHLY", interval: 1 }),
  ...all("तिमाही", { tag: "frequency", frequency: "MONTHLY", interval: 3 }),
  ...all("वार्षिक,सालाना", { tag: "frequency", frequency: "YEARLY", interval: 1 }),
];

/** Verbs that place "कल" after today. The present tense does so unless a past form stands beside it. */
const FUTURE: readonly Entry[] = [
  ...structure("future-verb", "है,हैं,हूँ,हो,रहा,रहे,रही", { soft: true }),
  ...structure(
    "future-verb",
    "मिलते,चलते,करते,रखते,देखते,आते,जाते,बैठते,निकलते,मिलो,मिलें,मिलिए,चलो,चलें,चलिए,करो,करें,करिए,कीजिए,कीजिएगा,आओ,आना,आइए,आइएगा,जाना,जाओ,जाएँ,मिलना,भेजो,भेजें,भेजना,भेजिए,भेज देना,रखो,रखें,रखना,रखिए,बताओ,बताना,बताइए,देना,दीजिए,दे देना,लेना,लाना,करना,कर देना,होना,पहुँचना,पहुँचो,निकलना,सकते,सकता,सकती,सकें,पड़ना,पूछना,खाना खाते,तय करते",
  ),
];

const PAST: readonly Entry[] = structure(
  "past-verb",
  "था,थी,थे,थीं,गया,गई,गयी,गए,गये,हुआ,हुई,हुए,आया,आई,आयी,मिला,मिली,दिया,लिया,चुका,चुके,चुकी,भेजा,बताया,कहा,देखा,किया,बोला,पहुँचा,पहुँचे,लगा,सोचा,मिले थे,मिली थी,मिले थे हम",
);

const STRUCTURE: readonly Entry[] = [
  ...structure("a", "एक", { hour: true }),
  ...structure("in-post", "में"),
  ...structure("of", "के,की,का"),
  ...structure("until", "तक", { post: true }),
  ...structure("by", "ज़्यादा से ज़्यादा", { post: true }),
  ...structure("deadline-word", "डेडलाइन,अंतिम तिथि,आखिरी तारीख,अंतिम तारीख"),
  ...structure("to", "से"),
  ...structure("before", "से पहले,से पूर्व", { post: true }),
  ...structure("after", "के बाद,के पश्चात,के उपरांत", { post: true }),
  ...structure("within", "के अंदर,के अन्दर,के भीतर,के दौरान", { post: true }),
  ...structure("between", "के बीच,के बीच में,के मध्य", { post: true }),
  ...structure("approx", "लगभग,करीब,क़रीब,तकरीबन,करीब करीब,अंदाज़न"),
  ...structure("approx", "के आसपास,के आस पास,के करीब,के लगभग", { post: true }),
  ...structure("and", "और,व,तथा,एवं"),
  ...structure("or", "या,अथवा,या फिर"),
  ...structure("not", "नहीं,मत,नही,न,बिना,सिवाय,छोड़कर,नहि"),
  ...structure("half", "आधा,आधे,आधी"),
  ...structure("oclock", "बजे"),
  ...structure("oclock", "बजकर,बजके,बज कर", { bare: true }),
  ...structure("ago", "पहले", { bare: true }),
  ...structure("from-now", "बाद,पश्चात"),
  ...structure("later", "बाद में,देर से"),
  ...structure("every", "हर,प्रत्येक,हरेक,हर एक,प्रति"),
  ...structure("every-other", "हर दूसरे,हर दूसरी,हर दूसरा"),
  ...structure("weekdays", "हर कार्यदिवस,हर वर्किंग डे,वर्किंग डेज में,कामकाजी दिनों में"),
  ...structure("all-day", "पूरे दिन,पूरा दिन,दिन भर,दिनभर,सारा दिन,सारे दिन"),
  ...structure(
    "vague",
    "जल्दी,जल्द,जल्द ही,थोड़ी देर में,कुछ दिनों में,कुछ दिन में,कभी,किसी दिन,फिर कभी,कुछ देर में,तुरंत,फ़ौरन,थोड़ी देर बाद,कुछ दिन बाद",
  ),
  ...structure("day-post", "तारीख,तारीख को,तारीख की,तारीख़"),
  ...structure("end-of", "के अंत,के आखिर,के आख़िर", { post: true }),
  ...structure("start-of", "की शुरुआत,के शुरू,की शुरूआत,के आरंभ", { post: true }),
  ...structure("weekend", "वीकेंड,वीकएंड,सप्ताहांत,वीकेन्ड"),
  ...structure("first-thing", "सबसे पहले सुबह"),
  ...structure("now", "अभी,अब"),
  ...structure("times", "बार"),
  ...structure(
    "recurrence-unclear",
    "हफ़्ते में एक बार,महीने में एक बार,हफ़्ते में दो बार,दिन में एक बार,दिन में दो बार,साल में एक बार,कभी कभी,महीने में दो बार,कभी कभार",
  ),
  ...structure(
    "filler",
    "को,पर,ही,ठीक,जी,प्लीज़,please,कृपया,के लिए,टाइम,समय,वक़्त,भी,तो,करीबन समय,ही को,वाले दिन,के दिन,के समय,अब से",
  ),
  ...structure(
    "function",
    "मैं,हम,तुम,आप,वो,वह,वे,मुझे,हमें,तुम्हें,आपको,उसे,मेरा,मेरी,मेरे,हमारा,हमारी,तुम्हारा,आपका,आपकी,क्या,कौन,कहाँ,कैसे,कब,अगर,लेकिन,मगर,क्योंकि,कि,जो,यहाँ,वहाँ,हाँ,ओके,ok,अच्छा,शायद,मीटिंग,meeting,मिल,आ,जा,कर,पा,बात,बैठक,डिनर,खाना,पार्टी,फ़ोन,कॉल,call,फिर,साथ,सब,सभी,फ्री,free,घर,ऑफिस,इसलिए,वरना,ज़रूर,पक्का,काम,भूलना मत,मत भूलना,मत भूलिएगा,न भूलें,भूल मत जाना,क्यों न,क्यों ना,ना,उपलब्ध,संभव",
  ),
  ...structure(
    "counted",
    "लोग,लोगों,आदमी,बच्चे,बच्चों,रुपये,रुपए,रूपये,किलो,किलोमीटर,मीटर,प्रतिशत,डिग्री,सेकंड,पेज,टिकट,सीट,मेहमान,दोस्त,लाख,हज़ार,करोड़,मंज़िल,गोल,चीज़ें",
  ),
  ...structure("greeting", "शुभ,हैप्पी"),
];

const CONTEXT: ContextWords = {
  moves: /$^/,
  movesBehind:
    /^[^।.!?\n]{0,50}(?:बदल|टाल|शिफ़्ट|शिफ्ट|स्थगित|पोस्टपोन|खिसक|सरका|कर (?:दी गई|दी गयी|दिया गया|दिए गए))/,
  fromBehind: true,
  attending: wordSet("के को दिन लिए तक में"),
  denialReach: 5,
  unplannedBehind: wordSet("लगे लगेंगे लगता लेट दूर देर की का के से तक"),
  unplannedBefore: wordSet("पिछले सिर्फ केवल करीब लगभग और या हर"),
  breaks: wordSet("लेकिन मगर क्योंकि इसलिए वरना पर"),
};

/** Future endings of Hindi verbs, after `respell`. */
const FUTURE_ENDING = /(?:[ूऊ]ं?ग[ाी]|[ेए]ग[ाी]|[ेए]ंग[ेी]|[ोओ]ग[ेी]|होग[ाी]|होंगे)$/;

const classify = (word: string): Term | null => (FUTURE_ENDING.test(word) ? { tag: "future-verb" } : null);

/** Without nukta, chandrabindu as anusvara: "हफ़्ते" and "हफ्ते", "पाँच" and "पांच" are one. */
const respell = (word: string): string =>
  word.normalize("NFD").replaceAll("\u093c", "").replaceAll("\u0901", "\u0902").normalize("NFC");

export const HINDI: Lexicon = createLexicon(
  [
    ...UNIVERSAL,
    ...ORDINALS,
    ...NUMBERS,
    ...UNITS,
    ...WEEKDAYS,
    ...SHORT_MONTHS,
    ...MONTHS,
    ...STRUCTURE,
    ...FUTURE,
    ...PAST,
    ...DAYS,
    ...PARTS,
    ...DEADLINES,
    ...HOLIDAYS,
    ...MODIFIERS,
    ...FREQUENCIES,
    ...UNKNOWN,
    ...all("सवा", { tag: "hour-fraction", minutes: 15 }),
    ...all("साढ़े", { tag: "hour-fraction", minutes: 30 }),
    ...all("पौने", { tag: "hour-fraction", minutes: -15 }),
    ["pm", { tag: "meridiem", pm: true }],
    ["am", { tag: "meridiem", pm: false }],
    ["पीएम", { tag: "meridiem", pm: true }],
    ["एएम", { tag: "meridiem", pm: false }],
  ],
  { language: "hi", context: CONTEXT, respell, classify },
);
