/**
 * @file How people put a change of a draft's length, end, place or title, in eight languages: a table of whole sentences,
 * for `draft-edit.ts`. `O` stands for what is changed, `D` for a length, `T` for a time of day, `P` for a place, `N` for a
 * name. The lists other than English need review by native speakers.
 */

import type { Language } from "#calendar/resolution";

export interface EditForms {
  /** Before and behind the order, and no part of it. */
  readonly opening: string;
  readonly closing: string;
  /** Opens a correction that says nothing but the new length or end. */
  readonly correction: string;
  /** "It", what a draft is called anyway, a name with its article. */
  readonly it: string;
  readonly named: string;
  readonly length: readonly string[];
  readonly longer: readonly string[];
  readonly shorter: readonly string[];
  readonly end: readonly string[];
  /** A new place, said to be one; and what something is moved to, which may be a date. */
  readonly place: readonly string[];
  readonly moved: readonly string[];
  readonly title: readonly string[];
  /** A bare hour as the resolver reads it. */
  readonly clock: string;
}

/** One form a line. */
const lines = (text: string): readonly string[] => text.trim().split(/\s*\n\s*/u);

const en: EditForms = {
  opening:
    "hm+|oh|ok|okay|no|sorry|actually|please|can you|could you|would you|well|and|then|also|but|just|let's",
  closing: "please|instead|then|thanks|thank you|actually|too|now",
  correction: "actually|no|rather|sorry|better|i meant|i mean|make that",
  it: "it|that|this|the (?:draft|event|invite|invitation|entry|appointment|meeting)",
  named: "(?:the|my|our) [^,.;:?!]{1,50}?",
  length: lines(`(?:make|set|let|have) O (?:be |last |take )?(?:for )?D(?: long)?
    O (?:lasts?|should last|will last|should take|takes|should be|is|will be|needs to be|goes on for|runs for)(?: for)? D(?: long)?
    (?:extend|shorten|lengthen|stretch|cut) O (?:down )?to D
    (?:change|set|make|put) (?:the|its) (?:length|duration)(?: (?:of|for) O)? (?:to |at )?D`),
  longer: lines(`make O D longer
    (?:extend|lengthen|stretch|prolong) O by D`),
  shorter: lines(`make O D shorter
    (?:shorten|cut) O by D`),
  end: lines(`O (?:lasts?|goes on|runs|goes|ends|finishes|stops|will end|should end|should last|will last|is) (?:until|till|to) T
    O (?:ends|finishes|stops|will end|should end|will finish|should finish) (?:at|by) T
    (?:make|let|have|extend) O (?:last |end |run |go on |go |finish |be )?(?:until|till|to) T
    (?:make|let|have) O (?:end|finish|stop) at T
    (?:change|set|make|move) the end(?: time)?(?: (?:of|for) O)? (?:to |at )?T`),
  place:
    lines(`(?:change|set|switch|update|make|move) (?:the|its) (?:place|location|venue|address|room)(?: (?:of|for) O)?(?: to|:) P
    the new (?:place|location|venue|address) is P
    the (?:place|location|venue|address) is now P
    O (?:takes place|is now|will now be|is held|is happening) (?:at|in) P`),
  moved: lines(`(?:move|shift|relocate) O to (?=(?:the|my|our) )P`),
  title:
    lines(`(?:call|name|title|rename) (?:it|this|that|the (?:draft|event|invite|entry|appointment|meeting)) (?:to |as |into )?N
    rename O (?:to|as|into) N
    (?:change|set|switch|update|make) (?:the|its) (?:title|name)(?: (?:of|for) O)?(?: to|:)? N`),
  clock: "at ",
};

const de: EditForms = {
  opening: "hm+|ok|okay|nein|doch|eigentlich|bitte|kannst du|könntest du|und|dann|aber|sorry|ach|also",
  closing: "bitte|danke|stattdessen|doch|lieber|mal",
  correction: "eigentlich|nein|doch|doch lieber|lieber|eher|doch eher|ich meinte",
  it: "es|das|ihn|sie|den termin|das treffen|den entwurf|die besprechung|der termin|die einladung",
  named: "(?:der|die|das|den|dem) [^,.;:?!]{1,50}?",
  length: lines(`(?:mach|mache|setz|setze) O (?:doch |bitte |lieber )?(?:auf )?D(?: lang)?
    O (?:dauert|geht|soll)(?: doch| jetzt| nur| aber)? D(?: lang)?(?: dauern| gehen)?
    (?:verlänger|verlängere|verkürz|verkürze|kürze) O auf D
    (?:ändere|änder|setz|setze|stell|stelle) die (?:dauer|länge)(?: (?:von|des|der) O)? (?:auf|zu) D`),
  longer: lines(`(?:mach|mache) O (?:um )?D länger
    (?:verlänger|verlängere) O um D`),
  shorter: lines(`(?:mach|mache) O (?:um )?D kürzer
    (?:verkürz|verkürze|kürze) O um D`),
  end: lines(`O (?:dauert|geht|läuft|endet|soll)(?: doch| jetzt| aber)? bis T(?: gehen| dauern| enden)?
    O endet(?: doch| jetzt| aber)? um T
    O soll(?: doch| jetzt| aber)? um T enden
    (?:mach|mache|lass|verlänger|verlängere) O bis T(?: gehen| dauern| laufen)?
    (?:ändere|änder|setz|setze|stell|stelle) das ende (?:auf|um) T`),
  place:
    lines(`(?:ändere|änder|setz|setze|stell|stelle|verleg|verlege) den (?:ort|treffpunkt|raum)(?: (?:von|des|der) O)?(?: auf| zu| in| nach|:) P
    (?:der )?neuer? (?:ort|treffpunkt|raum)(?: ist|:) P
    der (?:ort|treffpunkt) ist (?:jetzt|nun) P
    O findet (?:jetzt |nun |doch )?(?:in|im|bei|beim) P statt`),
  moved: lines(`(?:verleg|verlege|verschieb|verschiebe) O (?:in|nach|zu|an) (?=(?:die|den|das|der|dem) )P
    (?:verleg|verlege|verschieb|verschiebe) O (?:ins|zum|zur) P`),
  title:
    lines(`(?:nenn|nenne) (?:es|das|ihn|sie|den termin|den entwurf|das treffen) (?:lieber |doch |jetzt |bitte )?N
    (?:benenn|benenne) O (?:um )?in N(?: um)?
    (?:ändere|änder|setz|setze) den (?:titel|namen)(?: (?:von|des|der) O)? (?:auf|zu|in) N`),
  clock: "um ",
};

const fr: EditForms = {
  opening:
    "ok|non|en fait|finalement|plutôt|s'il te plaît|s'il vous plaît|peux-tu|tu peux|pouvez-vous|et|alors|désolé|désolée|mais",
  closing: "s'il te plaît|s'il vous plaît|stp|svp|plutôt|merci|finalement",
  correction: "en fait|non|finalement|plutôt|mieux|je voulais dire",
  it: "ça|cela|il|elle|le brouillon|l'événement|le rendez-vous|la réunion",
  named: "(?:le |la |l'|les )[^,.;:?!]{1,50}?",
  length: lines(`(?:fais|faites)(?:-le|-la) durer D
    (?:fais|faites) durer O D
    (?:mets|mettez)(?:-le|-la) (?:sur|à) D
    O (?:dure|durera|doit durer|va durer)(?: plutôt| finalement)? D
    (?:change|mets|modifie|passe|changez|mettez) la durée(?: (?:de|du) O)? à D
    (?:prolonge|rallonge|raccourcis)-l[ea] à D
    (?:prolonge|rallonge|raccourcis) O à D`),
  longer: lines(`(?:prolonge|rallonge)(?:-le|-la| O) (?:de |d')D`),
  shorter: lines(`raccourcis(?:-le|-la| O) (?:de |d')D`),
  end: lines(`O (?:dure|finit|se termine|va|durera|finira)(?: plutôt| finalement)? jusqu'à T
    O (?:finit|se termine|finira)(?: plutôt| finalement)? à T
    (?:prolonge|rallonge)(?:-le|-la| O) jusqu'à T
    (?:change|mets|modifie) l'heure de fin à T`),
  place:
    lines(`(?:change|mets|modifie|remplace|changez|modifiez) (?:le lieu|l'endroit|l'adresse|la salle)(?: (?:de|du) O)?(?: à| en| pour| par| :) P
    le nouveau lieu est P
    O (?:a lieu|aura lieu) (?:finalement |maintenant )?(?=(?:à|au|chez|dans) )P`),
  moved: lines(`(?:déplace|mets)(?:-le|-la| O) (?=(?:à la|au|à l'|chez|dans) ?)P`),
  title: lines(`(?:appelle|nomme|intitule|renomme)-l[ea] (?:en )?N
    renomme O en N
    (?:change|modifie|mets|changez|modifiez) (?:le titre|le nom)(?: (?:de|du) O)? (?:en|à|pour|par) N`),
  clock: "à ",
};

const it: EditForms = {
  opening: "ok|no|anzi|in realtà|per favore|puoi|potresti|e|allora|scusa|ma",
  closing: "per favore|grazie|invece|piuttosto",
  correction: "anzi|in realtà|no|meglio|piuttosto|volevo dire",
  it: "la bozza|l'evento|l'appuntamento|la riunione|questo|questa",
  named: "(?:il |lo |la |l'|i |gli |le )[^,.;:?!]{1,50}?",
  length: lines(`(?:fallo|falla)(?: durare)? (?:di |per )?D
    (?:fai|fa') durare O D
    (?:O )?(?:dura|durerà|deve durare)(?: invece)? D
    (?:cambia|metti|imposta|modifica) la durata(?: (?:di|della|del) O)? (?:a|in|su) D
    (?:allunga|accorcia|prolunga)(?:lo|la| O) a D`),
  longer: lines(`(?:allunga|prolunga)(?:lo|la| O) (?:di |d')D`),
  shorter: lines(`accorcia(?:lo|la| O) (?:di |d')D`),
  end: lines(`(?:O )?(?:dura|finisce|termina|va)(?: invece)? fino (?:alle|all'|a) ?T
    (?:O )?(?:finisce|termina)(?: invece)? (?:alle|all'|a) ?T
    (?:allunga|prolunga)(?:lo|la| O) fino (?:alle|a) T`),
  place:
    lines(`(?:cambia|metti|sposta|imposta|modifica) (?:il luogo|il posto|l'indirizzo|la sala)(?: (?:di|della|del) O)?(?: in| a| con| alla| al|:) P
    il nuovo (?:luogo|posto) è P`),
  moved: lines(`(?:spostalo|spostala) (?=(?:in|alla|al|nella|nel|a casa) )P
    sposta O (?=(?:in|alla|al|nella|nel|a casa) )P`),
  title: lines(`(?:chiama|rinomina|intitola)l[oa](?: in| come)? N
    rinomina O in N
    (?:cambia|metti|modifica) il (?:titolo|nome)(?: (?:di|della|del) O)? in N`),
  clock: "alle ",
};

const pt: EditForms = {
  opening: "ok|não(?=,)|na verdade|aliás|por favor|você pode|pode|podes|e|então|desculpa|mas",
  closing: "por favor|obrigado|obrigada|em vez disso|então",
  correction: "na verdade|aliás|não|melhor|quis dizer",
  it: "isso|ele|ela|o rascunho|o evento|a reunião|o compromisso",
  named: "(?:o|a|os|as) [^,.;:?!]{1,50}?",
  length: lines(`(?:faça|faz|deixa|deixe|coloca|coloque)(?:-o|-a| O)? (?:durar |com |de |por )D
    (?:O )?(?:dura|vai durar|deve durar) D
    (?:muda|mude|altera|altere|troca|troque) a duração(?: d[oae] O)? para D`),
  longer: lines(`(?:prolonga|prolongue|aumenta|aumente|estende|estenda)(?:-o|-a| O) em D`),
  shorter: lines(`(?:encurta|encurte|reduz|reduza)(?:-o|-a| O) em D`),
  end: lines(`(?:O )?(?:dura|vai|termina|acaba|vai durar) (?:até as|até às|até) T
    (?:O )?(?:termina|acaba) às T
    (?:estende|estenda|prolonga|prolongue)(?:-o|-a| O) até (?:as |às )?T`),
  place:
    lines(`(?:muda|mude|altera|altere|troca|troque) (?:o local|o lugar|o endereço|a sala)(?: d[oae] O)? para P
    o novo (?:local|lugar) é P`),
  moved: lines(`(?:muda|mude|passa|passe)(?:-o|-a| O) para (?=(?:a|o) )P`),
  title: lines(`(?:chama|chame)(?:-o|-a)? (?:isso )?de N
    (?:renomeia|renomeie)(?:-o|-a| O) (?:para|como) N
    (?:muda|mude|altera|altere|troca|troque) o (?:título|nome)(?: d[oae] O)? para N`),
  clock: "às ",
};

const es: EditForms = {
  opening: "ok|no(?=,)|en realidad|mejor|por favor|puedes|podrías|y|entonces|perdona|pero",
  closing: "por favor|gracias|en vez de eso|mejor",
  correction: "en realidad|mejor|no|al final|quería decir",
  it: "eso|esto|el borrador|el evento|la cita|la reunión",
  named: "(?:el|la|los|las) [^,.;:?!]{1,50}?",
  length: lines(`(?:hazlo|hazla)(?: durar)? (?:de )?D
    (?:haz )?que (?:O )?dure D
    (?:O )?(?:dura|durará|debe durar) D
    (?:cambia|pon|ajusta|modifica) la duración(?: de O)? (?:a|en) D
    (?:alárg|acórt)al[oa] a D`),
  longer: lines(`(?:alárgal[oa]|prolóngal[oa]) D
    (?:alarga|prolonga) O D`),
  shorter: lines(`acórtal[oa] D
    acorta O D`),
  end: lines(`(?:O )?(?:dura|termina|acaba|llega|va) (?:hasta las|hasta la|hasta) T
    (?:O )?(?:termina|acaba) a las T
    alárgal[oa] hasta (?:las )?T
    alarga O hasta (?:las )?T`),
  place:
    lines(`(?:cambia|pon|modifica) (?:el lugar|el sitio|la dirección|la sala)(?: de O)?(?: a| por| en|:) P
    el nuevo (?:lugar|sitio) es P`),
  moved: lines(`(?:muévelo|muévela|pásalo|pásala) (?=(?:a la|al|a casa) )P
    (?:mueve|pasa) O (?=(?:a la|al|a casa) )P`),
  title: lines(`(?:llámal[oa]|renómbral[oa])(?: a| como)? N
    renombra O (?:a|como) N
    (?:cambia|pon|modifica) el (?:título|nombre)(?: de O)? (?:a|por|en) N`),
  clock: "a las ",
};

const MADE_HINDI = "(?:कर दो|करो|कर दें|कर दीजिए|बना दो|रखो|रख दो|रख दें)";
const hi: EditForms = {
  opening: "ठीक है|नहीं(?=,)|असल में|दरअसल|कृपया|और|फिर|अच्छा|माफ़ करना",
  closing: "कृपया|प्लीज़|धन्यवाद",
  correction: "नहीं|असल में|दरअसल|बल्कि",
  it: "इसे|उसे|यह|वह|मीटिंग को|बैठक को|मीटिंग|बैठक|ड्राफ़्ट को",
  named: "[^,.;:?!।]{1,50}?(?: को)?",
  length: lines(`(?:इसे|उसे|O) D (?:का|की|के) ${MADE_HINDI}
    O D (?:चलेगा|चलेगी|की होगी|का होगा)
    (?:इसकी |O की )?अवधि D ${MADE_HINDI}`),
  longer: lines(`O D (?:और )?(?:लंबा|लंबी|बढ़ा) ${MADE_HINDI}`),
  shorter: lines(`O D (?:छोटा|छोटी|कम) ${MADE_HINDI}`),
  end: lines(`O T तक (?:चलेगा|चलेगी|${MADE_HINDI})`),
  place: lines(`(?:इसकी |O की )?(?:जगह|स्थान) (?:बदलकर |बदल कर )?P ${MADE_HINDI}`),
  moved: [],
  title: lines(`(?:इसका |O का )?(?:नाम|शीर्षक) (?:बदलकर |बदल कर )?N ${MADE_HINDI}`),
  clock: "",
};

const ITS_THAI = "(?:มัน|นัดนี้|นัด|ร่างนี้|ร่าง|ประชุม|กิจกรรม)?";
const th: EditForms = {
  opening: "ช่วย|กรุณา|รบกวน|โอเค|ที่จริง|จริงๆ แล้ว|จริงๆแล้ว",
  closing: "ครับ|ค่ะ|คะ|นะ|หน่อย|ด้วย|ที|แทน|ขอบคุณ",
  correction: "ที่จริง|จริงๆ แล้ว|จริงๆแล้ว|ไม่ใช่|เอาเป็น|ขอเป็น",
  it: "มัน|นัดนี้|นัด|ร่าง",
  named: "[^,.?!]{1,40}?",
  length: lines(`(?:ทำให้|ให้|ปรับ|เปลี่ยน|ตั้ง)${ITS_THAI}(?:เป็น|ยาว|ใช้เวลา|นาน)+ ?D
    ${ITS_THAI}(?:ใช้เวลา|ยาว|นาน) ?D
    เปลี่ยน(?:ระยะเวลา|ความยาว)${ITS_THAI}เป็น ?D`),
  longer: lines(`(?:เพิ่มเวลา|ขยายเวลา|ต่อเวลา)(?:อีก)? ?D`),
  shorter: lines(`(?:ลดเวลา|ลดเวลาลง) ?D`),
  end: lines(`${ITS_THAI}(?:ถึง|เลิก|จบ|สิ้นสุด)(?:ถึง|ตอน)? ?T
    ให้${ITS_THAI}(?:ถึง|เลิก|จบ)(?:ตอน)? ?T`),
  place: lines(`เปลี่ยน(?:สถานที่|ที่นัด|ที่ประชุม)(?:นัด|ประชุม)?เป็น ?P`),
  moved: [],
  title: lines(`(?:เปลี่ยนชื่อ|ตั้งชื่อ|เรียก)${ITS_THAI}(?:เป็น|ว่า) ?N`),
  clock: "",
};

export const EDIT_FORMS: Readonly<Record<Language, EditForms>> = { en, de, fr, it, pt, es, hi, th };
