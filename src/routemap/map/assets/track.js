// Routes that share a track, drawn side by side.

import { constants } from "./constants.js";

const { cell, gap, shared } = constants.rules.track;
const ROW = 1e5; // cells, more than between the poles

const parts = (geometry) =>
  geometry.type === "MultiLineString" ? geometry.coordinates : [geometry.coordinates];

// The grid cells that a route passes, in order. Long segments are sampled in steps of one cell.
function cells(geometry) {
  const found = new Map();
  for (const part of parts(geometry)) {
    part.forEach(([x, y], index) => {
      const [px, py] = index ? part[index - 1] : [x, y];
      const steps = Math.max(1, Math.ceil(Math.hypot(x - px, y - py) / cell));
      for (let step = index ? 1 : 0; step <= steps; step += 1) {
        const lon = px + ((x - px) * step) / steps;
        const lat = py + ((y - py) * step) / steps;
        const key = Math.round(lon / cell) * ROW + Math.round(lat / cell);
        if (!found.has(key)) found.set(key, found.size);
      }
    });
  }
  return found;
}

// Finds the pairs of routes on a common track, and whether they have the same direction. Called once
// per revision.
export function findNeighbours(routes) {
  const paths = new Map(routes.map((route) => [route.index, cells(route.feature.geometry)]));
  const users = new Map();
  for (const [index, path] of paths) {
    for (const key of path.keys()) {
      if (!users.has(key)) users.set(key, []);
      users.get(key).push(index);
    }
  }
  const pairs = new Map();
  for (const [key, indexes] of users) {
    for (let first = 0; first < indexes.length - 1; first += 1) {
      for (let second = first + 1; second < indexes.length; second += 1) {
        const [a, b] = [indexes[first], indexes[second]];
        const name = a * ROW + b;
        if (!pairs.has(name)) pairs.set(name, { a, b, keys: [] });
        pairs.get(name).keys.push(key);
      }
    }
  }
  const found = new Map(routes.map((route) => [route.index, []]));
  for (const { a, b, keys } of pairs.values()) {
    if (keys.length < shared) continue;
    const along = keys.map((key) => [paths.get(a).get(key), paths.get(b).get(key)]);
    along.sort((left, right) => left[0] - right[0]);
    const same = along[along.length - 1][1] >= along[0][1] ? 1 : -1;
    found.get(a).push([b, same]);
    found.get(b).push([a, same]);
  }
  return found;
}

// Returns, for each shown route, its offset in pixels and its position among its neighbours, 0 to 1.
export function assignLanes(neighbours, shown) {
  const lanes = new Map();
  for (const root of shown) {
    if (lanes.has(root)) continue;
    const members = new Map([[root, 1]]);
    for (const [index, sign] of members) {
      for (const [other, same] of neighbours.get(index)) {
        if (shown.has(other) && !members.has(other)) members.set(other, sign * same);
      }
    }
    const slots = new Map();
    for (const index of [...members.keys()].sort((a, b) => a - b)) {
      const used = new Set(neighbours.get(index).map(([other]) => slots.get(other)));
      let slot = 0;
      while (used.has(slot)) slot += 1;
      slots.set(index, slot);
    }
    const last = Math.max(...slots.values());
    for (const [index, slot] of slots) {
      const offset = (slot - last / 2) * gap * members.get(index);
      lanes.set(index, { offset, share: last ? slot / last : 0.5 });
    }
  }
  return lanes;
}

// Returns a line of screen points moved sideways; corners are mitred up to a limit.
export function offsetLine(points, distance) {
  if (!distance || points.length < 2) return points;
  const line = L.LineUtil.simplify(points, 1.5);
  const normals = line.slice(1).map((point, index) => {
    const delta = point.subtract(line[index]);
    const length = Math.hypot(delta.x, delta.y) || 1;
    return L.point(-delta.y / length, delta.x / length);
  });
  return line.map((point, index) => {
    const before = normals[Math.max(0, index - 1)];
    const after = normals[Math.min(normals.length - 1, index)];
    const sum = before.add(after);
    const length = Math.hypot(sum.x, sum.y);
    if (length < 0.2) return point.add(after.multiplyBy(distance));
    const middle = sum.divideBy(length);
    const stretch = 1 / Math.max(0.6, middle.x * after.x + middle.y * after.y);
    return point.add(middle.multiplyBy(distance * stretch));
  });
}

// Returns the point at a distance along a line of screen points, and the direction in radians.
export function pointAlong(points, distance) {
  let left = distance;
  for (let index = 1; index < points.length; index += 1) {
    const delta = points[index].subtract(points[index - 1]);
    const length = Math.hypot(delta.x, delta.y);
    if (length > 0 && left <= length) {
      return {
        point: points[index - 1].add(delta.multiplyBy(left / length)),
        angle: Math.atan2(delta.y, delta.x),
      };
    }
    left -= length;
  }
  return null;
}

export function lengthOf(points) {
  let length = 0;
  for (let index = 1; index < points.length; index += 1) {
    length += points[index].distanceTo(points[index - 1]);
  }
  return length;
}
