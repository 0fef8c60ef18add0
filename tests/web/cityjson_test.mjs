// Every CityJSON export, of the synthetic city and of each real file, passes the official CityJSON 2.0 schemas and the
// checks of cityjson_check.mjs.
import { spawnSync } from 'node:child_process';
import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';

import { assert, kaksonen, makeTwin, program, sourceDir, temporaryFolder } from './lib/twin_server.mjs';

const shared = join(sourceDir, '../shared/data');
const schemas = join(shared, 'schemas/cityjson-2.0.2');
if (!existsSync(schemas)) console.log('SKIPPED in part: the CityJSON schemas and the real files are not beside the project');

const folder = temporaryFolder();
const written = [];
function exportBoth(twin, name) {
  for (const [format, ending] of [['cityjson', 'city.json'], ['cityjsonseq', 'city.jsonl']]) {
    const out = join(folder, `${name}.${ending}`);
    kaksonen(['export', '--twin', twin, '--format', format, '--out', out]);
    written.push(out);
  }
}

exportBoth(makeTwin(folder, 300), 'synthetic');
let refused = 0;
for (const kind of ['citygml', 'cityjson']) {
  const from = join(shared, kind);
  if (!existsSync(from)) continue;
  for (const entry of readdirSync(from, { withFileTypes: true })) {
    if (!entry.isFile()) continue;
    const twin = join(folder, `${entry.name}.twin`);
    const importWith = (...options) =>
      spawnSync(program, ['import', '--twin', twin, '--author', 'test', ...options, join(from, entry.name)], { encoding: 'utf8' });
    let done = importWith();
    if (done.status === 3) done = importWith('--crs', 'local'); // of those that name no system
    assert(done.status !== null, `${entry.name}: the import ended by ${done.signal}`);
    if (done.status !== 0 || !existsSync(twin)) refused += 1;
    else exportBoth(twin, entry.name);
  }
}
const checked = spawnSync(process.execPath, [join(sourceDir, 'tests/web/cityjson_check.mjs'), existsSync(schemas) ? schemas : '-', ...written], { encoding: 'utf8' });
assert(checked.status === 0, `${checked.stdout}${checked.stderr}`);
console.log(`${checked.stdout.trim()}; ${refused} real files gave no city`);
if (existsSync(schemas)) assert(written.length > 80, 'the real files were exported');
