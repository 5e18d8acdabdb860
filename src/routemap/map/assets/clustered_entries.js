// The features of a large collection, read from columns. GeoJSON is created only when needed.

import { areaBounds } from "./place.js";
import { directionOf, hidesOf, pendingOf, statusOf } from "./states.js";

// A column with few distinct values has a list of values, and the position of the value by row.
const cell = (column, row) => (column.words ? column.words[column.at[row]] : column[row]);

class Entry {
  constructor(collection, document, table, row, index) {
    Object.assign(this, { collection, document, row, index, id: table.id[row], kind: cell(table.kind, row), code: ".", mark: "0", clicks: 0 });
  }

  get status() {
    return statusOf(this.code);
  }

  get hides() {
    return hidesOf(this.code);
  }

  get pending() {
    return pendingOf(this.mark);
  }

  get direction() {
    return directionOf(this.mark);
  }

  get feature() {
    const value = this.written();
    Object.defineProperty(this, "feature", { value });
    return value;
  }

  writtenAs(type, table, own, geometry) {
    const { id, kind, row } = this;
    const shared = { name: table.name[row], local_names: table.local_names[row], label: table.label[row] };
    return { type: "Feature", properties: { id, type, kind, ...shared, ...own }, geometry };
  }
}

export class PlaceEntry extends Entry {
  constructor(collection, document, row, index) {
    super(collection, document, document.places, row, index);
    this.country = this.kind === "country";
  }

  coordinates() {
    const { places, grid } = this.document;
    return [places.longitude[this.row] / grid, places.latitude[this.row] / grid];
  }

  written() {
    const { places } = this.document;
    const own = { precision: cell(places.precision, this.row), uncertainty_km: places.uncertainty_km[this.row] };
    if (this.outline) own.area = this.outline;
    return this.writtenAs("place", places, own, { type: "Point", coordinates: this.coordinates() });
  }

  get outline() {
    return this.document.places.areas[this.row];
  }

  bounds() {
    if (this.outline) return areaBounds(this.outline);
    const [longitude, latitude] = this.coordinates();
    return L.latLngBounds([[latitude, longitude]]);
  }
}

export class RouteEntry extends Entry {
  constructor(collection, document, row, index) {
    super(collection, document, document.routes, row, index);
  }

  get parts() {
    return this.document.routes.arcs[this.row];
  }

  get basis() {
    return cell(this.document.routes.geometry_basis, this.row);
  }

  written() {
    const { places, routes } = this.document;
    const own = {
      mode: cell(routes.mode, this.row),
      geometry_basis: this.basis,
      observed: cell(routes.observed, this.row),
      from_name: places.name[routes.from[this.row]],
      to_name: places.name[routes.to[this.row]],
    };
    const coordinates = this.parts.map((part) => this.path(part));
    return this.writtenAs("route", routes, own, { type: "MultiLineString", coordinates });
  }

  path(numbers) {
    const { arcs, grid } = this.document;
    return numbers.flatMap((number, order) => {
      const flat = arcs[number < 0 ? ~number : number];
      const line = [];
      for (let at = 0, x = 0, y = 0; at < flat.length; at += 2) {
        x += flat[at];
        y += flat[at + 1];
        line.push([x / grid, y / grid]);
      }
      if (number < 0) line.reverse();
      return order ? line.slice(1) : line;
    });
  }

  bounds() {
    return this.collection.arcs.bounds(this.collection.tally.arcsOf[this.row]);
  }
}
