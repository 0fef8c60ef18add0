// A job survives `kill -9` of its server: it is run again, and gives what a synchronous run gives, byte for byte.
import { setTimeout as sleep } from 'node:timers/promises';

import { ask, assert, makeTwin, serve, temporaryFolder } from './lib/twin_server.mjs';

const twin = makeTwin(temporaryFolder(), 40);
const sun = (unit, spacing, to, step) => ({
  inputs: { receivers: { plan_unit: unit, spacing_m: spacing }, from: '2026-01-01T00:00:00+02:00', to, step, method: 'rays' },
});
const begin = (server, body) => ask(`${server.url}/processes/sun-hours/execution`, { method: 'POST', body, headers: { Prefer: 'respond-async' } });
const status = (server, job) => ask(`${server.url}/jobs/${job.jobID}`);
const until = async (what, holds) => {
  for (const end = Date.now() + 120_000; Date.now() < end; await sleep(50)) if (await holds()) return;
  throw new Error(`waited 120 s for ${what}`);
};

let server = await serve(twin);
const [unit] = Object.keys((await ask(`${server.url}/branches/main/kpi`)).units);
// Two that never end keep both workers busy, so the third waits when the server dies.
const endless = await Promise.all([1, 2].map(() => begin(server, sun(unit, 0.2, '2026-12-31T00:00:00+02:00', '2min'))));
const small = sun(unit, 4, '2026-01-02T00:00:00+02:00', '10min');
const waiting = await begin(server, small);
await until('both to run', async () => (await Promise.all(endless.map((job) => status(server, job)))).every((job) => job.status === 'running'));
assert((await status(server, waiting)).status === 'accepted', 'the third waits');
await server.kill();
console.log('ok the server is killed with two jobs running and one waiting');

server = await serve(twin);
await until('a cut-off job to run again', async () => (await status(server, endless[0])).status === 'running');
assert((await status(server, endless[0])).message.startsWith('Begun again'), 'the job says that it was begun again');
for (const job of endless) await ask(`${server.url}/jobs/${job.jobID}`, { method: 'DELETE' });
await until('the waiting job', async () => (await status(server, waiting)).status === 'successful');
const asJob = await (await fetch(`${server.url}/jobs/${waiting.jobID}/results`)).text();
const direct = await (await fetch(`${server.url}/processes/sun-hours/execution`, {
  method: 'POST', headers: { 'Content-Type': 'application/json' }, body: JSON.stringify(small),
})).text();
assert(JSON.parse(asJob).hours.length > 10, 'there are receivers');
assert(asJob === direct, 'the job gives what a synchronous run gives');
console.log('ok cut-off jobs are run again and give the same');

await server.stop();
server = await serve(twin);
assert((await status(server, endless[1])).status === 'dismissed', 'what was dismissed stays so');
assert((await (await fetch(`${server.url}/jobs/${waiting.jobID}/results`)).text()) === asJob, 'the result is kept');
await server.stop();
console.log('ok results outlive the server');
