/** `forget`: erasure, as the law asks for it. */
import type { Command } from '../command/command.js';
import { defineCommand, reply } from '../command/command.js';
import { isAgreed } from '../command/consent.js';
import { UsageError } from '../command/errors.js';
import { EXIT } from '../command/exit-codes.js';
import { CONSENT_OPTIONS, DO_IT, JSON_OPTION, SERVICE_OPTIONS } from '../command/options.js';
import { counted } from '../command/table.js';
import { required } from '../command/values.js';
import { withOperations } from '../service/open-operations.js';

export const forget: Command = defineCommand({
  name: 'forget',
  about:
    'Erases what is kept about one e-mail address here: bodies, states, look-ups, raw webhooks. A keyed mark stays, which suppresses news about them for ever. It cannot be undone. Clarus and Klaviyo keep what they have: ask each of them too. "-" reads the address from standard input, so that no shell history keeps it.',
  options: {
    email: { type: 'string', value: 'address', help: 'of the customer; "-" reads it from standard input' },
    ...CONSENT_OPTIONS,
    ...SERVICE_OPTIONS,
    ...JSON_OPTION,
  },
  examples: [
    ['--email - --yes < address.txt', 'erases the customer whose address is in that file'],
    ['--email - ', 'says what would be done'],
  ],
  run: (invocation) =>
    withOperations(invocation, async ({ operations }) => {
      const { values, io } = invocation;
      const typed = required('--email', values.email, 'the address, or - to read it from standard input');
      const email = (typed === '-' ? await io.readLine() : typed)?.trim() ?? '';
      if (!email.includes('@')) throw new UsageError('--email: that is no e-mail address.', '--email');
      if (!isAgreed(values)) {
        reply(invocation, { dryRun: true }, () =>
          ['Would erase everything kept about this address, for ever, and suppress later news about it.', DO_IT].join(
            '\n',
          ),
        );
        return EXIT.fine;
      }
      reply(invocation, await operations.forget({ email }), ({ messages, states, raw }) =>
        [
          `Erased: ${counted(messages, 'message')}, ${counted(states, 'state')}, ${counted(raw, 'webhook')}.`,
          'Ask Clarus and Klaviyo (Profiles → Delete for privacy) to erase theirs as well.',
        ].join('\n'),
      );
      return EXIT.fine;
    }),
});
