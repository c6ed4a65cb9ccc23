/**
 * @file What the speaker takes on without a word of offering: "I have to return the keys on Monday", "j'en rachète un samedi",
 * "flick ich dir am Donnerstag". Duties that are none ("I have to laugh"), habits, and what is over are left out; what the
 * tables miss is read as told, not as promised.
 */

import type { Language } from "#calendar/resolution";

import { tellsOfHabit } from "./habit.ts";
import { negationCount } from "./negation.ts";
import { tellsOfThePast } from "./tense.ts";
import { withoutFullStop } from "./text.ts";
import { END_APART, oneOf, pattern, START_APART } from "./whole-words.ts";

/** Begins a clause, behind an interjection, the speaker's pronoun, or words that say when. */
const CLAUSE = String.raw`^(?:(?:ok|okay|sì|sí|si|sim|oui|ja|ach|allora|então|entonces|vale|claro|va bene|d'accord|ma|mas|pero|mais|e|y|et|und|no|nein|moi|io|eu|yo)[\s,]+){0,2}`;

interface OwnDuty {
  /** "I have to". */
  readonly must: string;
  /** Verbs behind it that put nothing on a list: saying, feeling, sleeping, working. */
  readonly idle: string;
}

const DUTIES: Readonly<Record<Exclude<Language, "hi" | "th">, OwnDuty>> = {
  en: {
    must: String.raw`i(?:\sstill|\salso|\sreally|\sjust)?\s(?:have to | need to | must | should | gotta | ought to | have got to) | i've (?:still )?got to`,
    idle: "say | admit | laugh | confess | agree | cry | smile | think | sleep | work | wait | wake | get up | rest | believe | know | warn | disagree | apologise | apologize | be honest | stop | hear | see | look | wonder | ask myself",
  },
  de: {
    must: "ich (?:muss | sollte) | (?:muss | sollte) ich",
    idle: "sagen | zugeben | gestehen | lachen | weinen | grinsen | denken | schlafen | arbeiten | warten | aufstehen | los | weg | glauben | wissen | zustimmen | widersprechen | ehrlich | aufhören | staunen | heulen | niesen | husten | raus | kotzen | schmunzeln",
  },
  fr: {
    must: "je dois | il faut que je | il faut que j'\\p{L}+ | j'ai à | je devrais",
    idle: "dire | dise | avouer | avoue | admettre | reconnaître | rire | pleurer | penser | dormir | travailler | bosser | attendre | croire | savoir | être honnête | me lever | me réveiller | arrêter | y aller | filer",
  },
  it: {
    must: "devo | dovrei",
    idle: "dire | ammettere | confessare | ridere | piangere | pensare | dormire | lavorare | aspettare | credere | sapere | essere sincer[oa] | alzarmi | svegliarmi | smettere | riconoscere | scappare | dirti | dirvi",
  },
  pt: {
    must: "tenho (?:de | que) | preciso(?: de)? | devo",
    idle: "dizer | admitir | confessar | rir | chorar | pensar | dormir | trabalhar | esperar | acreditar | saber | ser sincer[oa] | reconhecer | acordar | levantar-me | parar | concordar | ir embora | ajuda | férias",
  },
  es: {
    must: "tengo que | debo | necesito",
    idle: "decir | decirte | deciros | admitir | confesar | reír | reírme | llorar | pensar | dormir | trabajar | currar | esperar | creer | saber | ser sincer[oa] | reconocer | levantarme | despertarme | madrugar | parar | irme | vacaciones | ayuda",
  },
};

const HI_DUTY = /(?:मुझे|मुझको) .*[\p{L}\p{M}](?:ना|नी|ने) (?:है|हैं|होगा|होगी|पड़ेगा|पड़ेगी)$/u;
const HI_IDLE = /(?:कहना|मानना|हँसना|हंसना|रोना|सोना|उठना|काम करना|सोचना|इंतज़ार करना) (?:है|होगा|पड़ेगा)$/u;
const TH_DUTY =
  /(?:^|[\s\p{N}]|วันนี้|พรุ่งนี้|วัน(?:จันทร์|อังคาร|พุธ|พฤหัส(?:บดี)?|ศุกร์|เสาร์|อาทิตย์)|เช้า|เย็น|บ่าย)(?:ผม|ฉัน|เรา|หนู|ดิฉัน)?(?:ยัง|ก็)?ต้อง(?!บอก|ยอมรับ|ขำ|ทำงาน|นอน|ตื่น|รอ|คิด|เป็น|มี|ขอ|ชม|ระวัง|การ)/u;

/** The clause of a sentence that says what its speaker has to do, folded, from the verb of duty on; null without one. */
export function ownDuty(folded: string, language: Language): string | null {
  if (tellsOfHabit(folded, language)) return null;
  if (language === "th") return TH_DUTY.test(folded) ? folded : null;
  const clauses = folded.split(/[,;:!?–—()]\s|[.…]\s|\s-\s/u);
  for (const part of clauses) {
    const clause = part.trim().replace(/[\s.!?…।]+$/u, "");
    if (negationCount(clause, language) > 0) continue;
    if (language === "hi") {
      if (HI_DUTY.test(clause) && !HI_IDLE.test(clause)) return clause;
      continue;
    }
    const said = MUST[language].exec(clause);
    if (said === null) continue;
    const rest = clause.slice(said.index + said[0].length);
    if (rest.trim() !== "" && !IDLE[language].test(rest)) return rest;
  }
  return null;
}

type Spaced = keyof typeof DUTIES;
const spaced = Object.keys(DUTIES) as Spaced[];
const byLanguage = (make: (language: Spaced) => RegExp): Readonly<Record<Spaced, RegExp>> =>
  Object.fromEntries(spaced.map((language) => [language, make(language)])) as Record<Spaced, RegExp>;

const MUST = byLanguage((language) => pattern(`${START_APART}${oneOf(DUTIES[language].must)}${END_APART}`));
/** German puts the verb last; elsewhere it stands right behind, or behind one small word. */
const IDLE = byLanguage((language) =>
  pattern(
    language === "de"
      ? `${START_APART}${oneOf(DUTIES.de.idle)}$|^(?: \\p{L}+){0,2} ${oneOf("sagen | zugeben | gestehen | lachen")}${END_APART}`
      : `^(?:\\s+\\p{L}+)?\\s+${oneOf(DUTIES[language].idle)}${END_APART}`,
  ),
);

/** Infinitives of errands, with something to do them to. */
const DET: Readonly<Record<Spaced, string>> = {
  en: "(?:the|a|an|my|your|our|some|his|her|their|this|that|these|those|it|them|him|\\d+|\\p{L}+ (?:the|a|an|my|your|our|some)) ?",
  de: "",
  fr: "(?:le |la |les |l'|un |une |des |du |mon |ma |mes |ton |ta |tes |au |aux |à )",
  it: "(?:il |lo |la |i |gli |le |l'|un |una |uno |del |dei |delle |al |alla |mio |mia )",
  pt: "(?:o |a |os |as |um |uma |ao |à |para |meu |minha )",
  es: "(?:el |la |los |las |un |una |al |a |mi |mis |del )",
};
const ERRANDS: Readonly<Record<Spaced, string>> = {
  en: "buy | call | phone | ring | email | text | send | post | pay | transfer | book | order | print | sign | return | drop off | drop | pick up | collect | fetch | renew | cancel | submit | bring | register | wash | repair | fix | bake | take",
  de: "bringen | abgeben | abholen | holen | kaufen | einkaufen | anrufen | schicken | abschicken | bezahlen | überweisen | buchen | bestellen | drucken | ausdrucken | unterschreiben | zurückgeben | zurückbringen | zurückschicken | verlängern | kündigen | abbestellen | reparieren | besorgen | einreichen | backen | wegbringen | umtauschen | anmelden | ausfüllen | putzen | waschen",
  fr: "acheter | racheter | appeler | rappeler | envoyer | payer | virer | réserver | commander | imprimer | signer | rendre | rapporter | déposer | récupérer | renouveler | résilier | poster | réparer | apporter | inscrire | remplir | nettoyer | laver",
  it: "comprare | chiamare | richiamare | mandare | inviare | spedire | pagare | prenotare | ordinare | stampare | firmare | restituire | riportare | consegnare | ritirare | rinnovare | disdire | riparare | portare | compilare | lavare",
  pt: "comprar | ligar | enviar | mandar | pagar | transferir | reservar | encomendar | imprimir | assinar | devolver | entregar | levantar | buscar | renovar | cancelar | arranjar | consertar | levar | trazer | preencher | lavar",
  es: "comprar | llamar | enviar | mandar | pagar | reservar | pedir | imprimir | firmar | devolver | entregar | recoger | renovar | cancelar | arreglar | reparar | llevar | traer | rellenar | lavar | echar",
};
const ERRAND = byLanguage((language) =>
  pattern(
    language === "de"
      ? `(?:^|\\s)(?:den|die|das|dem|der|einen|eine|ein|meine?n?|unsere?n?|noch|zu[mr]?|\\p{L}+) .*${START_APART}${oneOf(ERRANDS.de)}$`
      : `^\\s+(?:\\p{L}+ )?${oneOf(ERRANDS[language])} (?:up |off )?${DET[language]}`,
  ),
);

/** "Who wants| to bring a cake?": an errand and its object behind a verb of wanting. @param folded what stands behind that verb */
export const opensWithErrand = (folded: string, language: Language): boolean =>
  language !== "hi" && language !== "th" && ERRAND[language].test(folded.replace(/[\s.!?…]+$/u, ""));

const HI_ERRAND =
  /\S+ \S+ (?:करना|करनी|करने|भरना|भेजना|भेजने|लाना|लाने|ख़रीदना|खरीदना|खरीदने|देना|देने|लौटाना|लौटाने|बनाना|धोना) /u;

/** "I still have to take the parcels to the post": a duty that is a task even where no day is named. */
export function isOwnErrand(folded: string, language: Language): boolean {
  const duty = ownDuty(folded, language);
  if (duty === null || language === "th") return false;
  return language === "hi" ? HI_ERRAND.test(duty) : ERRAND[language].test(duty);
}

/** Verbs that are no deed when somebody or something is their object: "je le connais", "la vedo domani". */
const NO_DEED = {
  fr: "suis | ai | a | aime | adore | déteste | vois | verrai | revois | connais | sais | crois | pense | trouve | veux | voulais | attends | sens | entends | écoute | comprends | rêve | parle | manque | souhaite | dis | jure | promets | rejoins | retrouve | crains | doute | regrette | suivrai | peux | reviens | vais | parie",
  it: "vedo | rivedo | so | conosco | sento | amo | adoro | odio | credo | capisco | penso | spero | trovo | stesso | altro | aspetto | ascolto | voglio | preferisco | giuro | prometto | dico | chiedo | immagino | ricordo | incontro | raggiungo | sogno | guardo | ho | auguro | bagno | treno | zio | nonno | concerto | posso | devo | mio | tuo | suo | nostro | vostro | prossimo | scorso | primo | sappiamo | dubito | seguo | leggo | abbraccio | bacio",
  pt: "vejo | sei | conheço | amo | adoro | odeio | acho | espero | quero | encontro | ouço | digo | juro | prometo | sinto | entendo | tenho | desejo | abraço | beijo | imagino | posso | devo",
  es: "veo | sé | conozco | amo | adoro | odio | creo | espero | quiero | siento | oigo | digo | juro | prometo | entiendo | deseo | encuentro | imagino | tengo | puedo | debo | echo | envidio | recuerdo | mando un abrazo | leo | abrazo | beso | dejo claro | agradezco | admiro | prefiero | mismo | primero | último | próximo | nuestro | vuestro | año | tío | resto | otro | uno | lunes",
} as const;

/** First person with its object before or behind it: the verb tells the person, the pronoun the thing. */
const WITH_PRONOUN: Readonly<Partial<Record<Language, RegExp>>> = {
  fr: pattern(
    `${CLAUSE}(?:(?:demain|ce soir|samedi|dimanche|lundi|mardi|mercredi|jeudi|vendredi),? )?(?:j'en |j'y |je (?:le |la |les |lui |leur |l'|te |t'|t'en |vous |vous en |lui en |m'en |te l'|te le |te la |te les ))(?!${oneOf(NO_DEED.fr)}${END_APART})\\p{L}{3,}`,
  ),
  it: pattern(
    `${CLAUSE}(?:lo (?!(?:s[bcdfghlmnpqrtvz]|z|gn|ps)(?!tampo|pedisco|crivo|pengo|posto))|la (?!foto|moto|radio|mano|auto)|li |le |l'(?=accompagno|aggiusto|aggiorno|installo|apro)|gli |vi |ti |ne |te lo |te la |te li |te le |ve lo |ve la |glielo |gliela |te ne |ve ne )(?!${oneOf(NO_DEED.it)}${END_APART})\\p{L}{2,}o${END_APART}`,
  ),
  pt: pattern(
    `${CLAUSE}(?!${oneOf(NO_DEED.pt)}-)(?:\\p{L}{2,}o-(?:o|a|os|as|lhe|lhes|te|vos|to|ta|lho|lha)${END_APART}|(?:eu )?(?:te|lhe|lhes) (?!${oneOf(NO_DEED.pt)}${END_APART})\\p{L}{2,}o${END_APART})`,
  ),
  es: pattern(
    `${CLAUSE}(?:yo )?(?:lo (?!bueno|malo|único|mismo|último|nuevo|primero|dicho|cierto|raro|feo|bonito|justo|necesario|contrario)|la (?!foto|moto|radio|mano|modelo)|los |las |le |les |te |os |te lo |te la |te los |te las |os lo |os la |se lo |se la )(?!${oneOf(NO_DEED.es)}${END_APART})\\p{L}{2,}o${END_APART}`,
  ),
};

/** First persons of errands with an object of whatever form. */
const OBJECT_DE =
  "(?:dir|euch|ihm|ihr|ihnen|dem|der|den|die|das|es|ihn|sie|dich|uns|was|einen|eine|ein|noch|gleich|mal|morgen|heute|am|um|bis)";
const DE_VERB =
  "(?:bring|hol|kauf|besorg|back|koch|druck|flick|reparier|mach|schick|überweis|bezahl|zahl|ruf|frag|räum|putz|wasch|pack|schreib|leih|geb|nehm|stell|bau|bestell|buch|reservier|fahr|näh|streich|montier|tausch|schneid|mäh|gieß|leg|liefer|mail|bügel|sammel|installier|trag)(?:e|'s| es|'|)";
const WITH_OBJECT: Readonly<Partial<Record<Language, RegExp>>> = {
  en: pattern(
    `${START_APART}i'm (?:also )?(?:bringing|buying|fetching|collecting|picking|dropping|posting|mailing|sending|paying|transferring|printing|ordering|booking|returning|fixing|repairing|baking|calling|ringing|driving|lending)(?: up| off| round| over)? (?:the|a|an|my|your|our|some|it|them|you|him|her|mum|dad|\\d)${END_APART}`,
  ),
  de: pattern(
    `${START_APART}(?:ich ${DE_VERB} ${OBJECT_DE}${END_APART}(?!.*${START_APART}gern)|${DE_VERB} ich ${OBJECT_DE}${END_APART})`,
  ),
  fr: pattern(
    `${START_APART}je (?:t'|te |vous |lui |leur )?(?:dépose|ramène|rapporte|apporte|amène|rends|poste|imprime|répare|récupère|rachète|achète|envoie|prépare|commande|réserve|paie|paye|rembourse|rappelle|appelle|passe (?:prendre|chercher|déposer|récupérer)) (?:le |la |les |l'|un |une |des |du |de la |mon |ma |mes |ton |ta |tes )`,
  ),
  it: pattern(
    `${CLAUSE}(?:(?:domani|stasera|oggi|dopodomani|lunedì|martedì|mercoledì|giovedì|venerdì|sabato|domenica)(?: (?:mattina|pomeriggio|sera))?,? )?(?:ti |vi |gli |le )?(?:porto|riporto|compro|prendo|chiamo|mando|invio|spedisco|pago|prenoto|ordino|stampo|ritiro|restituisco|riparo|preparo|cucino) (?:il |lo |la |i |gli |le |l'|un |una |dei |delle )`,
  ),
  pt: pattern(
    `${CLAUSE}(?:(?:amanhã|hoje|segunda|terça|quarta|quinta|sexta|sábado|domingo|no \\p{L}+|na \\p{L}+),? )?(?:levo|trago|compro|ligo|mando|envio|pago|reservo|encomendo|imprimo|devolvo|arranjo|preparo|entrego) (?:o |a |os |as |um |uma |ao |à )`,
  ),
  es: pattern(
    `${CLAUSE}(?:(?:mañana|hoy|pasado mañana|esta tarde|esta noche|el \\p{L}+),? )?(?:te |os |les |le )?(?:llevo|traigo|compro|llamo|mando|envío|pago|reservo|pido|imprimo|devuelvo|arreglo|preparo|recojo|entrego) (?:el |la |los |las |un |una |al |a la )`,
  ),
  th: /(?:ผม|ฉัน|หนู|เรา|ดิฉัน)จะ(?:เอา|ซื้อ|ส่ง|จอง|โทร|ทำ|พา|จ่าย|โอน|ไปรับ|ไปส่ง|แวะ|เตรียม|พิมพ์|ซ่อม|ล้าง)/u,
  hi: /^(?:.{0,30}\s)?मैं .*(?:लेकर आता|लेकर आती|ले आता|ले आती|लाता|लाती|भेजता|भेजती|देता|देती|करवाता|करवाती|ख़रीदता|खरीदता|खरीदती|बनाकर लाती|कर लेता|कर लेती|कर देता|कर देती|फ़ोन करता|फ़ोन करती|फोन करता|फोन करती) (?:हूँ|हूं)$/u,
};

/** @param dated whether the sentence says when */
export function promises(folded: string, language: Language, dated: boolean): boolean {
  if (!dated || /[?？]/u.test(folded)) return false;
  return folded.split(/[,;:!–—()]\s|\.\s|\s-\s/u).some((part) => {
    const clause = withoutFullStop(part);
    if (tellsOfHabit(clause, language) || tellsOfThePast(clause, language)) return false;
    if (negationCount(clause, language) > 0) return false;
    return [WITH_PRONOUN, WITH_OBJECT].some((table) => table[language]?.test(clause) === true);
  });
}

const CAN: Readonly<Record<Spaced, string>> = {
  en: "i (?:can|could) (?:also |easily |happily )?",
  de: "ich (?:kann|könnte) (?:gerne?|auch|noch|ja|dann|euch|dir)? ?",
  fr: "je (?:peux|pourrais) (?:vous |te |t'|en |le |la |les |lui )?",
  it: "(?:posso|potrei) ",
  pt: "(?:posso|podia|poderia) ",
  es: "(?:puedo|podría) ",
};
const ALSO_OFFERED: Readonly<Record<Spaced, string>> = {
  en: "drive | lend | give | make | cook | bring",
  de: "fahren | leihen | mitbringen | kochen | machen | vorbeibringen",
  fr: "conduire | prêter | ramener | emmener | amener | cuisiner | demander",
  it: "accompagnare | prestare | cucinare | prendere | chiedere | passare a prendere",
  pt: "conduzir | emprestar | cozinhar | trazer | pedir | perguntar | apanhar",
  es: "llevar | prestar | cocinar | traer | pedir | preguntar | conseguir | acercar",
};
const CAN_DO = byLanguage((language) => {
  const verbs = oneOf(`${ERRANDS[language]} | ${ALSO_OFFERED[language]}`);
  return pattern(
    language === "de"
      ? `${START_APART}${CAN.de}(?:\\S+ ){1,6}${verbs}$`
      : `${START_APART}(?<!(?:non|não|no) )${CAN[language]}${verbs} (?!that${END_APART}|down${END_APART}|myself|yourself|ages|years|it a day)[\\p{L}\\d]`,
  );
});

/** "Ich kann Tonpapier besorgen", "I can drive Mum to the station". */
export function offersErrand(folded: string, language: Language): boolean {
  if (language === "hi" || language === "th" || /[?？]/u.test(folded)) return false;
  const text = folded.trim().replace(/[\s.!…]+$/u, "");
  if (tellsOfHabit(text, language)) return false;
  return text
    .split(/[,;:!–—()]\s|\s-\s/u)
    .some((clause) => CAN_DO[language].test(clause) && negationCount(clause, language) === 0);
}

/** True where the speaker says what they themselves have to do, idle or not: nobody else does it. */
export const speaksOfOwnDuty = (folded: string, language: Language): boolean =>
  language === "hi"
    ? HI_DUTY.test(folded.trim().replace(/[\s.!।]+$/u, ""))
    : language !== "th" && MUST[language].test(folded);
