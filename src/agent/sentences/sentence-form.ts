/**
 * @file What the form of a sentence does where no cue word tells: questions without a mark (Thai writes none and asks at the
 * end, Hindi puts its verb and question word there), errands told as questions ("Mia, druckst du ...?"), commands, offers
 * in the first person, invitations.
 */

import type { Language } from "#calendar/resolution";

import { tellsOfHabit } from "./habit.ts";
import { opensWithErrand } from "./own-task.ts";
import { END, START, wholeWords } from "./whole-words.ts";

const NEVER = /(?!)/u;

/** Of the folded sentence. */
const ASKS: Readonly<Record<Language, RegExp>> = {
  en: /^(?:so |and |ok |hey )?(?:who(?:'s| is| has| can| brings| wants)|where(?:'s| is| are| do| can| should)|what time|when (?:is|are|do|does|will|can)|how (?:many|much)) (?!.*[.!]$)/u,
  de: /^(?:und |also )?(?:wer|wo|wann|wie viele?|um wie viel uhr) (?!.*[.!]$)/u,
  fr: /^(?:et |bon )?(?:qui (?:a|apporte|vient|peut|prend)|où|à quelle heure|combien de) (?!.*[.!]$)/u,
  it: /^(?:e |ma )?(?:chi|dove|a che ora|quant[iae]) (?!.*[.!]$)/u,
  pt: /^(?:e |mas )?(?:quem|onde|a que horas|quantos|quantas) (?!.*[.!]$)/u,
  es: /^(?:y |pero )?(?:quién|quiénes|dónde|a qué hora|cuándo|cuántos|cuántas) (?!.*[.!]$)/u,
  hi: new RegExp(
    `${START}(?:कब|कहाँ|कहां|कौन|किसने|किसके|किसको|कितने बजे|कितने|किधर)${END}|^क्या .*(?:है|हैं|हो|था|थी|थे|गे|गी|गा)$|${START}क्या$`,
    "u",
  ),
  th: /(?:ไหม|มั้ย|มั๊ย|หรือเปล่า|รึเปล่า|หรือยัง|รึยัง)(?:ครับ|ค่ะ|คะ|นะ|อ่ะ|\s)*$|ที่ไหน|ตรงไหน|เมื่อไหร่|เมื่อไร|กี่โมง|กี่คน|วันไหน|เท่าไหร่|เท่าไร|อะไร(?:บ้าง|ดี|ไหม|ครับ|คะ|\s)*$|ไหน(?:ครับ|คะ|\s)*$|ทำไม|ยังไง(?:ครับ|คะ|ดี|\s)*$|^ใคร(?!สักคน|ก็|ๆ|ช่วย)|(?:ของ|กับ|คือ|เป็น|มี|ให้)ใคร(?:ครับ|คะ|\s)*$/u,
};

/** True for a sentence that asks without a question mark. */
export const asksWithoutMark = (folded: string, language: Language): boolean => ASKS[language].test(folded);

/** "Mia, druckst du die Plakate?": of these verbs the person spoken to is only asked. */
const ONLY_ASKED_DE = String.raw`bist|hast|weißt|kommst|gehst|willst|möchtest|magst|kennst|siehst|darfst|musst|findest|denkst|meinst|glaubst|fährst|bleibst|wohnst|arbeitest|wirst|warst|hattest|würdest|fühlst|schläfst|brauchst|hörst|liest|isst|trinkst|freust|fliegst|spielst|sollst|verstehst|vermisst|wärst|hättest|erinnerst`;

const REQUESTS: Readonly<Record<Language, RegExp>> = {
  en: NEVER,
  de: new RegExp(`${START}(?!(?:${ONLY_ASKED_DE})${END})\\p{L}{3,}st du (?:\\S.*)\\?$`, "u"),
  fr: new RegExp(
    `${START}tu (?:m'|nous |les |le |la )?(?:achètes|apportes|prends|réserves|appelles|envoies|imprimes|récupères|ramènes|passes chercher|t'occupes|fais|prépares|commandes|payes|paies|imprimes|postes|amènes) .*\\?$`,
    "u",
  ),
  it: new RegExp(
    `^\\p{L}{2,20}, (?!hai|sai|vai|vieni|puoi|dai|vuoi|stai|ti|mi|ci|vi|chi|poi|lui|lei|noi|voi)\\p{L}{4,}i (?:un|una|il|la|lo|le|i|gli) .*\\?$|${START}(?!sei|hai|vai|vieni|sai|vuoi|puoi|stai|credi|pensi)\\p{L}{3,}i tu (?:\\S.*)\\?$`,
    "u",
  ),
  pt: new RegExp(
    `${START}(?:compras|trazes|levas|imprimes|reservas|ligas|mandas|envias|buscas|tratas|fazes|pagas|marcas|encomendas) (?:tu )?(?:o|a|os|as|um|uma|do|da|para|ao|à) .*\\?$`,
    "u",
  ),
  es: new RegExp(
    `${START}(?!eres|tienes|vienes|vas|sabes|quieres|estás|crees|piensas)(?:\\p{L}{3,}[ae]s tú|compras|traes|llevas|imprimes|reservas|llamas|mandas|envías|recoges|encargas|pagas|pides) (?:el|la|los|las|un|una|del|de|al|a|tú)${END}.*\\?$`,
    "u",
  ),
  hi: new RegExp(
    `(?:${START}(?:दो|दीजिए|दीजिएगा|देना|लेना|लाना|(?<!माफ़ |माफ |क्षमा )करना|आना|रखना|बताना|लो|करो|कीजिए|कीजिएगा))[\\s।!]*$`,
    "u",
  ),
  th: /(?<!นิด)หน่อย(?:นะ|ครับ|ค่ะ|คะ|ได้ไหม|ได้มั้ย|\s)*$|(?<!ยินดี|ขอโทษ|เสียใจ)ด้วย(?:นะ)(?:ครับ|ค่ะ|คะ|จ๊ะ|\s)*$|ได้(?:ไหม|มั้ย)(?:ครับ|คะ|\s)*$/u,
};

/** What stands before a comma and is no name that is spoken to. Folded. */
const NOT_NAMES = String.raw`(?!ja|nein|danke|sorry|super|toll|schade|stimmt|also|aber|und|klar|sì|no|grazie|bene|bello|certo|allora|però|sim|não|obrigad[oa]|boa|bom|claro|então|mas|sí|gracias|genial|vale|bueno|pero|entonces|oui|non|merci|bon|alors|mais|ok|okay|hola|ciao|hallo|oi|olá|salut|hoy|oggi|hoje|heute|mañana|domani|amanhã|morgen|demain)`;
/** "Ugo, svuota l'armadio": a name, a verb of command and its object. "Look" and "imagine" ask for nothing. */
const COMMANDS: Readonly<Partial<Record<Language, RegExp>>> = {
  de: new RegExp(
    `^${NOT_NAMES}\\p{L}{2,20}, (?!ist|war|hat|und|aber|die|der|das|den|dass|wenn|weil|mein|dein|kein|ein|in|im|am|auf|für|mit|bis|vor|guck|schau|denk|nicht|ich|wir|es|sie|er)\\p{L}{3,}(?<!st) (?:bitte |mal |noch )*(?:den|die|das|dem|uns|mir|einen|eine|ein|doch|bitte)${END}`,
    "u",
  ),
  fr: new RegExp(
    `^${NOT_NAMES}\\p{L}{2,20}, (?!est|et|mais|le|la|les|un|une|regarde|pense|imagine|adore|aime|je|tu|il|on)\\p{L}{3,}(?:e|s|z|ds|ts) (?:s'il te plaît |stp )?(?:le|la|les|l'|un|une|des|du|nous|moi)${END}`,
    "u",
  ),
  it: new RegExp(
    `^${NOT_NAMES}\\p{L}{2,20}, (?!guarda|pensa|senti|ascolta|immagina|mamma|casa|bella|era|stasera|lascia|una|alla|della|anche|adesso|ora|domenica|mattina|sera)\\p{L}{3,}[aie] (?:il |lo |la |i |gli |le |un |una |l'|gli|per favore)`,
    "u",
  ),
  pt: new RegExp(
    `^${NOT_NAMES}\\p{L}{2,20}, (?!olha|vê|imagina|pensa|mãe|casa|linda|bela|essa|esta|uma|para|como|quinta|sexta|segunda|terça|quarta)\\p{L}{3,}[ae] (?:o|a|os|as|um|uma|ao|à|isso|isto)${END}`,
    "u",
  ),
  es: new RegExp(
    `^${NOT_NAMES}\\p{L}{2,20}, (?!mira|oye|imagina|piensa|mamá|casa|linda|bella|esta|ese|este|una|para|como|sobre|entre|desde|donde)\\p{L}{3,}[ae] (?:el|la|los|las|un|una|al|eso|esto|lo)${END}`,
    "u",
  ),
};

/** Asks whether somebody can: "kann mir jemand", "can one of you", "¿alguien me puede?". Folded. */
const ASKS_ANYBODY: Readonly<Record<Language, RegExp>> = {
  en: /(?<!\p{L})(?:can|could|would|will) (?:either|one|any|some) of (?:you|u|us)(?!\p{L})/u,
  de: /(?<!\p{L})(?:kann|könnte|mag|hilft|leiht) (?:\S+ ){0,3}(?:jemand|wer|einer|eine)(?! (?:noch|auch) (?:kommen|mitkommen))(?!\p{L}).*\?/u,
  fr: /(?<!\p{L})(?:quelqu'un|l'un de vous|une personne) (?:\S+ )?(?:peut|pourrait)(?!\p{L})(?!.*(?<!\p{L})venir(?!\p{L}))/u,
  it: /(?<!\p{L})(?:qualcuno|uno di voi) (?:\S+ )?(?:può|potrebbe|riesce a)(?!\p{L})(?!.*(?<!\p{L})venire(?!\p{L}))/u,
  pt: /(?<!\p{L})(?:alguém|um de vocês) (?:\S+ )?(?:pode|poderia|podia|consegue)(?!\p{L})(?!.*(?<!\p{L})vir(?!\p{L}))/u,
  es: /(?<!\p{L})(?:alguien|alguno|uno de vosotros) (?:\S+ )?(?:puede|podría)(?!\p{L})(?!.*(?<!\p{L})venir(?!\p{L}))/u,
  hi: /(?:कोई|किसी) .*(?:सकता|सकती|सकते|दे)(?: है| हैं| हो)?(?: क्या)?\s*\?/u,
  th: NEVER,
};

/** True for a sentence whose verb or end asks somebody to do something. */
export const endsAsRequest = (folded: string, language: Language): boolean =>
  REQUESTS[language].test(folded.trim()) ||
  ASKS_ANYBODY[language].test(folded) ||
  (COMMANDS[language]?.test(folded.trim()) === true && !folded.includes("?"));

/** A polite word that alone says yes, and in company nothing. */
const BARE_YES = /^(?:ครับ(?:ผม)?|ค่ะ|จ้า|จ้ะ|อืม|ใช่(?:ครับ|ค่ะ)?|ได้(?:ๆ|เลย)?|โอเค)[\s!.]*$/u;

export const isBareYes = (folded: string, language: Language): boolean =>
  language === "th" && BARE_YES.test(folded.trim());

/** Opens like "I'm in!", "ci sono!" and says where one is, or what there is; a day may follow both. Folded. */
const NO_YES: Readonly<Partial<Record<Language, RegExp>>> = {
  en: /^i'm in (?!(?:for|too|as|if|then|and|but|with|on|also|again|there|whatever|whenever|anyway|both|all|thanks|thank|definitely|please|unless|or|so|until|from|after|before|this|next|that|today|tonight|tomorrow|(?:mon|tues|wednes|thurs|fri|satur|sun)day|mate|guys)(?!\p{L}))\p{L}/u,
  it: /^ci sono (?:il|lo|la|i|gli|le|l'|un[oa]?|due|tre|quattro|molt\p{L}|tant\p{L}|tropp\p{L}|alcun\p{L}|dei|degli|delle|altr\p{L}|\d+)(?!\p{L})/u,
  pt: /^(?:es)?t(?:ou|ô) dentro d[aeo]s?(?!\p{L})/u,
};

/** "I'm in Rome on Sunday": no agreement, though it begins like one. */
export const beginsLikeYes = (folded: string, language: Language): boolean =>
  NO_YES[language]?.test(folded.trim()) === true;

/** First persons that take something on, beside the phrases of the lexicon; verbs of being and thinking are none. Folded. */
const OFFERS: Readonly<Partial<Record<Language, RegExp>>> = {
  en: /(?<!\p{L})i (?:can|could) (?!not|only|see|hear|tell|feel|smell|imagine|understand|believe|remember|make it|wait|confirm|live)\p{L}{3,} (?:up )?(?:the|an?|some|it|them|him|her|you|your|our|us|one|two|\d)(?!\p{L})(?!.*(?<!\p{L})(?:if only|but)(?!\p{L}))/u,
  de: /(?<!\p{L})ich (?:kann|könnte) (?:(?:gerne?|auch|noch|ja|dann) )*(?:den|die|das|einen|eine|ein|dir|euch|uns|es|ihn|sie|was|etwas) (?!.*(?<!\p{L})(?:nicht|kein\p{L}{0,2}|verstehen|sehen|hören|aber)(?!\p{L}))(?:.* )?\p{L}{2,}n(?:[\s.!]|$)|(?<!\p{L})ich (?:überweise|zahle|bezahle|erledige|schicke|sende|wasche|repariere|hänge|streiche|hole|hol|kaufe|kauf|nehme|besorge|besorg|backe|koche|drucke|fahre hin|rufe|ruf|frage|frag|organisiere|reserviere|bestelle|drucke|putze|räume|schreibe|bastle|packe)(?!\p{L})/u,
  fr: /(?<!\p{L})(?:j'achète|je (?:l'|les |lui |leur |t'|vous )(?:achète|appelle|rappelle|apporte|amène|ramène|imprime|envoie|commande|réserve)|je (?:le |la |les |lui |leur |te |vous )(?:prends|fais|prépare|réserve|rappelle|demande|commande|paie|paye)|je peux (?:faire|apporter|ramener|amener|acheter|prendre|préparer|réserver|appeler|commander|imprimer|cuisiner|payer)|je prends|j'appelle|je réserve|je fais|je prépare|je m'occupe|je demande|je commande|j'imprime|je passe chercher|j'amène|je ramène|j'y vais)(?!\p{L})/u,
  it: /(?<!\p{L})(?<!non )(?:posso|potrei) (?:fare|portare|prendere|comprare|preparare|prenotare|chiamare|stampare|cucinare|pagare) |(?<!\p{L})(?!credo|penso|sono|sto|so|vado|arrivo|lavoro|vivo)\p{L}{3,}o io(?!\p{L})/u,
  pt: /(?<!\p{L})(?<!não )(?:posso|podia) (?:fazer|levar|trazer|comprar|preparar|reservar|ligar|imprimir|cozinhar|pagar) |(?<!\p{L})eu (?!acho|tenho|quero|gosto|prefiro|trabalho|moro|chego|sinto|amo|adoro|como|digo|creio|penso|espero)\p{L}{3,}o(?!\p{L})/u,
  es: /(?<!\p{L})(?<!no )(?:puedo|podría) (?:hacer|llevar|traer|comprar|preparar|reservar|llamar|imprimir|cocinar|pagar) |(?<!\p{L})yo (?:le |lo |la |los |las )?(?!creo|tengo|quiero|digo|trabajo|vivo|llego|prefiero|pienso|espero|solo|sólo|como|siento)\p{L}{3,}o(?!\p{L})/u,
  hi: /(?:ूँगा|ूंगा|ूँगी|ूंगी|ऊँगा|ऊंगा|ऊँगी|ऊंगी)(?: न| ना)?[\s।!]*$/u,
};
const NOT_OFFERED_HI = /नहीं|आऊँगा|आऊँगी|पहुँचूँगा|पहुँचूँगी|जाऊँगा|जाऊँगी/u;

/** "Ich koche gern am Sonntag" tells what one likes. */
const LIKES_TO_DE =
  /(?<!\p{L})ich \p{L}+ (?:sehr |so |total )?gerne? (?:am|an|im|in|mit|und|wenn|zu)(?!\p{L})/u;

/** True where the speaker takes something on. */
export function takesOn(folded: string, language: Language): boolean {
  if (language === "hi" && NOT_OFFERED_HI.test(folded)) return false;
  if (tellsOfHabit(folded, language) || (language === "de" && LIKES_TO_DE.test(folded))) return false;
  return OFFERS[language]?.test(folded) === true;
}

/** Asks who wants to join; who is to do something ("who's in charge", "quién va a comprar") is another question. Folded. */
const INVITES: Readonly<Record<Language, RegExp>> = {
  en: wholeWords(
    "(?:anyone|anybody|who(?:'s| is)?) (?:up|keen|coming|free|joining|in(?! charge))|(?:anyone|anybody|who) (?:wants?|fancy|fancies)|fancy (?:an?|the|some|going|coming)|up for",
  ),
  de: wholeWords(
    "wer (?:hat lust|kommt mit|ist dabei|mag|will|möchte)|(?:jemand|habt ihr|hast du) (?:lust|bock)|lust auf",
  ),
  fr: wholeWords("qui (?:est partante?|veut|vient pour|est dispo)|ça (?:vous|te) dit|envie (?:de|d'\\p{L}+)"),
  it: wholeWords("chi (?:viene|vuole|c'è|ci sta)|(?:vi|ti) va (?:di|una?)|voglia di"),
  pt: wholeWords("(?:quem|alguém) (?:alinha|quer|vem|topa|está a fim)|bora|vontade de"),
  es: wholeWords("quién (?:se apunta|quiere|viene|va(?! a))|(?:os|te|les) apetece|ganas de"),
  hi: wholeWords("कौन (?:चलेगा|आएगा|आना चाहेगा)|चलोगे|चलें|चलेंगे"),
  th: /ใคร(?:จะ)?ไป(?!รับ|ส่ง|ซื้อ|เอา|หยิบ)|ใคร(?:สนใจ|อยาก)(?!(?:จะ|ไป|ช่วย)?(?:รับ|ส่ง|ซื้อ|เอา|หยิบ|อบ))|ไปกันไหม|สนใจไหม/u,
};

/** True for a sentence that asks who joins in; of an errand it asks who does it ("who wants to bake the cake?"). */
export function invites(folded: string, language: Language): boolean {
  const found = INVITES[language].exec(folded);
  return found !== null && !opensWithErrand(folded.slice(found.index + found[0].length), language);
}
