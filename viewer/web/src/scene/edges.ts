/** Two faces that meet at less than this angle read as one surface. */
const kCreaseCosine = Math.cos((20 * Math.PI) / 180);
/** Points closer than this are one point (metres). */
const kMergeDistance = 0.01;

/** Numbers points so that equal positions get equal numbers: an open-addressing table over integers. */
function mergePoints(positions: ArrayLike<number>): Int32Array {
  const count = positions.length / 3;
  let size = 1;
  while (size < count * 2) size *= 2;
  const table = new Int32Array(size).fill(-1);
  const grid = new Int32Array(count * 3);
  const merged = new Int32Array(count);
  for (let at = 0; at < count * 3; at += 1) grid[at] = Math.round((positions[at] as number) / kMergeDistance);
  for (let point = 0; point < count; point += 1) {
    const [x, y, z] = [grid[point * 3] as number, grid[point * 3 + 1] as number, grid[point * 3 + 2] as number];
    let slot = (Math.imul(x, 73856093) ^ Math.imul(y, 19349663) ^ Math.imul(z, 83492791)) & (size - 1);
    for (;;) {
      const other = table[slot] as number;
      if (other < 0) {
        table[slot] = point;
        merged[point] = point;
        break;
      }
      if (grid[other * 3] === x && grid[other * 3 + 1] === y && grid[other * 3 + 2] === z) {
        merged[point] = other;
        break;
      }
      slot = (slot + 1) & (size - 1);
    }
  }
  return merged;
}

/**
 * The lines that make a volume readable: edges of one face only, and edges where faces meet at an angle.
 *
 * @param positions  x, y, z of vertices
 * @param indices    three per triangle
 * @returns          x, y, z of line ends, two ends per line
 */
export function findEdges(positions: ArrayLike<number>, indices: ArrayLike<number>): Float32Array {
  const points = mergePoints(positions);
  const triangles = indices.length / 3;
  const normals = new Float32Array(triangles * 3);
  const first = new Map<number, number>();
  const drawn = new Set<number>();
  const pointCount = points.length;

  for (let triangle = 0; triangle < triangles; triangle += 1) {
    const corner = (at: number): number => points[indices[triangle * 3 + at] as number] as number;
    const [a, b, c] = [corner(0), corner(1), corner(2)];
    if (a === b || b === c || c === a) continue;
    setNormal(normals, triangle, positions, a, b, c);
    for (const [from, to] of [[a, b], [b, c], [c, a]] as const) {
      const key = from < to ? from * pointCount + to : to * pointCount + from;
      const other = first.get(key);
      if (other === undefined) {
        first.set(key, triangle);
        drawn.add(key);
      } else if (cosine(normals, triangle, other) > kCreaseCosine) {
        drawn.delete(key);
      } else {
        drawn.add(key);
      }
    }
  }

  const lines = new Float32Array(drawn.size * 6);
  let end = 0;
  for (const key of drawn) {
    for (const point of [Math.floor(key / pointCount), key % pointCount]) {
      for (let axis = 0; axis < 3; axis += 1) lines[end + axis] = positions[point * 3 + axis] as number;
      end += 3;
    }
  }
  return lines;
}

function setNormal(into: Float32Array, at: number, p: ArrayLike<number>, a: number, b: number, c: number): void {
  const along = (from: number, to: number, axis: number): number =>
    (p[to * 3 + axis] as number) - (p[from * 3 + axis] as number);
  const [ux, uy, uz] = [along(a, b, 0), along(a, b, 1), along(a, b, 2)];
  const [vx, vy, vz] = [along(a, c, 0), along(a, c, 1), along(a, c, 2)];
  const [x, y, z] = [uy * vz - uz * vy, uz * vx - ux * vz, ux * vy - uy * vx];
  const length = Math.hypot(x, y, z) || 1;
  into[at * 3] = x / length;
  into[at * 3 + 1] = y / length;
  into[at * 3 + 2] = z / length;
}

function cosine(normals: Float32Array, a: number, b: number): number {
  let sum = 0;
  for (let axis = 0; axis < 3; axis += 1) sum += (normals[a * 3 + axis] as number) * (normals[b * 3 + axis] as number);
  return sum;
}
