import { publicUrlProblem } from '../commands/provision/webhook-url.js';
import { type Check, checksOf } from './check.js';
import type { DoctorFacts } from './facts.js';

const { ok, warning, failure } = checksOf('environment');

export function judgeEnvironment({ problems, publicUrl, hasHealthToken, hasAlerts }: DoctorFacts): readonly Check[] {
  return [
    ...(problems.length === 0
      ? [ok('environment', 'Every variable is there and makes sense, the policy included.')]
      : problems.map((problem) =>
          failure(`environment-${idOf(problem)}`, problem, 'Set it right; serve --help explains it.'),
        )),
    judgePublicUrl(publicUrl),
    hasHealthToken
      ? ok('health-token', 'HEALTH_TOKEN is set: the health page and the API are open to who has it.')
      : warning(
          'health-token',
          'HEALTH_TOKEN is not set: the health page is off, and no command can ask the running service.',
          'Set it to a long random text, e.g. the output of openssl rand -hex 24.',
        ),
    hasAlerts
      ? ok('alerts', 'Somebody is told of incidents.')
      : warning(
          'alerts',
          'Nobody is told of incidents: they are on the health page, for whoever looks.',
          'Set ALERT_SLACK_URL or ALERT_WEBHOOK_URL.',
        ),
  ];
}

function judgePublicUrl(publicUrl: string | null): Check {
  if (publicUrl === null) {
    return warning(
      'public-url',
      'PUBLIC_URL is not set, so nobody can say whether Clarus could reach the service.',
      'Set it to the address Clarus is to call, e.g. https://hooks.shop.example.',
    );
  }
  const problem = publicUrlProblem(publicUrl);
  return problem === null
    ? ok('public-url', 'PUBLIC_URL looks like an address Clarus can reach. Whether it does, only a webhook shows.')
    : failure('public-url', `PUBLIC_URL: ${problem}`, 'Put the service behind a public https address.');
}

/** `CLARUS_CLIENT_ID is missing …` → `clarus-client-id`. */
function idOf(problem: string): string {
  return (/^\w+/.exec(problem)?.[0] ?? 'unknown').toLowerCase().replaceAll('_', '-');
}
