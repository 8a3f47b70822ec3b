/** `check`: is the database file sound? */
import type { Command } from '../command/command.js';
import { defineCommand, reply } from '../command/command.js';
import { EXIT } from '../command/exit-codes.js';
import { JSON_OPTION } from '../command/options.js';
import { withOwnFile } from '../service/inspect-own-file.js';

export const check: Command = defineCommand({
  name: 'check',
  about:
    'Reads the whole database file at DATABASE_URL and looks for damage, while the service goes on working. It takes as long as reading the file a few times. Exit code 1 when something is wrong: stop the service, keep the damaged file for analysis, and restore a backup.',
  options: { ...JSON_OPTION },
  examples: [
    ['', 'of the file that the service writes'],
    ['--json', 'the same for a monitor'],
  ],
  run: ({ values, io }) =>
    withOwnFile(io, async ({ inspection }) => {
      const damage = await inspection.check();
      reply({ values, io }, { isSound: damage.length === 0, damage }, () =>
        damage.length === 0 ? 'The database file is sound.' : ['The database file is damaged:', ...damage].join('\n'),
      );
      return damage.length === 0 ? EXIT.fine : EXIT.wrong;
    }),
});
