/**
 * @file An assistant spoken to and given an order about what assistants keep: drafts, approvals, threads, tools (spec
 * messages-calendar 7, D7). The order alone ("delete the drafts please") is what people ask each other, and so is a name
 * that an assistant shares with a person. Written for folded text as injection-patterns.ts is.
 */

/** Nobody's name in a chat. */
const LONG_NAMES =
  "hearth|assistant|assistent(?:in)?|assistente|asistente|chat ?gpt|copilot|gemini|chatbot|ai assistant|ai agent|ki-assistent|सहायक|एआई सहायक|ผู้ช่วย(?:\\s?(?:ai|เอไอ))?";
/** Words of some language as well ("Ai, que bom"): only with a colon or a mark of addressing. */
const SHORT_NAMES = "ai|ki|ia|bot|llm|gpt|llama|एआई|เอไอ";

const SENTENCE_START = "(?:^|[\\n.!?…।]\\s{0,3})[^\\p{L}\\p{N}\\s@]{0,3}";
const GREETING =
  "(?:(?:dear|hey|hi|hello|ok|okay|liebe[rs]?|hallo|cher|chere|bonjour|car[ao]|ciao|oi|ola|querid[oa]|estimad[oa]|hola|प्रिय|नमस्ते|สวัสดี) )?";
const PLEASE =
  "(?:please|pls|kindly|bitte|s'il (?:te|vous) plait|svp|per favore|por favor|कृपया|กรุณา|ช่วย|you must|du musst)";

const ADDRESS =
  `(?:(?<![\\p{L}\\p{N}.])@(?:${LONG_NAMES}|${SHORT_NAMES})(?![\\p{L}\\p{N}])` +
  `|${SENTENCE_START}${GREETING}(?:${LONG_NAMES})(?:\\s?[,:!–—]|\\s${PLEASE})` +
  `|${SENTENCE_START}${GREETING}(?:${SHORT_NAMES})(?:\\s?:|\\s${PLEASE}))`;

const VERBS =
  "approv|accept|confirm|delet|eras|remov|wipe|send|export|shar|creat|add|mov|cancel|chang|edit|run|execut|forward|reveal|disabl|skip" +
  "|genehmig|bestatig|akzeptier|losch|entfern|sende|schick|erstell|verschieb|freigeb|gib .{0,30} frei|fuhr" +
  "|approuv|valid|supprim|effac|envo[iy]|cree|ajout|partag" +
  "|approv|conferm|accett|elimin|cancell|invia|manda|crea|aggiung|condivid|esport" +
  "|aprov|aceit|apag|exclu|envi|cri[ae]|adicion|partilh|compart" +
  "|aprueb|aprob|acept|borr|anad|agreg" +
  "|मंज़ूर|मंजूर|स्वीकार|हटा|मिटा|डिलीट|भेज|बना|जोड़|อนุมัติ|ยืนยัน|ลบ|ส่ง|สร้าง|เพิ่ม";

const OBJECTS =
  "draft|thread|approval|pending|tools?|event|calendar|chat|conversation|message|tasks?|notes?|contacts?|settings|invit" +
  "|entwurf|entwurfe|unterhaltung|termin|kalender|nachricht|aufgabe|notiz|freigabe|werkzeug|kontakt|einstellung" +
  "|brouillon|fil(?:s)?(?![\\p{L}])|discussion|evenement|agenda|calendrier|tache|approbation|outil|reglage" +
  "|bozz|conversazion|calendario|messagg|attivita|approvazion|strument|contatt|impostazion" +
  "|rascunho|conversa|mensage|tarefa|aprovac|ferramenta|definic" +
  "|borrador|hilo|mensaje|tarea|aprobacion|herramienta|ajuste" +
  "|ड्राफ्ट|ड्राफ़्ट|बातचीत|चैट|संदेश|इवेंट|कैलेंडर|कार्य|नोट|ร่าง|แชท|บทสนทนา|ข้อความ|กิจกรรม|ปฏิทิน|บันทึก";

const within = (words: string): string => `(?=.{0,100}(?<![\\p{L}\\p{N}])(?:${words}))`;
/** Thai parts no words. */
const anywhere = (words: string): string => `(?=.{0,100}(?:${words}))`;
const THAI = (words: string): string =>
  words
    .split("|")
    .filter((word) => /[\u0e00-\u0e7f]/.test(word))
    .join("|");

const pattern = (source: string): RegExp => new RegExp(source.normalize("NFC"), "u");

export const ASSISTANT_ORDERS: readonly RegExp[] = [
  pattern(`${ADDRESS}${within(VERBS)}${within(OBJECTS)}`),
  pattern(`${ADDRESS}${anywhere(THAI(VERBS))}${anywhere(THAI(OBJECTS))}`),
];
