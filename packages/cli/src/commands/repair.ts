/** `repair`: does what a plan says, and what was done before not again. */
import type { RepairPlan, RepairResult, RepairStep } from '@clarus-klaviyo/sync';
import type { Command } from '../command/command.js';
import { defineCommand, reply } from '../command/command.js';
import { isAgreed } from '../command/consent.js';
import { EXIT } from '../command/exit-codes.js';
import { CONSENT_OPTIONS, DO_IT, JSON_OPTION, PROGRESS_OPTION, SERVICE_OPTIONS } from '../command/options.js';
import { createProgressLine } from '../command/progress.js';
import { counted, shortInstant, table } from '../command/table.js';
import { required } from '../command/values.js';
import { withOperations } from '../service/open-operations.js';
import { readPlan } from './repair/read-plan.js';

const SHOWN = 20;

export const repair: Command = defineCommand({
  name: 'repair',
  about:
    'Takes the steps of a plan that reconcile wrote: sends what is missing in Klaviyo once more, with the same id and body, and reads orders again that Clarus tells otherwise. Steps taken before are skipped, with the reason.',
  options: {
    plan: { type: 'string', value: 'file', help: 'as reconcile --plan wrote it' },
    ...CONSENT_OPTIONS,
    ...PROGRESS_OPTION,
    ...SERVICE_OPTIONS,
    ...JSON_OPTION,
  },
  examples: [
    ['--plan plan.json', 'shows its steps'],
    ['--plan plan.json --yes', 'takes them'],
  ],
  run: async (invocation) => {
    const { values, io } = invocation;
    const plan = await readPlan(required('--plan', values.plan, 'the file that reconcile --plan wrote'));
    if (!isAgreed(values)) {
      reply(invocation, { dryRun: true, plan }, () => planText(plan));
      return EXIT.fine;
    }
    return withOperations(invocation, async ({ operations }) => {
      const { onProgress, end } = createProgressLine(io, values.progress);
      const result = await operations.repair(plan, { signal: io.signalOfInterrupt(), onProgress }).finally(end);
      reply(invocation, result, resultText);
      return EXIT.fine;
    });
  },
});

function planText({ from, to, steps }: RepairPlan): string {
  if (steps.length === 0) return 'The plan has no steps: nothing to repair.';
  const rest = steps.length - SHOWN;
  return [
    `${counted(steps.length, 'step')} for ${shortInstant(from)} to ${shortInstant(to)} UTC:`,
    table(steps.slice(0, SHOWN).map((step) => [step.kind, subjectOf(step), step.because])),
    ...(rest > 0 ? [`  … and ${rest.toLocaleString('en-GB')} more in the file.`] : []),
    DO_IT,
  ].join('\n');
}

function resultText({ resent, readAgain, skipped }: RepairResult): string {
  const rows = skipped.map(({ step, reason }) => [step.kind, subjectOf(step), reason]);
  return [
    `${counted(resent, 'message')} sent once more, ${counted(readAgain, 'order')} read again, ${rows.length} skipped.`,
    ...(rows.length === 0 ? [] : [table(rows)]),
    'Klaviyo takes minutes to show them: reconcile again after half an hour.',
  ].join('\n');
}

function subjectOf(step: RepairStep): string {
  return step.kind === 'resend' ? step.eventId : step.reference;
}
