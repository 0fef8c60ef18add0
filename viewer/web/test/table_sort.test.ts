import assert from 'node:assert/strict';
import { test } from 'node:test';
import { sortRows, toCsv } from '../src/model/table';

test('what is not known comes last whichever way a column is sorted', () => {
  const rows = [[null], [3], [10], [1]];
  assert.deepEqual(sortRows(rows, 0, false, 'en'), [[1], [3], [10], [null]]);
  assert.deepEqual(sortRows(rows, 0, true, 'en'), [[10], [3], [1], [null]]);
});

test('text is sorted as the language does and numbers in it as numbers', () => {
  const rows = [['Äyritie 1'], ['Zetterbergintie 2'], ['Aallonkatu 12'], ['Aallonkatu 3']];
  assert.deepEqual(sortRows(rows, 0, false, 'fi').map(([name]) => name), ['Aallonkatu 3', 'Aallonkatu 12', 'Zetterbergintie 2', 'Äyritie 1']);
});

test('CSV quotes what needs it, keeps unknown empty, and disarms formulas', () => {
  const table = {
    columns: [{ key: 'a', title: 'Address', unit: '' }, { key: 'b', title: 'Area', unit: 'm²' }],
    rows: [['Katu 1, "A"', 12.5], ['=1+1', null]],
  };
  assert.equal(toCsv(table), '\ufeffAddress,Area (m²)\r\n"Katu 1, ""A""",12.5\r\n\'=1+1,\r\n');
});
