// Answers the map's requests from the data in the file, at the same addresses as the server.

import { basemap, file } from "./file.js";
import { select } from "./selection.js";
import { evidenceOf } from "./sentences.js";

const positions = new Map(file.features.map(({ id }, index) => [id, index]));

const ANSWERS = [
  [/^features$/, () => file.map],
  [/^basemap\/(\w+)\.geojson$/, ([, name]) => basemap[name]],
  [
    /^evidence\/(.+)\.json$/,
    ([, id], search) => {
      const params = new URLSearchParams(search);
      const start = Number(params.get("start")) || 0;
      params.delete("start");
      return evidenceOf(select(params.toString()), positions.get(decodeURIComponent(id)), start);
    },
  ],
];

export async function load(url) {
  const [path, search = ""] = url.split("?");
  for (const [pattern, answer] of ANSWERS) {
    const found = pattern.exec(path);
    if (found) return answer(found, search);
  }
  throw new Error(`not found in this file: ${url}`);
}
