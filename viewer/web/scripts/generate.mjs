// Writes the TypeScript of proto/stream.proto to src/generated. Needs protoc (Debian: protobuf-compiler).
import { spawnSync } from 'node:child_process';
import { mkdirSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const web = dirname(dirname(fileURLToPath(import.meta.url)));
const proto = join(web, '..', '..', 'proto');
const out = join(web, 'src', 'generated');
mkdirSync(out, { recursive: true });

const run = spawnSync(
  'protoc',
  [
    `--plugin=protoc-gen-es=${join(web, 'node_modules', '.bin', 'protoc-gen-es')}`,
    `--proto_path=${proto}`,
    `--es_out=${out}`,
    '--es_opt=target=ts',
    join(proto, 'stream.proto'),
  ],
  { stdio: 'inherit' },
);
if (run.error) {
  console.error('error protoc-missing: protoc was not found. Install the Debian package protobuf-compiler.');
  process.exit(1);
}
process.exit(run.status ?? 1);
