/**
 * @file What a person's request asks the agent to do, read by code from cue words in eight languages. Models of tier S
 * and M are never asked whether to act (spec messages-calendar 3); this decides, and when it cannot, nothing is done.
 */

import type { Language } from "#calendar/resolution";
import { LEXICONS } from "#agent/lexicon";
import { fold, foldedWords } from "#agent/text";

export type Intent =
  /** Into the calendar. */
  | "add"
  | "move"
  | "cancel"
  | "tasks"
  | "free"
  | "accept"
  | "note"
  | "summarise"
  /** Only a person may: send, share, export, delete conversations, change settings (A3). */
  | "refuse"
  /** A question. */
  | "ask"
  | "chat";

const list = (text: string): readonly string[] => text.trim().split(/\s*\|\s*|\s*\n\s*/);

/** A request has this intent when it holds one of `any` and, where given, one of `with` and none of `without`. */
interface Cue {
  readonly intent: Intent;
  readonly any: readonly string[];
  readonly with?: readonly string[];
  readonly without?: readonly string[];
}

const DELETE =
  list(`delete | remove | erase | wipe | clear | lösche | löschen | entferne | supprime | supprimer | efface | elimina
  cancella | apaga | apagar | exclui | excluir | borra | borrar | elimina | हटाओ | हटा दो | मिटा दो | डिलीट | ลบ`);
const CONVERSATION =
  list(`thread | chat | conversation | conversations | messages | message | import | history | contact | unterhaltung
  chatverlauf | verlauf | nachrichten | nachricht | discussion | fil | messages | conversazione | messaggi | conversa | mensagens
  conversación | mensajes | hilo | चैट | बातचीत | संदेश | แชท | แชต | ข้อความ | บทสนทนา | การสนทนา`);
const EVENT =
  list(`event | events | meeting | appointment | review | draft | calendar | invite | invitation | termin | entwurf
  besprechung | treffen | rendez-vous | réunion | brouillon | appuntamento | riunione | bozza | reunião | compromisso | rascunho
  reunión | cita | borrador | मीटिंग | बैठक | ประชุม | นัด | ร่าง`);

/** In order: the first that holds decides. */
const CUES: readonly Cue[] = [
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
    any: list(`move | reschedule | postpone | push back | push it | push the | shift | bring forward | hour later | hours later | minutes later
    hour earlier | verschiebe | verschieben | verlege | verlegen | später | früher | déplace | déplacer | décale | décaler | reporte
    sposta | rimanda | posticipa | anticipa | adia | adiar | remarca | remarcar | mova | mueve | mover | aplaza | retrasa | adelanta
    आगे बढ़ाओ | आगे बढ़ा दो | खिसकाओ | बाद में करो | เลื่อน | ย้าย`),
  },
  {
    intent: "accept",
    any: list(`accept | decline | rsvp | confirm the invite | confirm the invitation | annehmen | zusagen | akzeptiere | nimm an | absagen
    accepte | accepter | refuse l'invitation | accetta | rifiuta | aceita | aceitar | recusa | acepta | aceptar | rechaza
    स्वीकार | मंज़ूर | ตอบรับ | ยอมรับ | ปฏิเสธ`),
  },
  {
    intent: "cancel",
    any: [
      ...DELETE,
      ...list(`cancel | call off | storniere | streiche | sag ab | absagen | annule | annuler | annulla | cancela | cancelar | anula
    रद्द | ยกเลิก`),
    ],
    with: EVENT,
  },
  {
    intent: "tasks",
    any: list(`task | tasks | to-do | to-dos | todo | todos | action items | do i have to do | do i need to do | should i do | my jobs | aufgabe
    aufgaben | was muss ich | was habe ich zu tun | tâche | tâches | dois-je faire | à faire | compito | compiti | devo fare | cose da fare | attività
    tarefa | tarefas | tenho que fazer | preciso fazer | tarea | tareas | tengo que hacer | pendientes
    मेरे काम | मेरा काम | काम क्या | कार्य | मुझे क्या करना | งานของฉัน | งานของผม | งานอะไร | งานที่ต้องทำ | ต้องทำอะไร | รายการงาน`),
  },
  {
    intent: "free",
    any: list(`am i free | am i busy | am i available | free on | anything on my calendar | what's on my calendar | what is on my calendar | my schedule
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
    create an event | create event | draft an invite | draft the invite | make an event | set up | remind me | eintragen | trag | trage
    plane | planen | hinzufügen | füge | in den kalender | im kalender | vormerken | merk vor | ajoute | ajouter | ajoutez | planifie
    planifier | mets | inscris | note dans | au calendrier | à l'agenda | dans mon agenda | aggiungi | aggiungilo | pianifica | segna
    metti | in calendario | in agenda | adiciona | adicione | adicionar | agenda | agende | agendar | marca | marque | marcar | planeja
    coloca | na agenda | no calendário | añade | añadir | agrega | agregar | agéndalo | agendar | apunta | planifica | programa | pon
    ponlo | al calendario | en el calendario | जोड़ो | जोड़ दो | जोड़ें | जोड़िए | कैलेंडर में | लिख लो | शेड्यूल | เพิ่ม | ลงปฏิทิน | ใส่ปฏิทิน
    นัดหมาย | บันทึกนัด | จดนัด | ลงตาราง`),
  },
  {
    intent: "add",
    any: list(`calendar | kalender | calendrier | agenda | calendario | calendário | कैलेंडर | ปฏิทิน`),
    with: list(`please | can you | could you | would you | bitte | kannst du | könntest du | peux-tu | pourrais-tu | puoi | potresti
    puedes | podrías | podes | pode | poderia | कृपया | क्या आप | क्या तुम | ช่วย`),
  },
  {
    intent: "summarise",
    any: list(`summarise | summarize | summary | sum up | what did i miss | catch me up | fasse zusammen | zusammenfassung | zusammenfassen | résume
    résumé | riassumi | riassunto | resume | resuma | resumo | resumen | resumir | सारांश | สรุป`),
  },
];

/** The first intent whose cues the request holds; negated requests ("don't add it") ask for nothing. */
export function readIntent(request: string, language: Language): Intent {
  const folded = fold(request.slice(0, 600));
  const line = ` ${foldedWords(folded).join(" ")} `;
  const spaceless = language === "th";
  const holds = (cues: readonly string[]): boolean =>
    cues.some((cue) => (spaceless ? folded.includes(cue) : line.includes(` ${cue} `)));
  if (isNegated(line, folded, language)) return "chat";
  const found = CUES.find(
    (cue) =>
      holds(cue.any) && (cue.with === undefined || holds(cue.with)) && !(cue.without && holds(cue.without)),
  );
  if (found !== undefined) return found.intent;
  return isQuestion(request, line, folded, language) ? "ask" : "chat";
}

/** Words around an order that are no part of what it is about. */
const POLITE =
  list(`please | can you | could you | would you | bitte | kannst du | könntest du | s'il te plaît | peux-tu | per favore | puoi
  por favor | podes | pode | puedes | कृपया | ช่วย | หน่อย | ein | an event | a meeting called | an appointment | a reminder | event | to | for | of | about`);

/** "Schedule dentist tomorrow at 3 in my calendar": the order's own words at both ends are left out. */
export function withoutOrder(request: string, language: Language): string {
  const cues = CUES.filter((cue) => cue.intent === "add").flatMap((cue) => cue.any);
  const ends = [...cues, ...POLITE].sort((left, right) => right.length - left.length);
  const spaceless = language === "th";
  let rest = request.trim().replace(/[.!?…]+$/, "");
  for (let round = 0; round < 6; round += 1) {
    const folded = fold(rest);
    if (folded.length !== rest.length) return rest;
    const opening = ends.find((cue) => folded.startsWith(spaceless ? cue : `${cue} `));
    const closing = ends.find((cue) => folded.endsWith(spaceless ? cue : ` ${cue}`));
    if (opening === undefined && closing === undefined) return rest;
    rest = rest
      .slice(
        opening?.length ?? 0,
        closing === undefined || opening !== undefined ? undefined : -closing.length,
      )
      .replace(/^[\s,:]+|[\s,:]+$/g, "");
  }
  return rest;
}

/** "don't add", "nicht eintragen", "n'ajoute pas", "मत जोड़ो", "อย่าเพิ่ม". */
const NEGATED =
  /^ (?:please )?(?:don't|do not|dont|never|ne|n'|non|não|no|nie) |\bn'\p{L}+ (?:rien|pas)\b| (?:nicht|मत) (?:eintragen|hinzufügen|planen|verschieben|जोड़)/u;

function isNegated(line: string, folded: string, language: Language): boolean {
  if (language === "th") return folded.startsWith("อย่า") || folded.startsWith("ไม่ต้อง");
  // "No, add it" takes something back and then asks.
  return NEGATED.test(line) && !/^\s*(?:no|non|não),/.test(folded);
}

function isQuestion(request: string, line: string, folded: string, language: Language): boolean {
  if (/[?？]/.test(request)) return true;
  const { questionWord, yesNoOpener } = LEXICONS[language];
  if (language === "th") return questionWord.some((word) => folded.includes(word));
  const [first = ""] = line.trim().split(" ");
  return (
    questionWord.includes(first) ||
    yesNoOpener.includes(first) ||
    (language === "hi" && [...questionWord, ...yesNoOpener].some((word) => line.includes(` ${word} `)))
  );
}
