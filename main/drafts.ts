/** What was typed and not saved yet, kept for its author on this laptop: it survives the window, the program and the power. */
import type { Json } from '../domain/json.ts';
import type { Draft } from '../protocol/ipc/api.ts';
import type { CorePorts } from './core-ports.ts';
import { keepOnDisk } from './verbs/keep-on-disk.ts';

export class Drafts {
  private readonly ports: Pick<CorePorts, 'replica' | 'timers'>;

  constructor(ports: Pick<CorePorts, 'replica' | 'timers'>) {
    this.ports = ports;
  }

  get(person: string, key: string): Draft | null {
    const row = this.ports.replica.drafts.get.get(`${person} ${key}`);
    return row ? { value: JSON.parse(row.value) as Json, keptAt: row.kept_at } : null;
  }

  /** @throws ConsoleFault diskFull, diskFailed, cannotSave. */
  keep(person: string, key: string, value: Json): void {
    const { replica, timers } = this.ports;
    const put = (): unknown => replica.drafts.put.run(`${person} ${key}`, JSON.stringify(value), timers.now());
    keepOnDisk(() => replica.transact('durable', put));
  }

  /** @throws ConsoleFault diskFull, diskFailed, cannotSave. */
  drop(person: string, key: string): void {
    const { replica } = this.ports;
    keepOnDisk(() => replica.transact('durable', () => replica.drafts.remove.run(`${person} ${key}`)));
  }
}
