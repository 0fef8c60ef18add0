// From the building card to its part of the quality report, on the Kalasatama tile of Helsinki in a browser. Without
// that data beside the project a synthetic city with errors on purpose stands in for it.
import assert from 'node:assert/strict';
import { existsSync, mkdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

import { launchBrowser, watch } from './lib/browser.mjs';
import { ask, kaksonen, serve, sourceDir, temporaryFolder } from './lib/twin_server.mjs';
import { unnamedControls } from './ui/page_checks.mjs';

const client = join(sourceDir, 'viewer/web/dist');
if (!existsSync(join(client, 'index.html'))) {
  console.log('SKIPPED: the web client is not built (npm run build in viewer/web)');
  process.exit(77);
}
const pictures = process.env.PICTURES;
const folder = temporaryFolder();
const twin = join(folder, 'city.twin');
const data = join(sourceDir, '../shared/data');
const tile = join(data, 'citygml/helsinki_kalasatama_2549_6674.gml');
const real = existsSync(tile);
if (real) {
  kaksonen(['import', '--twin', twin, tile, join(data, 'registry/helsinki_kalasatama_register.csv')]);
} else {
  console.log('the Kalasatama tile is not beside the project: a synthetic city stands in for it');
  kaksonen(['synth', '--buildings', '200', '--seed', '1', '--errors', '2', '--out', join(folder, 'city')]);
  kaksonen(['import', '--twin', twin, ...['city.gml', 'register.csv'].map((name) => join(folder, 'city', name))]);
}
const server = await serve(twin, ['--web', client]);
const browser = await launchBrowser();
const context = await browser.newContext({ viewport: { width: 1280, height: 800 } });
const report = await ask(`${server.url}/branches/main/report`);
const broken = real ? 'BID_d1ebc713-dbbb-4e42-95d4-4b00e70dc67f' : report.buildings.find((one) => !one.volume_known).id;
const flawless = (await ask(`${server.url}/collections/buildings/items?limit=1000`)).features
  .map(({ id }) => String(id))
  .find((id) => !report.buildings.some((one) => one.id === id));
const words = { fi: ['virhe', 'ei havaintoja'], sv: ['fel', 'inga anmärkningar'], en: ['error', 'nothing found'] };

const picture = async (page, name, whole = false) => {
  if (!pictures) return;
  mkdirSync(pictures, { recursive: true });
  await page.screenshot({ path: join(pictures, `${name}.png`), fullPage: whole });
};
const openCard = async (page, id, language) => {
  await page.goto('about:blank');
  await page.goto(`${server.url}/#lang=${language}&building=${encodeURIComponent(id)}`);
  await page.evaluate(() => window.kaksonen.ready);
  const row = page.locator('[data-testid="card-quality"]');
  await row.locator('a').waitFor();
  return row;
};

const page = await context.newPage();
const seen = watch(page);
for (const [language, [finding, nothing]] of Object.entries(words)) {
  const row = await openCard(page, broken, language);
  assert.match(await row.textContent(), new RegExp(finding), `${language}: the card counts the errors`);
  assert.deepEqual(await unnamedControls(page), []);
  const none = await openCard(page, flawless, language);
  assert.match(await none.textContent(), new RegExp(nothing), `${language}: a sound building is said to be so`);
}
console.log('ok the card counts findings in three languages, and says when there are none');

const row = await openCard(page, broken, 'en');
await row.scrollIntoViewIfNeeded();
await picture(page, 'card');
const [sheet] = await Promise.all([context.waitForEvent('page'), row.locator('a').click()]);
const heard = watch(sheet);
await sheet.waitForLoadState('load');
const section = sheet.locator(`[id="building-${broken}"]`);
assert.equal(await section.count(), 1);
const text = await section.textContent();
if (real) for (const code of ['302', '303']) assert.ok(text.includes(code), `the part of ${broken} names ${code}: ${text}`);
await sheet.waitForFunction((id) => {
  const { top } = document.getElementById(id).getBoundingClientRect();
  return top > -50 && top < innerHeight;
}, `building-${broken}`, { timeout: 20_000 });
await picture(sheet, 'report-anchor');
await section.getByRole('link', { name: 'Show in the city' }).click();
await sheet.waitForURL((url) => url.hash.includes(`building=${broken}`));
console.log('ok the link leads to the part of the building, and back to the city');

for (const [name, width, height, scheme, language] of [['desktop-light', 1280, 800, 'light', 'fi'], ['desktop-dark', 1280, 800, 'dark', 'en'],
  ['phone-light', 390, 844, 'light', 'sv'], ['phone-dark', 390, 844, 'dark', 'fi']]) {
  const other = await browser.newPage({ viewport: { width, height }, colorScheme: scheme });
  const said = watch(other);
  await other.goto(`${server.url}/branches/main/report?f=html&lang=${language}`);
  assert.equal(await other.locator('html').getAttribute('lang'), language);
  const over = await other.evaluate(() => document.documentElement.scrollWidth - innerWidth);
  assert.ok(over <= 0, `${name}: nothing runs over the edge (${over} px)`);
  const number = await other.locator('[data-share="linked"]').getAttribute('data-count');
  assert.equal(Number(number), report.shares.linked.count);
  assert.deepEqual(await unnamedControls(other), []);
  assert.deepEqual(said.errors, []);
  await picture(other, `report-${name}`);
  await picture(other, `report-${name}-whole`, true);
  await other.close();
}
console.log('ok the report fits desktop and phone, light and dark');

// The file by itself, with no server: nothing is asked of anybody.
kaksonen(['report', '--twin', twin, '--out', join(folder, 'report')]);
assert.ok(readFileSync(join(folder, 'report/report.html'), 'utf8').includes(broken));
const alone = await context.newPage();
const asked = watch(alone);
await alone.goto(`file://${join(folder, 'report/report.html')}#building-${encodeURIComponent(broken)}`);
assert.equal(await alone.locator(':target').count(), 1);
assert.deepEqual([...asked.hosts], []);
assert.deepEqual(asked.errors, []);
console.log('ok the page works by itself');

assert.deepEqual(seen.errors, [], 'no console error');
assert.deepEqual(heard.errors, [], 'no console error in the report');
assert.deepEqual([...seen.hosts], ['localhost']);
await browser.close();
await server.stop();
console.log('ok quality');
