// A collection of few features: each has layers of its own, and lines on one track lie side by side.
(function () {
  "use strict";
  const routemap = (window.routemap = window.routemap || {});

  class Few {
    constructor(map, collection) {
      this.map = map;
      this.entries = collection.features.map((feature, index) => {
        const entry = { index, feature, id: String(feature.properties.id), code: ".", status: null, clicks: 0 };
        routemap.makeLayers(map.routemap, entry);
        return entry;
      });
      this.spots = new routemap.Spots(map, this.entries, collection.spots);
      this.neighbours = routemap.neighbours(this.entries.filter((entry) => entry.line && !entry.crossing));
    }

    change(shown) {
      this.entries.forEach((entry, index) => this.changeOne(entry, shown[index] || "."));
      const routes = this.entries.filter((entry) => entry.status && entry.line && !entry.crossing);
      const lanes = routemap.lanes(this.neighbours, new Set(routes.map((entry) => entry.index)));
      for (const entry of routes) {
        entry.lane = lanes.get(entry.index);
        entry.line.setOffset(entry.lane.offset);
      }
    }

    changeOne(entry, code) {
      if (entry.code === code) return;
      entry.code = code;
      entry.status = routemap.statusOf(code);
      entry.hides = routemap.hidesOf(code);
      if (entry.status) routemap.putOn(this.map, entry);
      else routemap.takeOff(this.map, entry);
    }

    select(entry, selected) {
      if (entry.status) entry.select(selected);
    }

    // What has to be told apart on the screen, for declutter.js.
    drawn() {
      const shown = this.entries.filter((entry) => entry.status);
      return {
        places: shown.filter((entry) => !entry.line),
        crossings: shown.filter((entry) => entry.crossing),
        routes: shown.filter((entry) => entry.line && !entry.crossing),
      };
    }

    remove() {
      this.spots.remove();
      this.map.routemap.group.clearLayers();
    }
  }

  routemap.few = (map, collection) => new Few(map, collection);
})();
