// Counts the shown routes on each arc of a large collection, by status.

import { constants } from "./constants.js";

// The style of an arc depends on the best known basis of its routes.
const BASES = constants.style.basis.map(({ key }) => key);
// The look of an arc is the most contested one of its routes.
const { status, comparison } = constants.rules.order;
const keysOf = (table) => constants.style[table].map(({ key }) => key);
const ORDERS = { status, comparison, difference: keysOf("difference"), drawing: keysOf("drawing") };
const LOOKS = Math.max(...Object.values(ORDERS).map((order) => order.length));

// For each arc: the number of routes in total and by status, and their best known basis.
export class StatusCounts {
  constructor(size, routes) {
    // For each route, its arcs without duplicates.
    this.arcsOf = routes.map(({ parts }) => Int32Array.from(new Set(parts.flat().map((arc) => (arc < 0 ? ~arc : arc)))));
    this.basisOf = Uint8Array.from(routes, ({ basis }) => Math.max(0, BASES.indexOf(basis)));
    this.total = new Int32Array(size);
    this.by = new Int32Array(LOOKS * size);
    this.basis = new Uint8Array(size);
    this.partial = new Uint8Array(size);
    this.moved = new Int32Array(size); // the routes that are more than planned, expected or attempted
    this.routesOf = this.listed(size);
  }

  listed(size) {
    const lists = Array.from({ length: size }, () => []);
    this.arcsOf.forEach((arcs, route) => arcs.forEach((arc) => lists[arc].push(route)));
    return lists;
  }

  // `looks` names the table; `lookOf` returns the look of a route, null if it is not counted.
  count(looks, lookOf, entryOf) {
    this.order = ORDERS[looks || "status"];
    const number = new Map(this.order.map((key, index) => [key, index]));
    for (const counts of [this.total, this.by, this.partial, this.moved]) counts.fill(0);
    this.basis.fill(BASES.length - 1);
    for (let route = 0; route < this.arcsOf.length; route += 1) {
      const look = lookOf(route);
      if (!look) continue;
      const kind = number.get(look);
      const basis = this.basisOf[route];
      const { hides, pending } = entryOf(route);
      const hidden = hides ? 1 : 0;
      for (const arc of this.arcsOf[route]) {
        this.total[arc] += 1;
        if (!pending) this.moved[arc] += 1;
        this.by[LOOKS * arc + kind] += 1;
        if (basis < this.basis[arc]) this.basis[arc] = basis;
        this.partial[arc] |= hidden;
      }
    }
  }

  // The numbers of routes on an arc, in the order of the looks.
  counts(arc) {
    return this.by.subarray(LOOKS * arc, LOOKS * (arc + 1));
  }

  // The status for the colour of an arc.
  status(arc) {
    const counts = this.counts(arc);
    const [first, second, third, fourth] = counts;
    if (this.order === ORDERS.comparison && !first && !second && third && fourth) return "both";
    return this.order[counts.findIndex(Boolean)];
  }

  basisKey(arc) {
    return BASES[this.basis[arc]];
  }
}
