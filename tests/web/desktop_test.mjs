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
await server.stop();
