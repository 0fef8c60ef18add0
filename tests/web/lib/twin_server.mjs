// A served twin of a synthetic district for the browser and process tests.
import { spawn, spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';

export const sourceDir = resolve(dirname(fileURLToPath(import.meta.url)), '../../..');
export const binDir = process.env.KAKSONEN_BIN ?? join(sourceDir, 'build/release/bin');
export const program = join(binDir, 'kaksonen');

/** Runs the program to its end; throws with its messages unless it leaves with `code`. */
export function kaksonen(args, { code = 0, input } = {}) {
  const done = spawnSync(program, args, { encoding: 'utf8', input, maxBuffer: 1 << 28 });
  if (done.status !== code) {
    throw new Error(`kaksonen ${args.join(' ')} left with ${done.status}, not ${code}:\n${done.stderr}\n${done.stdout}`);
  }
  return done;
}

/** A folder of its own, removed at the end of the process. */
export function temporaryFolder() {
  const folder = mkdtempSync(join(tmpdir(), 'kaksonen-test-'));
  process.on('exit', () => rmSync(folder, { recursive: true, force: true }));
  return folder;
}

/** Makes a twin file with `buildings` synthetic buildings, seed 1. */
export function makeTwin(folder, buildings = 60) {
  const twin = join(folder, 'city.twin');
  kaksonen(['synth', '--buildings', String(buildings), '--seed', '1', '--errors', '0', '--out', join(folder, 'city')]);
  kaksonen(['import', '--twin', twin, '--author', 'test', ...['city.gml', 'register.csv', 'plan.json'].map((name) => join(folder, 'city', name))]);
  return twin;
}

/** Serves a twin on a free port; `stop()` ends it politely, `kill()` with SIGKILL. */
export async function serve(twin, extra = []) {
  const child = spawn(program, ['serve', '--twin', twin, '--port', '0', '--json', ...extra], { stdio: ['ignore', 'pipe', 'inherit'] });
  const line = await new Promise((accept, refuse) => {
    let text = '';
    child.stdout.on('data', (bytes) => {
      text += bytes;
      if (text.includes('\n')) accept(text.slice(0, text.indexOf('\n')));
    });
    child.on('exit', (status) => refuse(new Error(`serve left with ${status}`)));
    setTimeout(() => refuse(new Error('serve did not start in 60 s')), 60_000).unref();
  });
  const { port } = JSON.parse(line);
  const ended = new Promise((accept) => child.on('exit', (status, signal) => accept(status ?? signal)));
  process.on('exit', () => child.kill('SIGKILL'));
  return {
    url: `http://localhost:${port}`,
    port,
    ended,
    stop: async () => (child.kill('SIGTERM'), ended),
    kill: async () => (child.kill('SIGKILL'), ended),
  };
}

/** GET or another method as JSON; throws on a problem document. */
export async function ask(url, { method = 'GET', body, author = 'test', headers = {} } = {}) {
  const answer = await fetch(url, {
    method,
    headers: { 'X-Author': author, ...(body ? { 'Content-Type': 'application/json' } : {}), ...headers },
    body: body ? JSON.stringify(body) : undefined,
  });
  const text = await answer.text();
  if (!answer.ok) throw Object.assign(new Error(`${method} ${url}: ${answer.status} ${text}`), { status: answer.status, text });
  return text ? JSON.parse(text) : undefined;
}

/** Throws when `condition` does not hold. */
export function assert(condition, message) {
  if (!condition) throw new Error(`not so: ${message}`);
}
