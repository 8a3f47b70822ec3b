/** `doctor`: everything that can be looked at before it goes wrong. */
import { type Command, defineCommand, reply } from '../command/command.js';
import { EXIT } from '../command/exit-codes.js';
import { JSON_OPTION, PROGRESS_OPTION } from '../command/options.js';
import { createProgressLine } from '../command/progress.js';
import { gatherFacts } from '../doctor/gather.js';
import { type Diagnosis, diagnose } from '../doctor/judge.js';
import { diagnosisText } from '../doctor/render.js';

export const doctor: Command = defineCommand({
  name: 'doctor',
  about:
    'Looks at the settings, both accounts, the key’s scopes, the webhook automations and this machine, and says what to mend: ✔ fine, ! should be looked at, ✘ will not work, ? cannot be told. It reads, and changes nothing; whether the key may write it learns from writes with an empty body, which Klaviyo has to refuse. Then it lists what Clarus does not document, and what this tenant shows of it. Exit code 1 with any ✘, 3 when Clarus or Klaviyo cannot be reached.',
  options: {
    'public-url': { type: 'string', value: 'address', help: 'where Clarus reaches the service. Default: PUBLIC_URL' },
    ...PROGRESS_OPTION,
    ...JSON_OPTION,
  },
  examples: [
    ['', 'with the variables of serve'],
    ['--json', 'for a deployment that stops when something will not work'],
  ],
  async run(invocation) {
    const { values, io } = invocation;
    const { onProgress, end } = createProgressLine(io, values.progress);
    let done = 0;
    const facts = await gatherFacts({
      environment: io.environment,
      publicUrl: values['public-url'],
      fetch: globalThis.fetch,
      now: io.now,
      onStep: (step) => onProgress({ step, done: done++, total: null }),
    }).finally(end);
    const diagnosis = diagnose(facts);
    reply(invocation, diagnosis, diagnosisText);
    return exitCodeOf(diagnosis);
  },
});

function exitCodeOf({ checks, isCutOff }: Diagnosis): number {
  if (isCutOff) return EXIT.unreachable;
  return checks.some(({ verdict }) => verdict === 'failure') ? EXIT.wrong : EXIT.fine;
}
