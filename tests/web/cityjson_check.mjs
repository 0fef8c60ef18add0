// Judges CityJSON 2.0 files and sequences by the official schemas, and by what a schema cannot say:
//   node cityjson_check.mjs SCHEMADIR FILE...
// Every index names something, boundaries and the values beside them have one shape, families are told on both sides.
// Without SCHEMADIR ("-") only the latter. Exits 1 on any fault.
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';

import addFormats from 'ajv-formats';
import Ajv from 'ajv';

const [schemaFolder, ...files] = process.argv.slice(2);
if (!schemaFolder || files.length === 0) {
  console.error('usage: node cityjson_check.mjs SCHEMADIR|- FILE...');
  process.exit(2);
}

async function schemaOf(name) {
  if (schemaFolder === '-') return null;
  const schema = JSON.parse(await readFile(join(schemaFolder, name), 'utf8'));
  const ajv = new Ajv({ strict: false });
  addFormats(ajv);
  return ajv.compile(schema);
}
const documentSchema = await schemaOf('cityjson.min.schema.json');
const featureSchema = await schemaOf('cityjsonfeature.min.schema.json');

const kDepth = { MultiPoint: 0, MultiLineString: 1, MultiSurface: 2, CompositeSurface: 2, Solid: 3, MultiSolid: 4, CompositeSolid: 4 };

/** Faults of the city objects of a document or feature; `header` is the document, or the first line of a sequence. */
function faultsOf(root, header) {
  const faults = [];
  const isIndex = (value, count) => Number.isInteger(value) && value >= 0 && value < count;
  const vertices = root.vertices;
  vertices.forEach((vertex, i) => {
    if (!vertex.every(Number.isInteger)) faults.push(`/vertices/${i}: no whole numbers under a transform`);
  });
  const { scale, translate } = header.transform;
  if (!scale.every((s) => s > 0) || !translate.every(Number.isFinite)) faults.push('/transform: no transform');
  const look = root.appearance ?? {};
  const used = new Set();

  function checkGeometry(geometry, place) {
    const depth = kDepth[geometry.type];
    const shape = (value, level, here, visit) => {
      if (level === 0) return visit(value, here);
      if (!Array.isArray(value)) return faults.push(`${here}: no array`);
      return value.forEach((item, i) => shape(item, level - 1, `${here}/${i}`, visit));
    };
    shape(geometry.boundaries, depth + 1, `${place}/boundaries`, (index, here) => {
      if (!isIndex(index, vertices.length)) faults.push(`${here}: no vertex ${index}`);
      used.add(index);
    });
    // Values lie beside the surfaces; a null stands for all below.
    const beside = (values, boundaries, level, here, visit) => {
      if (values === null) return;
      if (level === 0) return visit(values, boundaries, here);
      if (!Array.isArray(values) || values.length !== boundaries.length) return faults.push(`${here}: not the shape of the boundaries`);
      values.forEach((value, i) => beside(value, boundaries[i], level - 1, `${here}/${i}`, visit));
    };
    if (geometry.semantics) {
      const count = geometry.semantics.surfaces.length;
      beside(geometry.semantics.values, geometry.boundaries, depth - 1, `${place}/semantics/values`, (value, _, here) => {
        if (!isIndex(value, count)) faults.push(`${here}: no semantic surface ${value}`);
      });
    }
    for (const [theme, { value, values }] of Object.entries(geometry.material ?? {})) {
      const check = (index, _, here) => {
        if (!isIndex(index, (look.materials ?? []).length)) faults.push(`${here}: no material ${index}`);
      };
      if (value !== undefined) check(value, null, `${place}/material/${theme}`);
      else beside(values, geometry.boundaries, depth - 1, `${place}/material/${theme}`, check);
    }
    for (const [theme, { values }] of Object.entries(geometry.texture ?? {})) {
      beside(values, geometry.boundaries, depth, `${place}/texture/${theme}`, (ring, points, here) => {
        if (ring[0] === null) return;
        if (!isIndex(ring[0], (look.textures ?? []).length)) faults.push(`${here}: no texture ${ring[0]}`);
        if (ring.length !== points.length + 1) faults.push(`${here}: ${ring.length - 1} texture vertices for ${points.length} points`);
        if (!ring.slice(1).every((i) => isIndex(i, look['vertices-texture'].length))) faults.push(`${here}: no such texture vertex`);
      });
    }
  }

  for (const [id, object] of Object.entries(root.CityObjects)) {
    const place = `/CityObjects/${id}`;
    (object.geometry ?? []).forEach((geometry, i) => checkGeometry(geometry, `${place}/geometry/${i}`));
    for (const child of object.children ?? []) {
      if (!root.CityObjects[child]?.parents?.includes(id)) faults.push(`${place}/children: ${child} does not name its parent`);
    }
    for (const parent of object.parents ?? []) {
      if (!root.CityObjects[parent]?.children?.includes(id)) faults.push(`${place}/parents: ${parent} does not name its child`);
    }
  }
  if (used.size !== vertices.length) faults.push(`/vertices: ${vertices.length - used.size} that nothing uses`);
  return faults;
}

function judge(document, schema, header, place) {
  const faults = [];
  if (schema && !schema(document)) faults.push(...schema.errors.map((error) => `${error.instancePath || '/'} ${error.message}`));
  faults.push(...faultsOf(document, header));
  return faults.slice(0, 5).map((fault) => `${place}: ${fault}`);
}

let bad = 0;
for (const file of files) {
  const lines = (await readFile(file, 'utf8')).split('\n').filter((line) => line.length > 0);
  const faults = [];
  if (file.endsWith('.jsonl')) {
    const [header, ...features] = lines.map((line) => JSON.parse(line));
    faults.push(...judge(header, documentSchema, header, 'line 1'));
    features.forEach((feature, i) => {
      if (!(feature.id in feature.CityObjects)) faults.push(`line ${i + 2}: its id is no city object`);
      faults.push(...judge(feature, featureSchema, header, `line ${i + 2}`));
    });
  } else {
    const document = JSON.parse(lines.join('\n'));
    faults.push(...judge(document, documentSchema, document, ''));
  }
  faults.slice(0, 10).forEach((fault) => console.log(`  ${file} ${fault}`));
  bad += faults.length > 0 ? 1 : 0;
}
console.log(`${files.length} CityJSON files, ${bad} with faults`);
process.exit(bad > 0 ? 1 : 0);
