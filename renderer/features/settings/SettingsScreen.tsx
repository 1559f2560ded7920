/** Display, account, server, notices, the demo, network weather, and the keys. A choice holds at once; there is nothing to save. */
import { Page } from '../../ui/Page.tsx';
import { ScreenHead } from '../../ui/ScreenHead.tsx';
import { About } from './About.tsx';
import { Account } from './Account.tsx';
import { Demo } from './Demo.tsx';
import { Display } from './Display.tsx';
import { Keys } from './Keys.tsx';
import { NetworkWeather } from './NetworkWeather.tsx';
import { Notices } from './Notices.tsx';
import { Server } from './Server.tsx';
import classes from './settings.module.css';

export function SettingsScreen() {
  return (
    <>
      <ScreenHead title="Settings" />
      <Page>
        <Display />
        <div className={classes['pair']}>
          <Account />
          <Server />
        </div>
        <Notices />
        <Demo />
        <NetworkWeather />
        <Keys />
        <About />
      </Page>
    </>
  );
}
