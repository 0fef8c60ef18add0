import assert from 'node:assert/strict';
import { test } from 'node:test';

import { readQuality, reportAddress } from '../src/model/quality';

test('findings are counted worst first, and what is not there is left out', () => {
  const one = readQuality({ severities: { info: 1, warning: 0, error: 7 }, volume_known: false, anchor: 'building-B1' });
  assert.deepEqual(one.counts, [{ severity: 'error', count: 7 }, { severity: 'info', count: 1 }]);
  assert.equal(one.volumeKnown, false);
  assert.equal(one.anchor, 'building-B1');
});

test('a building without findings has no place in the report', () => {
  const none = readQuality({ severities: { error: 0, warning: 0, info: 0 }, volume_known: true, anchor: 'building-B1' });
  assert.deepEqual(none, { counts: [], volumeKnown: true, anchor: null });
});

test('an id is a part of the address, whatever it holds', () => {
  assert.equal(reportAddress('plan b', 'sv', 'building-B2 {ä}#x'), '/branches/plan%20b/report?f=html&lang=sv#building-B2%20%7B%C3%A4%7D%23x');
  assert.equal(reportAddress('main', 'fi', null), '/branches/main/report?f=html&lang=fi');
});
