/** `backup`: a copy of the database file, while the service works. */
import { statSync } from 'node:fs';
import { resolve } from 'node:path';
import type { Command } from '../command/command.js';
import { defineCommand, reply } from '../command/command.js';
import { UsageError } from '../command/errors.js';
import { EXIT } from '../command/exit-codes.js';
import { JSON_OPTION } from '../command/options.js';
import { required } from '../command/values.js';
import { withOwnFile } from '../service/inspect-own-file.js';

export const backup: Command = defineCommand({
  name: 'backup',
  about:
    'Copies the database file at DATABASE_URL, of one moment, while the service goes on working; an older copy of that name is replaced once the new one is whole. Run it where the service runs, from cron or before an update. To restore: stop the service, put the copy in the place of the file, remove the -wal and -shm beside it, start. What was in flight at that moment is sent again, the same bytes. A copy holds what the file holds of people, also of those who are forgotten later: only its owner can read it, and it should not be kept for longer than the retention that you promise.',
  options: {
    to: { type: 'string', value: 'file', help: 'where the copy goes; its folder must be there' },
    ...JSON_OPTION,
  },
  examples: [
    ['--to /var/backups/clarus-klaviyo.db', 'one copy, always the latest'],
    ['--to "/var/backups/clarus-klaviyo-$(date +%u).db"', 'one for each day of the week'],
  ],
  run: (invocation) =>
    withOwnFile(invocation.io, async ({ path, inspection }) => {
      const to = resolve(required('--to', invocation.values.to, 'the file that the copy becomes'));
      if (to === resolve(path)) throw new UsageError('--to is the database itself: name another file.', '--to');
      await inspection.backup(to).catch((error: unknown) => {
        if (error instanceof Error && 'reason' in error && error.reason === 'unreachable')
          throw new UsageError('--to: no file can be made there. Its folder must be there, and be writable.', '--to');
        throw error;
      });
      const bytes = statSync(to).size;
      reply(invocation, { to, bytes }, () => `Copied to ${to} (${bytes.toLocaleString('en-GB')} bytes).`);
      return EXIT.fine;
    }),
});
