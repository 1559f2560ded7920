/**
 * Reads what strace wrote (`-f -y -xx`) into steps on the files below one folder. Nothing is guessed: a call on those
 * files that this reader does not know, or data that the recorder cut off, is an error and not a gap in the images.
 *
 * A call counts from its return, for only then may the program rely on it. Files are told apart by the path that the
 * kernel gave for the descriptor; what happens to a file that has no name any more cannot be seen after a power cut.
 */
import { join } from 'node:path';
import type { DiskStep } from './disk-step.ts';

/** Calls that change files, names or what is durable. SQLite's `-shm` is mapped memory and is not needed after a cut. */
export const RECORDED_CALLS: readonly string[] = `
  write pwrite64 writev pwritev pwritev2 sendfile copy_file_range
  ftruncate truncate fallocate fsync fdatasync sync_file_range
  open openat creat mkdir mkdirat rmdir unlink unlinkat
  rename renameat renameat2 link linkat symlink symlinkat`
  .trim()
  .split(/\s+/);

export interface TraceOptions {
  /** Absolute; its own entry counts as durable. */
  readonly root: string;
  /** Paths below the root, from the root, that are left out. */
  readonly ignore: RegExp;
  /** Files whose content does not matter, so that the recorder may cut it off. */
  readonly filler: RegExp;
  /** Lines of the programs that are steps of their own. */
  readonly said: RegExp;
}

/** Recorded so that they are noticed: nothing here uses them on a database. */
const UNKNOWN = /^(link|linkat|symlink|symlinkat|truncate|sendfile|copy_file_range)$/;

const CALL = /^(\d+) +(\w+)\((.*)\) += (-?\d+|\?)(?:<([^>]*)>)?/s;
const UNFINISHED = /^(\d+) +(\w+)\((.*) <unfinished \.\.\.>$/s;
const RESUMED = /^(\d+) +<\.\.\. (\w+) resumed>(.*)$/s;

export function readTrace(lines: Iterable<string>, options: TraceOptions): DiskStep[] {
  const reader = new TraceReader(options);
  const begun = new Map<string, string>();
  for (const line of lines) {
    const unfinished = UNFINISHED.exec(line);
    if (unfinished) {
      begun.set(`${unfinished[1]} ${unfinished[2]}`, unfinished[3] ?? '');
      continue;
    }
    const resumed = RESUMED.exec(line);
    const whole = resumed
      ? `${resumed[1]} ${resumed[2]}(${begun.get(`${resumed[1]} ${resumed[2]}`) ?? ''}${resumed[3]}`
      : line;
    const call = CALL.exec(whole);
    if (call) reader.take({ name: call[2] ?? '', args: call[3] ?? '', result: Number(call[4]), made: call[5] ?? '' });
  }
  return reader.steps;
}

interface Call {
  readonly name: string;
  readonly args: string;
  /** What it returned; negative or NaN: it did nothing. */
  readonly result: number;
  /** Path of the descriptor that it returned, in hex. */
  readonly made: string;
}

class TraceReader {
  readonly steps: DiskStep[] = [];
  private readonly options: TraceOptions;
  private readonly known = new Map<string, 'file' | 'folder'>();
  /** Where the next plain write goes, by descriptor and path. */
  private readonly offsets = new Map<string, number>();
  private readonly sizes = new Map<string, number>();

  constructor(options: TraceOptions) {
    this.options = options;
  }

  take(call: Call): void {
    if (!(call.result >= 0)) return;
    const { name, args } = call;
    if (name === 'write' && this.noteWords(args)) return;
    if (/^(open|openat|creat)$/.test(name)) this.open(call);
    else if (name.startsWith('mkdir')) this.make(this.below(named(args)[0]), 'folder');
    else if (/^(unlink|unlinkat|rmdir)$/.test(name)) this.remove(this.below(named(args)[0]));
    else if (name.startsWith('rename')) this.rename(named(args));
    else if (UNKNOWN.test(name)) this.refuse(call);
    else this.change(call);
  }

  private refuse({ name, args }: Call): void {
    const descriptors = [...args.matchAll(/\d+<([^>]*)>/g)].map(([, hex]) => fromHex(hex ?? ''));
    const on = [...named(args), ...descriptors].find((path) => this.below(path) !== null);
    if (on !== undefined) throw new Error(`the recorder met ${name} on ${on}, which cannot be replayed`);
  }

  /** A call on a descriptor. */
  private change(call: Call): void {
    const { name, args } = call;
    const on = this.below(pathOfDescriptor(args));
    const lastArgument = Number(/, (\d+)$/.exec(args)?.[1]);
    if (on === null) return;
    if (name === 'pwrite64') this.write(on, call, lastArgument);
    else if (name === 'write') this.writeOn(on, call);
    else if (name === 'ftruncate') this.truncate(on, lastArgument);
    else if (/^f(data)?sync$/.test(name)) this.steps.push({ op: 'sync', path: on });
    else throw new Error(`the recorder met ${name} on ${on}, which cannot be replayed`);
  }

  private noteWords(args: string): boolean {
    const words = dataOf(args)?.toString('latin1').trimEnd() ?? '';
    if (!this.options.said.test(words)) return false;
    this.steps.push({ op: 'said', line: words });
    return true;
  }

  private open({ args, result, made }: Call): void {
    const path = this.below(fromHex(made));
    if (path === null) return;
    this.offsets.set(`${result} ${path}`, /O_APPEND/.test(args) ? Number.NaN : 0);
    if (!/O_CREAT/.test(args) && !this.known.has(path)) this.known.set(path, 'folder');
    if (!this.known.has(path)) this.make(path, 'file');
    else if (/O_TRUNC/.test(args)) this.truncate(path, 0);
  }

  private make(path: string | null, what: 'file' | 'folder'): void {
    if (path === null || this.known.has(path)) return;
    this.known.set(path, what);
    this.sizes.set(path, 0);
    this.steps.push({ op: 'make', path, what });
  }

  private remove(path: string | null): void {
    if (path === null) return;
    this.known.delete(path);
    this.steps.push({ op: 'remove', path });
  }

  private rename([first, second]: readonly string[]): void {
    const from = this.below(first);
    const to = this.below(second);
    if (from === null && to === null) return;
    if (from === null || to === null) throw new Error(`a file was moved into or out of the folder: ${first} ${second}`);
    this.known.set(to, this.known.get(from) ?? 'file');
    this.known.delete(from);
    this.sizes.set(to, this.sizes.get(from) ?? 0);
    this.steps.push({ op: 'rename', from, to });
  }

  private writeOn(path: string, call: Call): void {
    const key = `${Number(/^\d+/.exec(call.args)?.[0])} ${path}`;
    const kept = this.offsets.get(key) ?? 0;
    const at = Number.isNaN(kept) ? (this.sizes.get(path) ?? 0) : kept;
    this.write(path, call, at);
    if (!Number.isNaN(kept)) this.offsets.set(key, at + call.result);
  }

  private write(path: string, { args, result }: Call, at: number): void {
    const data = dataOf(args);
    const isWhole = data !== null && data.length >= result;
    if (!isWhole && !this.options.filler.test(path))
      throw new Error(`the recorder cut off what was written to ${path}`);
    const bytes = isWhole ? data.subarray(0, result) : Buffer.alloc(result, 0x48);
    this.sizes.set(path, Math.max(this.sizes.get(path) ?? 0, at + result));
    this.steps.push({ op: 'write', path, at, bytes });
  }

  private truncate(path: string, size: number): void {
    this.sizes.set(path, size);
    this.steps.push({ op: 'truncate', path, size });
  }

  /** From the root; null for what is elsewhere, nameless or left out. */
  private below(path: string | undefined): string | null {
    const root = join(this.options.root, '/');
    if (path === undefined || (!path.startsWith(root) && `${path}/` !== root)) return null;
    const inside = path.slice(root.length);
    return inside.endsWith(' (deleted)') || (inside !== '' && this.options.ignore.test(inside)) ? null : inside;
  }
}

/** The path behind the first argument, a descriptor. */
function pathOfDescriptor(args: string): string | undefined {
  const hex = /^\d+<([^>]*)>/.exec(args)?.[1];
  return hex === undefined ? undefined : fromHex(hex);
}

/** Paths among the arguments; relative ones are taken from the folder that was handed along. */
function named(args: string): readonly string[] {
  return [...args.matchAll(/(?:(?:AT_FDCWD|\d+)<([^>]*)>, )?"([^"]*)"/g)].map(([, folder, path]) =>
    join(fromHex(folder ?? ''), fromHex(path ?? '')),
  );
}

/** The data of a write; shorter than what was written when the recorder cut it off. */
function dataOf(args: string): Buffer | null {
  const hex = /^\d+<[^>]*>, "([^"]*)"/.exec(args)?.[1];
  return hex === undefined ? null : bytesOf(hex);
}

const fromHex = (text: string): string => (text.startsWith('\\x') ? bytesOf(text).toString('utf8') : text);

function bytesOf(text: string): Buffer {
  return Buffer.from(text.replaceAll('\\x', ''), 'hex');
}
