// Three bundles: the Electron shell (main), the preload script, the renderer.
//
// The preload script runs sandboxed, so it is CommonJS and bundled whole: a sandboxed preload can require nothing but
// `electron`. The renderer carries no inline script, so that its Content-Security-Policy can forbid them; the browser
// shell serves the same files.
import { basename, dirname, join } from 'node:path';
import react from '@vitejs/plugin-react';
import { defineConfig } from 'electron-vite';
import type { Plugin } from 'vite';

const top = import.meta.dirname;

const WORKER = /new URL\(\s*(['"])(\.{1,2}\/[\w./-]+-worker)\.ts\1,\s*import\.meta\.url,?\s*\)/g;

/**
 * Worker threads start from a file of their own. From sources that is `new URL('./x-worker.ts', import.meta.url)`; in the
 * bundle each such file becomes an entry beside the others, and its address is changed to match.
 */
function workerEntries(): Plugin {
  return {
    name: 'worker-entries',
    transform(code, id) {
      if (!code.includes('-worker.ts')) return null;
      return code.replaceAll(WORKER, (_whole, _quote, path: string) => {
        const fileName = `${basename(path)}.js`;
        this.emitFile({ type: 'chunk', id: join(dirname(id), `${path}.ts`), fileName });
        return `new URL('./${fileName}', import.meta.url)`;
      });
    },
  };
}

export default defineConfig({
  main: {
    plugins: [workerEntries()],
    build: {
      outDir: join(top, 'out/main'),
      target: 'node24',
      // Packages stay outside and travel in node_modules: better-sqlite3 is native, and the others gain nothing.
      externalizeDeps: true,
      rollupOptions: {
        input: { main: join(top, 'main/shell/electron/main.ts') },
        // All files side by side, so that the address of a worker holds wherever its caller landed.
        output: { format: 'es', entryFileNames: '[name].js', chunkFileNames: '[name]-[hash].js' },
      },
    },
  },
  preload: {
    build: {
      outDir: join(top, 'out/preload'),
      target: 'node24',
      externalizeDeps: false,
      rollupOptions: {
        input: { preload: join(top, 'preload/preload.ts') },
        external: ['electron'],
        output: { format: 'cjs', entryFileNames: '[name].cjs' },
      },
    },
  },
  renderer: {
    root: join(top, 'renderer'),
    plugins: [react()],
    build: {
      outDir: join(top, 'out/renderer'),
      emptyOutDir: true,
      target: 'chrome128',
      assetsInlineLimit: 0,
      modulePreload: { polyfill: false },
      rollupOptions: {
        input: { index: join(top, 'renderer/index.html') },
        onwarn(warning, warn) {
          // Packages mark their client components for servers that render; there is no such server here.
          if (warning.code !== 'MODULE_LEVEL_DIRECTIVE') warn(warning);
        },
      },
    },
  },
});
