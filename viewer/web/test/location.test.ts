import assert from 'node:assert/strict';
import { test } from 'node:test';
import { readLocation, writeLocation } from '../src/model/location';
import { branchFrom, freeName } from '../src/ui/scenario_menu';

const variables = ['use', 'year'];

test('an address read and written again is the same address', () => {
  const hash = '#branch=Plan-B&colour=year&lang=sv&unit=AK-1&only=2&flat=1&at=12.5,-7,2,640,20,52';
  assert.equal(writeLocation(readLocation({ hash }, variables, ['fi-FI'])), hash);
});

test('an object of the city and hidden surroundings are part of the address', () => {
  const hash = '#branch=main&colour=use&lang=fi&object=road-7&around=0&envelope=0&massing=slab&sun=2026-03-21';
  assert.equal(writeLocation(readLocation({ hash }, variables, ['fi-FI'])), hash);
  // A plan unit wins: one thing is chosen.
  assert.equal(readLocation({ hash: '#unit=AK-1&object=road-7' }, variables, []).object, null);
});

test('what is missing or wrong in an address falls back to something sensible', () => {
  const state = readLocation({ hash: '#colour=price&only=x&at=1,2,nonsense' }, variables, ['de', 'sv-FI']);
  assert.equal(state.branch, 'main');
  assert.equal(state.colourBy, 'use');
  assert.equal(state.isolated, null);
  assert.equal(state.pose, null);
  assert.equal(state.language, 'sv');
  const odd = readLocation({ hash: '#massing=castle&sun=tomorrow' }, variables, []);
  assert.deepEqual([odd.massing, odd.sun, odd.envelope], [null, null, true]);
});

test('a scenario gets a name that the twin accepts', () => {
  assert.equal(branchFrom('  Plan B – korkeämpi! '), 'Plan-B-korkeampi');
  assert.equal(branchFrom('2034 tiivis'), 'tiivis');
  assert.equal(freeName(['main', 'Plan-B']), 'Plan-C');
});
