/** Disks that fail under a console and under a server (SAVE-3): said loudly, and never shrugged off. */
import { spawn, type ChildProcess } from 'node:child_process';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { coreOf } from '../../support/core.ts';
import { enrolledReplica, TestConsole } from '../../support/console.ts';
import { JOB, ORG, Rig } from '../../support/hospital.ts';
import { Team } from '../../support/team.ts';
import { until } from '../../support/wait.ts';
import { ConsoleFault } from '../../../protocol/ipc/fault.ts';
import { verify } from '../../../server/admin/verify.ts';
import { digest48, sha256 } from '../../../server/compose.ts';

const SAW_NOTHING = { writer: null, canonical: null, archived: null };

describe('[SAVE-3] the disk of a laptop fails', () => {
  let team: Team;
  beforeEach(async () => {
    team = await new Team().start();
  });
  afterEach(() => team.close());

  const faultOf = (work: () => unknown): unknown => {
    try {
      return work();
    } catch (error) {
      return error instanceof ConsoleFault ? error.fault : error;
    }
  };

  it('[SAVE-3] the save says NOT SAVED, the screen says what to do, and nothing is read, saved or sent any more', async () => {
    const ana = await team.join('ana');
    const core = coreOf(ana);
    const input = {
      edits: [{ record: JOB, collection: 'workOrder', group: 'findings', set: { text: 'dry' }, saw: SAW_NOTHING }],
    };
    expect(core.state()).toMatchObject({ diskFailed: null, replica: { records: expect.any(Number) as number } });
    Object.assign(ana.replica.changes.insert, {
      run() {
        throw Object.assign(new Error('disk I/O error'), { code: 'SQLITE_IOERR_FSYNC' });
      },
    });
    expect(faultOf(() => core.save(input))).toMatchObject({
      kind: 'diskFailed',
      words: expect.stringMatching(/^NOT SAVED.*still in the form.*start it again/) as string,
    });
    let touched = 0;
    Object.assign(ana.replica.records.byId, { get: () => void (touched += 1) });
    for (const call of [
      () => core.save(input),
      () => core.visit(JOB),
      () => core.draft('form'),
      () => core.keepDraft('form', {}),
      () => core.sync(),
      () => core.switchLink(false),
    ])
      expect(faultOf(call)).toMatchObject({ kind: 'diskFailed' });
    core.tryNow();
    await until('the link is down', () => ana.engine.state().name === 'off');
    ana.engine.switchOn();
    expect(ana.engine.state().name).toBe('off');
    const state = core.state();
    expect(state.diskFailed?.do).toMatch(/copy it or write it down/);
    expect(state.link).toMatchObject({ phase: 'off', says: 'Stopped, because the disk failed' });
    expect(state.replica.records).toBeGreaterThan(0);
    expect(touched).toBe(0);
    core.stop();
  });
});

describe('[SAVE-3] the disk of the server fails', () => {
  const FILE_BLOCKS = 4_096;
  let server: ChildProcess | null = null;
  afterEach(() => void server?.kill('SIGKILL'));

  it('[SAVE-3, W-3] a real process whose writes fail takes no more work, says why and ends with 1; nothing sent is lost', async () => {
    const rig = await new Rig({ clock: () => Date.now() }).found();
    const { replica, key } = enrolledReplica(rig, join(rig.folder, 'ana'), 'ana');
    rig.storage.close();
    // No file of this process may grow beyond that: the system answers every write behind it with an error.
    const args = ['serve', '--port', '0', '--db', `sqlite:${rig.file()}`];
    const command = `ulimit -f ${FILE_BLOCKS}; exec "$0" "$@"`;
    server = spawn('sh', ['-c', command, process.execPath, join('server', 'main.ts'), ...args]);
    let said = '';
    server.stdout?.on('data', (chunk) => (said += String(chunk)));
    server.stderr?.on('data', (chunk) => (said += String(chunk)));
    await until('it serves', () => said.includes('server ready'), 30_000);
    replica.db.close();
    const url = /server ready: (\S+)/.exec(said)?.[1] ?? '';
    const ana = new TestConsole(rig, 'ana', { server: url }, join(rig.folder, 'ana'));
    expect(key.publicKey).toBe(ana.key.publicKey);
    ana.engine.switchOn();
    for (let i = 0; i < 600; i++) ana.save(null, 'note.entry', { workOrder: JOB, text: longText(i) });
    await until('the process has ended', () => server?.exitCode !== null, 30_000);
    expect(server.exitCode).toBe(1);
    expect(said).toMatch(/disk under .* answered with an error|No space left/);
    const answered = 600 - ana.open();
    await ana.close();
    rig.reopen();
    expect(rig.storage.head(ORG).position).toBeGreaterThanOrEqual(answered);
    expect(verify({ storage: rig.storage, org: ORG, sha256, digest: digest48, progress: () => {} }).problems).toEqual(
      [],
    );
    rig.close();
  }, 90_000);
});

/** Some 16,000 letters that do not pack. */
function longText(n: number): string {
  let text = String(n);
  for (let i = 0; text.length < 16_000; i++) text += sha256(`${n} ${i}`);
  return text;
}
