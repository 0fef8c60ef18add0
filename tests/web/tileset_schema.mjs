// Judges DIR/tileset.json by the official 3D Tiles 1.1 schemas: node tileset_schema.mjs DIR SCHEMADIR
// Also checks what a schema cannot say: every content file is there, child boxes lie in their parent's and
// errors do not grow downwards. Exits 1 on any fault.
import { existsSync } from "node:fs";
import { readFile, readdir } from "node:fs/promises";
import { join, relative, sep } from "node:path";
import addFormats from "ajv-formats";
import Ajv2020 from "ajv/dist/2020.js";

const [directory, schemaDirectory] = process.argv.slice(2);
if (!directory || !schemaDirectory) {
  console.error("usage: node tileset_schema.mjs DIR SCHEMADIR");
  process.exit(2);
}

// The schemas name each other by relative file name: each gets its place as its identifier.
const kBase = "schema://3d-tiles/";
const ajv = new Ajv2020({ allErrors: true, strict: false });
addFormats(ajv);
for (const file of await readdir(schemaDirectory, { recursive: true })) {
  if (file.endsWith(".schema.json")) {
    const schema = JSON.parse(await readFile(join(schemaDirectory, file), "utf8"));
    schema.$id = kBase + relative(".", file).split(sep).join("/");
    ajv.addSchema(schema);
  }
}

const tileset = JSON.parse(await readFile(join(directory, "tileset.json"), "utf8"));
const faults = [];
const validate = ajv.getSchema(`${kBase}tileset.schema.json`);
if (!validate(tileset)) {
  for (const error of validate.errors) {
    faults.push(`${error.instancePath || "/"} ${error.message}`);
  }
}

let tiles = 0;
let contents = 0;
const kSlackMetres = 1e-6;
function isInside(child, parent) {
  return [0, 1, 2].every((i) => {
    const half = 3 + 4 * i;
    return Math.abs(child[i] - parent[i]) + child[half] <= parent[half] + kSlackMetres;
  });
}
function check(tile, place) {
  ++tiles;
  if (tile.content) {
    ++contents;
    if (!existsSync(join(directory, tile.content.uri))) {
      faults.push(`${place}/content: ${tile.content.uri} is missing`);
    }
  }
  (tile.children ?? []).forEach((child, i) => {
    const here = `${place}/children/${i}`;
    if (!isInside(child.boundingVolume.box, tile.boundingVolume.box)) {
      faults.push(`${here}: the box reaches out of its parent's`);
    }
    if (child.geometricError > tile.geometricError) {
      faults.push(`${here}: the geometric error is larger than its parent's`);
    }
    check(child, here);
  });
}
if (faults.length === 0) {
  check(tileset.root, "/root");
}

faults.forEach((fault) => console.log(`  error ${fault}`));
console.log(`tileset.json: ${tiles} tiles, ${contents} contents, ${faults.length} errors`);
process.exit(faults.length > 0 ? 1 : 0);
