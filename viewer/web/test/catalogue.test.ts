import assert from 'node:assert/strict';
import { test } from 'node:test';
import { amount, maybe, setLanguage, signed, t, type Key } from '../src/i18n/words';
import en from '../src/i18n/en.json';
import fi from '../src/i18n/fi.json';
import sv from '../src/i18n/sv.json';
import { kKpis } from '../src/model/kpi';
import { kRegulationTypes } from '../src/model/regulations';

test('the three catalogues have the same keys, none empty, with the same places to fill', () => {
  const places = (text: string): string[] => (text.match(/\{\w+\}/g) ?? []).sort();
  for (const other of [fi, sv] as Record<string, string>[]) {
    assert.deepEqual(Object.keys(other).sort(), Object.keys(en).sort());
    for (const [key, text] of Object.entries(en)) {
      assert.notEqual(other[key]?.trim(), '', key);
      assert.deepEqual(places(other[key] ?? ''), places(text), key);
    }
  }
});

test('keys made from data exist', () => {
  for (const kind of kKpis) assert.ok(maybe(`kpi.${kind.key}`) && maybe(`kpi.${kind.key}.what`), kind.key);
  for (const kind of kRegulationTypes.filter((one) => one.rule !== 'other')) assert.ok(maybe(`binding.rule.${kind.rule}`), kind.rule);
  for (const link of ['unlinked', 'by_id', 'by_municipal_number', 'by_model_id']) assert.ok(maybe(`link.${link}`), link);
});

test('numbers follow the language', () => {
  const key: Key = 'binding.loss';
  setLanguage('en');
  assert.equal(amount(2400, 'k-m2'), '2,400\u00a0k-m²');
  assert.equal(t(key, { rule: 'Storey limit', loss: '600 k-m²' }), 'Storey limit binds: 600 k-m² unreachable');
  setLanguage('fi');
  assert.equal(amount(2400.4, 'k-m2'), '2\u00a0400\u00a0k-m²');
  assert.equal(amount(12.44, 'm', 1), '12,4\u00a0m');
  assert.equal(signed(-600), '−600');
  assert.equal(signed(0), '0');
  setLanguage('en');
});
