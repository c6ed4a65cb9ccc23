/** @file French. The person is addressed with "vous"; no-break spaces stand where French puts them. */

import type { PhraseBook } from "./phrase-book.ts";

export const FR: PhraseBook = {
  quoteMarks: ["«\u00a0", "\u00a0»"],
  someone: "Quelqu’un",

  states: (name, quote) => `${name}\u00a0: ${quote}`,
  asks: (name, quote) => `${name} demande\u00a0: ${quote}`,
  requests: (name, quote) => `${name} demande\u00a0: ${quote}`,
  requestsOf: (name, other, quote) => `${name} demande à ${other}\u00a0: ${quote}`,
  requestsOfAll: (name, quote) => `${name} demande à tout le monde\u00a0: ${quote}`,
  suggests: (name, quote) => `${name} propose\u00a0: ${quote}`,

  meetingWith: (name) => `Rendez-vous avec ${name}`,
  event: "Événement",

  you: "Vous",
  everyone: "Tout le monde",
  unclear: "À préciser",
  kinds: { task: "tâche", event: "événement", decision: "décision", question: "question" },
  statuses: {
    open: "à faire",
    accepted: "accord donné",
    done: "fait",
    cancelled: "annulé",
    changed: "modifié",
  },
  by: (date) => `d’ici au ${date}`,
  from: (date) => `à partir du ${date}`,
  whenUnclear: "date à préciser",
  stillOpen: "En suspens",
  openQuestion: "Question sans réponse",
  openQuestionOf: (name) => `Question sans réponse, posée par ${name}`,
  waiting: "En attente d’une réponse",
  waitingFor: (name) => `${name} n’a pas encore répondu`,
  owed: "Attend votre réponse",
  owedTo: (name) => `${name} attend votre réponse`,
  nothingToDo: "Ces messages ne contiennent rien à faire.",
  noSentence: "Aucune phrase n’a pu être appuyée par un message.",
  leftOut: {
    one: "Une phrase du modèle n’était pas confirmée par les messages et a été retirée.",
    other: "{n} phrases du modèle n’étaient pas confirmées par les messages et ont été retirées.",
  },
  replaced: {
    one: "Une phrase du modèle n’était pas confirmée par les messages\u00a0; une citation la remplace.",
    other:
      "{n} phrases du modèle n’étaient pas confirmées par les messages\u00a0; des citations les remplacent.",
  },
  gone: {
    one: "Une phrase n’est pas affichée, car ses messages ne sont plus ici.",
    other: "{n} phrases ne sont pas affichées, car leurs messages ne sont plus ici.",
  },
  replacedWordings: {
    one: "Une formulation non confirmée a été remplacée par une citation.",
    other: "{n} formulations non confirmées ont été remplacées par des citations.",
  },

  repeats: (when) => `${when}, se répète`,
  allDay: (when) => `${when}, toute la journée`,
  noDate: "sans date",

  notFound: "Vos messages ne contiennent pas de réponse.",
  lookedFor: (words) => `Mots cherchés\u00a0: ${words}.`,
  differ: "Vos conversations ne disent pas la même chose\u00a0:",
  whichOne: "Lequel voulez-vous dire\u00a0?",

  about: (title, question) => `«\u00a0${title}\u00a0»\u00a0: ${question}`,
  dateQuestions: {
    "no-date": "quel jour et à quelle heure\u00a0?",
    "no-time": "à quelle heure\u00a0?",
    "am-or-pm": "le matin ou le soir\u00a0?",
    "next-weekday": "lequel de ces jours\u00a0?",
    "same-weekday": "aujourd’hui ou dans une semaine\u00a0?",
    "passed-weekday": "lequel de ces jours\u00a0?",
    alternatives: "laquelle de ces dates\u00a0?",
    leftover: "c’est quand\u00a0?",
    contradiction: "le jour et la date ne vont pas ensemble. Lequel des deux est juste\u00a0?",
    "past-date": "cette date est passée. Ce sera quand\u00a0?",
    "clock-gap": "avec le changement d’heure, cette heure n’existe pas. Laquelle est prévue\u00a0?",
    "clock-overlap": "avec le changement d’heure, cette heure existe deux fois. Laquelle\u00a0?",
    "date-order": "le jour ou le mois en premier\u00a0?",
    "month-only": "quel jour\u00a0?",
    midnight: "la nuit d’avant ou d’après\u00a0?",
    negation: "quand, alors\u00a0?",
    "no-such-date": "cette date n’existe pas. C’est quand\u00a0?",
    "zone-word": "dans quel fuseau horaire\u00a0?",
    "recurrence-unclear": "à quelle fréquence cela se répète-t-il\u00a0?",
    "out-of-range": "cette date est trop lointaine. C’est quand\u00a0?",
  },
  whatAndWhen: "Que faut-il mettre dans le calendrier, et quand\u00a0?",
  drafted: (list) => `Ajouté en brouillon\u00a0: ${list}.`,
  noLonger: (list) => `N’est plus valable\u00a0: ${list}.`,
  moreFound: {
    one: "{n} autre événement a été trouvé\u00a0: redemandez-le par son nom.",
    other: "{n} autres événements ont été trouvés\u00a0: redemandez-les par leur nom.",
  },
  nothingAdded: "Rien n’a été ajouté.",
  nothingAddedWithoutDate: "Rien n’a été ajouté\u00a0: il n’y a pas encore de date.",
  draftFailed: "Le brouillon n’a pas pu être créé.",
  wasCancelled: (title) => `«\u00a0${title}\u00a0» a été annulé. Rien n’a été ajouté.`,
  nothingToAdd: "Il n’y a rien ici à mettre dans le calendrier.",

  whichDraft: "Quel brouillon voulez-vous dire\u00a0?",
  noSuchDraft: "Ce brouillon n’existe pas.",
  moved: (when) => `Déplacé\u00a0: ${when}.`,
  removed: "Le brouillon a été supprimé.",
  nothingChanged: "Rien n’a été modifié.",
  nothingChangedWithoutDate: "Rien n’a été modifié\u00a0: il n’y a pas encore de date.",
  changeFailed: "La modification n’a pas pu se faire.",
  dateOver: "Cette date est maintenant passée.",
  changedSince: "Cela a été modifié ailleurs entre-temps.",

  whichDay: "Quel jour voulez-vous dire\u00a0?",
  nothingThen: "Il n’y a rien dans le calendrier à ce moment-là.",
  inCalendar: (list) => `Dans le calendrier\u00a0: ${list}.`,
  draftsOnly: "Brouillons seulement\u00a0: aucun calendrier n’a été importé.",

  whoAreYou: "Laquelle de ces personnes êtes-vous\u00a0?",
  noneOfThese: "Aucune de celles-ci",
  cannotTellYours: "Je ne peux alors pas dire quelles tâches sont les vôtres.",
  noOpenTask: "Vous n’avez aucune tâche en cours.",
  openFor: (name, list) => `À faire pour ${name}\u00a0: ${list}.`,
  yours: (list) => `Pour vous\u00a0: ${list}.`,
  nobodys: (list) => `Pas encore attribué\u00a0: ${list}.`,
  done: (list) => `Fait\u00a0: ${list}.`,
  nothing: "rien",

  noted: "C’est noté.",
  notNoted: "Rien n’a été noté.",
  nothingToNote: "Il n’y a rien à noter.",
  listed: (list) => `${list}.`,
  nothingHere: "Ces messages ne contiennent ni tâche, ni rendez-vous, ni question en attente.",

  onlyYou:
    "Cela ne dépend que de vous\u00a0: envoyer, partager, exporter, supprimer des conversations et changer les réglages se fait dans les menus, jamais d’ici.",
  noCalendar:
    "Aucun calendrier n’a été importé, je ne peux donc pas le dire. Vous pouvez importer un fichier .ics dans Calendar.",
  cannotReply:
    "Je ne peux pas répondre aux invitations\u00a0: cette application n’envoie rien. Répondez dans votre messagerie ou votre agenda\u00a0; l’événement est proposé en brouillon.",
};
