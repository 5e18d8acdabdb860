// The arcs (stretches of line) of a large collection, projected and simplified for each zoom.

const WORLD = 256; // pixels of the world at zoom 0
const ZOOMS = 3; // number of zooms in the cache

// Web Mercator (EPSG:3857) as in L.CRS.EPSG3857, but without creating an object for each vertex.
const eastward = (longitude) => WORLD * (longitude / 360 + 0.5);
const southward = (latitude) => {
  const sine = Math.sin((latitude * Math.PI) / 180);
  return WORLD * (0.5 - Math.log((1 + sine) / (1 - sine)) / (4 * Math.PI));
};

export class Arcs {
  constructor(flat, grid) {
    this.size = flat.length;
    this.starts = new Int32Array(flat.length + 1);
    flat.forEach((arc, index) => (this.starts[index + 1] = this.starts[index] + arc.length / 2));
    this.x = new Float64Array(this.starts[flat.length]);
    this.y = new Float64Array(this.x.length);
    this.boxes = new Float64Array(4 * flat.length); // west, north, east, south
    flat.forEach((arc, index) => this.place(arc, index, grid));
    this.zooms = new Map();
  }

  place(arc, index, grid) {
    let [longitude, latitude] = [0, 0];
    let [west, north, east, south] = [Infinity, Infinity, -Infinity, -Infinity];
    for (let step = 0; step < arc.length; step += 2) {
      longitude += arc[step];
      latitude += arc[step + 1];
      const x = eastward(longitude / grid);
      const y = southward(latitude / grid);
      const at = this.starts[index] + step / 2;
      this.x[at] = x;
      this.y[at] = y;
      west = Math.min(west, x);
      east = Math.max(east, x);
      north = Math.min(north, y);
      south = Math.max(south, y);
    }
    this.boxes.set([west, north, east, south], 4 * index);
  }

  // Returns the points of an arc, in pixels of the world at a zoom.
  points(index, zoom) {
    if (!this.zooms.has(zoom)) {
      if (this.zooms.size >= ZOOMS) this.zooms.delete(this.zooms.keys().next().value);
      this.zooms.set(zoom, Array.from({ length: this.size }));
    }
    const kept = this.zooms.get(zoom);
    if (!kept[index]) {
      const scale = 2 ** zoom;
      const points = [];
      for (let at = this.starts[index]; at < this.starts[index + 1]; at += 1) {
        points.push(new L.Point(this.x[at] * scale, this.y[at] * scale));
      }
      kept[index] = L.LineUtil.simplify(points, 1);
    }
    return kept[index];
  }

  // Returns the numbers of the arcs whose box intersects a rectangle, in pixels of the world at a zoom.
  within(bounds, zoom) {
    const scale = 2 ** -zoom;
    const [west, north] = [bounds.min.x * scale, bounds.min.y * scale];
    const [east, south] = [bounds.max.x * scale, bounds.max.y * scale];
    const { boxes } = this;
    const found = [];
    for (let index = 0, at = 0; index < this.size; index += 1, at += 4) {
      if (boxes[at] <= east && boxes[at + 2] >= west && boxes[at + 1] <= south && boxes[at + 3] >= north) {
        found.push(index);
      }
    }
    return found;
  }

  bounds(indexes) {
    const world = L.bounds([]);
    for (const index of indexes) {
      const [west, north, east, south] = this.boxes.subarray(4 * index, 4 * index + 4);
      world.extend([west, north]).extend([east, south]);
    }
    const corner = (point) => L.CRS.EPSG3857.pointToLatLng(point, 0);
    return L.latLngBounds(corner(world.getBottomLeft()), corner(world.getTopRight()));
  }
}
