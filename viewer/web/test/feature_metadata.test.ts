import assert from 'node:assert/strict';
import { test } from 'node:test';
import { kNoFeature, readTileFeatures, vertexFeatures } from '../src/scene/feature_metadata';

test('feature numbers and ids come from the property table, beyond ASCII and with padding', async () => {
  const text = new TextEncoder().encode('BID_7Ä12');
  const views = [
    new Uint32Array([41, 70000, 0]).buffer, // the last four bytes are padding
    text.buffer.slice(text.byteOffset, text.byteOffset + text.byteLength),
    new Uint32Array([0, 5, 7]).buffer,
  ] as ArrayBuffer[];
  const metadata = {
    propertyTables: [{ count: 2, properties: { feature: { values: 0 }, id: { values: 1, stringOffsets: 2 } } }],
  };
  const features = await readTileFeatures(metadata, 0, async (index) => views[index] as ArrayBuffer);
  assert.deepEqual([...features.numbers], [41, 70000]);
  assert.deepEqual(features.ids, ['BID_7', 'Ä']);
  assert.deepEqual([...vertexFeatures([0, 1, 1, 9, 2], features, 2)], [41, 70000, 70000, kNoFeature, kNoFeature]);
});

test('a tile without a property table has no features', async () => {
  const features = await readTileFeatures({}, 0, async () => new ArrayBuffer(0));
  assert.deepEqual([...vertexFeatures([0], features, undefined)], [kNoFeature]);
});
