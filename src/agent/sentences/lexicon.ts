/**
 * @file Cue words per language (spec messages-calendar 3, ownership rules). A table, not logic: `cues.ts` reads it. English is
 * the fullest; the others hold the cues the spec names and their close relatives, and were not reviewed by native speakers.
 *
 * Every entry is folded text (see `fold` in text.ts): lower case, straight apostrophes, words parted by one space.
 */

import type { Language } from "#calendar/resolution";
import { list, wordList, wordSet } from "#shared/word-lists";

import { eachLanguage } from "./each-language.ts";

export interface Lexicon {
  /** Asks somebody to do something. */
  readonly request: readonly string[];
  /** Verbs that make an order when a sentence begins with them. */
  readonly imperative: readonly string[];
  /** Something has to be done, and nobody in particular is asked. */
  readonly duty: readonly string[];
  /** The sender takes something on. */
  readonly offer: readonly string[];
  /** Looks like an offer and is none ("i'll be late"). */
  readonly notOffer: readonly string[];
  readonly suggest: readonly string[];
  readonly everyone: readonly string[];
  readonly someone: readonly string[];
  /** Agrees to what was said before. */
  readonly accept: readonly string[];
  /** The same, at the end of a sentence: "tomorrow at 4 works". */
  readonly acceptAtEnd: readonly string[];
  /** Agrees and takes the task. */
  readonly commit: readonly string[];
  readonly done: readonly string[];
  readonly cancel: readonly string[];
  readonly change: readonly string[];
  readonly decide: readonly string[];
  /** Words for things that go into a calendar. */
  readonly event: readonly string[];
  readonly negation: readonly string[];
  readonly questionWord: readonly string[];
  readonly yesNoOpener: readonly string[];
  readonly dateWord: readonly string[];
  readonly stopWord: readonly string[];
}

/** What people write in every language. */
export const UNIVERSAL = {
  accept: ["👍", "👌", "🙌", "ok", "okay"],
  done: ["✅", "☑", "✔"],
  cancel: ["❌"],
} as const;

const en: Lexicon = {
  request:
    list(`can somebody | could somebody | can u | could u | will u | would u | can you | could you | would you | will you | please | pls | plz | need you to | want you to | make sure
    don't forget to | remember to | can everyone | could everyone | can someone | could someone | can anyone | could anyone
    let me know | would you mind`),
  imperative:
    wordList(`feed clean empty fold iron vacuum mow pack peel chop reserve post text send bring book call email buy check ask tell confirm review reply remind share update fix prepare
    print order pay sign upload fill finish write add pick return submit invite schedule collect grab wash water ring bake cook`),
  duty: list(`someone should | somebody should | someone needs to | somebody needs to | someone has to | we need to | we should | we have to
    we must | we still need | needs to be | has to be | must be`),
  offer:
    list(`i'll | i will | i'm going to | i am going to | let me | i can bring | i can do | i can take | i can send
    i can book | i can pick`),
  notOffer: list(
    `i'll be | i will be | i'll see | i will see | i'll have | i'll never | let me know | i'll miss
    let me see | let me think`,
  ),
  suggest:
    list(`let's | lets | shall we | should we | how about | what about | why don't we | can we | could we
    do you want to meet`),
  everyone: list(
    `we | each | let's | lets | everyone | everybody | all of you | you all | all of us | us all | you guys`,
  ),
  someone: list(`someone | somebody | anyone | anybody | who can | who could | one of you | one of us`),
  accept:
    list(`sure | yes | yep | yup | yeah | np | kk | gotcha | sounds good | works for me | that works | deal | fine | fine by me | perfect | great
    agreed | count me in | no problem | of course | i'm in | see you there | see you then`),
  acceptAtEnd: list(
    "is good | is fine | is great | is perfect | works | works for me | suits me | sounds good | is ok | is okay",
  ),
  commit:
    list(`will do | on it | i'll do it | i'll do that | i can do that | i can do it | i'll take care | leave it to me
    i'll try | i'll have a go | i'll give it a go | i'll see what i can do | i've got this | i got this | i'll handle it`),
  done: list(
    `already did | done | finished | completed | sent | booked | paid | bought | ordered | submitted | uploaded | sorted | all set`,
  ),
  cancel: list(
    `cancel | cancelled | canceled | called off | call off | calling off | call it off | forget it | never mind | nevermind | scrap that | not happening`,
  ),
  change:
    list(`let's say | lets say | instead | moved to | move it to | move to | moving to | shift to | shift it to | switch to | switch it to | rescheduled | reschedule | postponed | pushed to | push it to
    changed to | change it to | make it | change of plan | change of plans | small change | slight change | little change | new time | new date | pushed back | pushed | brought forward
    moved | better at | rather at`),
  decide:
    list(`we decided | we've decided | decided to | decided on | decided against | we agreed | we've agreed | agreed to
    agreed on | we're going with | we are going with | let's go with | we'll go with | it's settled | final decision | we chose
    we picked | the plan is`),
  event:
    wordList(`meet meeting meetup lunch dinner breakfast brunch party call review appointment dentist doctor concert drinks
    coffee standup kickoff workshop interview game practice rehearsal wedding birthday flight trip barbecue bbq picnic movie
    cinema class lesson training ceremony match visit session deadline exam
    comes coming arrives arriving starts begins lands departs moving delivery leave leaves leaving`),
  negation:
    wordList(`not no never none nobody nothing without don't doesn't didn't won't can't cannot isn't aren't wasn't weren't
    shouldn't wouldn't couldn't haven't hasn't hadn't dont doesnt didnt wont cant isnt neither nor`),
  questionWord: wordList("what when where who whom whose which why how what's where's who's when's how's"),
  yesNoOpener:
    wordList(`is are am was were do does did has have had can could should shall will would may might any anyone
    anybody isn't aren't don't doesn't didn't`),
  dateWord:
    wordList(`monday tuesday wednesday thursday friday saturday sunday mon tue tues wed thu thur thurs fri january february
    april june july august september october november december jan feb apr jun jul aug sep sept oct nov dec today tomorrow
    tonight yesterday morning afternoon evening noon midnight weekend week month year fortnight weeks months years day days
    hour hours minute minutes eod cob night`),
  stopWord:
    wordList(`a an the this that these those it its it's i i'm i've i'd i'll me my mine we we're we've we'll us our ours you
    you're you'll your yours he him his she her hers they they're they've they'll them their theirs and or but so if then than as
    at by for from in into of off on onto out over to up with about is are am was were be been being do does did doing have has had
    having can could will would shall should may might must please also just very really too there here all everyone everybody
    anyone someone anybody somebody any some one own let let's lets whether says said asks wants ok okay yes no not what when where
    who which why how`),
};

const de: Lexicon = {
  request: list(
    `bitte | kannst du | könntest du | würdest du | magst du bitte | könnt ihr | können sie | könnten sie | kann jemand | denk daran | vergiss nicht`,
  ),
  imperative: wordList(
    "druck drucke hol hole schicke reservier reserviere wasch wasche putz putze koch koche back backe bezahl bezahle bestell bestelle gieß gieße schreib schreibe räum räume leer leere nimm besorg besorge pack packe stell stelle lad schick bring bringe buch buche ruf kauf kaufe prüf prüfe frag sag mach",
  ),
  duty: list("jemand sollte | jemand muss | wir müssen | wir sollten | muss noch"),
  offer: list(
    "ich mache | ich mach | ich kümmere | ich werde | ich bringe | ich schicke | ich hole | ich buche | ich übernehme",
  ),
  notOffer: [],
  suggest: list(
    "lass uns | lasst uns | sollen wir | wollen wir | wie wäre es | wie wär's | können wir | verschieben wir | verlegen wir",
  ),
  everyone: list("wir | alle | ihr alle | jeder | pro kind | pro person"),
  someone: list("jemand | irgendjemand | irgendwer | wer kann"),
  accept: list(
    "ja | jo | jup | jep | läuft | bin dabei | dabei | klar | gerne | gern | passt | einverstanden | alles klar | in ordnung | abgemacht | geht klar | kein problem | na klar",
  ),
  acceptAtEnd: list("passt | passt mir | ist gut | geht klar"),
  commit: list("mach ich | mache ich | wird gemacht | ich übernehme das | ich kümmere mich darum"),
  done: list(
    "schon passiert | erledigt | fertig | gemacht | geschickt | gebucht | bezahlt | gekauft | ist gemacht",
  ),
  cancel: list(
    "abgesagt | fällt aus | fällt leider aus | findet nicht statt | vergiss es | storniert | absagen",
  ),
  change: list(
    "sagen wir | verlegen | vorverlegen | stattdessen | verschoben | verlegt | verschieben | vorverlegt | planänderung | kleine änderung | lieber | besser um | eher | doch erst | doch schon | erst um | jetzt erst | statt um | verschiebt sich | wird verschoben",
  ),
  decide: list("wir haben beschlossen | beschlossen | wir haben entschieden | entschieden | wir nehmen"),
  event: wordList(
    "treffen termin essen mittagessen abendessen frühstück party feier zahnarzt arzt konzert besprechung probe training",
  ),
  negation: wordList("nicht kein keine keinen keiner nie niemals niemand nichts ohne"),
  questionWord: wordList("was wann wo wer wen wem wessen welche welcher welches warum wieso wie wohin woher"),
  yesNoOpener: wordList("ist sind hast habt hat kann können soll sollen wird werden gibt kommt kommst"),
  dateWord:
    wordList(`montag dienstag mittwoch donnerstag freitag samstag sonnabend sonntag januar februar märz april mai juni juli
    august september oktober november dezember heute morgen übermorgen gestern vormittag mittag nachmittag abend nacht woche
    wochenende monat jahr uhr tag tage tagen stunde stunden`),
  stopWord:
    wordList(`der die das den dem des ein eine einen einem einer und oder aber auch nicht ist sind war ich du er sie es wir ihr
    mich mir dich dir uns euch sich mein dein sein unser zu zum zur im in am an auf für von mit bei nach aus um als wie so noch
    schon nur dass wenn dann hat haben habe hast bitte ja nein`),
};

const fr: Lexicon = {
  request:
    list(`peux-tu | pouvez-vous | pourrais-tu | tu pourrais | vous pourriez | ça vous dérange de | pense à | pensez à | pourriez-vous | tu peux | vous pouvez | s'il te plaît | s'il vous plaît | stp
    svp | n'oublie pas | quelqu'un peut`),
  imperative: wordList(
    "imprime imprimez achète prends prenez récupère récupérez lave lavez nettoie nettoyez sors sortez prépare préparez paie payez commande commandez cherche cherchez préviens prévenez demande demandez arrose arrosez mets mettez écris écrivez range rangez vide videz ramène poste rappelle apporte envoie envoyez apportez réserve réservez appelle appelez achetez vérifie vérifiez",
  ),
  duty: list("quelqu'un devrait | quelqu'un doit | il faut | on doit | nous devons"),
  offer: list(
    "je m'occupe | je m'en occupe | je vais | j'apporte | j'envoie | je réserve | je prends | je ferai",
  ),
  notOffer: list("je vais bien | je vais chez | je vais à | je vais au | je vais aux | je vais en"),
  suggest: list(
    "on se voit | allons | si on | et si | on pourrait | ça te dit | on décale | on repousse | on reporte | on avance",
  ),
  everyone: list("nous | tout le monde | tous | vous tous | chacun"),
  someone: list("quelqu'un | l'un de vous | qui peut"),
  accept: list(
    "oui | ouais | nickel | d'accord | ça marche | parfait | bien sûr | ça me va | entendu | pas de souci | pas de problème | volontiers | c'est noté | noté | j'y serai | je suis partant | je suis partante | avec plaisir",
  ),
  acceptAtEnd: list("me va | ça marche"),
  commit: list("je m'en occupe | je m'en charge | je le fais | je vais le faire"),
  done: list("c'est bon | c'est fait | c'est réglé | envoyé | réservé | payé | terminé | acheté"),
  cancel: list("annulé | annulée | annuler | annule | annulons | laisse tomber | laissez tomber"),
  change: list(
    "disons | on décale | décaler | décalons | on déplace | déplacer | on repousse | repousser | on reporte | reporter | on avance | au final on | finalement on | finalement à | plutôt | à la place | déplacé | déplacée | reporté | reportée | décalé | décalée | avancé | avancée | repoussé | repoussée | changement de programme | changement de plan | petit changement | est passé à | est passée à | passe à | se décale",
  ),
  decide: list("on a décidé | nous avons décidé | décidé | on part sur"),
  event: wordList(
    "réunion rendez-vous rdv déjeuner dîner fête concert dentiste médecin répétition entraînement apéro voit voir retrouve rencontre",
  ),
  negation: wordList("ne n' pas jamais rien personne aucun aucune sans non"),
  questionWord: wordList("quoi quand où qui quel quelle quels quelles pourquoi comment combien"),
  yesNoOpener: wordList("est-ce est es-tu êtes-vous as-tu avez-vous a-t-on y-a-t-il peut-on"),
  dateWord:
    wordList(`lundi mardi mercredi jeudi vendredi samedi dimanche janvier février mars avril juin juillet août septembre
    octobre novembre décembre aujourd'hui demain après-demain hier matin midi après-midi soir nuit semaine week-end mois année
    jour jours heure heures`),
  stopWord:
    wordList(`le la les un une des de du d' l' et ou mais je tu il elle on nous vous ils elles me te se ce cet cette ces mon ma
    mes ton ta tes son sa ses notre votre leur à au aux en dans sur pour par avec que qui est sont ai as a avons avez ont pas ne
    c'est j'ai si oui non très aussi`),
};

const it: Lexicon = {
  request: list(
    "puoi | potresti | potete | può | per favore | per piacere | qualcuno può | ricordati di | non dimenticare | mi raccomando",
  ),
  imperative: wordList(
    "stampa stampate prendi prendete ritira ritirate ricorda prepara preparate cucina lava lavate pulisci pulite svuota svuotate butta buttate scrivi scrivete invia inviate paga pagate ordina ordinate cerca aggiusta metti mettete avvisa avvisate chiedi chiedete annaffia manda mandate porta portate prenota prenotate chiama chiamate compra comprate controlla",
  ),
  duty: list("qualcuno dovrebbe | qualcuno deve | dobbiamo | bisogna"),
  offer: list("ci penso io | lo faccio io | porto io | me ne occupo | mando io | prenoto io"),
  notOffer: [],
  suggest: list(
    "vediamoci | ci vediamo | andiamo | che ne dici | che ne dite | potremmo | facciamo | spostiamo | rimandiamo | anticipiamo",
  ),
  everyone: list("noi | tutti | voi tutti | a testa | ciascuno"),
  someone: list("qualcuno | uno di voi | chi può"),
  accept: list(
    "sì | va bene | d'accordo | certo | perfetto | volentieri | nessun problema | certamente | ci sono | ci sarò | ok va bene",
  ),
  acceptAtEnd: list("va bene"),
  commit: list("ci penso io | lo faccio io | me ne occupo io"),
  done: list("già fatto | fatto | inviato | mandato | prenotato | pagato | finito | comprato"),
  cancel: list("annullato | annullata | annullare | annulliamo | annullo | lascia stare | lascia perdere"),
  change: list(
    "spostiamo | spostare | rimandiamo | anticipiamo | posticipiamo | rinviamo | invece | spostato | spostata | rimandato | rimandata | anticipato | anticipata | posticipato | posticipata | rinviato | rinviata | facciamo alle | lo facciamo | la facciamo | meglio alle | slitta | si sposta | passa dalle | passa dal | passa dalla | passa da | passa al | passa alle | cambio di programma | cambio di piano | piccolo cambiamento",
  ),
  decide: list("abbiamo deciso | deciso | si è deciso"),
  event: wordList(
    "riunione appuntamento pranzo cena colazione festa concerto dentista medico prova allenamento vediamoci vediamo incontro incontriamoci troviamo",
  ),
  negation: wordList("non mai niente nulla nessuno nessuna senza"),
  questionWord: wordList("cosa quando dove chi quale quali perché come quanto quanti"),
  yesNoOpener: wordList("è sei siete hai avete c'è ci"),
  dateWord:
    wordList(`lunedì martedì mercoledì giovedì venerdì sabato domenica gennaio febbraio marzo aprile maggio giugno luglio
    agosto settembre ottobre novembre dicembre oggi domani dopodomani ieri mattina mezzogiorno pomeriggio sera notte settimana
    mese anno giorno giorni ora ore`),
  stopWord:
    wordList(`il lo la i gli le un uno una e o ma di a da in con su per tra fra del della dei delle al alla ai alle nel nella che
    chi è sono sei ho hai ha abbiamo avete hanno mi ti si ci vi non più anche io tu lui lei noi voi loro mio tuo suo questo quello`),
};

const pt: Lexicon = {
  request: list(
    "você pode | pode | podes | poderia | poderias | podias | podem | por favor | alguém pode | não esqueça | não te esqueças",
  ),
  imperative: wordList(
    "imprime imprima leva leve lava lave limpa limpe prepara prepare cozinha paga pague encomenda encomende pede avisa avise pergunta pergunte rega regue põe escreve escreva arruma arrume esvazia esvazie liga manda mande traz traga reserva reserve ligue compra compre envia envie",
  ),
  duty: list(
    "alguém devia | alguém deveria | alguém precisa | precisamos | temos que | temos de | é preciso",
  ),
  offer: list("eu faço | eu levo | eu mando | eu reservo | eu trato | vou fazer | vou mandar | vou levar"),
  notOffer: list("vou a casa | vou à | vou ao"),
  suggest: list("vamos | que tal | podemos | bora | mudamos para | passamos para | adiamos | antecipamos"),
  everyone: list("nós | todos | todo mundo | vocês todos | a gente | cada um"),
  someone: list("alguém | um de vocês | quem pode"),
  accept: list(
    "sim | tá bom | está bem | combinado | claro | perfeito | beleza | tudo bem | sem problema | com certeza | estou dentro | tô dentro | conta comigo | blz | pode deixar | pode ser",
  ),
  acceptAtEnd: list("está bem | tá bom | sim"),
  commit: list("deixa comigo | pode deixar | eu faço | eu trato disso"),
  done: list("já está | feito | pronto | enviado | mandei | reservado | pago | comprei"),
  cancel: list(
    "cancelado | cancelada | cancelar | cancelamos | desmarcado | desmarcada | esquece | deixa pra lá",
  ),
  change: list(
    "digamos | mudar para | mudamos para | adiamos | adiar | passamos para | antecipamos | em vez disso | mudou para | passou para | remarcado | remarcada | adiado | adiada | antecipado | antecipada | melhor às | mudou | atrasa | passa para | fica para | mudança de planos | mudança de plano | pequena alteração",
  ),
  decide: list("decidimos | ficou decidido | fechamos"),
  event: wordList(
    "reunião consulta almoço jantar festa concerto show dentista médico ensaio treino encontro encontrar encontrar-nos encontramo-nos",
  ),
  negation: wordList("não nunca nada ninguém nenhum nenhuma sem"),
  questionWord: wordList("quê quando onde quem qual quais porquê como quanto quantos"),
  yesNoOpener: wordList("é está estão tem há"),
  dateWord:
    wordList(`segunda segunda-feira terça terça-feira quarta quarta-feira quinta quinta-feira sexta sexta-feira sábado domingo
    janeiro fevereiro março abril maio junho julho agosto setembro outubro novembro dezembro hoje amanhã ontem manhã tarde noite
    meio-dia semana mês ano dia dias hora horas`),
  stopWord:
    wordList(`o a os as um uma uns umas e ou mas de do da dos das em no na nos nas por para pra com que se eu tu ele ela nós vocês
    você eles elas me te lhe meu minha teu tua seu sua é são está foi ser ter tem tenho não mais também muito isso este esta`),
};

const es: Lexicon = {
  request: list(
    "puedes | podrías | pueden | podéis | puede usted | por favor | porfa | porfi | acuérdate de | alguien puede | no olvides | recuerda",
  ),
  imperative: wordList(
    "imprime imprimid recoge recoged manda envía lava lavad limpia saca sacad prepara preparad cocina paga pagad pide pedid busca avisa avisad pregunta riega regad escribe lleva llevad encarga arregla vacía pon poned haz haced manden trae traigan reserva reserven llama llamen compra compren revisa",
  ),
  duty: list("alguien debería | alguien tiene que | tenemos que | hay que"),
  offer: list("yo me encargo | me encargo | yo lo hago | yo llevo | yo mando | voy a | yo reservo"),
  notOffer: list("voy a casa | voy a la | voy a las | voy a los"),
  suggest: list(
    "vamos | nos vemos | qué tal si | qué tal | quedamos | podemos | por qué no | lo pasamos | la pasamos | lo movemos | la movemos",
  ),
  everyone: list("nosotros | todos | ustedes | todo el mundo | cada uno | por cabeza"),
  someone: list("alguien | uno de ustedes | quién puede"),
  accept: list(
    "sí | vale | venga | dale | de acuerdo | claro | perfecto | me parece bien | está bien | sin problema | por supuesto | cuenta conmigo | me apunto | allí estaré",
  ),
  acceptAtEnd: list("me va bien | me parece bien"),
  commit: list("me encargo | yo lo hago | ya me encargo yo"),
  done: list("ya está | hecho | listo | enviado | mandado | reservado | pagado | comprado"),
  cancel: list("cancelado | cancelada | cancelar | cancelamos | suspendido | suspendida | olvídalo | déjalo"),
  change: list(
    "digamos | lo pasamos | la pasamos | pasamos la | pasamos el | aplazamos | adelantar | aplazar | lo movemos | cambiamos el | cambiamos la | en lugar de eso | en su lugar | mejor | cambiado a | cambiado al | cambiado para | se ha cambiado | se cambió | se cambia | se ha movido | se movió | se mueve | se ha pasado | se ha aplazado | se ha adelantado | cambiada a | cambiada al | movido a | movido al | movida a | movida al | aplazado | aplazada | pospuesto | pospuesta | adelantado | adelantada | retrasado | retrasada | se retrasa | se adelanta | se pasa | pasa a | retrasamos | adelantamos | cambio de plan | cambio de planes",
  ),
  decide: list("decidimos | hemos decidido | quedó decidido"),
  event: wordList(
    "reunión cita comida almuerzo cena desayuno fiesta concierto dentista médico ensayo entrenamiento quedamos vernos vemos encuentro juntamos",
  ),
  negation: wordList("no nunca nada nadie ningún ninguno ninguna sin jamás"),
  questionWord: wordList("qué cuándo dónde quién quiénes cuál cuáles cómo cuánto cuántos"),
  yesNoOpener: wordList("es está están hay tienes tienen"),
  dateWord:
    wordList(`lunes martes miércoles jueves viernes sábado domingo enero febrero marzo abril mayo junio julio agosto septiembre
    octubre noviembre diciembre hoy mañana ayer mediodía tarde noche semana mes año día días hora horas`),
  stopWord:
    wordList(`el la los las un una unos unas y o pero de del a al en con por para que se yo tú él ella nosotros ustedes ellos me te
    le lo mi tu su nuestro es son está fue ser tener tengo no más también muy esto este esta si sí`),
};

const hi: Lexicon = {
  // Its verbs close the sentence: `endsAsRequest` reads them.
  imperative: [],
  notOffer: [],
  acceptAtEnd: [],
  request:
    list(`क्या आप | क्या तुम | कृपया | सकते हैं | सकती हैं | सकते हो | सकती हो | भेज दो | भेज दीजिए | कर दो | कर दीजिए
    ले आना | याद रखना | मत भूलना`),
  duty: list("करना चाहिए | करनी चाहिए | करना होगा | करना पड़ेगा | करना है | करनी है"),
  offer: list(`मैं करूँगा | मैं करूँगी | मैं करूंगा | मैं करूंगी | लाऊँगा | लाऊंगा | लाऊँगी | लाऊंगी | भेजूँगा | भेजूंगा | भेजूँगी
    बुक करूँगा | बुक करूंगा | कर दूँगा | कर दूंगा | कर दूँगी | ले आऊँगा | ले आऊंगा`),
  suggest: list("चलो | चलें | क्यों न | मिलते हैं | मिलें"),
  everyone: list("हम सब | सब लोग | सभी"),
  someone: list("किसी को | कोई | किसी न किसी को"),
  accept: list("ठीक है | जी | जी हाँ | हाँ | हां | बिल्कुल | ज़रूर | जरूर | मंज़ूर | कोई बात नहीं | ओके"),
  commit: list("कर दूँगा | कर दूंगा | कर दूँगी | मैं देख लूँगा | हो जाएगा"),
  done: list("कर दी | हो गया | हो गई | कर दिया | भेज दिया | बुक कर दिया | दे दिया | ख़रीद लिया | खरीद लिया"),
  cancel: list("रद्द | कैंसल | कैंसिल | रहने दो | छोड़ो"),
  change: list(
    "के बजाय | इसके बजाय | की बजाय | इसकी जगह | की जगह | बदल कर | बदलकर | आगे बढ़ा | शिफ़्ट | शिफ्ट | प्लान बदल | प्लान में बदलाव | थोड़ा बदलाव",
  ),
  decide: list("तय हुआ | तय किया | हमने तय"),
  event: wordList(
    "बैठक मीटिंग मिलते मिलें मुलाक़ात मुलाकात पार्टी शादी डिनर लंच नाश्ता खाना कॉन्सर्ट डॉक्टर इंटरव्यू रिहर्सल अपॉइंटमेंट",
  ),
  negation: wordList("नहीं मत न"),
  questionWord: wordList("कब कहाँ कहां कौन किसने किसको क्यों कैसे कितना कितने कितनी"),
  // At the beginning it asks for yes or no; elsewhere it asks what.
  yesNoOpener: wordList("क्या"),
  dateWord: wordList("कल परसों आज सोमवार मंगलवार बुधवार गुरुवार शुक्रवार शनिवार रविवार सुबह दोपहर शाम रात बजे"),
  stopWord: wordList("रहा रही रहे हूँ हूं हो कर है हैं का की के को में से और या पर ने यह वह मैं आप हम तुम क्या था थी गया गई"),
};

/** Thai is written without spaces: `cues.ts` looks for these anywhere in the text. */
const th: Lexicon = {
  imperative: [],
  acceptAtEnd: [],
  yesNoOpener: [],
  stopWord: [],
  request: list("ช่วย | กรุณา | รบกวน | อย่าลืม"),
  duty: list("ควรจะ | ควรจอง | ควรส่ง | ควรทำ | ต้องมีคน"),
  offer: list("เดี๋ยวผม | เดี๋ยวฉัน | เดี๋ยวเรา | เดี๋ยวหนู"),
  notOffer: list("นอน | อาบน้ำ | กลับมา | ไปกินข้าว | ตามไป"),
  suggest: list("ไว้เจอกัน | เจอกันไหม | ไปกันไหม | นัดเจอ | นัดกัน"),
  everyone: list("พวกเรา | ทุกคน"),
  someone: list("ใครสักคน | ใครก็ได้ | ใครช่วย"),
  accept: list("โอเค | ได้เลย | ตกลง | ได้ครับ | ได้ค่ะ | รับทราบ | จัดไป"),
  commit: list("จัดการให้ | เดี๋ยวทำให้ | จะทำให้"),
  done: list("เสร็จแล้ว | ส่งแล้ว | เรียบร้อยแล้ว | จองแล้ว | จ่ายแล้ว | ซื้อแล้ว"),
  cancel: list("ยกเลิก | ไม่มีแล้ว"),
  change: list(
    "เลื่อน | เลื่อนเป็น | เลื่อนไป | เปลี่ยนเป็น | ย้ายเป็น | ย้ายไป | เลื่อนมา | เปลี่ยนแผน | เปลี่ยนแปลง | เปลี่ยนเวลา | ดีกว่า",
  ),
  decide: list("ตกลงกันว่า | สรุปว่า"),
  event: wordList(
    "ประชุม นัด เจอกัน ปาร์ตี้ งานเลี้ยง ทานข้าว กินข้าว อาหารเย็น อาหารกลางวัน คอนเสิร์ต หาหมอ ทำฟัน งานแต่ง สัมภาษณ์ ซ้อม",
  ),
  negation: wordList("ไม่ ไม่ได้ อย่า"),
  questionWord: wordList("อะไร เมื่อไหร่ ที่ไหน ใคร ทำไม อย่างไร ไหม"),
  dateWord: wordList(
    "วันนี้ พรุ่งนี้ มะรืน เมื่อวาน วันจันทร์ วันอังคาร วันพุธ วันพฤหัส วันศุกร์ วันเสาร์ วันอาทิตย์ โมง ทุ่ม เที่ยง บ่าย เช้า เย็น",
  ),
};

export const LEXICONS: Readonly<Record<Language, Lexicon>> = { en, de, fr, it, pt, es, hi, th };

export const STOP_WORDS = eachLanguage(
  (language): ReadonlySet<string> => new Set(LEXICONS[language].stopWord),
);

/** Of every language, where it is not sure which one a few words are in. */
export const ALL_STOP_WORDS: ReadonlySet<string> = new Set(
  Object.values(LEXICONS).flatMap((lexicon) => lexicon.stopWord),
);

/** Date words of every language: what a title keyword must not be. */
export const ALL_DATE_WORDS: ReadonlySet<string> = new Set(
  Object.values(LEXICONS).flatMap((lexicon) => lexicon.dateWord),
);

/** Of every language: thanks agree to nothing and name nothing. */
export const THANKS = wordSet(
  "thank thanks thx danke merci grazie obrigado obrigada gracias धन्यवाद शुक्रिया ขอบคุณ",
);
