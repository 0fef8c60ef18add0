import { defineConfig } from 'vite';

const server = process.env['KAKSONEN_SERVER'] ?? 'http://localhost:8080';
const routes = ['/branches', '/collections', '/processes', '/info', '/version', '/livez', '/readyz'];

export default defineConfig({
  base: './',
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
