// `npm start`: sets up what is missing, then hands over to scripts/start.ts on Node 24.
import { launch } from './launch.mjs';
import { orSayWhy, setUp } from './setup.mjs';

launch(orSayWhy(setUp), ['scripts/start.ts', ...process.argv.slice(2)]);
