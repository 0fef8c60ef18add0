// Bundles test/all.ts for Node and runs it with Node's own test runner (Node 18 and 20 read no TypeScript).
import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const web = dirname(dirname(fileURLToPath(import.meta.url)));
const out = join(web, 'node_modules', '.cache', 'kaksonen-test');
if (!existsSync(join(web, 'node_modules', 'vite')) || !existsSync(join(web, 'src', 'generated'))) {
  console.log('SKIPPED: the web client is not set up (npm ci, npm run generate)');
  process.exit(77);
}
const { build } = await import('vite');
await build({
  root: web,
  configFile: false,
  logLevel: 'warn',
  build: {
    ssr: join(web, 'test', 'all.ts'),
    outDir: out,
    emptyOutDir: true,
    rollupOptions: { output: { entryFileNames: 'all.test.mjs' } },
  },
  ssr: { noExternal: true },
});
const run = spawnSync(process.execPath, ['--test', join(out, 'all.test.mjs')], { stdio: 'inherit' });
process.exit(run.status ?? 1);
