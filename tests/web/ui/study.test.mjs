// Bodies and sun of a plan unit in a browser: what the page shows is what the processes answer, coarse first, and can be
// cancelled; in three languages, by keyboard, on a phone. BASE_URL and PICTURES as in plan.test.mjs.
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
const scale = JSON.parse(readFileSync(join(sourceDir, 'viewer/colours.json'), 'utf8')).results.sun_hours.classes;
const day = `${new Date().getFullYear()}-03-21`;

const browser = await launchBrowser();
const context = await browser.newContext({ viewport: { width: 1280, height: 800 }, acceptDownloads: true });
const page = await context.newPage();
const seen = watch(page);
const get = (name) => page.locator(`[data-testid="${name}"]`);
const open = async (hash) => {
  await page.goto('about:blank');
  await page.goto(`${base}/#${hash}`);
  await page.evaluate(() => window.kaksonen.ready);
};
const until = async (what, holds, seconds = 60) => {
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
const run = (process, inputs, branch = 'main') => ask(`${base}/processes/${process}/execution?branch=${branch}`, { method: 'POST', body: { inputs } });
const drawn = () => page.evaluate(() => window.kaksonen.study);
/** The page hears of its jobs late, so that what it shows meanwhile can be seen on any machine. */
const heardLate = async (work) => {
  const ofJobs = /\/jobs\//;
  await page.route(ofJobs, async (route) => {
    await new Promise((resolve) => setTimeout(resolve, 3000));
    await route.continue().catch(() => undefined);
  });
  await work();
  await page.unroute(ofJobs);
};

const units = Object.entries((await ask(`${base}/branches/main/kpi`)).units);
const massings = await Promise.all(units.map(async ([id, kpi]) => (kpi.floor_area_allowed_k_m2 ? [id, await run('massing', { plan_unit: id, kind: 'slab' }).catch(() => null)] : [id, null])));
const [unit, slab] = massings.find(([, one]) => one !== null && one.buildings.length > 0);
const address = `lang=en&unit=${encodeURIComponent(unit)}`;

await step('a massing stands in the city and its numbers are those of the process', async () => {
  await open(address);
  assert.deepEqual(await drawn(), { massing: 0, sun: 0 });
  await get('massing').selectOption('slab');
  await get('massing-answer').waitFor();
  assert.equal(Number(await get('massing-answer').getAttribute('data-floor-area')), slab.floor_area_k_m2);
  assert.equal(Number(await get('massing-answer').getAttribute('data-buildings')), slab.buildings.length);
  const printed = new Intl.NumberFormat('en-GB', { maximumFractionDigits: 0 }).format(slab.floor_area_k_m2);
  assert.ok((await get('massing-answer').textContent()).includes(printed), printed);
  const reasons = await get('massing-prevented').locator('li').count();
  assert.equal(reasons, slab.prevented_by.length);
  await until('the bodies', async () => (await drawn()).massing === 2);
});

await step('an edit of the unit brings another massing', async () => {
  const branch = 'Study-test';
  if ((await ask(`${base}/branches`)).branches.some((one) => one.name === branch)) await ask(`${base}/branches/${branch}`, { method: 'DELETE' });
  await ask(`${base}/branches`, { method: 'POST', body: { name: branch, from: 'main' } });
  await open(`${address}&branch=${branch}&massing=slab`);
  await get('massing-answer').waitFor();
  const at = `${base}/branches/${branch}/plan-units/${encodeURIComponent(unit)}`;
  const { regulations } = await ask(at);
  const low = [...regulations.filter((one) => one.type !== 'maanpaallinenKerrosluku'), { type: 'maanpaallinenKerrosluku', value: 1 }];
  await ask(at, { method: 'PATCH', body: { regulations: low }, headers: { 'Content-Type': 'application/merge-patch+json' } });
  const wanted = (await run('massing', { plan_unit: unit, kind: 'slab' }, branch)).floor_area_k_m2;
  assert.ok(wanted < slab.floor_area_k_m2);
  await until('the massing of one storey', async () => Number(await get('massing-answer').getAttribute('data-floor-area')) === wanted);
  await open(`${address}&massing=slab`);
  await ask(`${base}/branches/${branch}`, { method: 'DELETE' });
});

await step('sun hours lie on ground and facades, with unit, bound and the numbers of the job', async () => {
  await get('massing-answer').waitFor();
  await get('sun').selectOption(day);
  assert.equal(await get('envelope').isChecked(), false, 'no envelope tints the colours');
  await get('sun-bound').waitFor({ timeout: 120_000 });
  const jobs = (await ask(`${base}/jobs?processID=sun-hours&status=successful&limit=3`)).jobs;
  assert.equal(jobs.length, 3, 'ground, facades, massing');
  const results = await Promise.all(jobs.map((job) => ask(`${base}/jobs/${job.jobID}/results`)));
  const points = results.reduce((sum, one) => sum + one.hours.length, 0);
  assert.equal(Number(await get('sun-legend').getAttribute('data-points')), points);
  await until('a square for each point', async () => (await drawn()).sun === points);
  const bound = Math.max(...results.map((one) => one.error_bound_h));
  assert.ok((await get('sun-bound').textContent()).includes(new Intl.NumberFormat('en-GB', { maximumFractionDigits: 2 }).format(bound)));
  assert.match(await get('sun-legend').locator('.unit-line').textContent(), /h · 21 March \d{4}$/);
  const areas = new Array(scale.length).fill(0);
  for (const { hours, receivers } of results) {
    hours.forEach((value, i) => {
      areas[scale.findIndex((one) => one.below === undefined || value < one.below)] += receivers[i].area_m2;
    });
  }
  for (const [slot, area] of areas.entries()) {
    assert.ok(Math.abs(Number(await get(`sun-class-${slot}`).getAttribute('data-area')) - area) < 1e-3, `class ${slot}`);
  }
  const [download] = await Promise.all([page.waitForEvent('download'), get('sun-csv').click()]);
  assert.equal(readFileSync(await download.path(), 'utf8').trim().split('\r\n').length, points + 1);
});

await step('a run is seen coarse first and can be cancelled', async () => {
  await heardLate(async () => {
    await get('sun').selectOption(String(new Date().getFullYear()));
    await get('sun-progress').waitFor();
    await get('sun-cancel').dispatchEvent('click');  // no wait for a frame, which software drawing makes long
  });
  await until('no squares', async () => (await drawn()).sun === 0);
  await until('the jobs to end', async () => (await ask(`${base}/jobs?status=running,accepted`)).jobs.length === 0, 120);
  await until('an address without sun', () => !new URL(page.url()).hash.includes('sun='));
});

await step('one key each shows envelope, massing and sun', async () => {
  await page.locator('canvas').focus();
  const before = await get('envelope').isChecked();
  await page.keyboard.press('e');
  assert.equal(await get('envelope').isChecked(), !before);
  await page.keyboard.press('m');
  await until('the next kind', async () => (await get('massing').inputValue()) === 'point');
  await heardLate(async () => {
    await page.keyboard.press('s');
    await until('the first day', async () => (await get('sun').inputValue()) === day);
    await get('sun-cancel').dispatchEvent('click');  // no wait for a frame, which software drawing makes long
  });
  await page.keyboard.press('Escape');
  await page.locator('canvas').focus();
  await page.keyboard.press('m');
  assert.match(await get('notices').textContent(), /Choose a plan unit first/);
});

await step('three languages name every control, and a wrong branch is told of', async () => {
  for (const code of ['fi', 'sv', 'en']) {
    await open(`lang=${code}&unit=${encodeURIComponent(unit)}&massing=perimeter`);
    await get('study').waitFor();
    await until('an answer', async () => (await get('massing-answer').isVisible()) || (await get('study-problem').isVisible()));
    assert.deepEqual(await unnamedControls(page), [], code);
    assert.ok(!/[{}]/.test(await get('study').textContent()), 'no place is left unfilled');
  }
});

await step('on a phone the study stays within the sheet', async () => {
  await page.setViewportSize({ width: 390, height: 844 });
  await open(`lang=fi&unit=${encodeURIComponent(unit)}&massing=slab`);
  await get('massing-answer').waitFor();
  const over = await page.evaluate(() => [...document.querySelectorAll('.study *')]
    .filter((one) => one.offsetParent !== null && one.getBoundingClientRect().right > innerWidth + 0.5).map((one) => one.outerHTML.slice(0, 80)));
  assert.deepEqual(over, []);
  await page.setViewportSize({ width: 1280, height: 800 });
});

assert.deepEqual(seen.errors, [], 'no console error');
assert.deepEqual([...seen.hosts], [new URL(base).hostname], 'no request to another host');
await browser.close();
await own?.stop();
console.log('ok study');
