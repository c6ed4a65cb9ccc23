/** @file Spanish for the date grammar. A table; the grammar is in `rules-*.ts`. */

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
  ...weekdays("lunes,martes,miércoles,jueves,viernes,sábado,domingo"),
  ...weekdays(
    "los lunes,los martes,los miércoles,los jueves,los viernes,los sábados/sábados,los domingos/domingos",
    {
      plural: true,
    },
  ),
  ...weekdays("lun,,mié/mie,jue,vie,sáb/sab,dom", { caution: true }),
  ...weekdays(",mar", { caution: true, orMonth: 3 }),
];

const MONTHS: readonly Entry[] = months(
  "enero/ene,febrero/feb,marzo,abril/abr,mayo/may,junio/jun,julio/jul,agosto/ago,septiembre/setiembre/sept/sep,octubre/oct,noviembre/nov,diciembre/dic",
);

const ONES = ["un/uno/una", "dos", "tres", "cuatro", "cinco", "seis", "siete", "ocho", "nueve"];

const NUMBERS: readonly Entry[] = [
  ...numbers(
    "cero,uno,dos,tres,cuatro,cinco,seis,siete,ocho,nueve,diez,once,doce,trece,catorce,quince,dieciséis,diecisiete,dieciocho,diecinueve,veinte,veintiuno/veintiún/veintiuna,veintidós,veintitrés,veinticuatro,veinticinco,veintiséis,veintisiete,veintiocho,veintinueve",
    0,
  ),
  ...["treinta", "cuarenta", "cincuenta", "sesenta", "setenta", "ochenta", "noventa"].flatMap(
    (ten, index) => [
      ...number(ten, (index + 3) * 10),
      ...ONES.flatMap((one, value) =>
        one.split("/").flatMap((word) => number(`${ten} y ${word}`, (index + 3) * 10 + value + 1)),
      ),
    ],
  ),
  ...number("un par de", 2),
  ...all("a la una,la una,hacia la una,sobre la una", {
    tag: "number",
    value: 1,
    digits: false,
    text: "1",
    strict: true,
    hour: true,
  }),
];

const ORDINALS: readonly Entry[] = ordinals(
  "primer/primero/primera,segundo/segunda,tercer/tercero/tercera,cuarto,quinto/quinta",
);

const UNITS: readonly Entry[] = [
  ...unit("minuto,minutos,min,mins,minutitos", "minute"),
  ...unit("hora,horas,h,hs,hr,hrs", "hour", { oclock: true }),
  ...unit("día", "day", { cue: true, fortnight: "ask" }),
  ...unit("días", "day", { cue: true, fortnight: "ask" }),
  ...unit("día hábil,días hábiles,día laborable,días laborables,días laborales", "business-day"),
  ...unit("semana,semanas", "week"),
  ...unit("mes,meses", "month"),
  ...unit("trimestre,trimestres", "month", { count: 3 }),
  ...unit("año,años", "year"),
  ...amount("media hora,media horita", "minute", 30),
  ...amount("cuarto de hora", "minute", 15),
  ...amount("tres cuartos de hora", "minute", 45),
  ...amount("horita", "minute", 60),
];

const DAYS: readonly Entry[] = [
  ...day("hoy", 0),
  ...day("mañana,mñn,mañna", 1),
  ...day("pasado mañana", 2),
  ...day("ayer", -1),
  ...day("anteayer,antier,antes de ayer", -2),
  ...day("esta noche,hoy en la noche,hoy por la noche,hoy a la noche,hoy noche", 0, { part: "tonight" }),
  ...day("anoche,ayer por la noche,ayer en la noche", -1, { part: "tonight" }),
  ...day("esta mañana,hoy por la mañana,hoy en la mañana", 0, { part: "morning" }),
];

const PARTS: readonly Entry[] = [
  ...all(
    "por la mañana,en la mañana,de la mañana,a la mañana,la mañana,mañanas,las mañanas,por las mañanas,en la mañanita",
    { tag: "part", part: "morning" },
  ),
  ...all(
    "a primera hora de la mañana,temprano por la mañana,mañana temprano por la mañana,por la mañana temprano",
    {
      tag: "part",
      part: "early-morning",
    },
  ),
  ...all("temprano,tempranito", { tag: "part", part: "early-morning", behind: true }),
  ...all("almuerzo,comida,hora de comer,hora de la comida,hora del almuerzo", { tag: "part", part: "lunch" }),
  ...all(
    "por la tarde,en la tarde,de la tarde,a la tarde,la tarde,tardes,las tardes,por las tardes,de la tardecita,a la tardecita,tardecita",
    { tag: "part", part: "long-afternoon" },
  ),
  ...all("tarde", { tag: "part", part: "long-afternoon", behind: true }),
  ...all(
    "por la noche,en la noche,de la noche,a la noche,la noche,noches,las noches,por las noches,noche,de noche",
    { tag: "part", part: "night" },
  ),
  ...all("de la madrugada,de madrugada,por la madrugada,en la madrugada,madrugada,la madrugada", {
    tag: "part",
    part: "small-hours",
  }),
  ...all("del mediodía,mediodía,medio día,al mediodía,a mediodía,al medio día,a medio día", {
    tag: "moment",
    moment: "noon",
  }),
  ...all("medianoche,media noche,a medianoche,a media noche,a la medianoche", {
    tag: "moment",
    moment: "midnight",
  }),
];

const DEADLINES: readonly Entry[] = [
  ...all(
    "fin del día,final del día,el final del día,el fin del día,fin de la jornada,cierre del día,eod,cob,final de la jornada",
    {
      tag: "deadline",
      period: "day",
    },
  ),
  ...all("fin de la semana,final de la semana,el final de la semana,final de semana,fin de esta semana", {
    tag: "deadline",
    period: "week",
  }),
  ...all(
    "fin de mes,fin del mes,final de mes,final del mes,finales de mes,fines de mes,el fin de mes,el final del mes,fin de este mes",
    { tag: "deadline", period: "month" },
  ),
  ...all("fin de año,fin del año,final de año,final del año,finales de año,fines de año,el final del año", {
    tag: "deadline",
    period: "year",
  }),
];

const HOLIDAYS: readonly Entry[] = [
  ...holiday("navidad,día de navidad", 12, 25),
  ...holiday("nochebuena,noche buena", 12, 24),
  ...holiday("nochevieja,noche vieja,víspera de año nuevo", 12, 31),
  ...holiday("año nuevo,día de año nuevo", 1, 1),
  ...holiday("reyes,día de reyes", 1, 6),
  ...holiday("san valentín", 2, 14),
];

const UNKNOWN: readonly Entry[] = structure(
  "unknown",
  "viernes santo,jueves santo,domingo de ramos,domingo de resurrección,lunes de pascua,miércoles de ceniza,martes de carnaval,black friday,viernes negro,cyber monday,buenas noches,buenas tardes,buenos días,buen día,un día,a la vez,de una vez,una vez,por hora,por día,por semana,a la semana,al mes,por mes,al año,segunda vez,segunda parte,primera vez,por primera vez,la primera,la segunda,de segunda mano,primer lugar,en primer lugar,unos días,cada uno,cada una,cada vez,a mar,mucho tiempo,poco a poco,más o menos bien,qué tarde,muy tarde,tan tarde,media naranja,medio tiempo,segundo tiempo,once titular,a tiempo,mar adentro,el mar,la mar,al mar",
);

const MODIFIERS: readonly Entry[] = [
  ...all("próximo,próxima,próximos,próximas,que viene,que vienen,siguiente,entrante", {
    tag: "modifier",
    modifier: "next",
    behind: true,
  }),
  ...all("este,esta", { tag: "modifier", modifier: "this" }),
  ...all("pasado,pasada,último,última,anterior,pasados", { tag: "modifier", modifier: "last", behind: true }),
];

const FREQUENCIES: readonly Entry[] = [
  ...all("diario,diaria,diariamente,a diario", { tag: "frequency", frequency: "DAILY", interval: 1 }),
  ...all("semanal,semanalmente", { tag: "frequency", frequency: "WEEKLY", interval: 1 }),
  ...all("semana por medio,semanas alternas", { tag: "frequency", frequency: "WEEKLY", interval: 2 }),
  ...all("día por medio,un día sí y otro no,días alternos", {
    tag: "frequency",
    frequency: "DAILY",
    interval: 2,
  }),
  ...all("mensual,mensualmente", { tag: "frequency", frequency: "MONTHLY", interval: 1 }),
  ...all("trimestral,trimestralmente", { tag: "frequency", frequency: "MONTHLY", interval: 3 }),
  ...all("anual,anualmente", { tag: "frequency", frequency: "YEARLY", interval: 1 }),
  ...all("quincenal,quincenalmente,bisemanal", {
    tag: "unclear-frequency",
    frequency: "WEEKLY",
    interval: 2,
  }),
  ...all("bimensual,bimestral", { tag: "unclear-frequency", frequency: "MONTHLY", interval: 2 }),
];

const STRUCTURE: readonly Entry[] = [
  ...structure("a", "un,una", { hour: true }),
  ...structure("the", "el", { day: true }),
  ...structure("the", "la,los,lo"),
  ...structure("the", "las", { clock: true }),
  ...structure("in", "dentro de,en,de aquí a,de aquí en", { onward: true, soft: true }),
  ...structure("on", "durante el"),
  ...structure("at", "a las,a eso las,alas", { range: true }),
  ...structure("to", "a"),
  ...structure("to", "al", { day: true }),
  ...structure("by", "a más tardar,como muy tarde,como máximo", { post: true }),
  ...structure("by", "a más tardar el,como muy tarde el,antes o el", { day: true }),
  ...structure("by", "para las", { toHour: true }),
  ...structure("due", "vence,vencen"),
  ...structure("deadline-word", "fecha límite,deadline,plazo,vencimiento"),
  ...structure("for", "para", { due: true }),
  ...structure("for", "por,durante"),
  ...structure("from", "desde,a partir de", { range: true }),
  ...structure("from", "desde las,a partir de las", { range: true, clock: true }),
  ...structure("from", "a partir del,desde el", { range: true, day: true }),
  ...structure("of", "de", { range: true }),
  ...structure("of", "del", { range: true, day: true }),
  ...structure("until", "hasta,hasta las,hasta la,hasta los"),
  ...structure("until", "hasta el", { day: true }),
  ...structure("and", "y", { bare: true }),
  ...structure("and", "e"),
  ...structure("or", "o,u,o bien"),
  ...structure("minus", "menos"),
  ...structure("before", "antes de,antes de las,antes de la"),
  ...structure("before", "antes del,antes de el", { day: true }),
  ...structure("after", "después de,después de las,después de la,tras,luego de,luego de las"),
  ...structure("after", "después del,tras el,luego del", { day: true }),
  ...structure("within", "en las próximas,en los próximos,en un plazo de,en menos de"),
  ...structure("between", "entre,entre el,entre la"),
  ...structure("half", "media,medio"),
  ...structure("quarter", "cuarto"),
  ...structure("three-quarters", "tres cuartos"),
  ...structure("oclock", "horas en punto", { marker: true }),
  ...structure("ago", "atrás"),
  ...structure("ago-before", "hace,hace unas,hace unos,hace como"),
  ...structure("from-now", "a partir de hoy,a partir de ahora,desde hoy"),
  ...structure("every", "cada,todos los,todas las,todo los"),
  ...structure("every-other", "cada otro,cada otra"),
  ...structure(
    "every-other-post",
    "de cada dos,sí y otro no,sí y otra no,por medio,alternos,alternas,sí otro no,sí otra no",
  ),
  ...structure(
    "weekdays",
    "entre semana,días de semana,los días de semana,todos los días laborables,todos los días hábiles",
  ),
  ...structure("all-day", "todo el día,el día entero,día completo,todo el santo día"),
  ...structure(
    "approx",
    "sobre,sobre las,hacia,hacia las,a eso de,a eso de las,alrededor de,alrededor de las,aproximadamente,más o menos,cerca de,cerca de las,como a las,tipo,tipo las,a las más o menos,más o menos a las,aprox,como a,en torno a,en torno a las",
  ),
  ...structure("ish", "y pico,y algo,o así"),
  ...structure("not", "no,nunca,jamás,excepto,salvo,sin,tampoco,ni,ningún,ninguna"),
  ...structure(
    "vague",
    "pronto,lo antes posible,cuanto antes,asap,algún día,un día de estos,un día de éstos,en breve,enseguida,próximamente,dentro de poco,en un rato,al rato,ahorita,en unos días,en unas semanas,en unas horas,en unos minutos,en algún momento,ya mismo,dentro de unos días,en un ratito,dentro de un rato,después de comer,después de cenar,después de almorzar,después de la cena,después del trabajo",
  ),
  ...structure("later", "más tarde,después,luego,más adelante"),
  ...structure("late", "a última hora de,última hora de"),
  ...structure("earlier", "antes,más temprano"),
  ...structure("postpone", "posponer,pospuesto,aplazar,aplazado,retrasar,retrasado,atrasar,postergar"),
  ...structure("advance", "adelantar,adelantado,adelanta,adelantamos"),
  ...structure("end-of", "finales de,fines de,final de,fin de,fin del,final del,finales del"),
  ...structure("start-of", "principios de,principio de,comienzos de,inicio de,inicios de"),
  ...structure("middle-of", "mediados de,mitad de"),
  ...structure("week-of", "semana del,la semana del"),
  ...structure("weekend", "fin de semana,finde,el finde,fines de semana,finde semana"),
  ...structure("first-thing", "a primera hora,primera hora,lo primero,nada más llegar"),
  ...structure("now", "ahora,ahora mismo"),
  ...structure("starting", "empezando el,comenzando el,empezando"),
  ...structure("times", "veces"),
  ...structure(
    "recurrence-unclear",
    "una vez a la semana,una vez por semana,dos veces por semana,dos veces a la semana,tres veces por semana,tres veces a la semana,una vez al mes,dos veces al mes,una vez al año,una vez al día,de vez en cuando",
  ),
  ...structure(
    "filler",
    "en punto,exactamente,por favor,porfa,porfis,hora local,durante,a lo largo de,pues,entonces,sin falta,mismo,ya,justo,este mismo",
  ),
  ...structure(
    "function",
    "es,está,están,estoy,estamos,son,era,sería,será,fue,si,sí,pero,porque,cuando,con,que,qué,yo,tú,vos,él,ella,nosotros,ustedes,vosotros,ellos,ellas,me,te,se,nos,os,le,les,mi,tu,su,nuestro,mis,tus,sus,aquí,acá,allí,allá,ahí,ok,okay,vale,bien,bueno,perfecto,genial,gracias,quizás,quizá,tal vez,puedo,puedes,puede,podemos,pueden,podéis,podría,podrías,queda,quedamos,vemos,veo,vernos,ver,vienes,viene,vengo,venís,vamos,voy,va,vas,van,ir,llego,llega,llegamos,salgo,sale,salimos,empieza,empezamos,termina,tengo,tiene,tenemos,tienes,hay,haya,había,también,solo,sólo,todavía,aún,quién,cómo,dónde,cuál,cuánto,reunión,cita,viene bien,va bien,parece,te parece,les parece,os parece,qué tal,no olvides,no te olvides,no olvidar,no olvidéis,no olviden,no se te olvide,no se olviden,que no se te olvide,por qué no,libre,disponible,creo,necesito,necesita,debo,debe,hay que,tengo que,casa,cenar,comer,almorzar,cenamos,comemos,prefieres,prefiero,mejor,hecho,clase,trabajo,así,además",
  ),
  ...structure("subject", "aquel,aquella"),
  ...structure(
    "counted",
    "personas,persona,invitados,niños,niñas,euros,euro,pesos,dólares,soles,grados,por ciento,kilos,kilo,kg,km,kilómetros,metros,segundos,páginas,puntos,plazas,entradas,boletos,botellas,pisos,piso,habitaciones,piezas,adultos,amigos,amigas,litros,gramos,cm,goles,estrellas,pizzas,cuadras,chicas,chicos,años de edad,hermanos,cosas",
  ),
  ...structure("greeting", "feliz,buen,buena,lindo,linda,bonito"),
];

const CONTEXT: ContextWords = {
  moves:
    /(?:mov|muev|cambi|pas[aeoó]|aplaz|pospon|pospus|traslad|retras|adelant|reprogram)[a-záéíóúñ]*[^.!?\n]{0,30}$/i,
  movesBehind: /^[^.!?\n]{0,40}(?:aplazad|pospuest|reprogramad)/i,
  attending: wordSet(
    "puedo puede podemos poder ir estar estoy estaré libre disponible el la en antes es para a al de llego tengo quiero me va viene bien voy podré vernos quedar",
  ),
  denialReach: 5,
  unplannedBehind: wordSet("de tarde atrás antes después a más en que andando caminando máximo"),
  unplannedBefore: wordSet(
    "dormí trabajé tardó tarda tardé esperé llevó lleva hace casi solo sólo o - últimas últimos pasé más retraso duró",
  ),
  breaks: wordSet("pero porque entonces sino aunque"),
};

export const SPANISH: Lexicon = createLexicon(
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
    ["en ocho", { tag: "onward", days: 7 }],
    ["pm", { tag: "meridiem", pm: true }],
    ["am", { tag: "meridiem", pm: false }],
  ],
  {
    language: "es",
    context: CONTEXT,
    bareMorningHours: "as-written",
    hourForms: "clock",
  },
);
