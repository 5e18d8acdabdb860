// What the server answers to the map, answered by the file itself at the same addresses.
(function () {
  "use strict";
  const routemap = window.routemap;
  const read = (id) => JSON.parse(document.getElementById(id).textContent);

  const file = (routemap.file = read("routemap-data"));
  const basemap = read("routemap-basemap");
  file.at = new Map(file.features.map(({ id }, index) => [id, index]));
  // What draws a crowd is in the file where it is needed.
  routemap.crowdReady = Promise.resolve();

  const ANSWERS = [
    [/^features$/, () => file.map],
    [/^basemap\/(\w+)\.geojson$/, ([, name]) => basemap[name]],
    [
      /^evidence\/(.+)\.json$/,
      ([, id], search) => {
        const asked = new URLSearchParams(search);
        const start = Number(asked.get("start")) || 0;
        asked.delete("start");
        return routemap.evidence(routemap.select(asked.toString()), file.at.get(decodeURIComponent(id)), start);
      },
    ],
  ];

  routemap.load = async function (url) {
    const [path, search = ""] = url.split("?");
    for (const [pattern, answer] of ANSWERS) {
      const found = pattern.exec(path);
      if (found) return answer(found, search);
    }
    throw new Error(`nothing in this file answers ${url}`);
  };
})();
