/**
 * @file Whether a sentence tells of what is over, and whether it reports that something was done, from the verb forms of its
 * language. Word lists and endings, not grammar: what they miss is read as if nothing had been said of the time.
 */

import type { Language } from "#calendar/resolution";

import { fold, words } from "./text.ts";
import { END_ALONE, oneOf, START_APART } from "./whole-words.ts";

/** "Had-been" and "war's" are other words. */
const alone = (phrases: string): RegExp => new RegExp(`${START_APART}${oneOf(phrases)}${END_ALONE}`, "u");

/** Says that what the sentence tells is over. "Was moved to" is of the future: callers look at changes first. */
const PAST: Readonly<Record<Language, RegExp>> = {
  en: alone(
    `was(?! (?:thinking|wondering|hoping)) | wasn't | were(?! (?:thinking|wondering|hoping)) | weren't | had | went | came | ate | saw |
    did | didn't | last (?:year|month|time|summer|winter|night) | ago | yesterday | used to | back then | the next day | the day after that | (?:i|we|they|he|she|it) \\p{L}{2,}(?<!ne)ed`,
  ),
  de: alone(`war | waren | warst | hatte | hatten | gab | ging | gingen | kam | kamen | letzte[snmr]? (?:jahr|mal|monat|sommer|winter|nacht|woche) |
    gestern | vorgestern | damals | tags darauf | früher war | vor (?:\\p{L}+|\\d+) (?:jahren|monaten|wochen|tagen) | (?:hab|habe|haben|hat) (?:.{0,60} )?ge\\p{L}{2,}(?:t|en)`),
  fr: alone(`était | étaient | étais | avait | avaient | l'an dernier | l'année dernière | le mois dernier | la semaine dernière | hier |
    avant-hier | le lendemain | la dernière fois | il y a (?:un|une|deux|trois|\\d+) (?:ans?|mois|semaines?|jours?) |
    (?:j'ai|ai|as|a|avons|avez|ont) (?:(?:bien|déjà|tous|tout|enfin|aussi|trop|super) )?(?!lieu)\\p{L}+(?:é|ée|és|ées|i|is|it|u|us)`),
  it: alone(`era | erano | c'era | c'erano | ero | aveva | avevamo | l'anno scorso | il mese scorso | la settimana scorsa | l'altra volta |
    ieri | l'altro ieri | il giorno dopo | (?:un|due|tre|\\d+) (?:anno|anni|mesi|settimane|giorni) fa |
    (?:ho|hai|ha|abbiamo|avete|hanno|siamo|sono) (?:(?:già|anche|tutti|tutto|poi) )?\\p{L}+(?:at[oaie]|ut[oaie]|it[oaie]|tt[oaie]|s[oa]|rs[oi])`),
  pt: alone(`foi | era | eram | estava | estavam | foram | esteve | estivemos | tivemos | fomos | tinha | tínhamos | (?:ano|mês) passado |
    semana passada | última vez | ontem | anteontem | no dia seguinte | há (?:um|uma|dois|duas|três|\\d+) (?:anos?|meses|semanas?|dias?) | \\p{L}{2,}ámos`),
  es: alone(`fue | era | eran | estaba | estaban | estuvo | estuvimos | fueron | fuimos | hubo | tuvimos | había | (?:año|mes) pasado |
    semana pasada | última vez | ayer | anteayer | anoche | al día siguiente | hace (?:un|una|dos|tres|\\d+) (?:años?|meses|semanas?|días?) |
    (?:he|has|ha|hemos|habéis|han) \\p{L}+(?:ado|ido)`),
  hi: alone(`था | थी | थे | थीं | पिछले | पिछली | पिछला | बीते | (?:साल|महीने|हफ़्ते|दिन) पहले`),
  th: /ที่แล้ว|ปีก่อน|เดือนก่อน|อาทิตย์ก่อน|เมื่อวาน|เมื่อคืน|เมื่อกี้|ที่ผ่านมา|คราวก่อน|ครั้งก่อน|ตอนนั้น/u,
};

export const tellsOfThePast = (folded: string, language: Language): boolean => PAST[language].test(folded);

/**
 * What says that something was done; group 1 is the verb. Without "is", a participle has to close the sentence or to
 * open it: "Posters printed", "booked the table".
 */
const EN_PARTICIPLE = String.raw`(?!agreed|excited|tired|bored|loved|liked|noted|delayed|confused|surprised|relieved|deal)\p{L}{2,}(?<!ne|nd|fe|pe)ed|got|bought|sent|paid|made|done|brought|took|taken|wrote|written|found|told|given|gave|built|rang|put|spoke|spoken|met|fixed|picked|cut|ready|sorted|sold|fed|won|drawn|drew`;
const DE_PARTICIPLE = String.raw`\p{L}{0,20}ge\p{L}{2,30}(?:t|en)|\p{L}{2,}iert|(?:be|ver|er|ent|über|unter)\p{L}{3,}(?:t|en)|fertig|da`;
/** At the end of a clause without "have" or "be": "Kartons besorgen" is an infinitive. */
const DE_SHORT = String.raw`\p{L}{0,20}ge\p{L}{2,30}(?:t|en)|\p{L}{2,}iert|(?:be|ver|er|ent|über|unter)\p{L}{3,}t|fertig`;
const IT_PARTICIPLE = String.raw`(?!sabato|perfett|tutt|esatt|brutt|subito|content|stat[oaie]|quest|prest|bigliett|prosciutt|progett|oggett|sotto|letto|gatt|notte|partit|vist[ao])\p{L}+(?:at|ut|it|tt|st|lt|ett)[oaie]|\p{L}*(?:pront|pres|mess|chius|decis|scritt|lett|apert)[oaie]`;
const PT_PARTICIPLE = String.raw`(?!obrigad|cansad|combinad|sábado|cuidado|unid|comida|vida|lado|ligad)\p{L}+(?:ad|id)[oa]s?|feit[oa]s?|impress[oa]s?|pront[oa]s?|pag[oa]s?|entregues?|escrit[oa]s?|abert[oa]s?|post[oa]s?`;
/** "Imprimi-os", "fui buscá-las". */
const PT_OBJECT = "(?:-(?:os|as|o|a|los|las|lo|la|lhes?|te|me|nos))?";
const ES_PARTICIPLE = String.raw`(?!sábado|cuidado|comida|entrada|vida|lado|cansad|salida|bebida|ensalada|partido|encantad|nada|helado|quedada)\p{L}+(?:ad|id)[oa]s?|hech[oa]s?|impres[oa]s?|list[oa]s?|escrit[oa]s?|abiert[oa]s?|puest[oa]s?|resuelt[oa]s?|vist[oa]s?`;
const FR_PARTICIPLE = String.raw`\p{L}{2,}é|\p{L}{2,}(?:ée|és|ées)|fait(?:e|s|es)?|pris(?:e|es)?|mis(?:e|es)?|reçu(?:e|s|es)?|prêt(?:e|s|es)?|\p{L}+du(?:e|s|es)?|fini(?:e|s|es)?|écrit(?:e|s|es)?|récupéré|choisi(?:e|s|es)?|ouvert(?:e|s|es)?|prévenu(?:e|s|es)?|rempli(?:e|s|es)?|acheté(?:e|s|es)?`;
const HI_DONE = String.raw`(?:लिया|लिए|लिये|ली|दिया|दिए|दिये|दी|गया|गए|गये|गई|गयी|चुका|चुकी|चुके|आया|आई)`;

const pattern = (...sources: readonly string[]): readonly RegExp[] =>
  sources.map((source) => new RegExp(source, "u"));

const COMPLETED: Readonly<Record<Language, readonly RegExp[]>> = {
  en: pattern(
    `${START_APART}(?:i|we|i've|we've|he|she|they|they've|he's|she's)(?: have| has| just| already| now| also| finally)* (${EN_PARTICIPLE})${END_ALONE}`,
    `${START_APART}(?:is|are|'s|they're|it's|been|got|all)(?: now| all| already| both)* (${EN_PARTICIPLE})${END_ALONE}`,
    `^(?:ok |just |already |all |yes |and |finally )*(${EN_PARTICIPLE})${END_ALONE}`,
    `${START_APART}(${EN_PARTICIPLE})$`,
  ),
  de: pattern(
    `${START_APART}(?:hab|habe|haben|hat|hab's|ist|sind|hab'|wurde|wurden) (?:.{1,80} )?(${DE_PARTICIPLE})${END_ALONE}`,
    `${START_APART}(${DE_SHORT}|habe? ich)$`,
    `^(?:schon |alles |bereits )*(${DE_SHORT})${END_ALONE}`,
  ),
  fr: pattern(
    `${START_APART}(?:j'ai|on a|nous avons|il a|elle a|l'ai|les ai|est|sont|a été|ont été)(?: bien| déjà| enfin| tout| tous)* (${FR_PARTICIPLE})${END_ALONE}`,
    `${START_APART}(${FR_PARTICIPLE})$`,
    `${START_APART}(c'est (?:bon|fait|réglé)|ça y est|j'ai)${END_ALONE}`,
  ),
  it: pattern(
    `${START_APART}(?:ho|l'ho|li ho|le ho|abbiamo|ha|hanno|è|sono)(?: già| stat[oaie]| anche| tutt[oaie])* (${IT_PARTICIPLE})${END_ALONE}`,
    `${START_APART}(${IT_PARTICIPLE})$`,
    `^(?:già |tutto |tutti )*(${IT_PARTICIPLE})${END_ALONE}`,
  ),
  pt: pattern(
    `${START_APART}(?:está|estão|foi|foram|ficou|ficaram)(?: já| todos| todas)* (${PT_PARTICIPLE})${END_ALONE}`,
    `${START_APART}((?!adorei|amei|gostei|fiquei|cheguei|acordei)\\p{L}{2,}ei|fiz|fui(?: \\p{L}+)?|pus|trouxe|dei|tratámos|fizemos)${PT_OBJECT}${END_ALONE}`,
    `${START_APART}já (?:(?:o|a|os|as|lhes?|te|me) )?(fui \\p{L}+|\\p{L}+)${PT_OBJECT}${END_ALONE}`,
    `${START_APART}(tenho já|(?!aqui|daqui|dali|abacaxi|assisti|dormi)\\p{L}{4,}i)${PT_OBJECT}${END_ALONE}`,
    `${START_APART}(${PT_PARTICIPLE})$`,
  ),
  es: pattern(
    `${START_APART}(?:he|hemos|ha|han|está|están|ya está|ya están|quedó|quedaron)(?: ya)? (${ES_PARTICIPLE})${END_ALONE}`,
    `${START_APART}((?!café|esté)\\p{L}{3,}(?<!ar|er|ir)é|(?!aquí|allí)\\p{L}{3,}í|hice|fui|puse|traje|di)${END_ALONE}`,
    `${START_APART}(ya \\p{L}+)${END_ALONE}`,
    `${START_APART}(${ES_PARTICIPLE})$`,
  ),
  hi: pattern(
    `${START_APART}([\\p{L}\\p{M}]+ ${HI_DONE})(?: है| हैं| हूँ| हूं| था| थी| थे| थीं)?$`,
    `(तैयार)(?: है| हैं)?$`,
  ),
  th: pattern(`(แล้ว)(?:นะ|ครับ|ค่ะ|คะ|จ้า|ค่า|จ้ะ|เลย|\\s)*$`),
};

/** What was wanted, tried or is only half done is not done; neither is what will be. */
const NOT_COMPLETED: Readonly<Record<Language, RegExp>> = {
  en: alone(`got it | got you | noted | understood | wanted | hoped | tried | planned | missed | needed | wished | liked | loved | thought | promised | forgot | half | almost | nearly |
    partly | most | some of | will | to be | gonna | going to | should | must | supposed | interested | excited | tired | worried | if | when | once | until | unless`),
  de: alone(`verstanden | notiert | gemerkt | wollte | wollten | versucht | vergessen | gehofft | gedacht | vor | fast | halb | beinahe | wird | werden | muss | müssen | müsste |
    soll | sollen | sollte | kann | können | könnte | will | würde | wenn | sobald | bis | hoffentlich | eingeladen | verschoben | verlegt | gespannt`),
  fr: alone(`noté | compris | entendu | bien reçu | voulais | voulait | essayé | oublié | pensé | presque | moitié | sera | seront | va | vais | doit | dois | faut | peux | pouvez | si |
    quand | dès | au fait | en fait | tout à fait | fatigué | fatiguée | décalé | décalée | reporté | reportée`),
  it: alone(`capito | ricevuto | segnato | volevo | voleva | provato | dimenticato | pensato | quasi | metà | sarà | saranno | devo | deve | dobbiamo | vorrei | se | quando |
    appena | spostato | spostata | rimandato | rimandata`),
  pt: alone(`anotado | entendido | percebido | registado | queria | tentei | esqueci | pensei | quase | metade | vai | vou | será | serão | devo | deve | temos de | preciso | se | quando | adiado |
    adiada | cansado | cansada | sei | obrigado | obrigada`),
  es: alone(`entendido | anotado | apuntado | quería | intenté | olvidé | olvidado | pensé | casi | mitad | será | serán | voy | va a | debo | debe | tengo que | hay que | si | cuando |
    aplazado | aplazada | cansado | cansada | cambiado`),
  hi: alone(
    `चाहता | चाहती | कोशिश | भूल | लगभग | आधे | आधा | आधी | होगा | होगी | होंगे | करना है | अगर | जब | थक | बदल | रद्द | देर`,
  ),
  th: /ลืม|พยายาม|เกือบ|ครึ่ง|ถ้า|เมื่อ(?!วาน|คืน|เช้า|กี้|บ่าย|ตอน)|ต้อง|เลื่อน|ย้าย|ยกเลิก|ที่แล้ว|หรือยัง/u,
};

/** Folded words of the verb by which a sentence reports that something was done; null where it reports nothing. */
export function completedBy(sentence: string, language: Language): readonly string[] | null {
  if (/[?？]/.test(sentence)) return null;
  for (const clause of clausesOf(sentence)) {
    if (NOT_COMPLETED[language].test(clause)) continue;
    for (const completed of COMPLETED[language]) {
      const verb = completed.exec(clause)?.[1];
      if (verb !== undefined) return language === "th" ? [] : words(verb);
    }
  }
  return null;
}

/** The clauses that tell of nothing wanted, tried, half done or still to come, as one folded text. */
export const finishedPart = (sentence: string, language: Language): string =>
  clausesOf(sentence)
    .filter((clause) => !NOT_COMPLETED[language].test(clause))
    .join(" ");

/** The folded clauses of a sentence, words parted by single spaces. */
function clausesOf(sentence: string): readonly string[] {
  return fold(sentence)
    .split(/[,;:.!…–—()]|\s-\s/u)
    .map((clause) =>
      clause
        .replace(/[^\p{L}\p{M}\p{N}'-]+/gu, " ")
        .replace(/\s+/g, " ")
        .trim(),
    )
    .filter((clause) => clause !== "");
}
