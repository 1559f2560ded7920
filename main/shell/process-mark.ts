/** Tells whether a process id still belongs to the process that wrote it down: ids are used again, above all after a restart. */
import { readFileSync } from 'node:fs';

/**
 * A text that stays the same while this process lives and that a later process with the same id does not have. Null
 * when no such process lives. On systems without /proc it knows only whether the id lives.
 */
export function processMark(pid: number): string | null {
  if (process.platform === 'linux') return linuxMark(pid);
  try {
    process.kill(pid, 0);
    return 'lives';
  } catch (error) {
    // Not allowed to signal it: it lives, and belongs to somebody else.
    return (error as NodeJS.ErrnoException).code === 'EPERM' ? 'lives' : null;
  }
}

/** Boot id and start time (proc(5): field 22 of stat, in ticks since boot). A zombie is dead. */
function linuxMark(pid: number): string | null {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
    const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
    if (fields[0] === 'Z' || fields[0] === 'X') return null;
    const boot = readFileSync('/proc/sys/kernel/random/boot_id', 'utf8').trim();
    return `${boot} ${fields[19] ?? ''}`;
  } catch {
    return null;
  }
}
