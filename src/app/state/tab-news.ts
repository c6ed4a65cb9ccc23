/** @file What one tab stores and others show: each tells the others, and hears what they tell. */

/**
 * @param channel of this kind of news
 * @param heard is called in the other tabs of this origin, never in the one that tells
 * @returns what tells them. News is told after it was stored: whoever hears it reads what is new
 */
export function tabNews<News>(channel: string, heard: (news: News) => void): (news: News) => void {
  const tabs = new BroadcastChannel(channel);
  tabs.addEventListener("message", ({ data }: MessageEvent<News>) => heard(data));
  return (news) => tabs.postMessage(news);
}
