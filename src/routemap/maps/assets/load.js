// Where everything comes from that the map shows: the one way by which it asks for data.
// A map in one file puts answers of its own in place of this.
(function () {
  "use strict";
  const routemap = (window.routemap = window.routemap || {});

  routemap.load = async function (url) {
    for (const last of [false, true]) {
      try {
        const response = await fetch(url);
        if (!response.ok) throw new Error(`${response.status} ${url}`);
        return await response.json();
      } catch (error) {
        if (last) throw error;
      }
    }
  };
})();
