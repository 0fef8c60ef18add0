import assert from 'node:assert/strict';
import { test } from 'node:test';
import { prismsOf, type Massing, type Rings } from '../src/model/massing';
import { around, filled, isSunSpan, periodOf, spacingFor, zoneHours, type Receiver } from '../src/model/sun';

test('a day and a year run from midnight to midnight of the place', () => {
  assert.deepEqual(periodOf('2026-03-21', 2), { from: '2026-03-21T00:00:00+02:00', to: '2026-03-22T00:00:00+02:00' });
  assert.deepEqual(periodOf('2024-02-29', -5), { from: '2024-02-29T00:00:00-05:00', to: '2024-03-01T00:00:00-05:00' });
  assert.deepEqual(periodOf('2026', 2), { from: '2026-01-01T00:00:00+02:00', to: '2027-01-01T00:00:00+02:00' });
  for (const wrong of ['', '21.3.2026', '2026-13-40', '26']) assert.equal(isSunSpan(wrong), false, wrong);
});

test('the clock of a place follows its meridian', () => {
  // Helsinki, 24.94 degrees east: 25 / 15 = 1.7 hours, so UTC+2; Reykjavik, 21.9 degrees west: -1.5, so -1 or -2.
  const at = (degrees: number) => {
    const sceneToEcef = new Array<number>(16).fill(0);
    [sceneToEcef[12], sceneToEcef[13]] = [3e6 * Math.cos((degrees * Math.PI) / 180), 3e6 * Math.sin((degrees * Math.PI) / 180)];
    return zoneHours({ placedOnGlobe: true, sceneToEcef });
  };
  assert.equal(at(24.94), 2);
  assert.equal(at(-74), -5);
  assert.equal(at(139.7), 9);
});

test('the surroundings are a rectangle, and its points stay few', () => {
  const boundary: Rings = [[[100, 200], [140, 190], [150, 260], [100, 200]]];
  const area = around(boundary, 40);
  assert.deepEqual(area.coordinates[0], [[60, 150], [190, 150], [190, 300], [60, 300], [60, 150]]);
  assert.equal(spacingFor(area, 10_000), 2);
  // 130 m · 150 m in at most 500 points: 39 m2 each, so 7 m apart.
  assert.equal(spacingFor(area, 500), 7);
});

test('storeys over each other with one outline are one obstacle', () => {
  const square: Rings = [[[0, 0], [10, 0], [10, 10], [0, 10], [0, 0]]];
  const half: Rings = [[[0, 0], [5, 0], [5, 10], [0, 10], [0, 0]]];
  const floor = (storey: number, rings: Rings) => ({
    storey, floor_n2000_m: 2 + 3 * (storey - 1), top_n2000_m: 2 + 3 * storey, area_k_m2: 0, outline: { type: 'MultiPolygon' as const, coordinates: [rings] },
  });
  const massing = { buildings: [{ id: 'a', storeys: 4, floor_area_k_m2: 0, top_n2000_m: 14, floors: [1, 2, 3].map((n) => floor(n, square)).concat(floor(4, half)) }] };
  assert.deepEqual(prismsOf(massing as unknown as Massing), [
    { type: 'Polygon', coordinates: square, base_n2000_m: 2, height_m: 9 },
    { type: 'Polygon', coordinates: half, base_n2000_m: 11, height_m: 3 },
  ]);
});

test('what is not known yet borrows from the nearest that is', () => {
  const at = (x: number, nz = 1): Receiver => ({ at: [x, 0, 0, 0, 1 - nz, nz], area_m2: 4 });
  assert.deepEqual(filled([null, null], [at(0), at(2)]), [undefined, undefined]);
  assert.deepEqual(filled([3, null, null, null, 7], [at(0), at(2), at(4), at(6), at(8)]), [3, 3, 7, 7, 7]);
  // One in 64 known: the nearest in space, not in the list, and not round the corner of a house.
  const receivers = Array.from({ length: 128 }, (_, i) => at(i === 100 ? 1 : 1000 + i, i === 127 ? 0 : 1));
  receivers[0] = at(0);
  receivers[64] = at(1100);
  receivers[126] = at(1.5, 0);
  const hours = receivers.map((_, i) => (i === 0 ? 2 : i === 64 ? 9 : null));
  const out = filled(hours, receivers);
  assert.equal(out[100], 2);
  assert.equal(out[70], 9);
});
