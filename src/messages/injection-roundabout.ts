/**
 * @file Text aimed at assistants that names none (spec messages-calendar 7, D7): whoever writes the summary is told what to
 * write, a consent is claimed that nobody gave, a call or another role is written out. Written for folded text as
 * injection-patterns.ts is.
 */

/** Only text with one of these is looked at closely. */
export const ROUNDABOUT_STEMS =
  "summar|zusammenf|resum|riass|सारांश|สรุป|user|nutzer|anwender|utilisat|utente|utiliz|usuari|उपयोगकर्ता|यूज़र|यूजर|ผู้ใช้" +
  '|overrid|supersed|\\byour (?:new|real|actual|true|only)\\b|stop being|\\[\\w{2,40}\\(|"(?:arguments|parameters)"' +
  "|ipython|<\\/?(?:system|assistant|developer|admin|tool)|\\badmin\\b";

const pattern = (source: string): RegExp => new RegExp(source.normalize("NFC"), "u");

const THIS = "(?:this|these|the) (?:chat|conversation|thread|messages?|text|e-?mails?|transcript|discussion)";

/** Told to whoever writes the summary. */
const SUMMARIES: readonly RegExp[] = [
  pattern(
    `\\b(?:whoever|anyone who|anybody who|whatever) (?:is )?summari[sz](?:es|ed|ing)\\b|\\b(?:when|while|if|before) (?:you(?:'re| are)? )?summari[sz](?:e|ing) ${THIS}`,
  ),
  /\b(?:in|at the end of) (?:your|the) summary,? (?:please |you must |always )?(?:say|state|write|claim|report|mention|tell|pretend)(?: \w{1,12}){0,2} that\b/,
  /\b(?:your|the) summary (?:must|should|has to|needs to|shall|will) (?:only |also |not )?(?:say|state|claim|report|mention) (?:only )?that\b/,
  /\bwer (?:auch immer )?(?:das|dies\w{0,2}|den chat|die nachrichten)(?: \w{1,12}){0,2} zusammenfasst|\bwenn du (?:dies\w{1,2}|den|die|das) (?:chat|gesprach|verlauf|unterhaltung|nachricht\w{0,2}|text)(?: \w{1,12}){0,2} zusammenfasst|\b(?:in|am ende) (?:deine|die|der)r? zusammenfassung,? (?:schreib|sag|behaupt|erwahn)\w{0,2}\b.{0,20}\bdass\b/,
  /\b(?:celui|celle|toi) qui resume|\bquiconque resume|\b(?:quand|lorsque|si) (?:tu|vous) resume[sz]? (?:cette|ce|ces)\b|\bdans (?:ton|votre|le) resume,? (?:ecri[st]|ecrivez|dis|dites|indique[zr]?|mentionne[zr]?)\b.{0,20}\bqu/,
  /\bchi(?:unque)? riassume\b|\b(?:quando|se) riassumi (?:quest|la chat)|\bnel(?: tuo)? riassunto,? (?:scrivi|scrivete|di'?|indica|riporta|menziona)\b.{0,10}\bche\b/,
  /\bquem resumir\b|\b(?:ao|se) resumir(?:es)? (?:est|a conversa)|\bno(?: teu| seu)? resumo,? (?:escrev[ae]|diga|diz|indi(?:que|ca)|mencion[ae])\b.{0,10}\bque\b/,
  /\bquien resuma\b|\b(?:al|si) resum(?:ir|es) (?:est|la conversacion|el chat)|\ben (?:tu|el|su) resumen,? (?:escrib[ea]|di|diga|indi(?:ca|que)|mencion[ae])\b.{0,10}\bque\b/,
  pattern(
    "सारांश (?:में|बनाते|बनाओ|लिखते|करते).{0,20}(?:लिखो|लिखें|लिखना|लिख दो|बताओ|कहो) कि|सारांश बनाते समय.{0,10}(?:लिख|बता|कह)",
  ),
  pattern("(?:เวลา|เมื่อ|ตอน|ถ้า|ใน|ใคร).{0,4}(?:บท)?สรุป.{0,30}(?:เขียน|บอก|ระบุ)ว่า"),
];

/** A consent that nobody gave, or an order to do without it. */
const CONSENT: readonly RegExp[] = [
  /\buser (?:has |have )?already (?:said|given?|gave|signed|authori[sz]ed|accepted|allowed|ok)|\b(?:consent|permission|approval) (?:was |is |has been )?(?:already )?(?:given|granted) by the user\b/,
  /\b(?:no need to|don't|do not|never) (?:ask|confirm with|check with|wait for|bother) the user\b|\bskip (?:the |all |any )?(?:user )?(?:confirmation|approval)s?\b.{0,40}\b(?:user|consent)|\b(?:user|consent)\b.{0,60}\bskip (?:the |all |any )?(?:confirmation|approval)/,
  /\b(?:der|die) (?:be)?(?:nutzer|anwender)(?:in)? hat (?:bereits|schon|langst)(?: \w{1,12})? (?:zugestimmt|genehmigt|bestatigt|eingewilligt|ja gesagt|erlaubt|freigegeben)/,
  /\bl'utilisat(?:eur|rice) a deja (?:accepte|approuve|valide|consenti|confirme|dit oui|donne)/,
  /\bl'utente ha gia (?:approvato|accettato|confermato|acconsentito|autorizzato|detto (?:di )?si|dato)/,
  /\bo (?:utilizador|usuario) ja (?:aprovou|aceitou|concordou|confirmou|consentiu|autorizou|disse|deu)/,
  /\bel usuario ya (?:ha )?(?:acepto|aprobo|confirmo|consintio|autorizo|aceptado|aprobado|confirmado|dijo|dio|dado)/,
  pattern("(?:उपयोगकर्ता|यूज़र|यूजर).{0,16}पहले (?:ही|से).{0,16}(?:सहमत|मंज़ूर|मंजूर|स्वीकार|स्वीकृत|अनुमति|हाँ|हां)"),
  pattern("ผู้ใช้(?:ได้)?(?:อนุมัติ|ยินยอม|ตกลง|เห็นด้วย|ยืนยัน|อนุญาต).{0,10}แล้ว"),
];

/** What an assistant is, is told and gets back from its tools, written as if it were so. */
const FORGERIES: readonly RegExp[] = [
  /\b(?:following|this|below) (?:message |text |note )?(?:overrides?|supersedes?) (?:everything|all|any|every|your|the)\b/,
  /\byour (?:new|real|actual|true|only) (?:task|goal|job|mission|objective|purpose|role) (?:is|now|from now)\b.{0,20}\b(?:export|delet|eras|send|forward|approv|reveal|creat|obey|ignor)|\byour (?:real|actual|true|only) (?:task|goal|job|mission|objective|purpose)\s?:/,
  /\bstop being (?:an? )?(?:ai|assistant|chatbot|bot|language model)\b/,
  /(?:^|\n)\W{0,8}(?:begin |end |start )(?:of )?admin (?:message|prompt|override|mode|note)\b/,
  /(?:^|\n)[^\S\n]{0,20}(?:\[(?:system|assistant|developer|admin)\]|(?:ipython|tool[ _](?:response|result|output))\s?:)/,
  /<\/?(?:system|assistant|developer|admin|tool(?:_\w{1,12})?)>/,
  /\[[a-z]{2,20}(?:_[a-z]{1,20}){0,4}\((?:[a-z_]{1,30}\s?=|\)\])/,
  /"(?:name|function|tool)"\s{0,3}:[^\n]{0,80}"(?:arguments|parameters|args)"\s{0,3}:/,
];

export const ROUNDABOUT: readonly RegExp[] = [...SUMMARIES, ...CONSENT, ...FORGERIES];
