/** @file Italian for the date grammar. A table; the grammar is in `rules-*.ts`. */

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
  ordinals,
  structure,
  unit,
  UNIVERSAL,
  weekdays,
} from "./lexicon-table.ts";

const WEEKDAYS: readonly Entry[] = [
  ...weekdays("lunedì,martedì,mercoledì,giovedì,venerdì,sabato,domenica"),
  ...weekdays(",,,,,sabati,domeniche", { plural: true }),
  ...weekdays("lun,,mer,gio,ven,sab,dom", { caution: true }),
  ...weekdays(",mar", { caution: true, orMonth: 3 }),
];

const MONTHS: readonly Entry[] = months(
  "gennaio/gen/genn,febbraio/feb/febb,marzo,aprile/apr,maggio/mag/magg,giugno/giu,luglio/lug,agosto/ago,settembre/set/sett,ottobre/ott,novembre/nov,dicembre/dic",
);

const ONES = ["uno", "due", "tre", "quattro", "cinque", "sei", "sette", "otto", "nove"];

/** "ventuno", "trentotto": the ten loses its vowel before a vowel. */
const joined = (ten: string, one: string): string =>
  /^[uo]/.test(one) ? `${ten.slice(0, -1)}${one}` : `${ten}${one}`;

const NUMBERS: readonly Entry[] = [
  ...numbers(
    "zero,uno,due,tre,quattro,cinque,sei,sette,otto,nove,dieci,undici,dodici,tredici,quattordici,quindici,sedici,diciassette,diciotto,diciannove",
    0,
  ),
  ...["venti", "trenta", "quaranta", "cinquanta", "sessanta", "settanta", "ottanta", "novanta"].flatMap(
    (ten, index) => [
      ...number(ten, (index + 2) * 10),
      ...ONES.flatMap((one, value) => number(joined(ten, one), (index + 2) * 10 + value + 1)),
      ...number(`${ten}tré`, (index + 2) * 10 + 3),
    ],
  ),
  ...number("un paio di,un paio d", 2),
  ...all("l'una,all'una,l una,all una", {
    tag: "number",
    value: 1,
    digits: false,
    text: "1",
    strict: true,
    hour: true,
  }),
];

const ORDINALS: readonly Entry[] = ordinals("primo,secondo/seconda,terzo/terza,quarto/quarta,quinto/quinta");

const UNITS: readonly Entry[] = [
  ...unit("minuto,minuti,min", "minute"),
  ...unit("ora", "hour", { oclock: true }),
  ...unit("ore,h", "hour", { oclock: true }),
  ...unit("giorno", "day", { cue: true }),
  ...unit("giorni,gg,giornata", "day"),
  ...unit("giorno lavorativo,giorni lavorativi,giorni feriali", "business-day"),
  ...unit("settimana,settimane", "week"),
  ...unit("mese,mesi", "month"),
  ...unit("trimestre,trimestri", "month", { count: 3 }),
  ...unit("anno,anni", "year"),
  ...amount("mezz'ora,mezzora,mezza ora,mezz'oretta,mezzoretta", "minute", 30),
  ...amount("quarto d'ora,quarto d ora,quartino d'ora,quarto d'oretta", "minute", 15),
  ...amount("tre quarti d'ora,3 quarti d'ora", "minute", 45),
  ...amount("oretta", "minute", 60),
];

const DAYS: readonly Entry[] = [
  ...day("oggi", 0),
  ...day("domani,dom ani,dmn", 1),
  ...day("dopodomani,dopo domani", 2),
  ...day("ieri", -1),
  ...day("altro ieri,l'altro ieri,avantieri,ieri l'altro,altroieri,l'altroieri", -2),
  ...day("stasera,questa sera,sta sera,stanotte,questa notte,oggi sera", 0, { part: "tonight" }),
  ...day("domattina", 1, { part: "morning" }),
  ...day("stamattina,stamani,stamane,sta mattina", 0, { part: "morning" }),
  ...day("ieri sera,ieri notte,la notte scorsa", -1, { part: "tonight" }),
];

const PARTS: readonly Entry[] = [
  ...all("mattina,mattino,mattinata,mattine", { tag: "part", part: "morning" }),
  ...all("mattina presto,prima mattina,di buon'ora,di prima mattina,di buonora", {
    tag: "part",
    part: "early-morning",
  }),
  ...all("pranzo,pausa pranzo,ora di pranzo", { tag: "part", part: "lunch" }),
  ...all("pomeriggio,pome,pomeriggi", { tag: "part", part: "afternoon" }),
  ...all("sera,serata,sere,a cena,per cena", { tag: "part", part: "evening" }),
  ...all("notte,notti", { tag: "part", part: "night-hours" }),
  ...all("mezzogiorno,mezzodì", { tag: "moment", moment: "noon" }),
  ...all("mezzanotte", { tag: "moment", moment: "midnight" }),
];

const DEADLINES: readonly Entry[] = [
  ...all("fine giornata,la fine della giornata,fine della giornata,eod,cob,fine turno", {
    tag: "deadline",
    period: "day",
  }),
  ...all("la fine della settimana,fine della settimana,fine di questa settimana", {
    tag: "deadline",
    period: "week",
  }),
  ...all("fine mese,fine del mese,la fine del mese,fine di questo mese", {
    tag: "deadline",
    period: "month",
  }),
  ...all("fine anno,fine dell'anno,la fine dell'anno,fine dell anno,la fine dell anno", {
    tag: "deadline",
    period: "year",
  }),
];

const HOLIDAYS: readonly Entry[] = [
  ...holiday("natale,giorno di natale", 12, 25),
  ...holiday("vigilia,vigilia di natale", 12, 24),
  ...holiday("santo stefano", 12, 26),
  ...holiday("san silvestro,ultimo dell'anno,ultimo dell anno", 12, 31),
  ...holiday("capodanno", 1, 1),
  ...holiday("befana,epifania", 1, 6),
  ...holiday("ferragosto", 8, 15),
  ...holiday("san valentino", 2, 14),
];

const UNKNOWN: readonly Entry[] = structure(
  "unknown",
  "venerdì santo,lunedì dell'angelo,lunedì dell angelo,martedì grasso,mercoledì delle ceneri,domenica delle palme,black friday,cyber monday,buona notte,buonanotte,buona sera,buonasera,buona giornata,buona serata,buon pomeriggio,un giorno,buon giorno,per ora,un'ora sola,una volta,c'era una volta,prima o poi,secondo me,secondo te,prima di tutto,per la prima volta,la prima volta,la seconda volta,di prima,per il momento,in ordine,alla prima,sei un,sei una,ci sei,dove sei,sei sicuro,sei sicura,sei già,come sei,quarti di finale,al giorno,alla settimana,al mese,all'anno,per fortuna",
);

const MODIFIERS: readonly Entry[] = [
  ...all("prossimo,prossima,prossimi,prossime,che viene,venturo,ventura", {
    tag: "modifier",
    modifier: "next",
    behind: true,
  }),
  ...all("questo,questa,quest,sto,sta", { tag: "modifier", modifier: "this" }),
  ...all("scorso,scorsa,scorsi,scorse,passato,passata,ultimo,ultima", {
    tag: "modifier",
    modifier: "last",
    behind: true,
  }),
  ...all("che arriva,in arrivo", { tag: "modifier", modifier: "coming", behind: true }),
];

const FREQUENCIES: readonly Entry[] = [
  ...all("giornaliero,giornaliera,quotidiano,quotidiana,quotidianamente,giornalmente", {
    tag: "frequency",
    frequency: "DAILY",
    interval: 1,
  }),
  ...all("settimanale,settimanalmente", { tag: "frequency", frequency: "WEEKLY", interval: 1 }),
  ...all("a settimane alterne,settimane alterne", { tag: "frequency", frequency: "WEEKLY", interval: 2 }),
  ...all("mensile,mensilmente", { tag: "frequency", frequency: "MONTHLY", interval: 1 }),
  ...all("trimestrale", { tag: "frequency", frequency: "MONTHLY", interval: 3 }),
  ...all("annuale,annualmente", { tag: "frequency", frequency: "YEARLY", interval: 1 }),
  ...all("bisettimanale", { tag: "unclear-frequency", frequency: "WEEKLY", interval: 2 }),
  ...all("bimestrale,bimensile", { tag: "unclear-frequency", frequency: "MONTHLY", interval: 2 }),
  ...all("a giorni alterni,un giorno sì e uno no", { tag: "frequency", frequency: "DAILY", interval: 2 }),
];

const STRUCTURE: readonly Entry[] = [
  ...structure("a", "un,una,uno", { hour: true }),
  ...structure("the", "il,l,lo", { day: true }),
  ...structure("the", "la,gli,i"),
  ...structure("the", "le", { clock: true }),
  ...structure("in", "tra,fra", { range: true, onward: true, soft: true }),
  ...structure("in", "in,nel,nella,nell,nei,a partire"),
  ...structure("of", "di"),
  ...structure("on", "durante"),
  ...structure("at", "alle,alle ore", { range: true }),
  ...structure("at", "all,a", { soft: true, range: true }),
  ...structure("at", "al,ai", { soft: true, range: true, day: true }),
  ...structure("at", "alla", { soft: true, range: true }),
  ...structure("at", "delle", { range: true }),
  ...structure("by", "entro,non oltre,entro e non oltre,entro le,entro la", { within: true }),
  ...structure("by", "entro il,entro l,non oltre il", { day: true }),
  ...structure("by", "al più tardi,al massimo", { post: true }),
  ...structure("due", "scade,scadenza,da consegnare,da consegnare entro"),
  ...structure("deadline-word", "scadenza,deadline,data limite,termine"),
  ...structure("for", "per", { due: true }),
  ...structure("from", "dall,dalla,da,a partire da", { range: true }),
  ...structure("from", "dalle,a partire dalle", { range: true, clock: true }),
  ...structure("from", "dal,dai,a partire dal", { range: true, day: true }),
  ...structure("of", "del,dei,dello", { day: true }),
  ...structure("of", "della,dell,d"),
  ...structure("until", "fino a,fino alle,fino alla,fino all,finché,sino a,sino alle,fino"),
  ...structure("until", "fino al,sino al", { day: true }),
  ...structure("and", "e", { bare: true }),
  ...structure("and", "ed"),
  ...structure("or", "o,oppure"),
  ...structure("minus", "meno"),
  ...structure("before", "prima di,prima del,prima delle,prima della,prima dell"),
  ...structure("after", "dopo,dopo le,dopo la,dopo il"),
  ...structure("within", "entro le prossime,entro i prossimi,nelle prossime,nei prossimi"),
  ...structure("half", "mezza,mezzo"),
  ...structure("quarter", "quarto"),
  ...structure("three-quarters", "tre quarti"),
  ...structure("ago", "fa,or sono"),
  ...structure("from-now", "da oggi,da adesso"),
  ...structure("every", "ogni,tutti i,tutte le,tutti gli,ciascun"),
  ...structure("every-other-post", "su due,sì e uno no,sì e una no,sì uno no,sì una no,alterni,alterne"),
  ...structure("weekdays", "nei giorni feriali,giorni feriali,nei feriali,in settimana,durante la settimana"),
  ...structure("all-day", "tutto il giorno,intera giornata,l'intera giornata,tutta la giornata"),
  ...structure(
    "approx",
    "verso,verso le,circa,intorno,intorno alle,attorno alle,sulle,più o meno alle,più o meno,all'incirca,indicativamente,verso la",
  ),
  ...structure("ish", "e qualcosa"),
  ...structure("not", "non,mai,tranne,eccetto,senza,nessun,nessuna,no,neanche,nemmeno"),
  ...structure(
    "vague",
    "presto,prima possibile,il prima possibile,appena possibile,asap,un giorno di questi,uno di questi giorni,a breve,tra poco,fra poco,tra qualche giorno,fra qualche giorno,tra qualche settimana,tra qualche ora,tra qualche minuto,prossimamente,subito,dopo mangiato,dopo aver mangiato,dopo cena,dopo lavoro,dopo il lavoro,tra un po,tra un po',tra un attimo",
  ),
  ...structure("later", "più tardi,più avanti"),
  ...structure("earlier", "in anticipo,più presto"),
  ...structure("earlier", "prima", { bare: true }),
  ...structure(
    "postpone",
    "spostare avanti,posticipare,posticipa,posticipato,rimandare,rimandato,rinviare,rinviato",
  ),
  ...structure("advance", "anticipare,anticipa,anticipato"),
  ...structure("end-of", "fine,fine di,la fine di,fine del"),
  ...structure("start-of", "inizio,inizio di,ai primi di,i primi di"),
  ...structure("middle-of", "metà,metà di"),
  ...structure("late", "tardo,tarda"),
  ...structure("week-of", "settimana del,la settimana del"),
  ...structure("weekend", "weekend,week end,fine settimana,finesettimana"),
  ...structure("first-thing", "come prima cosa,per prima cosa,appena sveglio,prima cosa"),
  ...structure("now", "adesso,ora come ora"),
  ...structure("starting", "con inizio,con inizio il,partendo da"),
  ...structure("times", "volte"),
  ...structure(
    "recurrence-unclear",
    "una volta a settimana,una volta alla settimana,due volte a settimana,due volte alla settimana,tre volte a settimana,una volta al mese,due volte al mese,una volta all'anno,una volta al giorno,di tanto in tanto,ogni tanto",
  ),
  ...structure(
    "filler",
    "in poi,in punto,esatte,precise,per favore,per piacere,pf,ora locale,corrente,nel corso di,magari,allora,quindi,appunto,comunque",
  ),
  ...structure(
    "function",
    "è,e',c'è,sono,era,sarebbe,sarà,siamo,se,ma,perché,quando,con,che,ci,ti,mi,vi,si,lo so,io,tu,lui,lei,noi,voi,loro,me,te,mio,mia,tuo,tua,nostro,vostra,qui,qua,lì,là,sì,ok,okay,va,vanno,bene,perfetto,grazie,forse,posso,puoi,può,possiamo,potete,possono,vediamo,vieni,viene,vengo,venite,andiamo,vado,facciamo,fai,faccio,fare,vado bene,va bene,funziona,libero,libera,liberi,disponibile,casa,cena,cenare,mangiare,mangiamo,parto,partiamo,arrivo,arriva,arriviamo,inizia,comincia,finisce,ho,hai,ha,abbiamo,avete,hanno,anche,solo,già,ancora,chi,cosa,come,dove,quale,quanto,appuntamento,riunione,devo,devi,deve,dobbiamo,dovete,perché non,che ne dici,che ne dite,non dimenticare,non dimenticate,non dimenticarti,non ti dimenticare,non scordare,non scordarti,mi raccomando,senza problemi,da me,da te,da noi,direi,dico,diciamo,tipo,aperto,chiuso,sera libera,stato,stata,ce la,per cena,per pranzo,a cena,a casa,sarò,saremo,vuoi,volete,sto bene",
  ),
  ...structure("suggest", "che ne dici di,che ne dici delle,che ne dite di,che ne dite delle"),
  ...structure("subject", "quello che"),
  ...structure(
    "counted",
    "persone,persona,ospiti,invitati,bambini,euro,gradi,percento,chili,kg,km,chilometri,metri,secondi,pagine,punti,posti,biglietti,bottiglie,piani,piano,stanze,pezzi,adulti,amici,amiche,ragazzi,ragazze,dollari,litri,grammi,cm,gol,camere,stelle,pizze,volta",
  ),
  ...structure("greeting", "buon,buona,felice,bel,bella,lieto"),
];

const CONTEXT: ContextWords = {
  moves: /(?:spost|rimand|rinvi|cambi|anticip|posticip|slitt|\bpass)[a-zàèìò]*[^.!?\n]{0,30}$/i,
  movesBehind: /^[^.!?\n]{0,40}(?:spostat|rimandat|rinviat)/i,
  attending: wordSet(
    "posso venire esserci ci libero libera disponibile il la per prima a al di più riesco sono essere fare vederci",
  ),
  denialReach: 4,
  unplannedBehind: wordSet("di fa prima dopo in a più circa massimo che"),
  unplannedBefore: wordSet(
    "dormito lavorato impiegato aspettato durato da ancora quasi solo o - ultime ultimi passato messo",
  ),
  breaks: wordSet("ma perché però quindi siccome altrimenti"),
};

export const ITALIAN: Lexicon = createLexicon(
  [
    ...UNIVERSAL,
    ...ORDINALS,
    ...NUMBERS,
    ...STRUCTURE,
    ...UNITS,
    ...WEEKDAYS,
    ...MONTHS,
    ...DAYS,
    ...PARTS,
    ...DEADLINES,
    ...HOLIDAYS,
    ...MODIFIERS,
    ...FREQUENCIES,
    ...UNKNOWN,
    ["a otto", { tag: "onward", days: 7 }],
    ["a quindici", { tag: "onward", days: 14 }],
    ["pm", { tag: "meridiem", pm: true }],
    ["am", { tag: "meridiem", pm: false }],
  ],
  {
    language: "it",
    context: CONTEXT,
    bareMorningHours: "as-written",
    hourForms: "clock",
    elided: wordSet("l d all dall dell nell un quest sull c quell dov com cos mezz"),
  },
);
