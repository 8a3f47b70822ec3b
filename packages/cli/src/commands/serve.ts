/** `serve`: the service itself. */
import { type Command, defineCommand } from '../command/command.js';
import { VARIABLES } from '../serve/variables.js';

export const serve: Command = defineCommand({
  name: 'serve',
  about:
    'Takes webhooks from Clarus, reads the orders back, decides, and tells Klaviyo. Configured by environment variables only; every wrong one is named in one message before anything starts. Try it with SHADOW=true first: everything is decided and recorded, nothing is sent. Logs are JSON lines on standard output. SIGTERM stops it cleanly; a crash loses nothing.',
  options: {},
  sections: [
    {
      title: 'Variables:',
      rows: VARIABLES.map(({ name, meaning, fallback, example }) => [
        name,
        [meaning, fallback === null ? null : `Default: ${fallback}`, example === null ? null : `E.g. ${example}`]
          .filter((part) => part !== null)
          .join('. '),
      ]),
    },
  ],
  examples: [['', 'goes live; SHADOW=true before it sends nothing']],
  async run({ io }) {
    const { runService } = await import('../serve/serve.js');
    return runService(io.environment);
  },
});
