// Backup and restore as an operator runs them: real files, a server that is at work meanwhile.
import { copyFileSync, existsSync, readdirSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { realTimers, type TestConsole } from '../../tests/support/console.ts';
import { JOB, ORG } from '../../tests/support/hospital.ts';
import { changesInLog } from '../../tests/support/restored.ts';
import { Team } from '../../tests/support/team.ts';
import { until } from '../../tests/support/wait.ts';
import { runCommandLine } from './run.ts';

let team: Team;
let ana: TestConsole;
let db = '';
beforeEach(async () => {
  team = await new Team().start();
  db = `sqlite:${team.rig.file()}`;
  ana = await team.join('ana', { timers: realTimers(20) });
});
afterEach(() => team.close());

async function run(...args: string[]): Promise<{ code: number; out: string; err: string }> {
  const seen = { out: '', err: '' };
  const code = await runCommandLine(args, {
    out: (text) => void (seen.out += text),
    err: (text) => void (seen.err += text),
  });
  return { code, ...seen };
}
const at = (name: string): string => join(team.rig.folder, name);
const note = (text: string) => ana.save(null, 'note.entry', { workOrder: JOB, text }).changes[0]!;
const safe = (): number => team.rig.storage.head(ORG).safePosition;
const causes = (): readonly string[] => team.rig.storage.incarnations.all(ORG).map((i) => i.cause);

/** The server ends, something is done with its files, and it starts again. */
async function whileStopped(work: () => Promise<void> | void): Promise<void> {
  ana.engine.switchOff();
  await team.stop();
  team.rig.storage.close();
  await work();
  team.rig.reopen();
  await team.start();
  ana.engine.switchOn();
  await until('she is back', () => ana.engine.state().name === 'live');
}

describe('[W-12] backup', () => {
  it('[W-12] of a server at work: one checked file, and the log counts as safe up to there', async () => {
    note('yesterday');
    await team.settled();
    expect(safe()).toBe(0);
    const made = await run('backup', '--to', at('b.db'), '--db', db, '--json');
    expect([made.code, made.err]).toEqual([0, '']);
    expect(JSON.parse(made.out)).toEqual({ backup: at('b.db'), position: team.head() });
    expect(safe()).toBe(team.head());
    expect(readdirSync(team.rig.folder).filter((f) => f.startsWith('b.db'))).toEqual(['b.db']);
    const position = team.head();
    note('today');
    await team.settled();
    expect([safe(), team.head()]).toEqual([position, position + 1]);
    expect(causes()).toEqual(['founded']);
  });

  it('[W-12] is of one moment, though changes come in while it is made', async () => {
    const making = run('backup', '--to', at('b.db'), '--db', db, '--json');
    for (let i = 0; i < 40; i++) note(`note ${i}`);
    const made = JSON.parse((await making).out) as { position: number };
    await team.settled();
    await whileStopped(async () => void (await run('restore', '--from', at('b.db'), '--db', db)));
    const restored = team.rig.storage.incarnations.all(ORG).at(-1);
    expect(restored).toMatchObject({ cause: 'restored', began: made.position });
    await team.settled();
    expect((await run('verify', '--db', `sqlite:${at('b.db')}`)).code).toBe(0);
  });

  it('[W-12] overwrites nothing and says what is wrong, exit 1', async () => {
    writeFileSync(at('there.db'), 'mine');
    const cases = [
      [['backup', '--to', at('there.db'), '--db', db], /there already/],
      [['backup', '--to', at('no/such/folder.db'), '--db', db], /folder/],
      [['backup', '--to', at('b.db'), '--db', `sqlite:${at('none.db')}`], /no database/],
      [['restore', '--from', at('none.db'), '--db', db], /no backup/],
      [['restore', '--from', team.rig.file(), '--db', db], /not a backup/],
      [['restore', '--from', at('there.db'), '--db', db], /not/],
    ] as const;
    for (const [args, words] of cases) {
      const ran = await run(...args);
      expect([args, ran.code]).toEqual([args, 1]);
      expect(ran.err).toMatch(words);
    }
    expect(statSync(at('there.db')).size).toBe(4);
    expect(existsSync(at('none.db'))).toBe(false);
    expect((await run('backup')).code).toBe(2);
  });
});

describe('[W-12] restore', () => {
  it('[W-12] sets the old file aside, begins a new incarnation, and the laptops bring the rest', async () => {
    const ids = [note('yesterday')];
    await team.settled();
    await run('backup', '--to', at('b.db'), '--db', db);
    const position = team.head();
    ids.push(note('today'));
    await team.settled();
    await whileStopped(async () => {
      const ran = await run('restore', '--from', at('b.db'), '--db', db, '--json');
      expect(JSON.parse(ran.out)).toMatchObject({ position, aside: `${team.rig.file()}.replaced-1` });
      expect(existsSync(`${team.rig.file()}.replaced-1`)).toBe(true);
      expect(existsSync(at('b.db'))).toBe(true);
    });
    await team.settled();
    expect(causes()).toEqual(['founded', 'restored']);
    expect(changesInLog(team.rig)).toEqual(ids);
    expect((await run('verify', '--db', `sqlite:${team.rig.file()}.replaced-1`)).code).toBe(0);
  });

  it('[W-12] of a running server is refused, and nothing is touched', async () => {
    await run('backup', '--to', at('b.db'), '--db', db);
    const ran = await run('restore', '--from', at('b.db'), '--db', db);
    expect([ran.code, ran.err]).toEqual([1, expect.stringMatching(/Stop it first/)]);
    expect(existsSync(`${team.rig.file()}.replaced-1`)).toBe(false);
    note('goes on');
    await team.settled();
  });

  it('[W-12] a backup that was only copied into place begins a new incarnation too', async () => {
    await run('backup', '--to', at('b.db'), '--db', db);
    const id = note('today');
    await team.settled();
    await whileStopped(() => {
      for (const end of ['', '-wal', '-shm']) rmSync(`${team.rig.file()}${end}`, { force: true });
      copyFileSync(at('b.db'), team.rig.file());
    });
    await team.settled();
    expect(causes()).toEqual(['founded', 'restored']);
    expect(changesInLog(team.rig)).toEqual([id]);
  });
});
