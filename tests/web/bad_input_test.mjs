// Bad input at a running server: a clear problem each time, and the server lives on.
import { connect } from 'node:net';
import { randomBytes } from 'node:crypto';

import { ask, assert, makeTwin, serve, temporaryFolder } from './lib/twin_server.mjs';

const server = await serve(makeTwin(temporaryFolder(), 20));
const head = (await ask(`${server.url}/info`)).head;
const unit = (await ask(`${server.url}/branches/main/plan-units`)).plan_units[0];

async function refused(what, path, options, status, code) {
  const answer = await fetch(server.url + path, options);
  const text = await answer.text();
  assert(answer.status === status, `${what}: status ${answer.status}, not ${status}: ${text}`);
  assert(answer.headers.get('content-type')?.startsWith('application/problem+json'), `${what}: ${answer.headers.get('content-type')}`);
  const problem = JSON.parse(text);
  assert(problem.code === code, `${what}: ${problem.code}, not ${code}`);
  assert(problem.remedy && problem.title && problem.detail, `${what}: ${text}`);
}
const patch = (body) => ({ method: 'PATCH', body, headers: { 'Content-Type': 'application/json' } });
const unitPath = `/branches/main/plan-units/${encodeURIComponent(unit.id)}`;
await refused('cut-off JSON', unitPath, patch('{"regulations":['), 422, 'json-malformed');
await refused('deep JSON', unitPath, patch('['.repeat(100_000)), 422, 'json-too-deep');
await refused('twice the same key', unitPath, patch('{"symbol":"A","symbol":"B"}'), 422, 'json-duplicate-key');
await refused('infinite number', unitPath, patch('{"ground_level_n2000_m":1e400}'), 422, 'number-not-finite');
await refused('unknown member', unitPath, patch('{"symbool":"A"}'), 422, 'member-unknown');
await refused('unknown regulation', unitPath, patch('{"regulations":[{"type":"tehokuusluku","value":1}]}'), 422, 'code-unknown');
await refused('bow tie', unitPath, patch('{"boundary":{"type":"Polygon","coordinates":[[[0,0],[10,10],[10,0],[0,10],[0,0]]]}}'), 422, 'polygon-self-intersection');
await refused('unknown branch', '/branches/nowhere/plan-units', {}, 404, 'branch-unknown');
await refused('unknown parameter', '/collections/buildings/items?foo=1', {}, 400, 'parameter-unknown');
await refused('invalid limit', '/collections/buildings/items?limit=unlimited', {}, 400, 'parameter-invalid');
await refused('noise as import', '/import', { method: 'POST', body: randomBytes(5000), headers: { 'Content-Type': 'application/x-protobuf' } }, 422, 'message-malformed');
await refused('stale edit', unitPath, { ...patch('{"symbol":"X"}'), headers: { 'Content-Type': 'application/json', 'If-Match': `"${'0'.repeat(64)}"` } }, 412, 'precondition-failed');

// Raw bytes instead of HTTP, and WebSocket frames that are none.
const raw = (bytes) =>
  new Promise((accept) => {
    const socket = connect(server.port, '127.0.0.1', () => socket.write(bytes));
    let text = '';
    socket.on('data', (data) => (text += data.toString('latin1')));
    socket.on('error', () => accept(text));
    socket.on('close', () => accept(text));
    setTimeout(() => socket.destroy(), 3000);
  });
await raw(randomBytes(3000));
const smuggled = await raw('POST /branches HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: gzip\r\nContent-Length: 5\r\n\r\nhello');
assert(/^HTTP\/1\.1 400/.test(smuggled) && smuggled.includes('framing-ambiguous'), smuggled.slice(0, 200));
for (let i = 0; i < 20; i += 1) {
  const socket = new WebSocket(`${server.url.replace('http', 'ws')}/stream`, ['kaksonen.v1']);
  socket.binaryType = 'arraybuffer';
  await new Promise((accept) => socket.addEventListener('open', accept));
  for (let j = 0; j < 5; j += 1) socket.send(randomBytes(1 + Math.floor(Math.random() * 2000)));
  await new Promise((accept) => {
    socket.addEventListener('close', accept);
    setTimeout(() => socket.close(), 200);
  });
}
assert((await ask(`${server.url}/info`)).head === head, 'nothing was written');
assert((await fetch(`${server.url}/readyz`)).ok, 'the server lives');
assert((await server.stop()) === 0, 'it leaves with 0');
console.log('12 bad requests, noise, a smuggled request and 100 noisy stream messages: each refused, nothing written');
