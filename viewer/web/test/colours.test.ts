import assert from 'node:assert/strict';
import { test } from 'node:test';
import { bytesOf, classOf, countClasses, kVariables, planColour, variable, type Variable } from '../src/model/colours';

const of = (name: string): Variable => variable(name) as Variable;
const label = (name: string, value: number): string | undefined => of(name).classes[classOf(of(name), value)]?.label.en;

test('a value belongs to the first class whose upper end is greater', () => {
  assert.equal(label('year', 1919), 'before 1920');
  assert.equal(label('year', 1920), '1920–1939');
  assert.equal(label('year', 2031), '2020 or later');
  assert.equal(classOf(of('year'), NaN), -1);
});

test('uses are ranges of the 1994 classification, the particular before "other"', () => {
  assert.equal(label('use', 39), 'Residential');
  assert.equal(label('use', 151), 'Offices');
  assert.equal(label('use', 511), 'Education');
  assert.equal(label('use', 931), 'Other');
});

test('counts add up to the number of features', () => {
  const numbers = new Float32Array([NaN, 1, 1, 4, 20, NaN]);
  // Feature 0 is a plan unit, 5 a building without data: five buildings in all.
  const counts = countClasses(of('storeys'), numbers, 5);
  assert.equal(counts[0], 2);
  assert.equal(counts[counts.length - 1], 1);
  assert.equal(counts.reduce<number>((sum, one) => sum + (one ?? 0), 0), 5);
});

test('every variable has words in three languages and colours that can be drawn', () => {
  for (const one of kVariables) {
    for (const kind of one.classes) {
      assert.match(kind.colour, /^#[0-9a-f]{6}$/i);
      assert.ok(kind.label.fi && kind.label.sv && kind.label.en);
    }
  }
  assert.deepEqual(bytesOf('#fde725'), [253, 231, 37]);
});

test('the longest entry that begins a plan symbol gives its colour', () => {
  assert.equal(planColour('AK-1'), planColour('AK'));
  assert.notEqual(planColour('AKR'), planColour('AK'));
  assert.equal(planColour('??'), planColour(''));
});
