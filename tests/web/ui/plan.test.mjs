// The workplace "Plan" in a browser, against a served twin: what the page says is what the API says, in three languages,
// by keyboard, on a phone. BASE_URL names a running server with buildings and plan units; without it a synthetic one is served.
import assert from 'node:assert/strict';
import { existsSync, mkdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

import { launchBrowser, watch } from '../lib/browser.mjs';
import { ask, makeTwin, serve, sourceDir, temporaryFolder } from '../lib/twin_server.mjs';
import { unnamedControls } from './page_checks.mjs';

const client = join(sourceDir, 'viewer/web/dist');
if (!process.env.BASE_URL && !existsSync(join(client, 'index.html'))) {
  console.log('SKIPPED: the web client is not built (npm run build in viewer/web)');
  process.exit(77);
}
const own = process.env.BASE_URL ? null : await serve(makeTwin(temporaryFolder(), 60), ['--web', client]);
const base = (process.env.BASE_URL ?? own.url).replace(/\/$/, '');
const pictures = process.env.PICTURES;
const colours = JSON.parse(readFileSync(join(sourceDir, 'viewer/colours.json'), 'utf8'));
const locales = { fi: 'fi-FI', sv: 'sv-FI', en: 'en-GB' };
const branch = 'Plan-test';
// Header fields carry bytes: UTF-8, one character per byte.
const somebody = Buffer.from('Mäkinen', 'utf8').toString('latin1');

const browser = await launchBrowser();
const context = await browser.newContext({ viewport: { width: 1280, height: 800 }, acceptDownloads: true });
const page = await context.newPage();
const seen = watch(page);
const get = (name) => page.locator(`[data-testid="${name}"]`);
const open = async (hash, on = page) => {
  await on.goto('about:blank');
  await on.goto(`${base}/#${hash}`);
  await on.evaluate(() => window.kaksonen.ready);
};
const until = async (what, holds, seconds = 20) => {
  for (const end = Date.now() + seconds * 1000; ; await page.waitForTimeout(50)) {
    if (await holds()) return;
    if (Date.now() > end) throw new Error(`waited ${seconds} s for ${what}`);
  }
};
const step = async (name, work) => {
  await work();
  if (pictures) {
    mkdirSync(pictures, { recursive: true });
    await page.screenshot({ path: join(pictures, `${name.replace(/\W+/g, '-')}.png`) });
  }
  console.log(`ok ${name}`);
};

const buildings = (await ask(`${base}/collections/buildings/items?limit=1`)).numberMatched;
const units = Object.entries((await ask(`${base}/branches/main/kpi`)).units);
if ((await ask(`${base}/branches`)).branches.some((one) => one.name === branch)) await ask(`${base}/branches/${branch}`, { method: 'DELETE' });
const [unit] = units.find(([, kpi]) => kpi.floor_area_allowed_k_m2 !== null && kpi.floor_area_allowed_k_m2 !== undefined);

await step('the page loads with its legend, without errors and without asking anybody else', async () => {
  await open('lang=en&colour=use');
  assert.match(await get('sentence').textContent(), /use$/);
  const rows = await get('legend').locator('.class-row').all();
  assert.equal(rows.length, colours.variables.use.categories.length + 1);
  const counts = await Promise.all(rows.map(async (row) => Number(await row.getAttribute('data-count'))));
  assert.equal(counts.reduce((sum, one) => sum + one, 0), buildings, 'classes and "no data" add up to all buildings');
});

await step('a building has the colour of its class in the legend', async () => {
  await open('lang=en&colour=storeys&flat=1');
  const { values } = await ask(`${base}/branches/main/values/storeys`);
  const classes = colours.variables.storeys.classes;
  let checked = 0;
  for (const feature of (await page.evaluate(() => window.kaksonen.features)).slice(0, 40)) {
    const value = values[feature];
    const hex = value === null || value === undefined ? colours.no_data : classes.find((one) => one.below === undefined || value < one.below).colour;
    const pixel = await page.evaluate((number) => {
      const { kaksonen } = window;
      if (!kaksonen.look(number)) return null;
      const at = kaksonen.project(number);
      if (at === null) return null;
      const around = [[0, 0], [3, 0], [-3, 0], [0, 3], [0, -3]].map(([x, y]) => kaksonen.featureAt(at.x + x, at.y + y));
      // A translucent envelope in front would tint it.
      const clear = around.every((one) => one === number) && kaksonen.unitAt(at.x, at.y) === null;
      return clear ? kaksonen.pixel(at.x, at.y) : null;
    }, feature);
    if (pixel === null) continue;
    const wanted = [1, 3, 5].map((at) => parseInt(hex.slice(at, at + 2), 16));
    assert.ok(pixel.every((byte, i) => Math.abs(byte - wanted[i]) <= 3), `feature ${feature} (${value}): ${pixel}, legend ${wanted}`);
    checked += 1;
    if (checked === 8) break;
  }
  assert.ok(checked >= 5, `${checked} buildings could be seen`);
});

await step('a click on a building opens its register card', async () => {
  const feature = await page.evaluate(() => window.kaksonen.features.find((number) => {
    window.kaksonen.look(number);
    const at = window.kaksonen.project(number);
    return at !== null && window.kaksonen.featureAt(at.x, at.y) === number && document.elementFromPoint(at.x, at.y)?.tagName === 'CANVAS';
  }));
  const at = await page.evaluate((number) => window.kaksonen.project(number), feature);
  await page.mouse.click(at.x, at.y);
  await get('card-id').waitFor();
  const item = await ask(`${base}/collections/buildings/items/${encodeURIComponent(await get('card-id').textContent())}`);
  assert.equal(item.properties.feature, feature);
  const storeys = item.properties.storeys;
  assert.equal(await get('card-storeys').textContent(), storeys === null || storeys === undefined ? 'not known' : String(storeys));
  await page.keyboard.press('Escape');
  assert.equal(await get('building-card').isVisible(), false, 'Esc closes the card');
});

await step('a scenario is made from the present one', async () => {
  await open('lang=en&colour=use');
  await get('scenarios').click();
  await get('scenario-new').click();
  await get('ask-field').fill(branch);
  await get('ask-yes').click();
  await until('the scenario to be shown', async () => (await get('sentence').textContent()).includes(branch));
  assert.ok((await ask(`${base}/branches`)).branches.some((one) => one.name === branch));
});

const kpis = async () => (await ask(`${base}/branches/${branch}/kpi`)).units[unit];
const shows = async (key) => Number(await get(`kpi-${key}`).getAttribute('data-value'));

await step('a slider moves the figures to what the API says', async () => {
  await get(`unit-${unit}`).click();
  const slider = get('slider-tehokkuusluku');
  await slider.waitFor();
  const before = await shows('floor_area_allowed_k_m2');
  await slider.focus();
  for (let press = 0; press < 4; press += 1) await slider.press('ArrowRight');
  await until('the permitted floor area to follow', async () => (await shows('floor_area_allowed_k_m2')) > before);
  await until('the edits to be saved', async () => get('undo').isEnabled());
  const api = await kpis();
  for (const key of ['floor_area_allowed_k_m2', 'floor_area_reachable_k_m2', 'plot_area_m2', 'residents', 'parking_spaces']) {
    await until(`${key} to be ${api[key]}`, async () => Math.abs((await shows(key)) - api[key]) < 1e-6);
  }
  assert.equal((await page.evaluate(() => window.kaksonen.latencies)).length > 0, true);
});

await step('every language shows the same numbers in its own way', async () => {
  const api = await kpis();
  const words = new Set();
  for (const [code, locale] of Object.entries(locales)) {
    await get(`language-${code}`).click();
    assert.equal(await page.locator('html').getAttribute('lang'), code);
    const printed = new Intl.NumberFormat(locale, { maximumFractionDigits: 0 }).format(api.floor_area_reachable_k_m2);
    const text = await get('kpi-floor_area_reachable_k_m2').textContent();
    assert.ok(text.startsWith(printed), `${code}: "${text}" begins with "${printed}"`);
    words.add(await get('binding').textContent());
    assert.deepEqual(await unnamedControls(page), [], `${code}: every control has a name`);
  }
  assert.equal(words.size, 3, 'the binding rule is said in three languages');
  await get('language-en').click();
});

await step('a figure tells where it comes from', async () => {
  await get('kpi-residents').focus();
  assert.match(await get('lineage').textContent(), /^zoning-capacity \d+\.\d+\.\d+ · inputs [0-9a-f]{12} · seed \d/);
});

await step('undo takes the whole movement back', async () => {
  const before = (await ask(`${base}/branches/main/kpi`)).units[unit].floor_area_allowed_k_m2;
  await get('undo').click();
  await until('the permitted floor area of before', async () => Math.abs((await shows('floor_area_allowed_k_m2')) - before) < 1e-6);
});

await step('an edit that somebody else has locked is refused in words', async () => {
  const lock = `${base}/branches/${branch}/plan-units/${encodeURIComponent(unit)}/lock`;
  await ask(lock, { method: 'POST', body: { seconds: 60 }, author: somebody });
  await get('locked').waitFor();
  assert.match(await get('locked').textContent(), /Mäkinen is editing/);
  const before = (await kpis()).floor_area_allowed_k_m2;
  await get('slider-tehokkuusluku').focus();
  await get('slider-tehokkuusluku').press('ArrowRight');
  await until('the explanation', async () => /not saved/.test(await get('notices').textContent()));
  assert.equal((await kpis()).floor_area_allowed_k_m2, before);
  await ask(lock, { method: 'DELETE', author: somebody });
  // The refusal is an answer of the server that the browser reports by itself.
  seen.errors = seen.errors.filter((text) => !/status of 409/.test(text));
  await page.keyboard.press('Escape');
});

await step('search, table and help are one key away', async () => {
  await page.locator('canvas').focus();
  await page.keyboard.press('/');
  await page.keyboard.type(unit);
  await get('found-0').waitFor();
  await page.keyboard.press('Escape');
  assert.equal(await get('search-dialog').isVisible(), false);
  await page.keyboard.press('t');
  await get('sort-floor_area_reachable_k_m2').click();
  assert.equal(await page.locator('.answers tbody tr').count(), units.length);
  await get('tab-buildings').click();
  await until('all buildings', async () => (await page.locator('.answers tbody tr').count()) === Math.min(300, buildings));
  const [download] = await Promise.all([page.waitForEvent('download'), get('csv').click()]);
  const csv = readFileSync(await download.path(), 'utf8');
  assert.equal(csv.trim().split('\r\n').length, buildings + 1);
  await page.keyboard.press('Escape');
  await page.keyboard.press('?');
  assert.equal(await get('help-dialog').isVisible(), true);
  await page.keyboard.press('Escape');
});

await step('the address shows another person the same thing', async () => {
  await page.waitForTimeout(400);
  const hash = new URL(page.url()).hash.slice(1);
  const other = await context.newPage();
  const heard = watch(other);
  await open(hash, other);
  assert.equal(await other.locator('[data-testid="sentence"]').textContent(), await get('sentence').textContent());
  assert.deepEqual(heard.errors, []);
  await other.close();
});

await step('on a phone the panel is a sheet and nothing runs over the edge', async () => {
  await page.setViewportSize({ width: 390, height: 844 });
  await open(`lang=fi&branch=${branch}&unit=${encodeURIComponent(unit)}`);
  await get('slider-tehokkuusluku').waitFor();
  const sheet = await page.locator('.right').boundingBox();
  assert.ok(Math.abs(sheet.y + sheet.height - 844) < 1 && Math.abs(sheet.width - 390) < 1, JSON.stringify(sheet));
  const over = await page.evaluate(() => [...document.querySelectorAll('button, input, select, h1, h2, th, td')]
    .filter((one) => one.offsetParent !== null && !one.closest('.labels, .scroll'))
    .filter((one) => one.getBoundingClientRect().right > innerWidth + 0.5 || one.getBoundingClientRect().left < -0.5)
    .map((one) => one.outerHTML.slice(0, 80)));
  assert.deepEqual(over, []);
  assert.ok((await get('slider-tehokkuusluku').boundingBox()).height >= 44);
  await page.setViewportSize({ width: 1280, height: 800 });
});

await step('a scenario is deleted after a question', async () => {
  await open(`lang=en&branch=${branch}`);
  await get('scenarios').click();
  await get(`delete-${branch}`).click();
  await get('ask-yes').click();
  await until('the city as it stands', async () => (await get('sentence').textContent()).includes('as it stands'));
  assert.ok(!(await ask(`${base}/branches`)).branches.some((one) => one.name === branch));
});

assert.deepEqual(seen.errors, [], 'no console error');
assert.deepEqual([...seen.hosts], [new URL(base).hostname], 'no request to another host');
await browser.close();
await own?.stop();
console.log('ok plan');
