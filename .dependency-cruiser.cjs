// Who may import whom. The table of folders in CONTRIBUTING.md says it in prose; this file is what fails.
//
// Every npm package is unknown until a line in `packages` says which folder may use it: adding a dependency is a
// decision about where it belongs. scripts/check/arrows.ts runs this, asserts that the cruise really saw the code,
// and runs it once more over tests/canary/arrows, where every rule below must fire.

const TEST = '\\.test\\.tsx?$';
const ELECTRON = '^(main/shell/electron/|preload/)';
/** Real servers, consoles and builders that tests share, wherever the test stands. */
const SUPPORT = '^tests/support/';

/** package → paths that may import it (regular expressions on the importing file). */
const packages = {
  zod: ['^domain/schema/', '^protocol/', '^main/', '^server/', '^lab/', '^bench/', '^tests/', '^scripts/'],
  'better-sqlite3': ['^main/replica/open\\.ts$', '^server/storage/sqlite/open\\.ts$', '^bench/limits/'],
  pg: ['^server/storage/postgres/'],
  electron: [ELECTRON],
  'electron-store': ['^main/shell/electron/'],
  conf: ['^main/shell/'],
  '@trpc/server': ['^main/(ipc|shell)/', '^main/sync/trpc-link', '^renderer/ipc/', '^server/', '^tests/'],
  '@trpc/client': ['^renderer/ipc/', '^main/(sync|connectivity)/', '^lab/', '^bench/', '^tests/'],
  ws: ['^main/(sync|connectivity|shell)/', '^server/', '^lab/', '^bench/', '^tests/'],
  jose: ['^main/identity/', '^server/auth/', '^tests/'],
  pino: ['^main/(diagnostics|shell)/', '^main/(compose|console)\\.ts$', '^server/'],
  'prom-client': ['^server/ops/'],
  'csv-parse': ['^server/admin/'],
  'csv-stringify': ['^server/admin/'],
  pdfkit: ['^server/audit/write-pdf\\.ts$'],
  'dejavu-fonts-ttf': ['^server/audit/write-pdf\\.ts$'],
  unpdf: ['^tests/', TEST],
  react: ['^renderer/'],
  'react-dom': ['^renderer/app/'],
  '@mantine/core': ['^renderer/'],
  '@mantine/hooks': ['^renderer/'],
  '@mantine/notifications': ['^renderer/'],
  '@mantine/spotlight': ['^renderer/'],
  '@tabler/icons-react': ['^renderer/'],
  '@tanstack/react-query': ['^renderer/'],
  '@tanstack/react-router': ['^renderer/'],
  '@tanstack/react-virtual': ['^renderer/'],
  '@fontsource-variable/inter': ['^renderer/app/'],
  '@fontsource/jetbrains-mono': ['^renderer/app/'],
  vitest: [TEST, '^tests/', '^vitest\\.config\\.ts$', '^server/storage/contract/'],
  'fast-check': [TEST, '^tests/', '^lab/'],
  'playwright-core': ['^tests/', '^scripts/', '^bench/'],
  '@axe-core/playwright': ['^tests/e2e/'],
  vite: ['^electron\\.vite\\.config\\.ts$', '^vitest\\.config\\.ts$'],
  'electron-vite': ['^electron\\.vite\\.config\\.ts$'],
  '@vitejs/plugin-react': ['^electron\\.vite\\.config\\.ts$'],
  'oxc-parser': ['^scripts/check/'],
  'dependency-cruiser': ['^scripts/check/'],
};

const escape = (name) => name.replace(/[.*+?^${}()|[\]\\/]/g, '\\$&');
const inModules = (name) => `(^|/)node_modules/${escape(name)}/`;

/** One rule per package: nobody but the listed places. */
const packageRules = Object.entries(packages).map(([name, places]) => ({
  name: `package-${name}`,
  comment: `${name} belongs in: ${places.join('  ')}`,
  severity: 'error',
  from: { pathNot: places },
  to: { path: [inModules(name), `^${escape(name)}$`] },
}));

/** One rule per folder: nothing but what is listed. */
const only = (name, folder, allowed, extra = {}) => ({
  name,
  severity: 'error',
  from: { path: folder, pathNot: extra.except ?? [] },
  to: { pathNot: [...allowed, SUPPORT, 'node_modules/'], dependencyTypesNot: ['core'] },
});

module.exports = {
  forbidden: [
    { name: 'no-cycles', severity: 'error', from: {}, to: { circular: true } },
    {
      name: 'no-barrels',
      comment: 'A file named index only re-exports; import the file that has the thing.',
      severity: 'error',
      from: {},
      to: { path: '(^|/)index\\.(ts|tsx|js|mjs)$', pathNot: 'node_modules/' },
    },
    {
      name: 'nothing-unresolved',
      severity: 'error',
      from: {},
      to: { couldNotResolve: true, dependencyTypesNot: ['core'] },
    },

    // The arrows.
    only('domain-imports-domain', '^domain/', ['^domain/']),
    only('protocol-imports-domain', '^protocol/', ['^(domain|protocol)/']),
    only('main-imports-inward', '^main/', ['^(domain|protocol|main)/']),
    only('server-imports-inward', '^server/', ['^(domain|protocol|server)/']),
    only('preload-imports-the-channel-name', '^preload/', ['^preload/', '^protocol/ipc/channel\\.ts$']),
    only('renderer-imports-inward', '^renderer/', ['^(domain|protocol|renderer)/', '^main/ipc/router\\.ts$']),
    only('lab-stays-out-of-tests', '^(lab|bench)/', ['^(domain|protocol|main|server|lab|bench|scripts)/']),

    {
      name: 'support-is-for-tests',
      comment: 'Tests beside their file may use tests/support; nothing else may reach into tests/.',
      severity: 'error',
      from: { pathNot: [TEST, '^(tests|scripts)/'] },
      to: { path: '^tests/' },
    },

    {
      name: 'renderer-sees-the-router-as-a-type',
      comment: 'Only renderer/ipc/client.ts, and only with `import type`.',
      severity: 'error',
      from: { path: '^renderer/' },
      to: { path: '^main/ipc/router\\.ts$', dependencyTypesNot: ['type-only'] },
    },
    {
      name: 'only-the-client-sees-the-router',
      severity: 'error',
      from: { path: '^renderer/', pathNot: '^renderer/ipc/client\\.ts$' },
      to: { path: '^main/' },
    },
    {
      name: 'router-stays-free-of-node',
      comment:
        'The renderer compiles against the type of this router. Procedures get their verbs through the context ' +
        '(types only), so that neither Node nor SQLite is dragged into the web program.',
      severity: 'error',
      from: { path: '^main/ipc/router\\.ts$' },
      to: {
        path: '^main/(?!ipc/)|^(electron|better-sqlite3|ws|pino)$|node_modules/(electron|better-sqlite3|ws|pino)/',
        reachable: true,
      },
    },
    {
      name: 'core-does-not-know-its-shell',
      comment: 'It knows the contract (core.ts, types only) and nothing else of a shell.',
      severity: 'error',
      from: { path: '^main/', pathNot: ['^main/shell/', '^main/console\\.ts$'] },
      to: { path: '^main/shell/', pathNot: '^main/shell/core\\.ts$' },
    },
    {
      name: 'shells-do-not-know-each-other',
      severity: 'error',
      from: { path: '^main/shell/(electron|browser)/' },
      to: { path: '^main/shell/(electron|browser)/', pathNot: '^main/shell/$1/' },
    },
    {
      name: 'no-feature-imports-a-feature',
      comment: 'Features meet in renderer/app. The one shared concern is the label, which stands on every record.',
      severity: 'error',
      from: { path: '^renderer/features/([^/]+)/' },
      to: { path: '^renderer/features/', pathNot: ['^renderer/features/$1/', '^renderer/features/sync-label/'] },
    },
    {
      name: 'ui-knows-no-feature',
      severity: 'error',
      from: { path: '^renderer/(ui|ipc)/' },
      to: { path: '^renderer/(features|app)/', pathNot: '^renderer/app/clock\\.ts$' },
    },

    // Pure code and code for the browser reach nothing of Node.
    {
      name: 'no-node-in-pure-or-web-code',
      severity: 'error',
      from: { path: '^(domain|protocol|renderer|preload)/', pathNot: TEST },
      to: { dependencyTypes: ['core'], pathNot: '^electron$' },
    },
    {
      name: 'domain-knows-zod-in-its-schema-only',
      severity: 'error',
      from: { path: '^domain/', pathNot: ['^domain/schema/', TEST] },
      to: { path: 'node_modules/' },
    },

    // Packages.
    ...packageRules,
    {
      name: 'package-not-listed',
      comment: 'Decide where it belongs: add it to `packages` above and to docs/dependencies.md.',
      severity: 'error',
      from: { pathNot: '^scripts/[^/]+\\.mjs$' },
      to: { path: 'node_modules/', pathNot: Object.keys(packages).map(inModules) },
    },
    {
      name: 'package-not-declared',
      severity: 'error',
      from: {},
      to: { dependencyTypes: ['npm-no-pkg', 'npm-unknown'] },
    },
  ],
  options: {
    parser: 'swc',
    tsPreCompilationDeps: 'specify',
    doNotFollow: { path: 'node_modules' },
    exclude: { path: '^(out|dist|release|coverage|docs|resources)/' },
    enhancedResolveOptions: {
      extensions: ['.ts', '.tsx', '.mjs', '.js', '.json', '.css'],
      exportsFields: ['exports'],
      conditionNames: ['import', 'require', 'node', 'default', 'types'],
    },
  },
};
