// kill -9 in the middle of 1,000 edits: every acknowledged edit is in the log after a restart, the hash
// chain verifies, and what was not acknowledged is there whole or not at all.
import { ask, assert, kaksonen, makeTwin, serve, temporaryFolder } from './lib/twin_server.mjs';

const edits = 1000;
const clients = 4;
const folder = temporaryFolder();
const twin = makeTwin(folder, 40);
let server = await serve(twin);
const units = (await ask(`${server.url}/branches/main/plan-units`)).plan_units.map((unit) => unit.id);
assert(units.length >= clients, `${units.length} plan units for ${clients} clients`);
const before = (await ask(`${server.url}/branches/main/log?limit=1`)).entries[0].sequence;

const acknowledged = [];
const killAt = 300 + Math.floor(Math.random() * 400);
let sent = 0;
let killed = false;
console.log(`killing after ${killAt} acknowledged edits`);
await Promise.all(
  Array.from({ length: clients }, async (_, client) => {
    while (sent < edits && !killed) {
      const number = ++sent;
      const value = 0.5 + number / 1000;
      try {
        const answer = await ask(`${server.url}/branches/main/plan-units/${encodeURIComponent(units[client])}`, {
          method: 'PATCH',
          body: { regulations: [{ type: 'tehokkuusluku', value }] },
          author: `client ${client}`,
        });
        acknowledged.push({ commit: answer.commit, unit: units[client], value });
        if (acknowledged.length === killAt) {
          killed = true;
          await server.kill();
        }
      } catch (error) {
        if (!killed) throw error;
      }
    }
  }),
);

const verified = JSON.parse(kaksonen(['verify', '--twin', twin, '--json']).stdout);
assert(verified.whole, `the chain verifies: ${JSON.stringify(verified.findings)}`);
const entries = JSON.parse(kaksonen(['log', '--twin', twin, '--limit', '5000', '--json']).stdout).entries;
const inLog = new Set(entries.map((entry) => entry.commit));
const lost = acknowledged.filter((edit) => !inLog.has(edit.commit));
assert(lost.length === 0, `${lost.length} acknowledged edits are missing: ${JSON.stringify(lost.slice(0, 3))}`);
const after = entries.filter((entry) => entry.sequence > before);
assert(after.length <= sent, `${after.length} commits for ${sent} requests`);

server = await serve(twin);
for (const unit of units.slice(0, clients)) {
  const now = (await ask(`${server.url}/branches/main/plan-units/${encodeURIComponent(unit)}`)).regulations;
  const last = acknowledged.filter((edit) => edit.unit === unit).at(-1);
  const e = now.find((regulation) => regulation.type === 'tehokkuusluku').value;
  assert(e >= last.value, `${unit} holds ${e}, acknowledged was ${last.value}`);
}
assert((await server.stop()) === 0, 'the server leaves with 0');
console.log(`${acknowledged.length} acknowledged of ${sent} sent, ${after.length} in the log, 0 lost; ${verified.commits} commits verify`);
