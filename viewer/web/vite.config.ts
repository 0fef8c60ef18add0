import { defineConfig, type Plugin } from 'vite';

// The page may talk to its own server only; no inline script, no eval. Styles are set through CSSOM.
const POLICY = [
  "default-src 'self'",
  "script-src 'self'",
  "style-src 'self'",
  "img-src 'self' data:",
  "connect-src 'self'",
  "worker-src 'self'",
  "object-src 'none'",
  "base-uri 'none'",
].join('; ');

const contentSecurityPolicy: Plugin = {
  name: 'kaksonen-content-security-policy',
  apply: 'build',
  transformIndexHtml: () => [
    { tag: 'meta', attrs: { 'http-equiv': 'Content-Security-Policy', content: POLICY }, injectTo: 'head-prepend' },
  ],
};

const server = process.env['KAKSONEN_SERVER'] ?? 'http://localhost:8080';
const routes = ['/branches', '/collections', '/processes', '/info', '/version', '/livez', '/readyz'];

export default defineConfig({
  base: './',
  plugins: [contentSecurityPolicy],
  build: {
    target: 'es2022',
    modulePreload: { polyfill: false },
    assetsInlineLimit: 0,
    chunkSizeWarningLimit: 1200,
  },
  server: {
    fs: { allow: ['..'] },
    proxy: {
      ...Object.fromEntries(routes.map((route) => [route, server])),
      '/stream': { target: server, ws: true },
    },
  },
});
