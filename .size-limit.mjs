/** @file Budget of the first load: what `dist/index.html` itself asks for, gzip. Workers and models load on demand. */

import { readFileSync } from "node:fs";

const html = readFileSync(new URL("./dist/index.html", import.meta.url), "utf8");
const files = [...html.matchAll(/(?:src|href)="\/(assets\/[^"]+\.(?:js|css))"/g)].map(
  ([, file]) => `dist/${file}`,
);

export default [{ name: "first load", path: files, gzip: true, limit: "119 kB" }];
