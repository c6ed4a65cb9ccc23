/** @file Why the assistant reads nothing: the person has blocked it, or said no when asked. */

import type { Language } from "#calendar/resolution";

type Read = "messages" | "search" | "calendar" | "picture";

interface RefusalWords {
  /** What is not read, as both sentences name it. */
  readonly messages: string;
  readonly calendar: string;
  readonly picture: string;
  /** Whole sentences around `{what}`. */
  readonly blocked: string;
  readonly declined: string;
}

const WORDS: Readonly<Record<Language, RefusalWords>> = {
  en: {
    messages: "reading messages",
    calendar: "looking into the calendar",
    picture: "reading pictures",
    blocked: "You have blocked {what} in Settings. Nothing was read.",
    declined: "You declined {what}. Nothing was read.",
  },
  de: {
    messages: "das Lesen von Nachrichten",
    calendar: "den Blick in den Kalender",
    picture: "das Lesen von Bildern",
    blocked: "Du hast {what} in den Einstellungen gesperrt. Es wurde nichts gelesen.",
    declined: "Du hast {what} abgelehnt. Es wurde nichts gelesen.",
  },
  fr: {
    messages: "la lecture des messages",
    calendar: "la consultation du calendrier",
    picture: "la lecture des images",
    blocked: "Tu as bloqué {what} dans les réglages. Rien n’a été lu.",
    declined: "Tu as refusé {what}. Rien n’a été lu.",
  },
  it: {
    messages: "la lettura dei messaggi",
    calendar: "la consultazione del calendario",
    picture: "la lettura delle immagini",
    blocked: "Hai bloccato {what} nelle impostazioni. Non è stato letto nulla.",
    declined: "Hai rifiutato {what}. Non è stato letto nulla.",
  },
  pt: {
    messages: "a leitura de mensagens",
    calendar: "a consulta do calendário",
    picture: "a leitura de imagens",
    blocked: "Bloqueaste {what} nas definições. Nada foi lido.",
    declined: "Recusaste {what}. Nada foi lido.",
  },
  es: {
    messages: "la lectura de mensajes",
    calendar: "la consulta del calendario",
    picture: "la lectura de imágenes",
    blocked: "Has bloqueado {what} en los ajustes. No se ha leído nada.",
    declined: "Has rechazado {what}. No se ha leído nada.",
  },
  hi: {
    messages: "संदेश पढ़ना",
    calendar: "कैलेंडर देखना",
    picture: "तस्वीरें पढ़ना",
    blocked: "आपने सेटिंग्स में {what} रोक रखा है। कुछ भी नहीं पढ़ा गया।",
    declined: "आपने {what} मना किया। कुछ भी नहीं पढ़ा गया।",
  },
  th: {
    messages: "การอ่านข้อความ",
    calendar: "การดูปฏิทิน",
    picture: "การอ่านรูปภาพ",
    blocked: "คุณบล็อก{what}ไว้ในการตั้งค่า จึงไม่ได้อ่านอะไรเลย",
    declined: "คุณปฏิเสธ{what} จึงไม่ได้อ่านอะไรเลย",
  },
};

export function refusalText(read: Read, how: "blocked" | "declined", language: Language): string {
  const words = WORDS[language];
  return words[how].replace("{what}", words[read === "search" ? "messages" : read]);
}
