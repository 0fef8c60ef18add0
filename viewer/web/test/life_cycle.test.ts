import assert from 'node:assert/strict';
import { test } from 'node:test';
import { hasEnded, isInForce, nameOfState } from '../src/model/life_cycle';
import { detailsOf } from '../src/model/regulations';

test('in force are 10, 11 and 13 and what nothing is known of; 14 to 17 have ended', () => {
  const codes = Array.from({ length: 17 }, (_, at) => String(at + 1).padStart(2, '0'));
  assert.deepEqual(codes.filter((lifeCycle) => isInForce({ lifeCycle })), ['10', '11', '13']);
  assert.deepEqual(codes.filter((lifeCycle) => hasEnded({ lifeCycle })), ['14', '15', '16', '17']);
  assert.ok(isInForce({ lifeCycle: '' }));
  for (const code of codes) assert.notEqual(nameOfState(code), code, 'every state has a name');
  assert.equal(nameOfState('99'), '99');
});

test('details of a regulation say what its figure does not', () => {
  const information = [
    { type: 'paakayttotarkoitus' },
    { type: 'kayttotarkoituskohdistus', code: 'asumisenAlue' },
    { type: 'kayttotarkoituksenOsuusKerrosalastaK-m2', value: 2000, unit: 'k-m2' },
  ];
  assert.equal(
    detailsOf({ type: 'sallittuKerrosala', value: 4000, information }),
    'kayttotarkoituskohdistus asumisenAlue; kayttotarkoituksenOsuusKerrosalastaK-m2 2000 k-m2',
  );
  assert.equal(detailsOf({ type: 'tehokkuusluku', value: 1.5 }), '');
});
