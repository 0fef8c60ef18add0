// Debian's Chromium, headless, with WebGL 2 in software and no wish to talk to anybody but localhost.
import { existsSync, mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** The launched browser; the process leaves with 77 (skipped) where there is no Chromium. */
export async function launchBrowser() {
  const executablePath = process.env.CHROMIUM ?? '/usr/bin/chromium';
  if (!existsSync(executablePath)) {
    console.log(`SKIPPED: no browser at ${executablePath} (Debian package chromium)`);
    process.exit(77);
  }
  const { chromium } = await import('playwright-core');
  return chromium.launch({
    executablePath,
    headless: true,
    args: ['--no-sandbox', '--use-gl=angle', '--use-angle=swiftshader', '--enable-unsafe-swiftshader', '--ignore-gpu-blocklist',
      '--disable-quic', '--no-first-run', '--disable-background-networking', '--disable-component-update', '--disable-sync',
      `--disk-cache-dir=${mkdtempSync(join(tmpdir(), 'kaksonen-cache-'))}`],
  });
}

/** Collects what a page says to its console and which hosts it asks. */
export function watch(page) {
  const seen = { errors: [], hosts: new Set() };
  page.on('console', (message) => message.type() === 'error' && seen.errors.push(message.text()));
  page.on('pageerror', (error) => seen.errors.push(String(error)));
  page.on('request', (request) => {
    const url = new URL(request.url());
    if (url.protocol.startsWith('http') || url.protocol.startsWith('ws')) seen.hosts.add(url.hostname);
  });
  return seen;
}
