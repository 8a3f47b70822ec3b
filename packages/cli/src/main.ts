#!/usr/bin/env node
/** The command line: picks a command, runs it, leaves with its exit code. */
import { demo } from './demo/demo.js';
import { serve } from './serve.js';

const HELP = `clarus-klaviyo: warehouse truth in, customer messages out.

  clarus-klaviyo demo     a realistic warehouse day through the real pipeline, against behaving fakes
  clarus-klaviyo serve    the service: Clarus webhooks in, Klaviyo events out (configured by environment variables)
  clarus-klaviyo help     this text

  demo takes --seed=<number> and --orders=<number>.
`;

async function run(command: string, rest: readonly string[]): Promise<number> {
  switch (command) {
    case 'demo':
      return demo(rest);
    case 'serve':
      return serve(process.env);
    case 'help':
    case '--help':
    case '-h':
      process.stdout.write(HELP);
      return 0;
    default:
      process.stderr.write(`Unknown command: ${command}\n\n${HELP}`);
      return 2;
  }
}

const [command = 'help', ...rest] = process.argv.slice(2);
process.exitCode = await run(command, rest);
