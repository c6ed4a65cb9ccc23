/**
 * @file Cue words of requests in eight languages, for `intent.ts`: a table, not logic. Entries are folded text (`fold` in
 * text.ts). The lists other than English need review by native speakers.
 */

import type { Language } from "#calendar/resolution";
import { list } from "#shared/word-lists";

import type { Intent } from "./intent-kinds.ts";

/** What stands for "bring ... forward" once `asForward` has put its words together. */
export const MOVED_FORWARD = "moved-forward";

/**
 * How a request names the date that goes with a cue, as the resolver reads it: one it leads "to" ("change it to 5 pm"),
 * such a one that opens with its day, or what repeats ("change it to every Tuesday", not "change every name").
 */
export type DateForm = "to" | "to-day" | "series";

/** A request has this intent when it holds one of `any` and, where given, one of `with` and none of `without`. */
export interface Cue {
  readonly intent: Intent;
  readonly any: readonly string[];
  readonly with?: readonly string[];
  readonly without?: readonly string[];
  /** Asked for by a question, too: "Am I free on Friday?". */
  readonly asked?: true;
  /** An order only at its beginning: "Invite Wendy", not "the invite". */
  readonly opens?: true;
  /** An order only where nothing else is said but a date: "From now on every Tuesday at 6". */
  readonly bare?: true;
  /** Only with a date: any, or one of this form. */
  readonly dated?: "any" | DateForm;
  /** Languages in which the words mean something else. */
  readonly except?: readonly Language[];
}

export const DELETE =
  list(`delete | remove | erase | wipe | clear | lösche | löschen | entferne | supprime | supprimer | efface | elimina
  cancella | apaga | apagar | exclui | excluir | borra | borrar | elimina | हटाओ | हटा दो | मिटा दो | डिलीट | ลบ`);
const CONVERSATION =
  list(`thread | chat | conversation | conversations | messages | message | import | history | contact | unterhaltung
  chatverlauf | verlauf | nachrichten | nachricht | discussion | fil | messages | conversazione | messaggi | conversa | mensagens
  conversación | mensajes | hilo | चैट | बातचीत | संदेश | แชท | แชต | ข้อความ | บทสนทนา | การสนทนา`);
export const EVENT =
  list(`event | events | meeting | appointment | review | draft | calendar | invite | invitation | termin | entwurf
  besprechung | treffen | rendez-vous | réunion | brouillon | appuntamento | riunione | bozza | reunião | compromisso | rascunho
  reunión | cita | borrador | मीटिंग | बैठक | ประชุม | นัด | ร่าง`);

/** Said of plans and hardly of anything else. */
export const CANCEL =
  list(`cancel | call off | storniere | stornieren | absagen | sag ab | sage ab | streiche | streichen | annule | annuler | annulez | décommande
  décommander | annulla | annullare | disdici | disdire | cancela | cancele | cancelar | desmarca | desmarque | desmarcar | anula | anular | cancelemos
  रद्द | कैंसल | कैंसिल | ยกเลิก`);

/** What repeats: "every Tuesday", "dienstags". */
const EVERY =
  list(`every | each | always | daily | weekly | fortnightly | monthly | yearly | weekdays | mondays | tuesdays | wednesdays | thursdays
  fridays | saturdays | sundays | jeden | jede | jedes | alle | immer | stets | täglich | wöchentlich | monatlich | jährlich | werktags | montags
  dienstags | mittwochs | donnerstags | freitags | samstags | sonnabends | sonntags | tous les | toutes les | chaque | toujours | lundis | mardis | mercredis | jeudis
  vendredis | samedis | dimanches | segundas | terças | quartas | quintas | sextas | sábados | domingos | ogni | tutti i
  tutte le | sempre | toda | todo | todos | todas | cada | siempre | हर | प्रत्येक | ทุก`);
const FROM_NOW =
  list(`from now on | as of now | ab jetzt | ab sofort | von jetzt an | künftig | in zukunft | désormais | dorénavant | à partir de maintenant
  d'ora in poi | da ora in poi | d'ora in avanti | a partir de agora | de agora em diante | daqui em diante | a partir de ahora | de ahora en adelante
  अब से | आगे से | จากนี้ไป | ต่อจากนี้ | ต่อไปนี้ | นับจากนี้`);

/** Of a draft only where it says to when. */
const CHANGE =
  list(`change | switch | ändere | änder | stelle um | change-le | change-la | modifie | cambia | cambialo | cambiala | muda | mude | mudar
    altera | altere | cámbialo | cámbiala | cambiar | बदलो | बदल दो | बदलें | बदल दें | เปลี่ยน`);
const PASS = list(`passe | passe-le | passe-la | passa | pasa | pasar | pásalo | pásala`);
const PUT = [...PASS, ...list(`leg | lege | setz | setze`)];
/** What is not there yet is no draft to move. */
const FRESH = list(
  `einen | ein | eine | neuen | neues | kalender | un | une | nouveau | nouvelle | agenda | calendrier | nuevo | nueva | calendario`,
);
const DO_HINDI = list(`कर दो | कर दें | कर दीजिए`);
const SUMMARISE =
  list(`summarise | summarize | summary | summaries | sum up | tl;dr | tldr | tl dr | gist | recap | fasse zusammen | fass | fasse | zusammenfassung | zusammenfassen | résume
    résumé | résumer | résumez | riassumi | riassumere | riassunto | sintesi | resume | resuma | resumo | resúmeme | resumen | resumir | सारांश | संक्षेप | सार | สรุป`);

/** Whom: no tool writes guests, so people alone are told to be added by hand (guests.ts). */
const INVITE = list(
  `invite | invitez | invita | invitate | invitad | convida | convide | convidem | เชิญ | ชวน`,
);

/** "Make it 7.30". */
const MAKE_IT =
  list(`make it | make that | mach es | mach das | machen wir | machen wir es | fais-le | faisons | facciamo | fallo | faz | faça | façamos
  hazlo | hagámoslo`);

/** In order: the first that holds decides. */
export const CUES: readonly Cue[] = [
  { intent: "refuse", any: DELETE, with: CONVERSATION },
  {
    intent: "refuse",
    any: list(`send | forward | e-mail it | email it | mail it | reply to | text her | text him | share | export | download | upload | post
    copy to clipboard | open the link | open link | schicke | schick | sende | weiterleiten | teile | teilen | exportiere | envoie
    envoyer | partage | exporte | transfère | invia | manda | condividi | esporta | envia | envie | compartilha | exporta | envía
    comparte | भेजो | भेज दो | साझा करो | ส่ง | แชร์ | ส่งออก`),
  },
  {
    intent: "refuse",
    any: list(`settings | setting | time zone | timezone | password | einstellungen | zeitzone | paramètres | fuseau horaire
    impostazioni | fuso orario | configurações | fuso horário | ajustes | configuración | zona horaria | सेटिंग | समय क्षेत्र | ตั้งค่า | เขตเวลา`),
    with: list(`change | set | switch | update | reset | turn | ändere | stelle | setze | stell | change | modifie | règle | cambia | imposta | muda
    altera | mude | ajusta | cambia | pon | बदलो | बदल दो | सेट | เปลี่ยน | ตั้ง | ปรับ`),
  },
  {
    intent: "move",
    any: list(`move | reschedule | postpone | delay the | delay it | delay my | delay our | push back | push it | push the | shift | bring forward | hour later | hours later | minutes later
    hour earlier | ${MOVED_FORWARD} | verschiebe | verschieb | schieb | schiebe | verschieben | verlege | verleg | verlegen | vorziehen | später | früher | déplace | déplace-le | déplace-la | déplacer | décale
    décale-le | décale-la | décaler | repousse | repousse-le | repousse-la | repousser | reporte | reporte-le | reporte-la | sposta | spostalo | spostala | spostare | rimanda | rimandalo | rimandala
    posticipa | posticipalo | anticipa | anticipalo | adia | adiar | adie | remarca | remarcar | remarque | mova | mueve | muévelo | muévela | mover
    antecipa | antecipar | antecipe | atrasa | pospón | posponer | pospone | pospónlo | pospónla | aplaza | aplázalo | aplázala | retrasa | adelanta | adelántalo | आगे बढ़ाओ | आगे बढ़ा दो | खिसकाओ | बाद में करो | เลื่อน | ย้าย`),
  },
  { intent: "move", dated: "series", any: [...CHANGE, ...PASS], with: EVERY, without: SUMMARISE },
  { intent: "move", dated: "to", any: CHANGE, without: SUMMARISE },
  { intent: "move", any: ["push"], with: ["back"] },
  {
    intent: "move",
    dated: "any",
    any: list(`avance | avance-le | avance-la | avancer`),
    without: [...SUMMARISE, "en avance"],
  },
  {
    intent: "move",
    dated: "any",
    any: list(`zieh | ziehe | ziehen`),
    with: list(`vor | nach vorne | nach hinten`),
  },
  {
    intent: "move",
    dated: "to",
    any: PUT,
    without: [...SUMMARISE, ...FRESH],
  },
  {
    intent: "move",
    dated: "to-day",
    any: list(`mets | mets-le | mets-la`),
    without: [...SUMMARISE, ...FRESH],
  },
  {
    intent: "accept",
    any: list(`accept | decline | rsvp | confirm the invite | confirm the invitation | annehmen | zusagen | akzeptiere | nimm an
    accepte | accepter | refuse l'invitation | accetta | rifiuta | aceita | aceitar | recusa | acepta | aceptar | rechaza
    स्वीकार | मंज़ूर | ตอบรับ | ยอมรับ | ปฏิเสธ`),
  },
  {
    intent: "accept",
    any: list(`absagen | sag ab | ablehnen | lehne ab`),
    with: list(`einladung`),
  },
  { intent: "cancel", any: [...DELETE, ...CANCEL], with: EVENT },
  {
    intent: "tasks",
    asked: true,
    any: list(`task | tasks | to-do | to-dos | action items | do i have to do | do i need to do | should i do | my jobs | aufgabe
    aufgaben | was muss ich | was habe ich zu tun | tâche | tâches | dois-je faire | à faire | compito | compiti | devo fare | cose da fare | attività
    tarefa | tarefas | tenho que fazer | preciso fazer | tarea | tareas | tengo que hacer | pendientes
    मेरे काम | मेरा काम | काम क्या | कार्य | मुझे क्या करना | งานของฉัน | งานของผม | งานอะไร | งานที่ต้องทำ | ต้องทำอะไร | รายการงาน`),
  },
  { intent: "tasks", asked: true, any: ["todo", "todos"], except: ["es", "pt", "it"] },
  {
    intent: "free",
    asked: true,
    any: list(`am i free | am i busy | am i available | free on | anything on my calendar | what's on my calendar | what is on my calendar | what's in my calendar | what is in my calendar | my schedule
    bin ich frei | habe ich zeit | habe ich frei | was steht an | suis-je libre | je suis libre | sono libero | sono libera | estou livre
    estou disponível | estoy libre | tengo libre | क्या मैं खाली | क्या मैं फ़्री | खाली हूँ | ว่างไหม | ฉันว่าง | ผมว่าง`),
  },
  {
    intent: "note",
    any: list(
      `note that | make a note | save a note | write down | notiere | notiz | prends note | annota | anota | toma nota | नोट | จดไว้ | บันทึกโน้ต`,
    ),
  },
  {
    intent: "add",
    any: list(`add | plan | schedule | book | put it | put this | put that | in my calendar | to my calendar | to the calendar | in the calendar
    into my calendar | into the calendar | on my calendar | on the calendar | ajoute-le | ajoute-la | inscris-le | note-le | prenota | buche | buchen
    create an event | create event | draft an invite | draft the invite | draft an invitation | draft the invitation | make an event
    set up | pencil in | pencil it in | pencil me in | slot in | jot down an appointment | remind me | eintragen | trag | trage
    plane | planen | hinzufügen | füge | in den kalender | im kalender | vormerken | merk vor | ajoute | ajouter | ajoutez | planifie
    planifier | mets | inscris | note dans | au calendrier | à l'agenda | dans mon agenda | aggiungi | aggiungilo | pianifica | segna
    metti | in calendario | in agenda | adiciona | adicione | adicionar | agenda | agende | agendar | marca | marque | marcar | planeja
    coloca | na agenda | no calendário | añade | añadir | agrega | agregar | agéndalo | agendar | agéndame | añádelo | agrégalo | apúntalo | apunta | planifica | programa | pon
    ponlo | al calendario | en el calendario | जोड़ो | जोड़ दो | जोड़ें | जोड़िए | कैलेंडर में | लिख लो | शेड्यूल | เพิ่ม | ลงปฏิทิน | ใส่ปฏิทิน
    นัดหมาย | บันทึกนัด | จดนัด | ลงตาราง`),
  },
  {
    intent: "add",
    any: list(`make | create | draft | set | prepare | arrange | organise | organize | enter | new | erstelle | erstell | erstellen | mach | mache | leg
    lege | anlegen | vereinbare | setz | setze | crée | créer | créez | fais | faites | prépare | préparez | organise | prends | fixe | crea | creare
    fai | fissa | fissare | prepara | organizza | imposta | cria | crie | criar | faz | faça | prepare | organiza | crear | créame | haz
    बनाओ | बना दो | बनाइए | बनाएँ | बनाएं | तैयार करो | สร้าง | ทำ | ร่าง | ตั้ง`),
    with: list(`event | appointment | meeting | invite | invitation | reminder | calendar entry | termin | einladung | erinnerung | kalendereintrag
    besprechung | évènement | événement | rendez-vous | rdv | réunion | invitation | rappel | evento | appuntamento | riunione | invito
    promemoria | compromisso | reunião | convite | lembrete | cita | reunión | invitación | recordatorio | इवेंट | मीटिंग | बैठक | अपॉइंटमेंट
    निमंत्रण | आमंत्रण | रिमाइंडर | นัด | นัดหมาย | กิจกรรม | ประชุม | คำเชิญ | อีเวนต์`),
    without: list(
      `meeting agenda | meeting notes | meeting minutes | minutes | story | poem | speech | ideas`,
    ),
  },
  {
    intent: "add",
    opens: true,
    dated: "any",
    any: list(`block | block off | block out | put | fissa | vereinbare | arrange | fixe | reserve | hold | pencil | slot | blocke | blockiere | reserviere | halte | bloque | bloquez | réserve
    réservez | blocca | riserva | bloqueia | bloqueie | reserva | bloquea | ब्लॉक | บล็อก`),
  },
  { intent: "add", opens: true, any: INVITE },
  { intent: "add", opens: true, any: list(`lade | lad | ladet`), with: ["ein"] },
  { intent: "add", any: list(`बुलाओ | बुला लो | बुला लीजिए | आमंत्रित करो | आमंत्रित करें`) },
  {
    intent: "add",
    any: list(`save the date | turn | convert`),
    with: list(`date | event | appointment | meeting | invite | invitation | calendar entry`),
  },
  {
    intent: "add",
    any: list(`calendar | kalender | calendrier | agenda | calendario | calendário | कैलेंडर | ปฏิทิน`),
    with: list(`please | can you | could you | would you | bitte | kannst du | könntest du | peux-tu | pourrais-tu | puoi | potresti
    puedes | podrías | podes | pode | poderia | कृपया | क्या आप | क्या तुम | ช่วย`),
  },
  {
    intent: "summarise",
    asked: true,
    any: list(`what did i miss | what have i missed | catch me up | what's the gist | what is the gist | was habe ich verpasst | qu'ai-je manqué
    qu'est-ce que j'ai raté | cosa mi sono perso | cosa mi sono persa | o que perdi | o que eu perdi | qué me perdí | qué me he perdido
    मुझसे क्या छूटा | मैंने क्या मिस किया | พลาดอะไร`),
  },
  { intent: "move", bare: true, any: FROM_NOW, with: EVERY },
  { intent: "move", bare: true, dated: "any", any: MAKE_IT, without: ["all day"] },
  // "Schedule it every Tuesday" ends in the same words: only what nothing above is.
  { intent: "move", dated: "series", any: DO_HINDI, with: EVERY, without: SUMMARISE },
  { intent: "move", dated: "to", any: DO_HINDI, without: SUMMARISE },
  { intent: "move", dated: "any", any: ["delay"], without: SUMMARISE },
  { intent: "summarise", any: SUMMARISE },
];

/** Nouns that stand for an order where they are all that is said: "... -> action items -> invite draft". */
export const EVENT_NOUNS: ReadonlySet<string> = new Set(
  list(`invite | invitation | event | calendar event | calendar invite | calendar invitation | invite draft | invitation draft | draft invite
  draft invitation | event draft | calendar draft | calendar entry | einladung | termin | termineinladung | einladungsentwurf | terminentwurf
  kalendereintrag | entwurf der einladung | entwurf einer einladung | brouillon d'invitation | invitation | événement | évènement | rendez-vous
  invito | bozza d'invito | bozza di invito | bozza dell'invito | evento | appuntamento | convite | rascunho de convite | rascunho do convite
  compromisso | invitación | borrador de invitación | borrador de la invitación | cita | निमंत्रण | आमंत्रण | निमंत्रण का मसौदा | निमंत्रण का ड्राफ़्ट
  इवेंट | คำเชิญ | ร่างคำเชิญ | นัดหมาย`),
);

/** Orders that are nouns after one of `DETERMINERS`: "the plan", "my schedule", "minha agenda". */
export const NOUNS_TOO: ReadonlySet<string> = new Set(
  list(`plan | schedule | book | move | share | post | shift | export | download | upload | block | hold | slot | change | switch | delay | set | draft | programa | agenda
  marca | reserva | cancela | resume | transfère | reporte`),
);
export const DETERMINERS: ReadonlySet<string> = new Set(
  list(`the | a | an | my | your | our | his | her | their | this | that | any | some | next | whose | mi | tu | su | la | el | los | una | un | minha | sua
  da | na | a | uma | die | der | den | dem | einen | mein | unser | mon | ton | le | ce`),
);
