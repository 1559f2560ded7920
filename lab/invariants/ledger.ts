/** The ledger of every laptop balances (L-1), the log's chain and the records' sums verify (A-1, W-8). */
import { digest48, sha256 } from '../../server/compose.ts';
import { verify } from '../../server/admin/verify.ts';
import { ORG } from '../world/hospital.ts';
import type { World } from '../world/world.ts';
import type { Findings } from './violation.ts';

export function checkLedgers(world: World, findings: Findings): void {
  for (const { laptop } of world.seats) {
    if (!laptop.isUp()) continue;
    const { ledger } = laptop.parts().core.sync();
    findings.look('ledger balances', ledger.balances ? null : `${laptop.name}: ${JSON.stringify(ledger)}`);
  }
}

export function checkChain(world: World, findings: Findings): void {
  const storage = world.server.storage();
  if (!storage) return;
  const { problems } = verify({ storage, org: ORG, sha256, digest: digest48, progress: () => undefined });
  findings.look('chain verifies', problems[0] ?? null);
}

/** One session per laptop that has a link, a few of dead links that nobody has noticed yet, never a heap of them. */
export function checkMemory(world: World, findings: Findings): void {
  const most = world.seats.length * 40;
  const count = world.server.sessions();
  findings.look('memory bounded', count > most ? `the server holds ${count} sessions` : null);
}
