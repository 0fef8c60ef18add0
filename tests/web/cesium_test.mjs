// CesiumJS, an independent 3D Tiles client, loads the served tileset without a console error, finds every
// building's id in the metadata, and sees the city where it stands: near the projected position of a building.
import { createServer } from 'node:http';
import { readFile } from 'node:fs/promises';
import { dirname, extname, join, normalize } from 'node:path';
import { fileURLToPath } from 'node:url';

import { launchBrowser, watch } from './lib/browser.mjs';
import { ask, assert, makeTwin, serve, temporaryFolder } from './lib/twin_server.mjs';

const cesiumRoot = join(dirname(fileURLToPath(import.meta.url)), 'node_modules/cesium/Build/Cesium');
const types = { '.js': 'text/javascript', '.css': 'text/css', '.json': 'application/json', '.wasm': 'application/wasm', '.png': 'image/png', '.jpg': 'image/jpeg', '.xml': 'text/xml' };
const page_html = `<!doctype html><html><head><link rel="icon" href="data:,"><script>window.CESIUM_BASE_URL='/'</script>
<script src="/Cesium.js"></script><style>html,body,#map{margin:0;width:100%;height:100%}</style></head><body><div id="map"></div></body></html>`;
const files = createServer(async (request, answer) => {
  const path = new URL(request.url, 'http://localhost').pathname;
  if (path === '/') return answer.writeHead(200, { 'Content-Type': 'text/html' }).end(page_html);
  try {
    const bytes = await readFile(join(cesiumRoot, normalize(path)));
    answer.writeHead(200, { 'Content-Type': types[extname(path)] ?? 'application/octet-stream' }).end(bytes);
  } catch {
    answer.writeHead(404).end();
  }
});
await new Promise((accept) => files.listen(0, '127.0.0.1', accept));

const server = await serve(makeTwin(temporaryFolder(), 60));
const items = await ask(`${server.url}/collections/buildings/items?limit=1000`);
const around = await ask(`${server.url}/collections/city-objects/items?limit=10000`);
assert(items.features.length === 60, `${items.features.length} buildings in the collection`);
const browser = await launchBrowser();
const page = await browser.newPage({ viewport: { width: 800, height: 500 } });
const seen = watch(page);
await page.goto(`http://localhost:${files.address().port}/`);
const found = await page.evaluate(async (url) => {
  const { Cesium } = window;
  const widget = new Cesium.CesiumWidget(document.getElementById('map'), {
    baseLayer: false, terrainProvider: new Cesium.EllipsoidTerrainProvider(), creditContainer: document.createElement('div'), skyBox: false,
  });
  const tileset = await Cesium.Cesium3DTileset.fromUrl(url);
  const ids = new Set();
  tileset.tileVisible.addEventListener((tile) => {
    for (let i = 0; i < tile.content.featuresLength; i += 1) ids.add(tile.content.getFeature(i).getProperty('id'));
  });
  widget.scene.primitives.add(tileset);
  const sphere = tileset.boundingSphere;
  widget.camera.viewBoundingSphere(sphere, new Cesium.HeadingPitchRange(0, -0.8, sphere.radius * 2));
  await new Promise((accept, refuse) => {
    tileset.allTilesLoaded.addEventListener(accept);
    setTimeout(() => refuse(new Error('tiles were not loaded in 90 s')), 90_000);
  });
  await new Promise((accept) => setTimeout(accept, 1000));
  const centre = Cesium.Cartographic.fromCartesian(sphere.center);
  return { ids: [...ids], radius: sphere.radius, lon: Cesium.Math.toDegrees(centre.longitude), lat: Cesium.Math.toDegrees(centre.latitude), height: centre.height };
}, `${server.url}/branches/main/tiles/tileset.json`);
await browser.close();
await server.stop();
files.close();

assert(seen.errors.length === 0, `no console error: ${seen.errors.join('; ')}`);
const wanted = [...items.features, ...around.features].map((feature) => feature.id).sort();
assert(JSON.stringify(found.ids.sort()) === JSON.stringify(wanted), `CesiumJS found ${found.ids.length} of ${wanted.length} ids`);
const corner = items.features[0].geometry.coordinates[0][0];
const metres = Math.hypot((corner[0] - found.lon) * 111_320 * Math.cos((found.lat * Math.PI) / 180), (corner[1] - found.lat) * 111_320);
assert(metres < found.radius * 1.5, `a building lies ${metres.toFixed(0)} m from the middle of a tileset of radius ${found.radius.toFixed(0)} m`);
assert(found.height > 10 && found.height < 120, `ellipsoidal height of the middle ${found.height.toFixed(1)} m: N2000 ground plus geoid 17.9 m`);
console.log(`CesiumJS: ${found.ids.length} buildings and other objects with ids, radius ${found.radius.toFixed(0)} m, middle at ${found.lon.toFixed(4)} E ${found.lat.toFixed(4)} N ${found.height.toFixed(1)} m`);
