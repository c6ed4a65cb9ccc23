/** @file What one tab stores and others show: each tells the others, and hears what they tell. */

/** By name. A message reaches all other objects of its name, those of the same tab too: one object a tab, then. */
const channels = new Map<string, BroadcastChannel>();

/**
 * @param channel of this kind of news; several parts of a tab may hear the same
 * @param heard is called in the other tabs of this origin, never in the one that tells
 * @returns what tells them. News is told after it was stored: whoever hears it reads what is new
 */
export function tabNews<News>(channel: string, heard: (news: News) => void): (news: News) => void {
  const tabs = channels.get(channel) ?? new BroadcastChannel(channel);
  channels.set(channel, tabs);
  tabs.addEventListener("message", ({ data }: MessageEvent<News>) => heard(data));
  return (news) => tabs.postMessage(news);
}
