/** See saver.ts: profile, server, person and number of saves come as arguments. */
import { mkdirSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';
import { composeConsole } from '../../main/compose.ts';

const [profileDir = '', server = '', name = '', saves = '0'] = process.argv.slice(2);
mkdirSync(profileDir, { recursive: true });
const shown = { theme: 'light', textSize: 'normal', density: 'normal' } as const;
const { api } = await composeConsole({
  profileDir,
  server,
  shell: 'browser',
  version: '0.0.0-test',
  openAnother: null,
  log: () => {},
  settings: { get: () => shown, set: () => shown },
  keys: { replicaKey: () => Promise.resolve(null) },
});
const person = (await api.demoPeople()).find((p) => p.name === name);
await api.enrolDemo({ person: person?.id ?? '', pin: '2468' });
const saw = { writer: null, canonical: null, archived: null };
const jobs = () => api.workList({ range: 'all', whose: 'everyone', site: null, text: '', limit: 50 }).rows;
while (jobs().length === 0) await sleep(20);
api.switchLink(false);
const job = jobs()[0]?.id ?? '';
for (let i = 0; i < Number(saves); i++) {
  api.save({
    edits: [
      {
        record: null,
        collection: 'note',
        group: 'entry',
        set: { workOrder: job, text: `storm note ${i}`, writtenAt: i },
        saw,
      },
    ],
  });
}
process.stdout.write('connecting\n');
api.switchLink(true);
while (api.state().waiting.total > 0 || api.state().waiting.confirming > 0) {
  await sleep(50);
}
process.stdout.write('settled\n');
