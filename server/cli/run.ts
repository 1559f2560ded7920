/**
 * One command line, from words to exit code. What went wrong is said on stderr in words that say what to do; a bug is
 * thrown on, with its trace.
 */
import { StorageFault } from '../storage/contract/fault.ts';
import { Failure, UsageError, type Command, type ExitCode, type Output } from './command.ts';
import { backup } from './backup.ts';
import { device } from './device.ts';
import { exportCommand } from './export.ts';
import { generate } from './generate.ts';
import { importCommand } from './import.ts';
import { init } from './init.ts';
import { restore } from './restore.ts';
import { organisation } from './organisation.ts';
import { ledgerCommand } from './ledger.ts';
import { serve } from './serve.ts';
import { user } from './user.ts';
import { verifyCommand } from './verify.ts';

/** Where words go. */
export interface Streams {
  out(text: string): void;
  err(text: string): void;
}

const COMMANDS: readonly Command[] = [
  serve,
  init,
  organisation,
  user,
  device,
  importCommand,
  generate,
  verifyCommand,
  exportCommand,
  ledgerCommand,
  backup,
  restore,
];

const overview = (): string =>
  `npm run server -- COMMAND [options]

${COMMANDS.map((c) => `  ${c.name.padEnd(12)} ${c.summary}`).join('\n')}

Every command has --help, and --json for machines.
`;

/** 0 done, 1 failed, 2 not understood. */
export async function runCommandLine(args: readonly string[], streams: Streams): Promise<ExitCode> {
  const [name, ...rest] = args;
  if (name === '--help' || name === '-h' || name === 'help') {
    streams.out(overview());
    return 0;
  }
  const command = COMMANDS.find((c) => c.name === name);
  if (!command) {
    streams.err(name === undefined ? overview() : `There is no command "${name}".\n\n${overview()}`);
    return 2;
  }
  if (rest.includes('--help') || rest.includes('-h')) {
    streams.out(`${command.help}\n  --json               for machines\n`);
    return 0;
  }
  const json = rest.includes('--json');
  try {
    return await command.run(rest, outputTo(streams, json));
  } catch (error) {
    return complain(error, command, streams, json);
  }
}

function outputTo(streams: Streams, json: boolean): Output {
  return {
    result(words, data) {
      streams.out(`${json ? JSON.stringify(data) : words}\n`);
      return 0;
    },
    progress: (words) => void (json || streams.err(`${words}\n`)),
  };
}

function complain(error: unknown, command: Command, streams: Streams, json: boolean): ExitCode {
  const usage = error instanceof UsageError;
  const words = usage || error instanceof Failure || error instanceof StorageFault ? error.message : systemWords(error);
  if (words === null) throw error;
  if (json) streams.err(`${JSON.stringify({ error: words })}\n`);
  else streams.err(usage ? `${words}\n\n${command.help}\n` : `${words}\n`);
  return usage ? 2 : 1;
}

/** What the file system says, as a person would; null for what is a bug and deserves its trace. */
function systemWords(error: unknown): string | null {
  if (!(error instanceof Error) || !('code' in error) || !('syscall' in error)) return null;
  const what = 'path' in error ? String(error.path) : 'A file that was named';
  if (error.code === 'ENOENT') return `${what} does not exist.`;
  if (error.code === 'EACCES' || error.code === 'EPERM') return `No permission for ${what}.`;
  if (error.code === 'EISDIR') return `${what} is a folder.`;
  if (error.code === 'ENOSPC') return 'No space left on the disk. Free some, then run it again.';
  return error.message;
}
