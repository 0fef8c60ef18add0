// Judges glTF files with Khronos' validator: node gltf_validate.mjs FILE…
// Prints one line per file and every error; exits 1 when any file has an error, 2 without files.
import { readFile } from "node:fs/promises";
import { basename } from "node:path";
import { validateBytes } from "gltf-validator";

const kError = 0;
const kWarning = 1;

const files = process.argv.slice(2);
if (files.length === 0) {
  console.error("usage: node gltf_validate.mjs FILE.glb…");
  process.exit(2);
}

let errors = 0;
let warnings = 0;
for (const file of files) {
  const report = await validateBytes(new Uint8Array(await readFile(file)), { maxIssues: 1000 });
  const { issues, info } = report;
  errors += issues.numErrors;
  warnings += issues.numWarnings;
  console.log(
    `${basename(file)}: ${issues.numErrors} errors, ${issues.numWarnings} warnings, ` +
      `${info?.drawCallCount ?? 0} primitives, ${info?.totalTriangleCount ?? 0} triangles`,
  );
  for (const message of issues.messages) {
    if (message.severity === kError || message.severity === kWarning) {
      console.log(`  ${message.severity === kError ? "error" : "warning"} ${message.code} ${message.pointer ?? ""}: ${message.message}`);
    }
  }
}
console.log(`${files.length} files, ${errors} errors, ${warnings} warnings`);
process.exit(errors > 0 ? 1 : 0);
