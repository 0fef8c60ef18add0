// Two browser pages and one desktop viewer on one branch: a slider moved in one page changes envelope,
// KPI and colours in all of them, in order; the latency edit → last client's receipt is printed.
import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { join } from 'node:path';

import { launchBrowser, watch } from './lib/browser.mjs';
import { ask, assert, binDir, makeTwin, serve, temporaryFolder } from './lib/twin_server.mjs';

const viewer = join(binDir, 'kaksonen-viewer');
if (!existsSync(viewer)) {
  console.log('SKIPPED: the desktop viewer is not built');
  process.exit(77);
}
const server = await serve(makeTwin(temporaryFolder(), 60));
await ask(`${server.url}/branches`, { method: 'POST', body: { name: 'plan-b', from: 'main' } });
const unit = (await ask(`${server.url}/branches/plan-b/plan-units`)).plan_units.find((u) => u.regulations.some((r) => r.type === 'tehokkuusluku'));

const desktop = spawn(viewer, ['--connect', `ws://localhost:${server.port}`, '--branch', 'plan-b', '--colour-by', 'floor_area_used',
  '--print-latency', '--screenshot', join(temporaryFolder(), 'desktop.png'), '--size', '640x400', '--quit-after', '90'], { stdio: ['ignore', 'pipe', 'inherit'] });
const desktopLines = [];
let rest = '';
desktop.stdout.on('data', (bytes) => {
  rest += bytes;
  for (let end; (end = rest.indexOf('\n')) >= 0; rest = rest.slice(end + 1)) desktopLines.push({ text: rest.slice(0, end), at: Date.now() });
});

const browser = await launchBrowser();
const pages = [];
for (const name of ['one', 'two']) {
  const page = await browser.newPage({ viewport: { width: 900, height: 600 } });
  const seen = watch(page);
  await page.goto(`${server.url}/#branch=plan-b&colour=floor_area_used&unit=${encodeURIComponent(unit.id)}`);
  await page.evaluate(() => window.kaksonen.ready);
  pages.push({ name, page, seen });
}
const waitFor = async (what, condition, seconds = 60) => {
  const end = Date.now() + seconds * 1000;
  while (!(await condition())) {
    if (Date.now() > end) throw new Error(`waited ${seconds} s for ${what}`);
    await new Promise((accept) => setTimeout(accept, 50));
  }
};
// The desktop viewer reports edits only: another unit is edited until it has joined.
const other = (await ask(`${server.url}/branches/plan-b/plan-units`)).plan_units.find((one) => one.id !== unit.id);
let level = other.ground_level_n2000_m;
await waitFor('the desktop viewer to join', async () => {
  await ask(`${server.url}/branches/plan-b/plan-units/${encodeURIComponent(other.id)}`, { method: 'PATCH', body: { ground_level_n2000_m: (level += 0.01) } });
  await new Promise((accept) => setTimeout(accept, 300));
  return desktopLines.some((line) => line.text.startsWith('kpi '));
});
const desktopBefore = desktopLines.filter((line) => line.text.startsWith(`kpi `)).length;

const slider = pages[0].page.locator('[data-testid="slider-tehokkuusluku"]');
await slider.focus();
for (const _ of Array(5)) {
  await slider.press('ArrowRight');
  await pages[0].page.waitForTimeout(300);
}
const api = (await ask(`${server.url}/branches/plan-b/kpi`)).units[unit.id];
const cell = (page) => page.locator('[data-testid="kpi-floor_area_reachable_k_m2"]').getAttribute('data-value');
for (const { name, page } of pages) {
  await waitFor(`page ${name} to show ${api.floor_area_reachable_k_m2}`, async () => Math.abs(Number(await cell(page)) - api.floor_area_reachable_k_m2) < 1e-6);
}
await waitFor('the desktop viewer to follow', () => desktopLines.filter((line) => line.text.startsWith('kpi ')).length > desktopBefore);

const numbers = desktopLines.map((line) => /^kpi (\d+) /.exec(line.text)).filter(Boolean).map((match) => Number(match[1]));
assert(numbers.every((number, i) => i === 0 || number > numbers[i - 1]), `the viewer saw events in order: ${numbers}`);
const latencies = { desktop: desktopLines.map((line) => /^kpi \d+ \S+ ([\d.]+)/.exec(line.text)).filter(Boolean).map((match) => Number(match[1])) };
for (const { name, page, seen } of pages) {
  assert(seen.errors.length === 0, `page ${name} has no console error: ${seen.errors.join('; ')}`);
  assert([...seen.hosts].every((host) => host === 'localhost'), `page ${name} asked only localhost: ${[...seen.hosts]}`);
  latencies[name] = await page.evaluate(() => window.kaksonen.latencies);
}
await browser.close();
desktop.kill();
await server.stop();
for (const [name, values] of Object.entries(latencies)) {
  const edits = values.filter((value) => value > 0);
  assert(edits.length > 0, `${name} measured a latency`);
  console.log(`latency edit received → ${name}: max ${Math.max(...edits).toFixed(1)} ms of ${edits.length}`);
}
