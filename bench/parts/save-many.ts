/** So many saves in a process of their own, for a recorder of system calls: FILE COUNT. */
import { openConsole, saveAct, jobsOf } from './bench-console.ts';
import { singles } from '../workload/acts.ts';

const [file = '', count = '0'] = process.argv.slice(2);
const bench = openConsole(file);
for (const act of singles(Number(count), jobsOf(bench.replica), 91)) saveAct(bench.replica, act);
bench.close();
