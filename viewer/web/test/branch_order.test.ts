import assert from 'node:assert/strict';
import { test } from 'node:test';
import { BranchOrder } from '../src/net/branch_order';

test('a picture ends at its last number, then numbers rise by one', () => {
  const order = new BranchOrder();
  order.begin({ epoch: 'a', resync: true, caughtUpSequence: 7n });
  // Two units of two messages, the closing message, then two events.
  assert.deepEqual([3n, 4n, 5n, 6n].map((n) => order.accept(n)), ['take', 'take', 'take', 'take']);
  assert.equal(order.caughtUp, false);
  assert.equal(order.last, 0n, 'half a picture cannot be resumed');
  assert.equal(order.accept(7n), 'take');
  assert.equal(order.caughtUp, true);
  assert.deepEqual([8n, 9n].map((n) => order.accept(n)), ['take', 'take']);
  assert.equal(order.last, 9n);
});

test('a repeated number is dropped and a missing one is noticed', () => {
  const order = new BranchOrder();
  order.begin({ epoch: 'a', resync: true, caughtUpSequence: 1n });
  order.accept(1n);
  assert.equal(order.accept(2n), 'take');
  assert.equal(order.accept(2n), 'repeat');
  assert.equal(order.accept(4n), 'gap');
  assert.equal(order.last, 2n, 'a gap is resumed after the last number taken');
});

test('resuming goes on where it stopped; unnumbered messages always count', () => {
  const order = new BranchOrder();
  order.begin({ epoch: 'a', resync: true, caughtUpSequence: 5n });
  order.accept(5n);
  order.begin({ epoch: 'a', resync: false, caughtUpSequence: 7n });
  assert.equal(order.caughtUp, false);
  assert.equal(order.accept(0n), 'take');
  assert.deepEqual([6n, 7n].map((n) => order.accept(n)), ['take', 'take']);
  assert.equal(order.caughtUp, true);
});
