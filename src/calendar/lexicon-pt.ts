/** @file Portuguese, Brazilian and European, for the date grammar. A table; the grammar is in `rules-*.ts`. */

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

/** The first five days are ordinals in the feminine, so nouns that follow one are listed in `UNKNOWN`. */
const WEEKDAYS: readonly Entry[] = [
  ...weekdays(
    "segunda feira/segunda/2ª feira/2a feira,terça feira/terça,quarta feira/quarta,quinta feira/quinta,sexta feira/sexta,sábado,domingo",
  ),
  ...weekdays(
    "segundas feiras/segundas,terças feiras/terças,quartas feiras/quartas,quintas feiras/quintas,sextas feiras/sextas,sábados,domingos",
    { plural: true },
  ),
  ...weekdays("seg,ter,qua,qui,sex,sáb/sab,dom", { caution: true }),
];

const MONTHS: readonly Entry[] = months(
  "janeiro/jan,fevereiro/fev,março,abril/abr,maio/mai,junho/jun,julho/jul,agosto/ago,setembro/set,outubro/out,novembro/nov,dezembro/dez.",
);
const MARCH: readonly Entry[] = months(",,mar", { caution: true });
const DECEMBER: readonly Entry[] = all("dez", { tag: "month", month: 12, orNumber: 10 });

const ONES = ["um", "dois/duas", "três", "quatro", "cinco", "seis", "sete", "oito", "nove"];

const NUMBERS: readonly Entry[] = [
  ...numbers(
    "zero,um/uma,dois/duas,três,quatro,cinco,seis/meia dúzia,sete,oito,nove,dez,onze,doze,treze,catorze/quatorze,quinze,dezesseis/dezasseis,dezessete/dezassete,dezoito,dezenove/dezanove",
    0,
  ),
  ...["vinte", "trinta", "quarenta", "cinquenta", "sessenta", "setenta", "oitenta", "noventa"].flatMap(
    (ten, index) => [
      ...number(ten, (index + 2) * 10),
      ...ONES.flatMap((one, value) =>
        one.split("/").flatMap((word) => number(`${ten} e ${word}`, (index + 2) * 10 + value + 1)),
      ),
      ...number(`${ten} e uma`, (index + 2) * 10 + 1),
    ],
  ),
  ...number("um par de,uns dois,umas duas", 2),
  ...all("à uma,às uma", {
    tag: "number",
    value: 1,
    digits: false,
    text: "1",
    strict: true,
    hour: true,
  }),
];

const ORDINALS: readonly Entry[] = ordinals("primeiro/primeira,segundo,terceiro/terceira,quarto,quinto");

const UNITS: readonly Entry[] = [
  ...unit("minuto,minutos,min,mins,minutinhos", "minute"),
  ...unit("hora,horas,h,hr,hrs,hs", "hour", { oclock: true }),
  ...unit("dia", "day", { cue: true }),
  ...unit("dias", "day"),
  ...unit("dia útil,dias úteis,dia de trabalho,dias de trabalho", "business-day"),
  ...unit("semana,semanas", "week"),
  ...unit("quinzena,quinzenas", "week", { count: 2 }),
  ...unit("mês,meses", "month"),
  ...unit("trimestre,trimestres", "month", { count: 3 }),
  ...unit("ano,anos", "year"),
  ...amount("meia hora,meia horinha", "minute", 30),
  ...amount("quarto de hora", "minute", 15),
  ...amount("três quartos de hora", "minute", 45),
  ...amount("horinha", "minute", 60),
];

const DAYS: readonly Entry[] = [
  ...day("hoje,hj", 0),
  ...day("amanhã,amanha,amnh,amanhã,amã", 1),
  ...day("depois de amanhã,depois d'amanhã", 2),
  ...day("ontem", -1),
  ...day("anteontem,antes de ontem", -2),
  ...day(
    "hoje à noite,esta noite,essa noite,hoje de noite,hoje a noite,hj a noite,hj à noite,nesta noite",
    0,
    {
      part: "tonight",
    },
  ),
  ...day("ontem à noite,ontem a noite,noite passada", -1, { part: "tonight" }),
];

const PARTS: readonly Entry[] = [
  ...all("manhã,de manhã,pela manhã,da manhã,na parte da manhã,à manhã,manhãs,na manhã,de manhãzinha", {
    tag: "part",
    part: "morning",
  }),
  ...all("de manhã cedo,logo cedo,bem cedo,cedinho,logo de manhã,manhã cedo,cedo de manhã", {
    tag: "part",
    part: "early-morning",
  }),
  ...all("cedo", { tag: "part", part: "early-morning", behind: true }),
  ...all("almoço,hora do almoço,hora de almoço", { tag: "part", part: "lunch" }),
  ...all("à tarde,da tarde,de tarde,pela tarde,na parte da tarde,tardinha,à tardinha,tardes,na tarde", {
    tag: "part",
    part: "long-afternoon",
  }),
  ...all("tarde,a tarde", { tag: "part", part: "long-afternoon", behind: true }),
  ...all("à noite,da noite,de noite,pela noite,noite,noites,noitinha,na noite", {
    tag: "part",
    part: "night",
  }),
  ...all("a noite", { tag: "part", part: "night", behind: true }),
  ...all("da madrugada,de madrugada,madrugada,na madrugada,pela madrugada", {
    tag: "part",
    part: "small-hours",
  }),
  ...all("meio dia,meiodia", { tag: "moment", moment: "noon" }),
  ...all("meia noite,meianoite", { tag: "moment", moment: "midnight" }),
];

const DEADLINES: readonly Entry[] = [
  ...all(
    "fim do dia,final do dia,o fim do dia,o final do dia,fim do expediente,final do expediente,o fim do expediente,o final do expediente,final da tarde de trabalho,eod,cob",
    { tag: "deadline", period: "day" },
  ),
  ...all("fim da semana,final da semana,o fim da semana,o final da semana,final desta semana", {
    tag: "deadline",
    period: "week",
  }),
  ...all("fim do mês,final do mês,o fim do mês,o final do mês,fim deste mês,final deste mês", {
    tag: "deadline",
    period: "month",
  }),
  ...all("fim do ano,final do ano,o fim do ano,o final do ano,fim de ano,final de ano", {
    tag: "deadline",
    period: "year",
  }),
];

const HOLIDAYS: readonly Entry[] = [
  ...holiday("natal,dia de natal", 12, 25),
  ...holiday("véspera de natal,consoada", 12, 24),
  ...holiday("réveillon,reveillon,véspera de ano novo,passagem de ano", 12, 31),
  ...holiday("ano novo,dia de ano novo", 1, 1),
];

const UNKNOWN: readonly Entry[] = structure(
  "unknown",
  "sexta feira santa,quarta feira de cinzas,terça feira de carnaval,terça gorda,domingo de páscoa,black friday,cyber monday,segunda vez,segunda opção,segunda parte,segunda fase,segunda via,segunda chance,segunda mão,segunda guerra,segunda edição,segunda temporada,segunda dose,segunda tentativa,segunda rodada,segunda divisão,segunda língua,segunda pessoa,segunda linha,terça parte,quarta vez,quarta parte,quarta temporada,quarta fase,quarta rodada,quinta vez,quinta avenida,quinta série,quinta temporada,sexta vez,sexta série,sexta temporada,uma segunda,a quinta parte,quinta da,sexto sentido,boa noite,boa tarde,bom dia,boa madrugada,um dia,até mais,de hora em hora,de segunda mão,por dia,por semana,por mês,por ano,ao mês,mais tarde demais,primeira vez,pela primeira vez,de primeira,mais ou menos isso,hora extra,um tempo",
);

const MODIFIERS: readonly Entry[] = [
  ...all("próximo,próxima,próximos,próximas,que vem,seguinte,prox,próx", {
    tag: "modifier",
    modifier: "next",
    behind: true,
  }),
  ...all("este,esta,esse,essa,nesta,nessa,neste,nesse,desta,dessa,deste,desse", {
    tag: "modifier",
    modifier: "this",
  }),
  ...all("passado,passada,passados,último,última,anterior", {
    tag: "modifier",
    modifier: "last",
    behind: true,
  }),
  ...all("que vem aí", { tag: "modifier", modifier: "coming", behind: true }),
];

const FREQUENCIES: readonly Entry[] = [
  ...all("diário,diária,diariamente", { tag: "frequency", frequency: "DAILY", interval: 1 }),
  ...all("semanal,semanalmente", { tag: "frequency", frequency: "WEEKLY", interval: 1 }),
  ...all(
    "quinzenal,quinzenalmente,de quinze em quinze dias,de 15 em 15 dias,semana sim semana não,de duas em duas semanas",
    { tag: "frequency", frequency: "WEEKLY", interval: 2 },
  ),
  ...all("dia sim dia não,dia sim e dia não", { tag: "frequency", frequency: "DAILY", interval: 2 }),
  ...all("mensal,mensalmente", { tag: "frequency", frequency: "MONTHLY", interval: 1 }),
  ...all("trimestral,trimestralmente", { tag: "frequency", frequency: "MONTHLY", interval: 3 }),
  ...all("anual,anualmente", { tag: "frequency", frequency: "YEARLY", interval: 1 }),
  ...all("bissemanal", { tag: "unclear-frequency", frequency: "WEEKLY", interval: 2 }),
  ...all("bimensal,bimestral", { tag: "unclear-frequency", frequency: "MONTHLY", interval: 2 }),
];

const STRUCTURE: readonly Entry[] = [
  ...structure("a", "um,uma", { hour: true }),
  ...structure("the", "o,os"),
  ...structure("the", "as", { clock: true }),
  ...structure("in", "em,daqui a,daqui,dentro de,daqui há,daqui à,daqui uns", { onward: true, soft: true }),
  ...structure("on", "na,no,nas,nos,num,numa"),
  ...structure("at", "às,pelas,lá pelas,ás,à partir das", { range: true }),
  ...structure("at", "ao,à,aos,pro,pra,p", { soft: true, range: true }),
  ...structure("to", "a"),
  ...structure("by", "no máximo até,até no máximo,o mais tardar,no mais tardar,no máximo", { post: true }),
  ...structure("by", "para as,pras", { toHour: true }),
  ...structure("due", "vence,vencimento,entrega até,para entregar até"),
  ...structure("deadline-word", "prazo,deadline,data limite,data de entrega"),
  ...structure("for", "para,pra,para o,para a,pro dia", { due: true, range: true }),
  ...structure("for", "por,durante"),
  ...structure("from", "desde,a partir de", { range: true }),
  ...structure("from", "das,a partir das,desde as", { range: true, clock: true }),
  ...structure("from", "a partir do,desde o"),
  ...structure("of", "de,do,da,dos", { range: true }),
  ...structure("until", "até,até as,até às,até a,até o,até ao,até à,té"),
  ...structure("and", "e", { bare: true }),
  ...structure("or", "ou"),
  ...structure("minus", "menos"),
  ...structure("before", "antes de,antes da,antes das,antes do"),
  ...structure("after", "depois de,depois da,depois das,depois do,após,após as,após a,após o"),
  ...structure("within", "nas próximas,nos próximos,em até,no prazo de"),
  ...structure("between", "entre,entre as,entre a,entre o"),
  ...structure("half", "meia,meio"),
  ...structure("quarter", "quarto,um quarto"),
  ...structure("three-quarters", "três quartos"),
  ...structure("oclock", "horas em ponto,h em ponto", { marker: true }),
  ...structure("ago", "atrás"),
  ...structure("ago-before", "há,faz,há cerca de"),
  ...structure("from-now", "a partir de hoje,a partir de agora"),
  ...structure("every", "todo,toda,todos os,todas as,cada,a cada,todo o,toda a,todos"),
  ...structure("every-other-post", "alternados,alternadas,sim e outra não,sim e outro não"),
  ...structure(
    "weekdays",
    "durante a semana,dias de semana,nos dias de semana,todos os dias úteis,todo dia útil,dias da semana,em dias úteis,nos dias úteis",
  ),
  ...structure("all-day", "o dia todo,dia todo,o dia inteiro,dia inteiro,todo o dia"),
  ...structure(
    "approx",
    "por volta de,por volta das,por volta do,por volta da,cerca de,cerca das,aproximadamente,mais ou menos,mais ou menos às,umas,lá pelas,lá para as,lá pras,tipo,em torno de,em torno das,perto das,lá por,tipo às",
  ),
  ...structure("ish", "e pouco,e tal,e pouquinho,e poucas"),
  ...structure("not", "não,nao,nunca,exceto,menos às,sem,nem,jamais,nenhum,nenhuma,n,ñ"),
  ...structure(
    "vague",
    "em breve,logo,o quanto antes,assim que possível,asap,um dia desses,qualquer dia,daqui a pouco,daqui a uns dias,daqui a alguns dias,já já,jajá,o mais rápido possível,imediatamente,qualquer hora,daqui uns dias,depois de almoçar,depois de jantar,depois do jantar,depois do trabalho,em alguns dias",
  ),
  ...structure("later", "mais tarde,depois"),
  ...structure("earlier", "mais cedo,antes"),
  ...structure("postpone", "adiar,adiado,adia,adiada,empurrar,atrasar"),
  ...structure("advance", "adiantar,adiantado,adianta,antecipar,antecipado"),
  ...structure("end-of", "fim de,fim do,fim da,final de,final do,final da,finais de"),
  ...structure("start-of", "começo de,começo do,começo da,início de,início do,início da,princípio de"),
  ...structure("middle-of", "meados de,meio de,meio do,meio da"),
  ...structure("week-of", "semana do dia,semana de"),
  ...structure(
    "weekend",
    "fim de semana,final de semana,fds,finde,fins de semana,finais de semana,fim de semana",
  ),
  ...structure(
    "first-thing",
    "logo na primeira hora,primeira hora,na primeira hora,à primeira hora,assim que acordar",
  ),
  ...structure("now", "agora,já"),
  ...structure("times", "vezes"),
  ...structure(
    "recurrence-unclear",
    "uma vez por semana,duas vezes por semana,três vezes por semana,uma vez por mês,duas vezes por mês,uma vez por ano,uma vez por dia,de vez em quando",
  ),
  ...structure(
    "filler",
    "em ponto,exatamente,por favor,pfv,pf,pfvr,horário local,ao longo de,certinho,mesmo,lá,então,sem falta,no dia de",
  ),
  ...structure(
    "function",
    "é,são,era,está,tá,estou,tô,estamos,seria,será,se,mas,porque,quando,com,que,a gente,eu,você,vc,vcs,vocês,tu,ele,ela,nós,eles,elas,me,te,nos vemos,meu,minha,teu,tua,seu,sua,nosso,nossa,aqui,ali,aí,sim,ok,okay,bom,bem,bora,beleza,blz,perfeito,ótimo,obrigado,obrigada,valeu,talvez,posso,pode,podes,podemos,podem,consigo,consegue,dá,dava,dar,rola,fica,ficou,vejo,ver,vemos,encontro,encontramos,vem,vens,venho,vamos,vou,vai,vão,ir,chego,chega,saio,sai,começa,termina,tenho,tem,temos,têm,tinha,também,só,ainda,quem,quê,o que,onde,como,qual,quanto,reunião,marcar,marcado,marcada,marquei,marcamos,pode ser,que tal,não esqueça,não esquece,não esqueças,não se esqueça,não te esqueças,não esquecer,não esqueçam,por que não,porque não,livre,disponível,acho,preciso,precisa,precisamos,devo,deve,casa,jantar,almoçar,prefere,prefiro,melhor,feito,aula,trabalho",
  ),
  ...structure("suggest", "que tal às"),
  ...structure("subject", "aquele,aquela"),
  ...structure(
    "counted",
    "pessoas,pessoa,convidados,crianças,reais,real,euros,euro,contos,graus,porcento,quilos,kg,km,quilómetros,quilômetros,metros,segundos,páginas,pontos,lugares,ingressos,bilhetes,garrafas,andares,andar,quartos,peças,adultos,amigos,amigas,dólares,litros,gramas,cm,gols,golos,estrelas,pizzas,vezes mais,anos de idade",
  ),
  ...structure("greeting", "boa,bom,feliz,ótima,ótimo,excelente"),
];

const CONTEXT: ContextWords = {
  moves: /(?:mud|remarc|adi|transfer|pass|antecip|troc)[a-zãáéç]*[^.!?\n]{0,30}$/i,
  movesBehind: /^[^.!?\n]{0,40}(?:remarcad|adiad|transferid|mudad)/i,
  attending: wordSet(
    "posso poder consigo vou ir estar livre disponível na no em a antes dá é mais vai dar pra para conseguir estarei rola tenho quero",
  ),
  denialReach: 5,
  unplannedBehind: wordSet("de atrás antes depois a mais no que daqui atrasado atrasada"),
  unplannedBefore: wordSet(
    "dormi trabalhei demorou demora levou leva esperei há faz quase só ou - últimas últimos passei mais atraso",
  ),
  breaks: wordSet("mas porque então porém senão"),
};

export const PORTUGUESE: Lexicon = createLexicon(
  [
    ...UNIVERSAL,
    ...ORDINALS,
    ...NUMBERS,
    ...STRUCTURE,
    ...UNITS,
    ...WEEKDAYS,
    ...MONTHS,
    ...MARCH,
    ...DECEMBER,
    ...DAYS,
    ...PARTS,
    ...DEADLINES,
    ...HOLIDAYS,
    ...MODIFIERS,
    ...FREQUENCIES,
    ...UNKNOWN,
    ["pm", { tag: "meridiem", pm: true }],
    ["am", { tag: "meridiem", pm: false }],
  ],
  {
    language: "pt",
    context: CONTEXT,
    bareMorningHours: "as-written",
    hourForms: "clock",
  },
);
