// `npm test`: sets up what is missing, a browser included, then hands over to scripts/test.ts on Node 24. Even when
// set-up fails the last line is a count, so that whoever reads only that line is not misled.
import { launch } from './launch.mjs';
import { SetUpError, setUp, setUpBrowser, setUpRecorder } from './setup.mjs';

try {
  const node = setUp();
  const browser = setUpBrowser();
  setUpRecorder();
  launch(node, ['scripts/test.ts', ...process.argv.slice(2)], browser === null ? {} : { HOLDFAST_CHROMIUM: browser });
} catch (error) {
  process.stderr.write(error instanceof SetUpError ? `set-up: ${error.message}\n` : `${error?.stack ?? error}\n`);
  process.stdout.write('0 passed, 1 failed\n');
  process.exitCode = 1;
}
