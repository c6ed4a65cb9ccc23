/** @file Ends a browser as a power cut does: no chance to finish anything. */
import { execFileSync } from "node:child_process";

/** SIGKILL to the browser process of a profile; its children end with it. @throws when there is none */
export function killBrowser(profile: string): void {
  const lines = execFileSync("ps", ["-axo", "pid=,args="], { encoding: "utf8", maxBuffer: 1 << 26 }).split(
    "\n",
  );
  const own = lines.filter(
    (line) => line.includes(`--user-data-dir=${profile}`) && !line.includes("--type="),
  );
  const pids = own.map((line) => Number.parseInt(line, 10)).filter((pid) => pid > 1);
  if (pids.length === 0) throw new Error("no browser runs on this profile");
  for (const pid of pids) process.kill(pid, "SIGKILL");
}
