/**
 * @file What ordinary people write where the chat before it says what is meant: another day for a plan that isn't named,
 * that something was done without what, that an offer is taken, and what a call passed on. Made up for the evaluation, beside
 * everyday-words.ts.
 */

import type { Language } from "#calendar/resolution";

import type { Everyday } from "./everyday-words.ts";

interface ShortWords {
  /** Sunday, for the event that was spoken of last. */
  readonly otherDays: readonly string[];
  /** For each of the errands: done, and not what. */
  readonly reports: readonly (readonly string[])[];
  /** Of something nobody spoke of before: Wednesday at 10:00. */
  readonly calls: readonly string[];
  readonly offer: Everyday["yesNo"];
}

export const SHORT_WORDS: Readonly<Record<Language, ShortWords>> = {
  en: {
    otherDays: ["let's do Sunday instead, it's going to rain", "can we make it Sunday instead? It'll be wet"],
    reports: [
      ["printed them on Monday", "done, I printed them yesterday"],
      ["picked them up yesterday", "I collected them on Monday"],
    ],
    calls: ["Vet called: Wednesday 10am", "the vet rang. Wednesday at 10am"],
    offer: {
      asks: ["Shall I pick you up?", "Should I fetch you from the station?"],
      answers: ["please, I get in at 13:20", "yes please, at 13:20"],
      similar: ["Shall I bring a blanket?"],
      besides: ["what a week", "thanks a lot", "haha true"],
    },
  },
  de: {
    otherDays: [
      "lasst uns lieber Sonntag machen, es soll regnen",
      "nehmen wir doch lieber Sonntag, das Wetter wird mies",
    ],
    reports: [
      ["hab ich gestern gedruckt", "habe sie am Montag gedruckt"],
      ["hab ich gestern abgeholt", "habe ihn am Montag geholt"],
    ],
    calls: ["Tierarzt hat angerufen: Mittwoch 10 Uhr", "der Tierarzt rief an: Mittwoch um 10 Uhr"],
    offer: {
      asks: ["Soll ich dich abholen?", "Soll ich dich vom Bahnhof abholen?"],
      answers: ["ja bitte, ich komme um 13:20 an", "bitte, um 13:20"],
      similar: ["Soll ich eine Decke mitbringen?"],
      besides: ["was für eine Woche", "vielen lieben Dank", "haha stimmt"],
    },
  },
  fr: {
    otherDays: ["on fait plutôt dimanche, il va pleuvoir", "faisons plutôt dimanche, la météo est nulle"],
    reports: [
      ["je les ai imprimées lundi", "c'est fait, imprimées hier"],
      ["je les ai récupérées hier", "récupérées lundi"],
    ],
    calls: ["Le véto a appelé : mercredi 10h", "le vétérinaire a rappelé : mercredi à 10h"],
    offer: {
      asks: ["Je viens te chercher ?", "Je passe te prendre à la gare ?"],
      answers: ["oui s'il te plaît, j'arrive à 13h20", "s'il te plaît, à 13h20"],
      similar: ["J'apporte une couverture ?"],
      besides: ["quelle semaine", "merci mille fois", "haha c'est vrai"],
    },
  },
  it: {
    otherDays: ["facciamo domenica invece, piove", "meglio farlo domenica invece, il tempo è brutto"],
    reports: [
      ["li ho stampati ieri", "fatto, li ho stampati lunedì"],
      ["le ho ritirate ieri", "le ho ritirate lunedì"],
    ],
    calls: [
      "Ha chiamato il veterinario: mercoledì alle 10",
      "il veterinario ha richiamato: mercoledì alle 10",
    ],
    offer: {
      asks: ["Ti vengo a prendere?", "Vengo a prenderti in stazione?"],
      answers: ["sì per favore, arrivo alle 13:20", "per favore, alle 13:20"],
      similar: ["Porto una coperta?"],
      besides: ["che settimana", "grazie infinite", "ahah vero"],
    },
  },
  pt: {
    otherDays: [
      "vamos fazer no domingo em vez disso, vai chover",
      "façamos antes no domingo em vez disso, está mau tempo",
    ],
    reports: [
      ["imprimi-os ontem", "já os imprimi na segunda"],
      ["fui buscá-las ontem", "já as fui buscar ontem"],
    ],
    calls: ["O veterinário ligou: quarta-feira às 10h", "ligou o veterinário: quarta às 10h"],
    offer: {
      asks: ["Queres que te vá buscar?", "Vou buscar-te à estação?"],
      answers: ["sim por favor, chego às 13:20", "por favor, às 13:20"],
      similar: ["Levo uma manta?"],
      besides: ["que semana", "mil obrigados", "haha é verdade"],
    },
  },
  es: {
    otherDays: ["mejor lo hacemos el domingo, va a llover", "mejor el domingo, que va a llover"],
    reports: [
      ["los imprimí ayer", "ya los imprimí el lunes"],
      ["las recogí ayer", "las recogí el lunes"],
    ],
    calls: [
      "Llamó el veterinario: miércoles a las 10:00",
      "el veterinario ha llamado: miércoles a las 10:00",
    ],
    offer: {
      asks: ["¿te recojo?", "¿Te recojo en la estación?"],
      answers: ["porfa, llego 13:20", "sí porfa, a las 13:20"],
      similar: ["¿Llevo una manta?"],
      besides: ["menuda semana", "mil gracias", "jaja es verdad"],
    },
  },
  hi: {
    otherDays: ["इसके बजाय रविवार को करते हैं, बारिश होने वाली है", "रविवार को करते हैं इसके बजाय, मौसम ख़राब है"],
    reports: [
      ["कल छाप दिए थे", "कल ही छाप दिए"],
      ["कल ले ली थी", "कल ही ले ली"],
    ],
    calls: ["डॉक्टर का फ़ोन आया: बुधवार सुबह 10 बजे", "डॉक्टर ने बताया: बुधवार सुबह 10 बजे"],
    offer: {
      asks: ["क्या मैं तुम्हें लेने आऊँ?", "मैं तुम्हें स्टेशन से लेने आऊँ?"],
      answers: ["हाँ प्लीज़, मैं 13:20 पर पहुँचूँगा", "प्लीज़, 13:20 बजे"],
      similar: ["क्या मैं कंबल लाऊँ?"],
      besides: ["बहुत लंबा हफ़्ता", "बहुत बहुत शुक्रिया", "हाहा सच"],
    },
  },
  th: {
    otherDays: ["เปลี่ยนเป็นวันอาทิตย์ดีกว่า ฝนจะตก", "ย้ายไปวันอาทิตย์ดีกว่านะ ฝนจะตก"],
    reports: [
      ["พิมพ์ไปเมื่อวานแล้ว", "พิมพ์เมื่อวานแล้วนะ"],
      ["ไปรับมาเมื่อวานแล้ว", "รับเมื่อวานแล้วนะ"],
    ],
    calls: ["หมอโทรมา: วันพุธ 10:00 น.", "หมอโทรมาบอกว่าวันพุธ 10:00 น."],
    offer: {
      asks: ["ให้ไปรับไหม", "ให้ไปรับที่สถานีไหม"],
      answers: ["รบกวนด้วยครับ ถึง 13:20", "รบกวนด้วยค่ะ"],
      similar: ["ให้เอาผ้าห่มไปไหม"],
      besides: ["เหนื่อยทั้งอาทิตย์", "ขอบคุณมากๆ", "ฮ่าๆ จริง"],
    },
  },
};
