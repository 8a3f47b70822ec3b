/** Tries to open a store and to write to it; prints what came of it. Arguments: the file, and whether to be nobody. */
import { openSqliteStore } from '../sqlite.js';

const [path = '', who = ''] = process.argv.slice(2);
// Root may write anything, so it becomes somebody who may not.
if (who === 'nobody' && process.getuid?.() === 0) process.seteuid?.(65_534);
try {
  const store = await openSqliteStore(path);
  await store.setMeta('visitor', 'was here');
  await store.close();
  console.log('written');
} catch (error) {
  console.log(error instanceof Error && 'reason' in error ? `${error.name} ${error.reason}` : String(error));
}
