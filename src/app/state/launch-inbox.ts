/** @file Takes what the system hands over: shared items from the inbox of the service worker, files from the launch queue. */
import { dropOldShares, takeShare } from "#storage/share-inbox";
import { incoming } from "./incoming.ts";
import { parseLaunch } from "./launch.ts";
import { navigate } from "./route.ts";

/** https://wicg.github.io/web-app-launch/ and https://wicg.github.io/manifest-incubations/#file_handlers-member */
interface LaunchParams {
  readonly targetURL?: string;
  readonly files?: readonly { getFile?(): Promise<File> }[];
}

interface LaunchQueue {
  setConsumer(consumer: (params: LaunchParams) => void): void;
}

/** Shows what was shared, once: reloading the page or opening the address again finds nothing. */
export async function takeInbox(id: string): Promise<void> {
  const share = await takeShare(id);
  if (share) incoming.addShare(share);
  else if (id === "failed") incoming.addRefused();
  await dropOldShares(Date.now());
}

/** Files opened with Hearth, and shortcuts clicked while it was open, which send no address to the window. */
export function followLaunchQueue(): void {
  const { launchQueue } = globalThis as { launchQueue?: LaunchQueue };
  launchQueue?.setConsumer((params) => void consume(params));
}

async function consume({ targetURL, files = [] }: LaunchParams): Promise<void> {
  const { route } = parseLaunch(targetURL === undefined ? "" : new URL(targetURL).search);
  if (route) navigate(route);
  // Each handle is read once, at once: it may not be readable later.
  const read = await Promise.allSettled(files.map(async (handle) => handle.getFile?.()));
  const found = read.flatMap((result) =>
    result.status === "fulfilled" && result.value ? [result.value] : [],
  );
  if (found.length < files.length) incoming.addRefused();
  if (found.length > 0) incoming.addFiles(found.map((file) => ({ file, fileName: file.name })));
}
