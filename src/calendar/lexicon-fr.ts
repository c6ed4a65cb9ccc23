/** @file French for the date grammar. A table; the grammar is in `rules-*.ts`. */

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
  ...weekdays("lundi,mardi,mercredi,jeudi,vendredi,samedi,dimanche"),
  ...weekdays("lundis,mardis,mercredis,jeudis,vendredis,samedis,dimanches", { plural: true }),
  ...weekdays("lun,mar,mer,jeu,ven,sam,dim", { caution: true }),
];

const MONTHS: readonly Entry[] = months(
  "janvier/janv/jan,février/févr/fév,mars,avril/avr,mai,juin,juillet/juil,août,septembre/sep,octobre/oct,novembre/nov,décembre/déc",
);

const SEPTEMBER: readonly Entry[] = all("sept", { tag: "month", month: 9, orNumber: 7 });

const UNDER_TWENTY =
  "zéro,un/une,deux,trois,quatre,cinq,six,sept,huit,neuf,dix,onze,douze,treize,quatorze,quinze,seize,dix sept,dix huit,dix neuf";
const ONES = UNDER_TWENTY.split(",").slice(2, 10);

const NUMBERS: readonly Entry[] = [
  ...numbers(UNDER_TWENTY, 0),
  ...["vingt", "trente", "quarante", "cinquante"].flatMap((ten, index) => [
    ...number(ten, (index + 2) * 10),
    ...number(`${ten} et un,${ten} et une,${ten} un,${ten} une`, (index + 2) * 10 + 1),
    ...ONES.flatMap((one, value) => number(`${ten} ${one}`, (index + 2) * 10 + value + 2)),
  ]),
  ...number("soixante", 60),
  ...number("soixante quinze", 75),
  ...number("quatre vingt dix", 90),
  ...number("une vingtaine de", 20),
  ...number("une dizaine de", 10),
];

const ORDINALS: readonly Entry[] = ordinals(
  "premier/première/premiers/premières,deuxième/deuxièmes/second/seconde/seconds/secondes,troisième/troisièmes,quatrième/quatrièmes,cinquième",
);

const UNITS: readonly Entry[] = [
  ...unit("minute,minutes,min,mins,mn", "minute"),
  ...unit("heure,heures,h", "hour", { oclock: true }),
  ...unit("jour,jours", "day", { fortnight: "sure" }),
  ...unit("journée,journées", "day"),
  ...unit(
    "jour ouvré,jours ouvrés,jour ouvrable,jours ouvrables,jour de travail,jours de travail",
    "business-day",
  ),
  ...unit("semaine,semaines,sem", "week"),
  ...unit("mois", "month"),
  ...unit("trimestre,trimestres", "month", { count: 3 }),
  ...unit("an,ans,année,années", "year"),
  ...amount("demi heure,demie heure,petite demi heure", "minute", 30),
  ...amount("quart d'heure,petit quart d'heure", "minute", 15),
  ...amount("trois quarts d'heure,3 quarts d'heure", "minute", 45),
  ...amount("quinzaine,quinzaine de jours", "day", 14),
  ...amount("huitaine,huitaine de jours", "day", 7),
];

const DAYS: readonly Entry[] = [
  ...day("aujourd'hui,ajd,auj,aujourdhui", 0),
  ...day("demain,dem1", 1),
  ...day("après demain,surlendemain", 2),
  ...day("hier", -1),
  ...day("avant hier", -2),
  ...day("ce soir,cette nuit,c'soir", 0, { part: "tonight" }),
  ...day("hier soir,la nuit dernière", -1, { part: "tonight" }),
];

const PARTS: readonly Entry[] = [
  ...all("matin,matinée,matins,mat", { tag: "part", part: "morning" }),
  ...all("tôt le matin,de bon matin,de bonne heure", { tag: "part", part: "early-morning" }),
  ...all("déjeuner,heure du déjeuner,pause déjeuner,pause déj,déj", { tag: "part", part: "lunch" }),
  ...all("après midi,aprèm,aprem,après midis,aprèms", { tag: "part", part: "afternoon" }),
  ...all("soir,soirée,soirs", { tag: "part", part: "evening" }),
  ...all("nuit,nuits", { tag: "part", part: "night" }),
  ...all("midi,midi pile,ce midi", { tag: "moment", moment: "noon" }),
  ...all("minuit", { tag: "moment", moment: "midnight" }),
];

const DEADLINES: readonly Entry[] = [
  ...all("fin de journée,fin de la journée,la fin de la journée,la fin de journée,eod,cob", {
    tag: "deadline",
    period: "day",
  }),
  ...all("fin de semaine,fin de la semaine,la fin de la semaine,la fin de semaine,fin de cette semaine", {
    tag: "deadline",
    period: "week",
  }),
  ...all("fin du mois,la fin du mois,fin de mois,fin de ce mois", { tag: "deadline", period: "month" }),
  ...all("fin d'année,fin de l'année,la fin de l'année,fin de l' année,fin d' année", {
    tag: "deadline",
    period: "year",
  }),
];

const HOLIDAYS: readonly Entry[] = [
  ...holiday("noël,jour de noël", 12, 25),
  ...holiday("veille de noël,réveillon de noël", 12, 24),
  ...holiday("saint sylvestre,réveillon du nouvel an,réveillon du jour de l'an,la saint sylvestre", 12, 31),
  ...holiday("jour de l'an,nouvel an", 1, 1),
  ...holiday("saint valentin,la saint valentin", 2, 14),
  ...holiday("toussaint", 11, 1),
];

const UNKNOWN: readonly Entry[] = structure(
  "unknown",
  "vendredi saint,lundi de pâques,dimanche de pâques,lundi de pentecôte,mardi gras,mercredi des cendres,black friday,cyber monday,vendredi treize,bonne nuit,bonne soirée,bonne journée,bon après midi,bel après midi,mi temps,mise à jour,un jour,un peu,tous deux,les deux,deux fois plus,une fois,il était une fois,en un mot,plus ou moins,au moins,du moins,à moins,de moins,ou pas,pas mal,pas de souci,pas de soucis,pas de problème,pas grave,pas encore,à la une,quatre quatre,quart de finale,le premier ministre,en premier,du jour,par jour,par semaine,par mois,par an,toujours",
);

const MODIFIERS: readonly Entry[] = [
  ...all("prochain,prochaine,prochains,prochaines,suivant,suivante,qui vient,d'après", {
    tag: "modifier",
    modifier: "next",
    behind: true,
  }),
  ...all("ce,cet,cette", { tag: "modifier", modifier: "this" }),
  ...all("dernier,dernière,derniers,dernières,passé,passée", {
    tag: "modifier",
    modifier: "last",
    behind: true,
  }),
  ...all("qui arrive,à venir", { tag: "modifier", modifier: "coming", behind: true }),
];

const FREQUENCIES: readonly Entry[] = [
  ...all("quotidien,quotidienne,quotidiennement", { tag: "frequency", frequency: "DAILY", interval: 1 }),
  ...all("hebdomadaire,hebdo,hebdomadairement", { tag: "frequency", frequency: "WEEKLY", interval: 1 }),
  ...all("mensuel,mensuelle,mensuellement", { tag: "frequency", frequency: "MONTHLY", interval: 1 }),
  ...all("trimestriel,trimestrielle", { tag: "frequency", frequency: "MONTHLY", interval: 3 }),
  ...all("annuel,annuelle,annuellement", { tag: "frequency", frequency: "YEARLY", interval: 1 }),
  ...all("bihebdomadaire", { tag: "unclear-frequency", frequency: "WEEKLY", interval: 2 }),
  ...all("bimensuel,bimensuelle,bimestriel,bimestrielle", {
    tag: "unclear-frequency",
    frequency: "MONTHLY",
    interval: 2,
  }),
];

const STRUCTURE: readonly Entry[] = [
  ...structure("a", "un,une", { hour: true }),
  ...structure("the", "le", { day: true }),
  ...structure("the", "l,la,les"),
  ...structure("in", "dans", { onward: true, soft: true }),
  ...structure("in", "d'ici à"),
  ...structure("in", "en,au mois de,pendant le mois de"),
  ...structure("at", "à,a", { soft: true, range: true }),
  ...structure("at", "au", { soft: true, range: true, day: true }),
  ...structure("at", "aux"),
  ...structure("by", "d'ici,d'ici le,d'ici au", { within: true }),
  ...structure("by", "d'ici le,d'ici au", { day: true }),
  ...structure("by", "au plus tard,dernier délai,grand max", { post: true }),
  ...structure("by", "au plus tard le", { day: true }),
  ...structure("due", "à rendre,à rendre pour"),
  ...structure("deadline-word", "deadline,date limite,échéance,date butoir"),
  ...structure("for", "pour", { due: true }),
  ...structure("for", "pendant,durant"),
  ...structure("from", "à partir de,dès,depuis,à compter de,à partir d"),
  ...structure("from", "à partir du,dès le,à compter du", { day: true }),
  ...structure("of", "de,d", { range: true }),
  ...structure("of", "du", { range: true, day: true }),
  ...structure("of", "des"),
  ...structure("to", "vers le"),
  ...structure("until", "jusqu'à,jusqu à,jusque,jusqu'en,jusqu'aux"),
  ...structure("until", "jusqu'au", { day: true }),
  ...structure("and", "et", { bare: true }),
  ...structure("or", "ou,ou bien,soit"),
  ...structure("minus", "moins"),
  ...structure("before", "avant"),
  ...structure("before", "avant le", { day: true }),
  ...structure("after", "après"),
  ...structure("after", "après le", { day: true }),
  ...structure("within", "sous,dans les,dans un délai de,en moins de"),
  ...structure("between", "entre"),
  ...structure("half", "demi,demie"),
  ...structure("quarter", "quart"),
  ...structure("three-quarters", "trois quarts"),
  ...structure("oclock", "heures pile", { marker: true }),
  ...structure("ago-before", "il y a,ya,y a"),
  ...structure("from-now", "à partir d'aujourd'hui,à partir de maintenant"),
  ...structure("every", "chaque,tous les,toutes les,tout les"),
  ...structure("every-other-post", "sur deux,sur 2"),
  ...structure("weekdays", "en semaine,jours de semaine,les jours de semaine,tous les jours ouvrés"),
  ...structure("all-day", "toute la journée,journée entière,la journée entière"),
  ...structure(
    "approx",
    "vers,environ,aux alentours de,autour de,aux environs de,à peu près,sur les coups de,vers les",
  ),
  ...structure("ish", "et quelques"),
  ...structure("not", "pas,ne,n,jamais,sauf,sans,excepté,aucun,aucune,impossible,peux pas,ni"),
  ...structure(
    "vague",
    "bientôt,asap,dès que possible,un de ces jours,un jour ou l'autre,tout à l'heure,tout de suite,prochainement,dans quelques jours,dans quelques semaines,dans quelques heures,dans quelques minutes,dans quelques temps,dans pas longtemps,à l'occasion,immédiatement,après manger,après le dîner,après dîner,après le travail,après le boulot,après le taf,sous peu,un de ces quatre",
  ),
  ...structure("later", "plus tard"),
  ...structure("earlier", "plus tôt"),
  ...structure("postpone", "repousser,repoussé,repousse,reporter,reporté,décaler,décalé,décale"),
  ...structure("advance", "avancer,avancé,avance"),
  ...structure("end-of", "fin,fin de,la fin de,à la fin de,fin du,à la fin du,courant fin"),
  ...structure("start-of", "début,début de,le début de,au début de,début du,au début du"),
  ...structure("late", "en fin d,fin d"),
  ...structure("early", "en début d,début d"),
  ...structure("middle-of", "milieu de,au milieu de,mi,milieu du,courant"),
  ...structure("week-of", "semaine du,la semaine du"),
  ...structure("weekend", "week end,weekend,we,wk,week ends,weekends"),
  ...structure("first-thing", "à la première heure,première heure,dès la première heure,en début de matinée"),
  ...structure("now", "maintenant,mtn"),
  ...structure("times", "fois"),
  ...structure(
    "recurrence-unclear",
    "une fois par semaine,deux fois par semaine,trois fois par semaine,une fois par mois,deux fois par mois,une fois par an,une fois par jour,deux fois par jour,de temps en temps",
  ),
  ...structure(
    "filler",
    "pile,svp,stp,s'il te plaît,s'il vous plaît,courant,précises,précise,exactement,heure locale,dans la,dans l,au cours de,sinon,du coup,n'importe quand,donc",
  ),
  ...structure(
    "function",
    "est,c'est,c,es,sont,était,serait,sera,si,mais,car,quand,avec,que,qui,on,je,j,tu,t,il,elle,nous,vous,ils,elles,me,m,te,s,se,moi,toi,lui,mon,ma,mes,ton,ta,tes,notre,votre,as,ai,ont,avez,avons,chez,ça,cela,ici,là,y,oui,non,ok,okay,bon,bien,super,parfait,merci,peut être,peux,peut,peuvent,pouvez,pouvons,voit,voir,vois,va,vas,vais,irait,marche,convient,arrange,te va,vous va,dispo,disponible,libre,possible,rdv,rendez vous,fait,faire,mange,manger,part,arrive,viens,vient,passe,passer,commence,finit,termine,devant,plutôt,aussi,toujours là,sûr,on dit,disons,dit,stp merci,pourquoi pas,n'oublie pas,oublie pas,n oublie pas,n'oubliez pas,n oubliez pas,oubliez pas,ne pas oublier,n'oublions pas,ne t'inquiète pas,ne t inquiète pas,sans faute,pas plus tard que,dois,doit,faut,faudra,été,étais,où,comment,quoi,avec toi,par,sur,dès que,dans le",
  ),
  ...structure("suggest", "que dis tu de,ça te dit,pourquoi pas à"),
  ...structure("subject", "ce que,ce qui,celui,celle"),
  ...structure(
    "counted",
    "personnes,personne,gens,invités,enfants,euros,euro,balles,degrés,pourcent,kilos,kilo,kg,km,kilomètres,mètres,secondes,seconde,pages,points,places,billets,bouteilles,étages,étage,pièces,places,fois plus,parts,adultes,copains,potes,dollars,litres,grammes,cm,buts,chambres,étoiles",
  ),
  ...structure("greeting", "bon,bonne,joyeux,joyeuse,bel,belle,super,excellent,heureux"),
];

const CONTEXT: ContextWords = {
  moves: /(?:déplac|deplac|décal|decal|repouss|report|chang|avanc|pass[eé])[a-zéè]*[^.!?\n]{0,30}$/i,
  movesBehind: /^[^.!?\n]{0,40}(?:déplac|décal|repouss|report)/i,
  attending: wordSet(
    "venir être là libre dispo disponible le pour avant à au du possible de trop ce me te voir faire",
  ),
  denialReach: 5,
  unplannedBehind: wordSet("de plus avant après à en pour environ max trop minimum que"),
  unplannedBefore: wordSet(
    "dormi attends pris prend attendu mis depuis passé duré encore presque seulement ou - fait trajet en à dernières",
  ),
  breaks: wordSet("mais car donc parce puisque sinon"),
};

export const FRENCH: Lexicon = createLexicon(
  [
    ...UNIVERSAL,
    ...NUMBERS,
    ...STRUCTURE,
    ...ORDINALS,
    ...UNITS,
    ...WEEKDAYS,
    ...MONTHS,
    ...SEPTEMBER,
    ...DAYS,
    ...PARTS,
    ...DEADLINES,
    ...HOLIDAYS,
    ...MODIFIERS,
    ...FREQUENCIES,
    ...UNKNOWN,
    ["en huit", { tag: "onward", days: 7 }],
    ["en quinze", { tag: "onward", days: 14 }],
    ["pm", { tag: "meridiem", pm: true }],
    ["am", { tag: "meridiem", pm: false }],
  ],
  {
    language: "fr",
    context: CONTEXT,
    hourForms: "clock",
    elided: wordSet("l d n c j s m t qu jusqu lorsqu puisqu"),
  },
);
