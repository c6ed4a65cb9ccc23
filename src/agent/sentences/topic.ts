/** @file What a sentence is about: the words it shares with another one, whatever their endings, and those of its own. */

import type { Language } from "#calendar/resolution";
import { list, wordList, wordSet } from "#shared/word-lists";

import { LEXICONS, STOP_WORDS, THANKS, UNIVERSAL } from "./lexicon.ts";
import { getOrAdd } from "#shared/get-or-add";
import { segment, stem, words } from "./text.ts";

/** How a change is announced: says nothing of what changes. Folded, longest first. */
export const ANNOUNCEMENTS: Readonly<Record<Language, readonly string[]>> = {
  en: list(
    "change of plans | change of plan | small change | slight change | little change | changes of plan | change in plans",
  ),
  de: list("planänderung | kleine änderung | änderung"),
  fr: list(
    "changement de programme | changement de plan | changement de plans | petit changement | changement",
  ),
  it: list(
    "cambio di programma | cambio di programmi | cambio di piano | cambio di piani | piccolo cambiamento | cambiamento",
  ),
  pt: list("mudança de planos | mudança de plano | pequena alteração | pequena mudança | alteração"),
  es: list("cambio de planes | cambio de plan | pequeño cambio"),
  hi: list("प्लान बदल गया | प्लान में बदलाव | थोड़ा बदलाव | बदलाव"),
  th: list("เปลี่ยนแผน | มีเปลี่ยนแปลง | เปลี่ยนแปลง | เปลี่ยนเวลา"),
};

/** Words that are in many sentences and tell none apart: of time, of course, of talking. Folded. */
const FILLERS: Readonly<Record<Language, ReadonlySet<string>>> = {
  en: wordSet(`am pm o'clock get got go going gone come coming comes now then still already maybe actually btw way hey hi hello morning guys folks
    everybody all new later earlier only small little bit starts start begins begin takes take place think guess
    probably around about say said see know today both again back more else better rather works instead time plan plans bring brings
    brought thing things want need needs sure i've he's she's it's there's that's yes no yeah yep nope too as well sorry hope love
    much many lot really good great nice make makes made don't`),
  de: wordSet(`leider lasst lass uns nehmen machen sagen treffen an doch erst jetzt übrigens mal noch schon einfach alle leute hallo hi gerade später früher neu neue neuen zeit beginnt beginnen
    fängt fangen startet findet statt geht gehen los kommt kommen komme ganz wohl vielleicht glaube denke ca circa etwa lieber besser eher
    wurde wurden verschoben verlegt stattdessen anders gut super okay klar ja nein denn dann also uhr mir dir bei da hier dort der die
    können kann könnte soll sollen müssen muss will wollen möchte bringt bringe bringen mit zusammen`),
  fr: wordSet(`faisait faisions ferait faire faisons ferons chez à désolé désolée vers finalement fait au plus tard tôt bon alors donc aussi déjà encore commence commencer commencera débute lieu va aller vient venir
    viens peut-être crois pense environ plutôt mieux voilà ok oui merci super bien fois heure peux peut peut-on est-ce c'est il elle
    maintenant décalé décalée reporté reportée avancé avancée apporte apporter apportes y a été samedi là ça tout tous faut dois juste`),
  it: wordSet(`facessimo facciamo fare facciamola facciamolo farla farlo faremo alle alla dal dalle dalla scusa scusate invece comunque adesso ora allora già ancora anche comincia cominciare inizia iniziare tiene poi forse credo penso circa verso meglio
    ecco sì grazie bene va vado andare viene venire vieni può posso possiamo c'è ce n'è stato stata stati state spostato spostata
    rimandato porta porto portare tutto tutti cosa per favore solo`),
  pt: wordSet(`antes fizéssemos fazer fazemos façamos faremos fazê-lo fazê-la vamos às à ao aos pelas pelo desculpa afinal agora já ainda também começa começar começam depois talvez acho penso cerca melhor então sim obrigado obrigada bem vai vou ir vem
    vir vens pode posso podemos há foi adiado adiada antecipado passou para tudo todos coisa por favor só leva levo levar aí`),
  es: wordSet(`hiciéramos hacer hacemos hagamos haremos hacerlo hacerla cierto vamos perdón siento final ahora ya todavía aún también empieza empezar empiezan comienza luego quizá quizás creo pienso sobre mejor entonces sí gracias bien
    va voy ir viene venir vienes puede puedo podemos hay ha han he sido cambiado aplazado aplazada se todo todos cosa favor porfa solo
    trae traigo traer aquí ahí allí`),
  hi: wordSet(`ही करते करेंगे करें करना रखते रखें रखेंगे इसके इसकी माफ़ सॉरी अब फिर अभी भी तो वैसे शायद लगता लगभग करीब समय शुरू होगा होगी होंगे होता होती होते है हैं जी हाँ नहीं अच्छा ठीक बहुत सब सबको सबने थोड़ा
    प्लान बदल बदलकर बदला गया गई गए कर के को से में पर तक ने का की लिए साथ पास दो दिए दिया दी लिया ली लेना देना सकते सकती सकता हो
    तुम आप मैंने मेरे मेरा मेरी हमारा आ रही रहे रहा जाती जाता जाते वो ये`),
  th: wordSet(`จันทร์ อังคาร พุธ พฤหัส พฤหัสบดี ศุกร์ เสาร์ อาทิตย์ วาน จาก น่า ขอโทษ นะ ครับ ค่ะ คะ จ้า จ้ะ หน่อย ด้วย ได้ ไหม มั้ย ให้ มา ไป เป็น ที่ ของ เรา และ กับ จะ มี ใน นี้ เลย อ้อ ผม ฉัน หนู ช่วย รบกวน น แล้ว เริ่ม
    ดี ไว้ อยู่ กัน ก็ ว่า แต่ หรือ ยัง อีก นิดหน่อย นิด ตอน เวลา เสร็จ เอา น่าจะ คง ตรง ไหน ใคร อะไร กี่ ออก วัน บ่าย เย็น เช้า โมง ทุ่ม สอง สาม สี่
    ห้า หก เลื่อน ย้าย เปลี่ยน เปลี่ยนแปลง แผน แทน สาย นาที ชั่วโมง สุด มาก จัง ขอ ขอบคุณ`),
};

/** Names of events that name none in particular, and being together: "the meeting is off", "we meet at 5". */
const ANY_EVENT: ReadonlySet<string> = new Set(
  wordList(`meeting appointment event meet meets meetup date besprechung termin treffen réunion rendez-vous rdv retrouve voit voir riunione
    appuntamento incontro vediamo vediamoci troviamo reunião encontro compromisso encontramo-nos encontramos reunión cita encuentro
    quedamos vemos vernos mange mangeons manger mangiamo eat eating fête fêtons feiern celebramos celebriamo बैठक मीटिंग मुलाकात मुलाक़ात मिलते मिलेंगे अपॉइंटमेंट ประชุม นัด เจอ เจอกัน นัดหมาย`).flatMap(
    (word) => [word, stem(word)],
  ),
);

export const isAnyEvent = (word: string): boolean => ANY_EVENT.has(word) || ANY_EVENT.has(stem(word));

/** Article or pronoun in one with its word: "l'appelle". */
export const ELISION = /^(?:[ldjnmtcs]|qu|dell|all|nell|sull|dall|un|quest|jusqu|lorsqu)'(?=\p{L})/u;
const MARKS = /[\u0300-\u036f]/g;
/** Verbs that German participles are made from: "abgeholt", "gedruckt". */
const PARTICIPLE =
  /^(ab|an|auf|aus|ein|mit|vor|zu|nach|weg|her|hin|um|los|bei|fest|durch)?ge(?=\p{L}{3}.*(?:t|en)$)/u;
const MIN_LENGTH = 2;

/** Each word that tells what the sentence is about, folded, once. Dates, numbers, fillers and `names` are none. */
export function topicWords(
  sentence: string,
  language: Language,
  names: ReadonlySet<string> = NO_NAMES,
): readonly string[] {
  const said = withoutChange(sentence, language);
  const dates = dateWords(language);
  const found = segment(said, language)
    .map((word) => word.replace(ELISION, ""))
    .filter(
      (word) =>
        word.length >= MIN_LENGTH &&
        !/^\d/.test(word) &&
        !STOP_WORDS[language].has(word) &&
        !FILLERS[language].has(word) &&
        !LEXICONS[language].questionWord.includes(word) &&
        !dates.has(word) &&
        !THANKS.has(word) &&
        !names.has(word),
    );
  return [...new Set(found)];
}

const NO_NAMES: ReadonlySet<string> = new Set();

/** The sentence without the words that say that something changes. */
function withoutChange(sentence: string, language: Language): string {
  const phrases = [...ANNOUNCEMENTS[language], ...LEXICONS[language].change];
  if (language === "th")
    return phrases.reduce((rest, phrase) => rest.replaceAll(phrase, " "), lower(sentence));
  const line = ` ${words(lower(sentence)).join(" ")} `;
  return phrases.reduce((rest, phrase) => rest.replace(` ${phrase} `, " "), line);
}

const lower = (text: string): string => text.replaceAll("’", "'").toLowerCase();

const dateSets = new Map<Language, ReadonlySet<string>>();

const dateWords = (language: Language): ReadonlySet<string> =>
  getOrAdd(dateSets, language, () => new Set(LEXICONS[language].dateWord));

const cueSets = new Map<Language, ReadonlySet<string>>();

/** Words of agreeing, finishing, cancelling and changing. */
const cueWords = (language: Language): ReadonlySet<string> =>
  getOrAdd(cueSets, language, () => {
    const { accept, commit, done, cancel, change, negation } = LEXICONS[language];
    const cues = [accept, commit, done, cancel, change, negation, UNIVERSAL.accept].flat();
    return new Set(cues.flatMap((cue) => words(cue)));
  });

/** Topic words without those of agreeing, finishing, cancelling, changing, and without names of any event. */
export function ownWords(topics: readonly string[], language: Language): readonly string[] {
  const cues = cueWords(language);
  return topics.filter((word) => !cues.has(word) && !isAnyEvent(word));
}

/** Letters that two forms of a word begin with, and how many may follow. */
const MIN_COMMON = 4;
const MAX_ENDING = 3;
const MIN_COMPOUND = 4;

/** Nouns of events and the verbs that say the same and share too few letters. */
const SAME: readonly ReadonlySet<string>[] = [
  "tell told",
  "send sent",
  "buy bought",
  "pay paid",
  "take took taken",
  "write wrote written",
  "find found",
  "give gave given",
  "leave left",
  "meet met",
  "speak spoke spoken",
  "ring rang rung",
  "build built",
  "catch caught",
  "sell sold",
  "feed fed",
  "draw drew drawn",
  "comida comemos comer comeremos",
  "almuerzo almorzamos almorzar",
  "cena cenamos cenar ceniamo cenare",
  "pranzo pranziamo pranzare",
  "almoço almoçamos almoçar",
  "jantar jantamos",
  "déjeuner déjeune déjeunons",
  "dîner dîne dînons",
  "essen isst esst",
  "umzug umziehen umziehe zieht",
  "mudança mudamos mudar",
  "mudanza mudamos mudarse mudar",
  "boda casan casamos",
  "hochzeit heiraten heiratet",
  "reunión reunimos reunirnos",
  "vet veterinarian vet's",
  "doctor doc doctor's gp",
  "dentist dentist's",
  "véto vétérinaire",
  "docteur médecin",
  "dottore medico",
  "flug fliegen fliegt",
  "flight fly flying",
  "vuelo volamos",
  "grillen grillfest grillparty grillabend",
  "party feier fete",
  "बैठक मीटिंग",
  "डिनर खाना",
  "शादी विवाह",
].map(wordSet);

/** Two forms of one word: "print" and "printed", "imprime" and "imprimí", "drucken" and "gedruckt", "Fest" and "Sommerfest". */
export function sameWord(left: string, right: string, language?: Language): boolean {
  if (left === right || stem(left) === stem(right)) return true;
  if (SAME.some((forms) => forms.has(left) && forms.has(right))) return true;
  const [a, b] = [base(left), base(right)];
  if (a === b) return true;
  const [short, long] = a.length <= b.length ? [a, b] : [b, a];
  if (
    language === "de" &&
    short.length >= MIN_COMPOUND &&
    long.length > short.length + 2 &&
    long.endsWith(short)
  )
    return true;
  let common = 0;
  while (common < a.length && a[common] === b[common]) common += 1;
  const ending = common > MIN_COMMON ? MAX_ENDING : 1;
  return common >= MIN_COMMON && a.length - common <= ending && b.length - common <= ending;
}

/** Words are compared again and again; more than this many are not kept. */
const MAX_BASES = 20_000;
const bases = new Map<string, string>();

function base(word: string): string {
  if (bases.size >= MAX_BASES) bases.clear();
  return getOrAdd(bases, word, () => word.normalize("NFD").replace(MARKS, "").replace(PARTICIPLE, "$1"));
}

/** Words of `own` that are in `other` too. */
export const sharedWords = (
  own: readonly string[],
  other: readonly string[],
  language: Language,
): readonly string[] => own.filter((word) => other.some((candidate) => sameWord(word, candidate, language)));
