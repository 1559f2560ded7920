/** What this laptop holds that nobody else has, whether it can leave, and what is in the way. */
import type { SyncView } from '../../../protocol/ipc/state.ts';
import { useNow } from '../../app/clock.ts';
import { useSync } from '../../app/queries.ts';
import { ErrorState } from '../../ui/ErrorState.tsx';
import { Page } from '../../ui/Page.tsx';
import { ScreenHead } from '../../ui/ScreenHead.tsx';
import { HeldSection } from './HeldSection.tsx';
import { LanesSection } from './LanesSection.tsx';
import { LedgerSection } from './LedgerSection.tsx';
import { LinkSection } from './LinkSection.tsx';
import classes from './SyncScreen.module.css';
import { UsbSection } from './UsbSection.tsx';

export function SyncScreen() {
  const sync = useSync();
  if (sync.isError) return <ErrorState error={sync.error} again={() => void sync.refetch()} />;
  // Null as long as nobody has signed in; the frame does not show this screen then.
  if (!sync.data) return null;
  return <Sync view={sync.data} />;
}

function Sync({ view }: { readonly view: SyncView }) {
  const now = useNow(10_000);
  return (
    <>
      <ScreenHead
        title="Sync"
        about={
          <span className={classes['sentence']} role="status">
            {view.sentence}
          </span>
        }
      />
      <Page>
        <LinkSection view={view} now={now} />
        <LanesSection view={view} now={now} />
        <HeldSection held={view.held} now={now} />
        <LedgerSection ledger={view.ledger} now={now} />
        <UsbSection />
      </Page>
    </>
  );
}
