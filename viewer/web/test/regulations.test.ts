import assert from 'node:assert/strict';
import { test } from 'node:test';
import {
  acceptable, limitOf, range, regulationType, withLimit, withoutRegulation, withRegulation, type RegulationType,
} from '../src/model/regulations';

const rules = [
  { type: 'tehokkuusluku', value: 1.5 },
  { type: 'maanpaallinenKerrosluku', value: 2, value_max: 4 },
  { type: 'sky-plane', angle_deg: 45, start_height_m: 10, edges: [0] },
  { type: 'asemakaavamaarays', text: 'Katot on rakennettava viherkatoiksi.' },
];

test('moving one limit leaves everything else as it was sent', () => {
  const moved = withLimit(rules, 2, 60);
  assert.deepEqual(moved[2], { type: 'sky-plane', angle_deg: 60, start_height_m: 10, edges: [0] });
  assert.deepEqual(moved.slice(0, 2), rules.slice(0, 2));
  assert.equal(moved[3], rules[3]);
  assert.equal(rules[2]?.angle_deg, 45, 'the list given is not touched');
});

test('of a range (II–IV) the upper end moves, and pulls the lower one along', () => {
  assert.equal(limitOf(rules[1] as (typeof rules)[1]), 4);
  assert.deepEqual(withLimit(rules, 1, 7)[1], { type: 'maanpaallinenKerrosluku', value: 2, value_max: 7 });
  assert.deepEqual(withLimit(rules, 1, 1)[1], { type: 'maanpaallinenKerrosluku', value: 1, value_max: 1 });
});

test('rules are added with their unit and taken away by place', () => {
  const coverage = regulationType('rakentamisenSuhdeAlueenPintaAlaan') as RegulationType;
  assert.deepEqual(withRegulation([], coverage, 30), [{ type: coverage.type, value: 30, unit: '%' }]);
  assert.deepEqual(withoutRegulation(rules, 0), rules.slice(1));
});

test('absolute heights move above the ground of the unit, and a value outside is not cut', () => {
  const ridge = regulationType('vesikatonYlimmanKohdanKorkeusasema') as RegulationType;
  assert.deepEqual(range(ridge, 12.4, 30), { min: 12, max: 132 });
  assert.deepEqual(range(ridge, 12.4, 150), { min: 12, max: 150 });
});

test('a typed limit becomes one that the rule can have', () => {
  const typed = (type: string, value: number): number => acceptable(regulationType(type) as RegulationType, 12.4, value);
  assert.equal(typed('maanpaallinenKerrosluku', 4.6), 5);
  assert.equal(typed('maanpaallinenKerrosluku', -3), 1);
  assert.equal(typed('sky-plane', 90), 89);
  assert.equal(typed('vesikatonYlimmanKohdanKorkeusasema', 3), 12);
  assert.equal(typed('tehokkuusluku', 7.25), 7.25, 'above the slider is no error');
});
