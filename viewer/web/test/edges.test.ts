import assert from 'node:assert/strict';
import { test } from 'node:test';
import { findEdges } from '../src/scene/edges';
import { roundLength } from '../src/scene/furniture';

/** A box as a tile has it: every face with corners of its own, two triangles each. */
function box(): number[] {
  const corner = (i: number): number[] => [(i & 1) * 8, ((i >> 1) & 1) * 12, ((i >> 2) & 1) * 21];
  const faces = [[0, 2, 3, 1], [4, 5, 7, 6], [0, 1, 5, 4], [2, 6, 7, 3], [0, 4, 6, 2], [1, 3, 7, 5]];
  return faces.flatMap(([a, b, c, d]) => [a, b, c, a, c, d].flatMap((i) => corner(i as number)));
}
const count = (n: number): number[] => Array.from({ length: n }, (_, at) => at);

test('a box has twelve edges: no diagonals, none twice', () => {
  const positions = box();
  assert.equal(findEdges(positions, count(positions.length / 3)).length / 6, 12);
});

test('a roof pitched by 10 degrees reads as one surface, by 40 degrees as two', () => {
  const roof = (rise: number): number => {
    const positions = [0, 0, 0, 10, 0, 0, 10, 5, rise, 0, 0, 0, 10, 5, rise, 0, 5, rise, 0, 5, rise, 10, 5, rise, 10, 10, 0, 0, 5, rise, 10, 10, 0, 0, 10, 0];
    return findEdges(positions, count(positions.length / 3)).length / 6;
  };
  assert.equal(roof(5 * Math.tan((5 * Math.PI) / 180)), 6);
  assert.equal(roof(5 * Math.tan((20 * Math.PI) / 180)), 7);
});

test('the scale bar has a round length', () => {
  assert.deepEqual([7.3, 20, 99, 1400].map(roundLength), [5, 20, 50, 1000]);
});
