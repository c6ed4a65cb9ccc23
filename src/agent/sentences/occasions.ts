/**
 * @file More words for what goes into a calendar than lexicon.ts has. Apart from it because a language is told by the
 * words there, and many of these ("film", "brunch") are words of several languages.
 */

import type { Language } from "#calendar/resolution";
import { wordList } from "#shared/word-lists";

import { eachLanguage } from "./each-language.ts";
import { LEXICONS } from "./lexicon.ts";

const OCCASIONS: Readonly<Record<Language, readonly string[]>> = {
  en: wordList(`event festival fair show tournament recital performance premiere screening choir vet haircut hairdresser checkup
    check-up graduation funeral christening baptism housewarming sleepover playdate celebration opening lecture seminar webinar
    course race marathon hike excursion outing holiday theatre theater opera musical play mass potluck bonfire fundraiser
    inspection handover viewing physio therapy surgery vaccination football soccer yoga move
    swimming bowling karaoke tennis padel volleyball badminton raclette fondue carols market`),
  de: wordList(`umzug hochzeit geburtstag taufe beerdigung fest kino film vorstellung ausflug wanderung reise flug meeting
    kurs unterricht elternabend turnier match chor sitzung versammlung vortrag seminar prüfung klausur lieferung friseur frisör
    tierarzt brunch grillen picknick kaffee interview gespräch einweihung eröffnung messe gottesdienst theater oper lesung
    führung besuch übergabe raclette fondue fußball handball volleyball tennis badminton weihnachtsmarkt besichtigung impfung rennen lauf stammtisch flohmarkt basar aufführung`),
  fr: wordList(`déménagement anniversaire mariage baptême spectacle cours match tournoi examen soirée vernissage pique-nique barbecue
    voyage vol brunch dîne dînons déjeune déjeunons petit-déjeuner goûter entretien kermesse film ciné cinéma coiffeur coiffeuse vétérinaire livraison atelier
    visite messe enterrement assemblée comité théâtre opéra conférence séance formation course randonnée excursion audition
    inauguration vaccin kiné repas raclette fondue foot tennis padel volley badminton pétanque chorale représentation brocante`),
  it: wordList(`trasloco compleanno matrimonio battesimo spettacolo lezione partita torneo esame gita viaggio volo brunch ceniamo pranziamo merenda
    colloquio film cinema parrucchiere parrucchiera veterinario consegna visita messa funerale assemblea saggio recital picnic
    grigliata aperitivo prove corso coro teatro opera conferenza seminario gara corsa escursione mostra inaugurazione vaccino
    fisioterapia recita sagra mercatino calcetto calcio padel tennis pallavolo basket fondue`),
  pt: wordList(`aniversário casamento batizado espetáculo espectáculo aula jogo torneio exame passeio viagem voo brunch jantamos almoçamos lanche
    entrevista filme cinema cabeleireiro cabeleireira veterinário entrega visita missa funeral assembleia recital piquenique
    churrasco convívio corrida formação teatro ópera conferência palestra seminário excursão caminhada exposição inauguração
    vacina fisioterapia feira arraial futebol futsal padel ténis tênis vôlei voleibol`),
  es: wordList(`mudanza cumpleaños cumple boda bautizo espectáculo clase partido torneo examen excursión viaje vuelo brunch merienda
    entrevista película cine peluquero peluquería veterinario entrega visita misa funeral asamblea recital función picnic
    barbacoa parrillada asado curso taller teatro ópera conferencia charla seminario carrera caminata exposición inauguración
    vacuna fisio fútbol futbito pádel tenis voleibol baloncesto romería comemos cenamos almorzamos mercadillo`),
  hi: wordList(`कार्यक्रम पूजा जन्मदिन फ़ंक्शन फंक्शन समारोह सगाई मैच क्लास परीक्षा एग्ज़ाम यात्रा फ़्लाइट फ्लाइट पिकनिक मूवी फ़िल्म फिल्म सिनेमा
    दावत मेहंदी संगीत शिफ्टिंग डेंटिस्ट नाटक मेला प्रैक्टिस सेमिनार इवेंट उद्घाटन हवन भजन विवाह चाय`),
  th: wordList(`งานโรงเรียน งานวัด งานวันเกิด งานกีฬา กีฬาสี วันเกิด งานบวช งานศพ เที่ยวบิน ย้ายบ้าน สอบ แข่ง ดูหนัง ปิกนิก ตัดผม หมอฟัน ทำบุญ
    บาร์บีคิว คลาสเรียน อบรม สัมมนา การแสดง ละครเวที นิทรรศการ ผ่าตัด ฉีดวัคซีน ฟิตเนส ฟุตบอล โยคะ ตีแบด`),
};

/** Ends like an occasion and is none. Folded. */
const NOT_COMPOUNDS: ReadonlySet<string> = new Set(
  wordList(`vergessen gegessen gemessen interessen besessen angemessen beispiel beispiele zumindest manifest ablauf verlauf einkauf
    lebenslauf aufessen unvergessen schauspiel`),
);
/** Letters that a German compound has before its occasion at least. */
const MIN_FIRST_PART = 3;
const MIN_LAST_PART = 4;

const NAMES = eachLanguage(
  (language): ReadonlySet<string> => new Set([...LEXICONS[language].event, ...OCCASIONS[language]]),
);

/** True where a folded word names an occasion; also as the end of a German compound ("Sommerfest"), and anywhere in Thai. */
export function isOccasion(word: string, language: Language): boolean {
  const names = NAMES[language];
  if (names.has(word)) return true;
  if (language === "de") return [...names].some((name) => isCompoundOf(word, name));
  return language === "th" && [...names].some((name) => word.includes(name));
}

/** The same of any word of a sentence. */
export const namesOccasion = (
  { words, folded }: { readonly words: readonly string[]; readonly folded: string },
  language: Language,
): boolean =>
  language === "th" ? isOccasion(folded, language) : words.some((word) => isOccasion(word, language));

const isCompoundOf = (word: string, name: string): boolean =>
  name.length >= MIN_LAST_PART &&
  word.length >= name.length + MIN_FIRST_PART &&
  word.endsWith(name) &&
  !NOT_COMPOUNDS.has(word);
