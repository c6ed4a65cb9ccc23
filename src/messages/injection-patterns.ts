/**
 * @file What text aimed at an assistant looks like (spec messages-calendar 7, D7): orders to drop or replace
 * instructions, an assistant spoken to, its role changed, its tools named. Written for folded text: lower case, no
 * accents on Latin letters. Each pattern is linear: literal words with bounded gaps that do not cross a line.
 */

import { ASSISTANT_ORDERS } from "./assistant-orders.ts";
import { ROUNDABOUT, ROUNDABOUT_STEMS } from "./injection-roundabout.ts";

/** Only text with one of these is looked at closely. Every pattern below needs one. */
const STEMS = new RegExp(
  [
    "instru|istruz|anweis|befehl|vorgab|consign|directi|diretti|directri|diretri|regel|richtlinie|regle|regol|regra|regla",
    "rules|command|comand|orden|ordre|guideline|prompt|system|assist|asist|chatbot|sprachmodell|language model|modele de",
    "modello ling|modelo de|previous|prior|above|preceding|vorherig|bisherig|obig|alles|precedent|sopra|ci-dessus",
    "anterior|acima|previa|previo|arriba|you (?:were|have been)|programming|training|user|from now on|ab (?:jetzt|sofort)",
    "partir de|ora in poi|\\bmod(?:e|o|us|alita)\\b|modus\\b|approve|tool|<\\||\\[/?inst|_draft|_task|_note|_messages|_date|_user",
    "\\b(?:ai|ki|ia|llm|gpt|chatgpt|bot)\\b",
    "hearth|copilot|gemini|llama",
    "निर्देश|आदेश|नियम|सहायक|एआई|คำสั่ง|คำแนะนำ|กฎ|ผู้ช่วย|เอไอ",
    ROUNDABOUT_STEMS,
  ].join("|"),
  "u",
);

/** Whom an assistant's text is addressed to. */
const AI =
  "(?:ai|ki|ia|llm|gpt|chatgpt|assistant|assistent(?:in)?|assistente|asistente|chatbot|bot|language model|sprachmodell|" +
  "modele de langage|modello linguistico|modelo de (?:linguagem|lenguaje)|एआई|सहायक|เอไอ|ผู้ช่วย)";
const NOT_AFTER_WORD = "(?<![\\p{L}\\p{N}])";
const NOT_BEFORE_WORD = "(?![\\p{L}\\p{N}])";
const ARTICLE =
  "(?:all |any |every |the |this |die |den |das |dem |dich |alle |l'|la |le |les |el |il |lo |o |a |um |une? )?";
const ENDS = "\\s*(?:[:.!–—।]|-\\s|\\n|$)";
/** "…: for the AI" and the like, after words for instructions. */
const FOR_AI = `\\s{0,3}(?:for|to|fur|an|zum|pour|au|aux|per|al|para|a|ao|all'|के लिए)\\s?${ARTICLE}${AI}${NOT_BEFORE_WORD}`;

const pattern = (source: string): RegExp => new RegExp(source.normalize("NFC"), "u");
/** `verbs` … `objects` within one line. Objects may go on ("instruction" covers "instructions"). */
const order = (verbs: string, objects: string, gap = 40): RegExp =>
  pattern(`${NOT_AFTER_WORD}(?:${verbs})${NOT_BEFORE_WORD}.{0,${gap}}${NOT_AFTER_WORD}(?:${objects})`);
/** "New instructions:" or "new instructions for the AI". */
const replacement = (words: string): RegExp => pattern(`${NOT_AFTER_WORD}(?:${words})(?:${ENDS}|${FOR_AI})`);

const DROP_EN =
  "(?<!(?:don't|dont|not|never|n't) )forget|pay no attention to|take no notice of|ignore|ignoring|disregard(?:ing)?|override|overrule|bypass|disobey|discard";
const DROP_DE =
  "ignorier\\w{0,3}|(?<!nicht )vergiss(?! nicht)|(?<!nicht )vergesst(?! nicht)|missacht\\w{0,3}|uberschreib\\w{0,2}|umgeh\\w{0,2}|verwirf";
const DROP_FR =
  "ignore[zr]?|(?<!n')oublie[zr]?(?! pas)|outrepasse[zr]?|contourne[zr]?|ne (?:tiens|tenez) (?:pas|plus|aucun) compte|" +
  "(?<!je )ne (?:suis|suivez|respecte[zr]?) (?:pas|plus)";
const DROP_IT =
  "ignora(?:te|re)?|(?<!non )dimentica(?:te|re)?|(?<!non )scorda(?:te)?|non (?:seguire|seguite|considerare|rispettare)|sovrascrivi";
const DROP_PT =
  "ignor(?:e|em|ar|a)|(?<!nao |nao se )esque(?:ca|cam|ce|cer)|desconsider(?:e|em|ar)|desobedec\\w{1,3}|nao (?:siga|sigam|considere|obedeca)";
const DROP_ES =
  "ignor(?:a|e|ad|ar|en)|(?<!no |no te )olvid(?:a|ad|ar|ate|e|ese)|desobedec\\w{1,3}|no (?:sigas|siga|hagas caso|obedezcas)";
const DROP_HI = "अनदेखा|नज़रअंदाज़|नजरअंदाज|उपेक्षा|(?<!मत |ना |न )भूल";
const DROP_TH = "เพิกเฉย|ไม่ต้องสนใจ|อย่าสนใจ|(?<!อย่า)ลืม|ละเว้น|มองข้าม|ฝ่าฝืน|อย่าทำตาม|ไม่ต้องทำตาม";

const RULES_EN =
  "instruction|prompt|guideline|directive|command|system message|programming|(?:your|all|any|these|those|the) (?:\\w{1,12} )?rules";
const RULES_DE =
  "\\w{0,12}anweisung|instruktion|\\w{0,12}befehl|vorgabe|(?:deine|alle|die) (?:\\p{L}{1,16} )?regeln|richtlinie";

/** Orders to drop what an assistant was told. */
const ORDERS: readonly RegExp[] = [
  order(DROP_EN, RULES_EN),
  order(DROP_EN, "(?:you|you've) (?:were|have been|are|been) (?:told|given|taught)"),
  pattern(
    `(?:don't|do not|dont|stop|never|no longer) (?:follow|obey|listen to|adhere to|comply with)(?:ing)?.{0,20}(?:previous|prior|above|earlier|your|system).{0,20}(?:instruction|rules|guideline|command|order|prompt)`,
  ),
  pattern(
    `${NOT_AFTER_WORD}your (?:rules|guidelines|restrictions|instructions) (?:no longer|do not|don't) apply`,
  ),
  order(DROP_DE, RULES_DE),
  order(DROP_DE, "alles", 10),
  pattern(
    `${NOT_AFTER_WORD}(?:beacht|befolg|folg)\\w{0,3} .{0,20}(?:vorherig|bisherig|obig|fruher|dein|system|gegeben).{0,30}(?:anweisung|befehl|vorgabe|regel|instruktion)\\w{0,3}.{0,20} nicht${NOT_BEFORE_WORD}`,
  ),
  pattern(
    `(?:anweisung|befehl|vorgabe|instruktion)\\w{0,3} .{0,20}nicht (?:mehr |langer )?(?:zu )?(?:beacht|befolg)`,
  ),
  order(DROP_FR, "instruction|consigne|directive|(?:tes|vos|les|toutes les) (?:\\w{1,12} )?regles|ordres"),
  order(DROP_IT, "istruzion|direttiv|(?:le tue |le |tutte le )regole|comandi"),
  order(DROP_PT, "instruc|diretriz|(?:as |suas |todas as )regras|ordens|comandos"),
  order(DROP_ES, "instruccion|directri|(?:las |tus |todas las )reglas|ordenes|comandos"),
  pattern(`(?:निर्देश|आदेश|नियम).{0,40}(?:${DROP_HI}|मत मान|पालन (?:न|मत))|(?:${DROP_HI}).{0,40}(?:निर्देश|आदेश)`),
  pattern(`(?:${DROP_TH}).{0,40}(?:คำสั่ง|คำแนะนำ|กฎ)`),
];

/** "Ignore all previous …": an order too, unless it speaks of a message, as people do. */
const BEFORE: readonly RegExp[] = [
  order(DROP_EN, "previous|prior|(?:everything|all|the|anything) (?:\\w{1,8} )?above|preceding"),
  order(DROP_DE, "vorherig|bisherig|obig"),
  order(DROP_FR, "precedent|ci-dessus"),
  order(DROP_IT, "precedent|(?:qui |di )?sopra"),
  order(DROP_PT, "anterior|acima"),
  order(DROP_ES, "anterior|previ[ao]|arriba"),
];
const SPEAKS_OF_MESSAGE =
  /message|text|e-?mail|\bmsg|call|post|photo|picture|invit|question|reply|note|version|file|link|nachricht|anruf|frage|foto|bild|datei|courriel|appel|messagg|chiamat|domand|mensag|liga[cd]|mensaj|llamad|pregunt|correo|image/;
/** How far behind the words before "previous" what it is about may stand. */
const OBJECT_LENGTH = 24;

/** Instructions that come in, and an assistant spoken to. */
const ADDRESSES: readonly RegExp[] = [
  replacement("new (?:system |secret |updated )?(?:instructions?|directives?|prompt|orders)"),
  replacement("neuer? (?:system)?(?:anweisung|instruktion|befehl|vorgabe|direktive)(?:e?n)?"),
  replacement("nouvelles? (?:instructions?|consignes?|directives?)"),
  replacement("nuov[ae] (?:istruzion[ei]|direttiv[ae])|nuovi (?:comandi|ordini)"),
  replacement("nov[ao]s? (?:instruc(?:ao|oes)|diretriz(?:es)?|ordens)"),
  replacement("nuev[ao]s? (?:instruccion(?:es)?|directri(?:z|ces)|ordenes)"),
  replacement("नया (?:निर्देश|आदेश)|नए (?:निर्देश|आदेश)"),
  pattern("คำสั่งใหม่"),
  pattern(
    `${NOT_AFTER_WORD}(?:instructions?|note|message|attention|anweisung(?:en)?|hinweis|notiz|nachricht|achtung|consignes?|istruzioni|nota|avviso|messaggio|instrucoes|aviso|mensagem|instrucciones|mensaje|निर्देश)${FOR_AI}`,
  ),
  pattern(
    `(?:एआई|\\bai|सहायक) के लिए (?:निर्देश|आदेश)|(?:ถึง|เรียน|สำหรับ)\\s?(?:เอไอ|ai|ผู้ช่วย ?ai)${NOT_BEFORE_WORD}`,
  ),
  // "Dear AI, ...", "An die KI: ..."
  pattern(
    `(?:^|[\\n.!?…]\\s{0,3})[^\\p{L}\\p{N}\\s]{0,3}(?:dear|hey|hi|hello|attention|for|to|liebe[rs]?|hallo|achtung|an|fur|cher|chere|bonjour|pour|car[ao]|ciao|attenzione|per|all'|oi|ola|atencao|para|querid[oa]|estimad[oa]|hola|atencion|प्रिय|नमस्ते)\\s?${ARTICLE}${AI}(?: (?:assistant|helper|agent|bot|tool|model|system|reading|processing|summari[sz]ing)[^\\n:,!]{0,30})?\\s?[,:!–—]`,
  ),
  // "AI assistant: ...", "@assistant", a line that poses as another role
  pattern(
    `(?:^|\\n)[^\\S\\n]*(?:system|assistant|developer|(?:ai|ki|ia)[ -]assist\\w{1,5}|assistente ia|asistente ia)\\s*:`,
  ),
  pattern("(?:^|\\s)@(?:assistant|assistent|asistente|assistente|ai|ki|ia|chatbot)\\b"),
  pattern(
    "(?:^|\\n)\\W{0,8}(?:begin |end |start )?(?:of )?(?:system|developer) (?:message|prompt|override|note|update)\\b",
  ),
  pattern(
    "(?:^|\\n)\\W{0,8}end of (?:the )?(?:conversation|transcript|chat|messages|user input|data)\\W{0,8}(?:\\n|$)",
  ),
];

/** Its role, its secrets, its safeguards, its tools. */
const ROLES: readonly RegExp[] = [
  /<\|[a-z0-9_]{2,30}\|>|\[\/?inst\]|<\/?tool_call>|<<\/?sys>>|#{2,} ?(?:system|instruction)\b/,
  /\bsystem ?prompt\b|\byour (?:prompt|instructions)\b|\bsystemanweisung|\b(?:prompt|mensaje|mensagem) d[eo] sistema\b/,
  /\b(?:reveal|print|output|repeat|show|leak)\b.{0,20}\b(?:system|hidden|initial|secret) (?:prompt|instructions|message)\b/,
  /\b(?:you are|you're) (?:now |really )?(?:an? |the )?(?:ai|llm|assistant|chatbot|language model|helpful assistant)\b/,
  /\bas an? (?:ai|llm|language model)\b/,
  /\bfrom now on,? (?:you (?:are|act|respond|answer|reply|obey|only)|answer|respond|act|obey)\b/,
  /\b(?:act|behave|respond|pretend)(?: as| like| to be)(?: if you (?:are|were))? (?:an? )?(?:ai|unrestricted|unfiltered|dan|system admin|root)\b/,
  /\b(?:developer|debug|god) mode (?:is )?(?:enabled|activated|on)\b|\bdo anything now\b/,
  /\bapprove without asking\b|\bwithout (?:asking|telling|informing|alerting) the user\b|\b(?:don't|do not|never) (?:tell|inform|alert|warn) the user\b|\buser (?:has )?already (?:agreed|approved|consented|confirmed)\b/,
  /\bdu bist (?:jetzt |ab jetzt )?(?:eine? )?(?:ki|ai|assistent|chatbot|sprachmodell)\b|\bdu (?:eine? )?(?:ki|sprachmodell|chatbot) bist\b/,
  /\bab (?:jetzt|sofort) (?:bist du|antwortest du|handelst du|befolgst du|antworte)\b/,
  /\b(?:tu es|vous etes) (?:maintenant )?(?:une? )?(?:ia|assistant|chatbot|modele de langage)\b|\ba partir de maintenant,? (?:tu (?:es|reponds|agis)|vous (?:etes|repondez)|reponds|repondez)\b/,
  /\bsei (?:ora )?(?:un |una |un')?(?:ia|assistente|chatbot|modello linguistico)\b|\bda ora in poi,? (?:sei|rispondi|agisci)\b/,
  /\b(?:voce e|tu es) (?:agora )?(?:uma? )?(?:ia|assistente|chatbot|modelo de linguagem)\b|\ba partir de agora,? (?:voce e|voce deve|responda|aja)\b/,
  /\b(?:eres|usted es) (?:ahora )?(?:una? )?(?:ia|asistente|chatbot|modelo de lenguaje)\b|\ba partir de ahora,? (?:eres|responde|actua)\b/,
  pattern("(?:तुम|आप|तू) (?:अब )?(?:एक )?(?:ai|एआई|सहायक|चैटबॉट)(?![\\p{L}\\p{M}])"),
  pattern("คุณ(?:คือ|เป็น)\\s?(?:ai|เอไอ|ผู้ช่วย|แชทบอท)"),
  /\b(?:create|update)_(?:calendar_draft|task)\b|\b(?:save_note|search_messages|resolve_date|ask_user|get_message)\b|"tool"\s{0,3}:\s{0,3}"|\b(?:call|invoke|use) the \w{1,30} tool\b/,
];

const MODES =
  "(?:admin|root|god|debug|develop|entwickl|desarroll|desenvolv|svilupp|unrestrict|maintenance|wartung)";

/** "You are now in admin mode." */
const MODE_CHANGES: readonly RegExp[] = [
  pattern(`\\b(?:you are|you're) (?:now )?in (?:an? )?${MODES}\\w{0,12}[ -]mode\\b`),
  pattern(`\\bdu bist (?:jetzt |nun )?im ${MODES}\\w{0,10}-?modus\\b`),
  pattern(
    `\\b(?:tu es|vous etes|sei|estas|esta|voce esta) (?:maintenant |ora |ahora |agora )?(?:en|in|em|no) (?:mode|modo|modalita) ${MODES}`,
  ),
];

/** True for folded text that reads like an instruction to an assistant. */
export function isAimedAtAssistants(folded: string): boolean {
  if (!STEMS.test(folded)) return false;
  const found = [ORDERS, ADDRESSES, ROLES, MODE_CHANGES, ASSISTANT_ORDERS, ROUNDABOUT].some((list) =>
    list.some((one) => one.test(folded)),
  );
  return found || BEFORE.some((one) => isOrderAboutBefore(one, folded));
}

function isOrderAboutBefore(one: RegExp, folded: string): boolean {
  const match = one.exec(folded);
  if (match === null) return false;
  const end = match.index + match[0].length + OBJECT_LENGTH;
  return !SPEAKS_OF_MESSAGE.test(folded.slice(match.index, end));
}

const SPELLED_ORDER =
  /(?:ignor|disregard|forget|override|bypass|vergiss|missacht|oublie|dimentica|esqueca|olvida).{0,40}(?:previous|prior|above|instru|istruz|rules|anweis|befehl|regel|vorherig|consign|regle|regol|regra|regla|anterior|precedent|everything|alles)|systemprompt|(?:new|neue|nuevas|nouvelles|nuove|novas)(?:instru|istruz|anweis)/;

/** For letters that were spelled apart, put together without spaces. */
export const isSpelledOutOrder = (joined: string): boolean => SPELLED_ORDER.test(joined);
