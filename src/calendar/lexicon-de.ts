/** @file German for the date grammar. A table; the grammar is in `rules-*.ts`. */

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

/** "nächst" in every ending. */
const endings = (stems: string): string =>
  stems
    .split(",")
    .flatMap((stem) => ["e", "er", "es", "en", "em"].map((ending) => `${stem.trim()}${ending}`))
    .join(",");

const WEEKDAYS: readonly Entry[] = [
  ...weekdays("montag,dienstag,mittwoch,donnerstag,freitag,samstag/sonnabend,sonntag"),
  ...weekdays("montags,dienstags,mittwochs,donnerstags,freitags,samstags/sonnabends,sonntags", {
    plural: true,
  }),
  ...weekdays("mo,di,mi,do,fr,sa,", { caution: true }),
  ...weekdays(",,,,,,so", { caution: true, capital: true }),
];

const MONTHS: readonly Entry[] = [
  ...months(
    "januar/jänner/jan,februar/feber/feb,märz/mrz/mär,april/apr,mai,juni/jun,juli/jul,august/aug,september/sep/sept,oktober/okt,november/nov,dezember/dez",
  ),
  ...months(",,,,,juno,julei"),
];

const ONES = ["ein", "zwei", "drei", "vier", "fünf", "sechs", "sieben", "acht", "neun"];
const TENS = ["zwanzig", "dreißig", "vierzig", "fünfzig", "sechzig", "siebzig", "achtzig", "neunzig"];

const NUMBERS: readonly Entry[] = [
  ...numbers(
    "null,eins,zwei/zwo,drei,vier,fünf,sechs,sieben,acht,neun,zehn,elf,zwölf,dreizehn,vierzehn,fünfzehn,sechzehn,siebzehn,achtzehn,neunzehn",
    0,
  ),
  ...TENS.flatMap((ten, index) => [
    ...number(ten, (index + 2) * 10),
    ...ONES.flatMap((one, value) => number(`${one}und${ten}`, (index + 2) * 10 + value + 1)),
  ]),
  ...number("anderthalb,eineinhalb,einundeinhalb", 1.5),
  ...number("zweieinhalb", 2.5),
  ...number("dreieinhalb", 3.5),
  ...number("viereinhalb", 4.5),
];

const ORDINAL_STEMS =
  "erst,zweit,dritt,viert,fünft,sechst,siebt,acht,neunt,zehnt,elft,zwölft,dreizehnt,vierzehnt,fünfzehnt,sechzehnt,siebzehnt,achtzehnt,neunzehnt".split(
    ",",
  );
const ordinal = (stem: string, value: number): readonly Entry[] =>
  all(endings(stem), { tag: "ordinal", value, digits: false, strict: true });

const ORDINALS: readonly Entry[] = [
  ...ORDINAL_STEMS.flatMap((stem, index) => ordinal(stem, index + 1)),
  ...ordinal("zwanzigst", 20),
  ...ONES.flatMap((one, index) => ordinal(`${one}undzwanzigst`, index + 21)),
  ...ordinal("dreißigst", 30),
  ...ordinal("einunddreißigst", 31),
];

const UNITS: readonly Entry[] = [
  ...unit("minute,minuten,min,minütchen", "minute"),
  ...unit("stunde,stunden,std,stündchen", "hour"),
  ...unit("tag,tage,tagen,tages,tags", "day"),
  ...unit("werktag,werktage,werktagen,arbeitstag,arbeitstage,arbeitstagen", "business-day"),
  ...unit("woche,wochen", "week"),
  ...unit("monat,monate,monaten,monats", "month"),
  ...unit("quartal,quartale,quartalen", "month", { count: 3 }),
  ...unit("jahr,jahre,jahren,jahres", "year"),
  ...unit("h", "hour", { short: true }),
  ...unit("m", "minute", { short: true }),
  ...amount("halbstunde,halbes stündchen", "minute", 30),
  ...amount("viertelstunde,viertelstündchen", "minute", 15),
  ...amount("dreiviertelstunde,dreiviertel stunde", "minute", 45),
];

const DAYS: readonly Entry[] = [
  ...day("heute,heut", 0),
  ...day("morgen", 1, { orPart: "morning" }),
  ...day("übermorgen", 2),
  ...day("überübermorgen", 3),
  ...day("gestern", -1),
  ...day("vorgestern", -2),
  ...day("heute abend,heut abend,heute nacht,heut nacht", 0, { part: "tonight" }),
  ...day("gestern abend,letzte nacht,gestern nacht", -1, { part: "tonight" }),
];

const PARTS: readonly Entry[] = [
  ...all("vormittag,vormittags,morgens,vormittage", { tag: "part", part: "morning" }),
  ...all("in der früh,in der frühe,frühmorgens,am frühen morgen", { tag: "part", part: "early-morning" }),
  ...all("früh", { tag: "part", part: "early-morning", behind: true }),
  ...all("mittagessen,mittagspause,lunch", { tag: "part", part: "lunch" }),
  ...all("nachmittag,nachmittags", { tag: "part", part: "afternoon" }),
  ...all("abend,abends,abende", { tag: "part", part: "evening" }),
  ...all("nacht,nächte", { tag: "part", part: "night" }),
  ...all("nachts,in der nacht", { tag: "part", part: "night-hours" }),
  ...all("mittag,mittags,zwölf uhr mittags", { tag: "moment", moment: "noon" }),
  ...all("mitternacht", { tag: "moment", moment: "midnight" }),
];

const DEADLINES: readonly Entry[] = [
  ...all("feierabend,ende des tages,tagesende,dienstschluss,geschäftsschluss,büroschluss,eod,cob", {
    tag: "deadline",
    period: "day",
  }),
  ...all("ende der woche,ende dieser woche,eow", { tag: "deadline", period: "week" }),
  ...all("monatsende,ende des monats,ende dieses monats,ende diesen monats,ende vom monat,ultimo,eom", {
    tag: "deadline",
    period: "month",
  }),
  ...all("jahresende,ende des jahres,ende dieses jahres,ende diesen jahres", {
    tag: "deadline",
    period: "year",
  }),
];

const HOLIDAYS: readonly Entry[] = [
  ...holiday("nikolaus,nikolaustag", 12, 6),
  ...holiday("heiligabend,heiliger abend,heilig abend,heiligen abend", 12, 24),
  ...holiday("weihnachten,erster weihnachtstag,ersten weihnachtstag", 12, 25),
  ...holiday("zweiter weihnachtstag,zweiten weihnachtstag", 12, 26),
  ...holiday("silvester,sylvester", 12, 31),
  ...holiday("neujahr,neujahrstag", 1, 1),
  ...holiday("valentinstag", 2, 14),
  ...holiday("tag der deutschen einheit", 10, 3),
];

const UNKNOWN: readonly Entry[] = structure(
  "unknown",
  "karfreitag,ostermontag,ostersonntag,pfingstmontag,pfingstsonntag,rosenmontag,aschermittwoch,gründonnerstag,black friday,cyber monday,guten morgen,schönen morgen,morgen zusammen,morgen leute,morgen ihr lieben,moin moin,zu früh,so früh,guten abend,schönen abend,gute nacht,guten tag,schönen tag,am ende,eines tages,tag der offenen tür,zum ersten mal,das erste mal,beim ersten mal,zweite wahl,auf der zweiten,halb so,halb voll,halb leer,und so,so ein,so eine,so viel,so dass,na so was,ach so,so weit,so wie,so gut,jede menge",
);

const MODIFIERS: readonly Entry[] = [
  ...all(`${endings("nächst")},nächst,nä,nächste`, { tag: "modifier", modifier: "next" }),
  ...all(endings("dies"), { tag: "modifier", modifier: "this" }),
  ...all(endings("letzt,vorig,vergangen"), { tag: "modifier", modifier: "last" }),
  ...all(`${endings("kommend")},${endings("dies kommend")}`, { tag: "modifier", modifier: "coming" }),
  ...all(endings("übernächst"), { tag: "modifier", modifier: "after-next" }),
];

const FREQUENCIES: readonly Entry[] = [
  ...all(`täglich,${endings("täglich")}`, { tag: "frequency", frequency: "DAILY", interval: 1 }),
  ...all(`wöchentlich,${endings("wöchentlich")}`, { tag: "frequency", frequency: "WEEKLY", interval: 1 }),
  ...all("vierzehntägig,14 tägig,zweiwöchentlich,zweiwöchig,alle vierzehn tage", {
    tag: "frequency",
    frequency: "WEEKLY",
    interval: 2,
  }),
  ...all(`monatlich,${endings("monatlich")}`, { tag: "frequency", frequency: "MONTHLY", interval: 1 }),
  ...all("vierteljährlich", { tag: "frequency", frequency: "MONTHLY", interval: 3 }),
  ...all("halbjährlich", { tag: "frequency", frequency: "MONTHLY", interval: 6 }),
  ...all("jährlich,alljährlich", { tag: "frequency", frequency: "YEARLY", interval: 1 }),
];

const STRUCTURE: readonly Entry[] = [
  ...structure("a", "ein,eine,einen,einem,einer,eines,nem,ner,nen", { hour: true }),
  ...structure("the", "der,dem,den", { day: true }),
  ...structure("of", "des"),
  ...structure("the", "die,das"),
  ...structure("in", "in,innem", { onward: true }),
  ...structure("in", "im"),
  ...structure("on", "am,ab dem,zum", { day: true }),
  ...structure("on", "an dem,an,zur"),
  ...structure("at", "um,so um,punkt"),
  ...structure("by", "spätestens bis,bis spätestens,allerspätestens,bis spätestens am,spätestens am", {
    day: true,
  }),
  ...structure("by", "spätestens", { post: true }),
  ...structure("due", "fällig", { post: true }),
  ...structure("due", "abgabe"),
  ...structure("deadline-word", "deadline,frist,abgabefrist,stichtag"),
  ...structure("for", "für"),
  ...structure("from", "von,zwischen dem,ab"),
  ...structure("from", "vom,ab dem,ab der", { day: true }),
  ...structure("to", "auf"),
  ...structure("until", "bis zum,bis zu dem", { day: true }),
  ...structure("until", "bis,bis zur,bis um,bis gegen"),
  ...structure("and", "und"),
  ...structure("or", "oder,bzw,beziehungsweise,entweder"),

  ...structure("before", "vor", { ago: true, toHour: true }),
  ...structure("before", "bevor,noch vor"),
  ...structure("after", "nach", { toHour: true }),
  ...structure("after", "nach dem,nach der"),
  ...structure("within", "innerhalb von,innerhalb,binnen,in den nächsten,innerhalb der nächsten,innert"),
  ...structure("between", "zwischen"),
  ...structure("half", "halbe,halben,halbes,halber"),
  ...structure("quarter", "viertel", { hour: true }),
  ...structure("oclock", "uhr", { marker: true }),
  ...structure("from-now", "von heute an,ab heute,ab jetzt"),
  ...structure("every", "jeden,jede,jedes,jeder,jedem,alle,immer am"),
  ...structure("every-other", "jeden zweiten,jede zweite,jedes zweite,jeder zweite"),
  ...structure(
    "weekdays",
    "werktags,wochentags,unter der woche,an wochentagen,an werktagen,jeden werktag,jeden wochentag,jeden arbeitstag",
  ),
  ...structure("all-day", "ganztägig,den ganzen tag,den ganzen,die ganze,ganzer tag,ganzen tag"),
  ...structure(
    "approx",
    "gegen,so gegen,ungefähr,etwa,circa,ca,ca.,rund,kurz nach,kurz vor,zirka,ungefähr um,etwa um,so um die",
  ),
  ...structure("ish", "herum,rum,oder so"),
  ...structure("not", "nicht,kein,keine,keinen,keinem,keiner,nie,niemals,außer,nö,nee,weder,ohne"),
  ...structure(
    "vague",
    "bald,demnächst,in kürze,asap,so bald wie möglich,sobald wie möglich,in ein paar tagen,in ein paar wochen,in ein paar stunden,in ein paar minuten,in einigen tagen,die tage,sofort,nach dem essen,nach der arbeit,nach dem abendessen,nach feierabend,nach der schule",
  ),
  ...structure("later", "später,danach,nachher"),
  ...structure("earlier", "früher,eher,zeitiger,vorher"),
  ...structure("postpone", "verschieben,verschoben,nach hinten,aufschieben"),
  ...structure("advance", "vorziehen,vorverlegen,nach vorne,nach vorn,vorgezogen,vorverlegt"),
  ...structure("end-of", "ende,ende von,gegen ende"),
  ...structure("start-of", "anfang,zu beginn,beginn,anfangs"),
  ...structure("middle-of", "mitte"),
  ...structure("late", "spät,späten,spätem,spätes"),
  ...structure("early", "frühe,frühen,frühem,frühes"),
  ...structure("week-of", "woche vom,woche ab,in der woche vom"),
  ...structure("weekend", "wochenende,we,wochenend"),
  ...structure("first-thing", "gleich früh,als erstes,gleich in der früh,gleich morgens,als allererstes"),
  ...structure("now", "jetzt,gerade,jetzt gleich"),
  ...structure("starting", "ab sofort,beginnend,beginnend am,startet,startend"),
  ...structure("times", "mal,male"),
  ...structure(
    "recurrence-unclear",
    "einmal pro woche,einmal im monat,einmal die woche,zweimal pro woche,zweimal die woche,zweimal im monat,dreimal pro woche,dreimal die woche,ab und zu,hin und wieder,alle paar tage,alle paar wochen,einmal im jahr",
  ),
  ...structure(
    "filler",
    "irgendwann,bitte,genau,pünktlich,lang,exakt,ortszeit,schon,noch,dann,also,gleich,wieder,direkt,ungefähr so,mal wieder,uhrzeit,von uns aus,gern,gerne",
  ),
  ...structure(
    "function",
    "ist,wäre,sind,war,wenn,weil,dass,ob,wann,mit,würde,soll,sollte,sollen,könnte,kann,kannst,können,könnt,geht,geht's,gehts,passt,klappt,ginge,würd,bei,beim,wir,ich,du,ihr,sie,er,es,mir,dir,uns,euch,ihm,mein,dein,unser,hier,da,dort,ja,nein,ok,okay,gut,super,perfekt,danke,vielleicht,leider,hoffentlich,wahrscheinlich,auch,aber,nur,doch,treffen,sehen,habe,hab,hast,hat,haben,habt,muss,müssen,bin,bist,komme,kommt,kommen,kommst,machen,essen,fahren,zeit,frei,wo,wer,was,wie,zu,zum essen,sich,man,los,fängt,beginnt,startet,endet,statt,findet,nach hause,lieber,besser,eigentlich,evtl,eventuell,lass,lasst,wollen,wollte,will,willst,wollt,bringe,bringt,abends essen,sein,wird,werde,werden,warum nicht,wieso nicht,vergiss nicht,nicht vergessen,vergesst nicht,nicht vergisst",
  ),
  ...structure("suggest", "wie wär's,wie wärs,wie wäre es,wie wäre,wie wär es"),
  ...structure(
    "counted",
    "leute,leuten,personen,gäste,kinder,euro,euros,prozent,grad,kilo,kg,km,kilometer,meter,sekunden,sekunde,stück,seiten,punkte,plätze,karten,tickets,flaschen,stufen,prozentpunkte,mann,teile,zimmer,dollar,liter,gramm,cm,tore,toren",
  ),
  ...structure("greeting", "schönen,schönes,schöne,frohe,fröhliche,frohes,guten,gutes,happy"),
];

const CONTEXT: ContextWords = {
  moves: /(?:verschieb|verschob|verleg|schieb|geschob|änder|vertag)[a-zäöü]*\b[^.!?\n]{0,30}$/i,
  movesBehind: /^[^.!?\n]{0,40}(?:verschob|verschieb|verleg|vertag|geschob|geändert)/i,
  attending: wordSet("am an um der den dem zum kommen da dabei frei mehr schon erst unbedingt in bis"),
  denialReach: 6,
  unplannedBehind: wordSet(
    "gedauert gebraucht zu später früher fußweg entfernt verspätung lang her von vor nach weg drüber fahrt gewartet gebraucht alt",
  ),
  unplannedBefore: wordSet(
    "dauerte gedauert gebraucht gewartet seit in jede letzte letzten noch nur fast oder bis - habe",
  ),
  breaks: wordSet("aber weil denn sondern deshalb außer sonst"),
};

export const GERMAN: Lexicon = createLexicon(
  [
    ...STRUCTURE,
    ...UNIVERSAL,
    ["mez", { tag: "zone", zone: { kind: "seasonal", zone: "Europe/Berlin", offset: "+01:00" } }],
    ["mesz", { tag: "zone", zone: { kind: "seasonal", zone: "Europe/Berlin", offset: "+02:00" } }],
    ...NUMBERS,
    ...ORDINALS,
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
    ...all("halb", { tag: "hour-fraction", minutes: -30 }),
    ...all("dreiviertel,drei viertel", { tag: "hour-fraction", minutes: -15 }),
    ["pm", { tag: "meridiem", pm: true }],
  ],
  {
    language: "de",
    context: CONTEXT,
    hourForms: "clock",
    dottedOrdinals: true,
    compounds: true,
  },
);
