// Every tile of a served tileset passes Khronos' glTF validator, tileset.json the official 3D Tiles 1.1
// schemas; another branch answers untouched tiles with the same bytes under the same ETag.
import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';

import { ask, assert, kaksonen, makeTwin, serve, sourceDir, temporaryFolder } from './lib/twin_server.mjs';

const uris = (tile) => [...(tile.content ? [tile.content.uri] : []), ...(tile.children ?? []).flatMap(uris)];

async function judge(name, twin) {
  const server = await serve(twin);
  const folder = join(temporaryFolder(), name);
  await mkdir(folder, { recursive: true });
  const base = `${server.url}/branches/main/tiles`;
  const tileset = await (await fetch(`${base}/tileset.json`)).text();
  await writeFile(join(folder, 'tileset.json'), tileset);
  const names = uris(JSON.parse(tileset).root);
  assert(names.length > 0, 'the tileset has content');
  await ask(`${server.url}/branches`, { method: 'POST', body: { name: 'plan-b', from: 'main' } });
  let bytes = 0;
  for (const uri of names) {
    const answer = await fetch(`${base}/${uri}`);
    assert(answer.status === 200 && answer.headers.get('content-type') === 'model/gltf-binary', `${uri}: ${answer.status}`);
    const body = new Uint8Array(await answer.arrayBuffer());
    const other = await fetch(`${server.url}/branches/plan-b/tiles/${uri}`);
    assert(answer.headers.get('etag') && answer.headers.get('etag') === other.headers.get('etag'), `ETag of ${uri}`);
    assert(Buffer.compare(Buffer.from(body), Buffer.from(await other.arrayBuffer())) === 0, `bytes of ${uri}`);
    const again = await fetch(`${base}/${uri}`, { headers: { 'If-None-Match': answer.headers.get('etag') } });
    assert(again.status === 304, `${uri} with its ETag: ${again.status}`);
    await writeFile(join(folder, uri), body);
    bytes += body.length;
  }
  assert((await fetch(`${base}/0-0-0-0000000000000000.glb`)).status === 404, 'an unknown tile is 404');
  await server.stop();
  const run = (script, ...args) => {
    const done = spawnSync(process.execPath, [join(sourceDir, 'tests/web', script), ...args], { encoding: 'utf8' });
    assert(done.status === 0, `${script} of ${name}:\n${done.stdout}${done.stderr}`);
  };
  run('gltf_validate.mjs', ...names.map((uri) => join(folder, uri)));
  const schemas = join(sourceDir, '../shared/data/schemas/3d-tiles-1.1');
  if (existsSync(schemas)) run('tileset_schema.mjs', folder, schemas);
  else console.log('SKIPPED in part: the 3D Tiles schemas are not beside the project');
  console.log(`${name}: ${names.length} tiles, ${bytes} bytes: no glTF error, schemas hold, branches share bytes`);
}

await judge('synthetic', makeTwin(temporaryFolder(), 400));
const tile = join(sourceDir, '../shared/data/citygml/helsinki_kalasatama_2549_6674.gml');
if (existsSync(tile)) {
  const twin = join(temporaryFolder(), 'kalasatama.twin');
  kaksonen(['import', '--twin', twin, tile]);
  await judge('kalasatama', twin);
} else {
  console.log('SKIPPED in part: the Kalasatama tile is not beside the project');
}
