/** The command line of a console, the same for both shells: what is not understood is said, not guessed. */
import { parseArgs } from 'node:util';
import type { ShellKind } from './core.ts';

export interface CommandLine {
  readonly server: string | null;
  readonly profile: string | null;
  /** Null: the best one that this machine has. */
  readonly shell: ShellKind | null;
  /** 0: any free one. Browser shell only. */
  readonly port: number;
  readonly open: boolean;
}

export type Asked =
  | { readonly kind: 'run'; readonly command: CommandLine }
  | { readonly kind: 'help' }
  | { readonly kind: 'wrong'; readonly words: string };

export const HELP = `One Holdfast console: a person's work on this machine.

  npm run console -- [options]

  --server URL      the server to work with (ws://, wss://, http:// or https://); asked on first run otherwise
  --profile DIR     folder with everything this console has (default: the account's own data folder)
  --shell NAME      electron or browser (default: electron where it is installed)
  --port N          port of the browser shell on 127.0.0.1 (default: any free one)
  --no-open         opens no window; prints where the console is
  --help            this text

Prints "console ready: URL" once it can be used. Ends with 0, with 1 if it failed, with 2 if the command line is wrong.
`;

export function parseCommandLine(args: readonly string[]): Asked {
  let values;
  try {
    ({ values } = parseArgs({
      args: [...args],
      strict: true,
      options: {
        server: { type: 'string' },
        profile: { type: 'string' },
        shell: { type: 'string' },
        port: { type: 'string' },
        'no-open': { type: 'boolean' },
        help: { type: 'boolean', short: 'h' },
      },
    }));
  } catch (error) {
    return wrong((error as Error).message);
  }
  if (values.help === true) return { kind: 'help' };
  const { server, profile, shell, port } = values;
  if (server !== undefined && !isServer(server))
    return wrong(`--server ${server} is no address of a server, like wss://holdfast.example.org`);
  if (profile === '') return wrong('--profile needs the name of a folder');
  if (shell !== undefined && shell !== 'electron' && shell !== 'browser')
    return wrong(`--shell is electron or browser, not ${shell}`);
  if (port !== undefined && !(/^\d{1,5}$/.test(port) && Number(port) <= 65_535))
    return wrong(`--port ${port} is no port: a number from 0 (any free one) to 65535`);
  return {
    kind: 'run',
    command: {
      server: server ?? null,
      profile: profile ?? null,
      shell: shell ?? null,
      port: Number(port ?? 0),
      open: values['no-open'] !== true,
    },
  };
}

const wrong = (words: string): Asked => ({ kind: 'wrong', words });

function isServer(text: string): boolean {
  return URL.canParse(text) && /^(wss?|https?):$/.test(new URL(text).protocol);
}
