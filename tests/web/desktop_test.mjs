// The desktop viewer against the served twin: the roof of a known building has the colour that the legend gives to
// what the register says of that building.
import { spawnSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

import { readPng } from './lib/png.mjs';
import { ask, assert, binDir, kaksonen, makeTwin, serve, sourceDir, temporaryFolder } from './lib/twin_server.mjs';

const viewer = join(binDir, 'kaksonen-viewer');
if (!existsSync(viewer)) {
  console.log('SKIPPED: the desktop viewer is not built');
  process.exit(77);
}
const folder = temporaryFolder();
const twin = makeTwin(folder, 60);
kaksonen(['export', '--twin', twin, '--format', 'cityjson', '--out', join(folder, 'city.json')]);
const city = JSON.parse(readFileSync(join(folder, 'city.json'), 'utf8'));
const variables = JSON.parse(readFileSync(join(sourceDir, 'viewer/colours.json'), 'utf8')).variables;

/** Middle of a building's one flat, four-cornered roof in the twin's frame; nothing for other roofs. */
function flatRoof(object) {
  const geometry = object.geometry?.[0];
  const surfaces = geometry?.type === 'Solid' ? geometry.boundaries[0] : [];
  const values = geometry?.semantics?.values?.[0] ?? [];
  const roofs = surfaces.filter((_, i) => geometry.semantics.surfaces[values[i]]?.type === 'RoofSurface');
  if (roofs.length !== 1 || roofs[0].length !== 1 || roofs[0][0].length !== 4) return undefined;
  const corners = roofs[0][0].map((v) => city.vertices[v].map((n, k) => n * city.transform.scale[k] + city.transform.translate[k]));
  return [0, 1, 2].map((k) => corners.reduce((sum, corner) => sum + corner[k], 0) / 4);
}

const server = await serve(twin);
const { scene_origin: origin } = await ask(`${server.url}/info`);
const { features } = await ask(`${server.url}/collections/buildings/items?limit=1000`);
// What stands on a plan unit is seen through its translucent envelope.
const onPlan = (await ask(`${server.url}/branches/main/values/floor_area_used`)).values;
const known = features
  .map(({ id, properties }) => ({ id, properties, roof: flatRoof(city.CityObjects[id] ?? {}) }))
  .find(({ properties, roof }) => roof && onPlan[properties.feature] == null && properties.completion_year && properties.storeys);
assert(known, 'the city has a building with a flat roof, a year and storeys');

for (const [variable, value] of [['year', known.properties.completion_year], ['storeys', known.properties.storeys]]) {
  const picture = join(folder, `${variable}.png`);
  const [east, north, up] = known.roof.map((n, k) => n - origin[k]);
  const drawn = spawnSync(viewer, ['--connect', `ws://localhost:${server.port}`, '--colour-by', variable, '--screenshot', picture,
    '--size', '800x600', '--camera', `${east},${north},${up},0,89,60`], { encoding: 'utf8', timeout: 120_000 });
  assert(drawn.status === 0, `the viewer draws: ${drawn.stderr}`);
  const { colour } = variables[variable].classes.find(({ below }) => below === undefined || value < below);
  const wanted = [1, 3, 5].map((i) => parseInt(colour.slice(i, i + 2), 16));
  const png = readPng(picture);
  const found = png.pixel(png.width / 2, png.height / 2);
  assert(wanted.every((channel, k) => Math.abs(channel - found[k]) <= 3), `${variable} ${value} of ${known.id} is ${colour}: ${wanted} = ${found}`);
  console.log(`${known.id}: ${variable} ${value} is drawn ${found}, the legend's ${colour}`);
}

// Massing and sun of a plan unit: what the processes answer has the colours that it should have.
const results = JSON.parse(readFileSync(join(sourceDir, 'viewer/colours.json'), 'utf8')).results;
const run = (process, inputs) => ask(`${server.url}/processes/${process}/execution`, { method: 'POST', body: { inputs } });
const seenFromAbove = (name, [east, north, up], extra) => {
  const picture = join(folder, `${name}.png`);
  const drawn = spawnSync(viewer, ['--connect', `ws://localhost:${server.port}`, '--screenshot', picture, '--size', '800x600', '--camera',
    `${east - origin[0]},${north - origin[1]},${up - origin[2]},0,89,60`, ...extra], { encoding: 'utf8', timeout: 300_000 });
  assert(drawn.status === 0, `the viewer draws: ${drawn.stderr}`);
  const png = readPng(picture);
  return png.pixel(png.width / 2, png.height / 2);
};
const near = (found, wanted, tolerance) => wanted.every((channel, k) => Math.abs(channel - found[k]) <= tolerance);
const hex = (colour) => [1, 3, 5].map((i) => parseInt(colour.slice(i, i + 2), 16));

let chosen;
for (const id of Object.keys((await ask(`${server.url}/branches/main/kpi`)).units)) {
  const massing = await run('massing', { plan_unit: id, kind: 'slab' }).catch(() => null);
  if (massing?.buildings.length > 0) chosen ??= { id, massing };
}
const top = chosen.massing.buildings[0].floors.at(-1);
const corners = top.outline.coordinates[0][0].slice(0, -1);
const middle = [0, 1].map((k) => corners.reduce((sum, corner) => sum + corner[k], 0) / corners.length);
const roof = seenFromAbove('massing', [...middle, top.top_n2000_m], ['--select', chosen.id, '--massing', 'slab', '--no-envelopes']);
assert(near(roof, [0xf3, 0xec, 0xe0], 4), `the massing's roof is pale: ${roof}`);

const slot = (hours) => results.sun_hours.classes.findIndex((one) => one.below === undefined || hours < one.below);

/** A point in sun and one in shade around a unit, each among neighbours of its class. */
async function sunAndShade(id) {
  const unit = await ask(`${server.url}/branches/main/plan-units/${encodeURIComponent(id)}`);
  const ring = unit.boundary.coordinates[0];
  const [w, e, s, n] = [Math.min(...ring.map((p) => p[0])) - 40, Math.max(...ring.map((p) => p[0])) + 40, Math.min(...ring.map((p) => p[1])) - 40, Math.max(...ring.map((p) => p[1])) + 40];
  const sun = await run('sun-hours', {
    receivers: { ground: { area: { type: 'Polygon', coordinates: [[[w, s], [e, s], [e, n], [w, n], [w, s]]] }, spacing_m: Math.max(2, Math.ceil(Math.sqrt(((e - w) * (n - s)) / 10_000))) } },
    from: '2026-03-21T00:00:00+02:00', to: '2026-03-22T00:00:00+02:00', step: '5min',
  });
  const row = sun.receivers.map((one, i) => ({ at: one.at, slot: slot(sun.hours[i]) }));
  const among = row.filter((one, i) => one.slot === row[i - 1]?.slot && one.slot === row[i + 1]?.slot);
  const slots = among.map((one) => one.slot);
  return [Math.max(...slots), Math.min(...slots)].map((wanted) => among.find((one) => one.slot === wanted));
}

let lit, picks;
for (const id of Object.keys((await ask(`${server.url}/branches/main/kpi`)).units)) {
  picks = await sunAndShade(id);
  lit = id;
  if (picks[0].slot > picks[1].slot) break;
}
assert(picks[0].slot > picks[1].slot, 'there is sun and shade');
for (const [i, { at, slot: wanted }] of picks.entries()) {
  const found = seenFromAbove(`sun-${i}`, at.slice(0, 3), ['--select', lit, '--sun', '2026-03-21']);
  assert(near(found, hex(results.sun_hours.classes[wanted].colour), 2), `class ${wanted}: ${found}`);
  console.log(`sun hours of class ${wanted} are drawn ${found}`);
}
for (const wrong of [['--sun', 'tomorrow', '--select', 'x'], ['--massing', 'castle', '--select', 'x'], ['--massing', 'slab']]) {
  assert(spawnSync(viewer, wrong, { encoding: 'utf8' }).status === 2, `${wrong} is refused`);
}
await server.stop();
