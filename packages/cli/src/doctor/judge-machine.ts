import { type Check, checksOf } from './check.js';
import type { DoctorFacts, MachineFacts } from './facts.js';

const { ok, warning, failure, unknown } = checksOf('machine');

/** Later than this, evidence and lateness are judged by a wrong clock. */
const ODD_MS = 30_000;
const WRONG_MS = 5 * 60_000;
const LITTLE_BYTES = 512 * 1024 * 1024;
const LEAST_NODE: readonly [number, number] = [22, 13];

export function judgeMachine({ machine, clockAheadMs }: DoctorFacts): readonly Check[] {
  return [judgeNode(machine.nodeVersion), ...judgeDatabase(machine.database), ...judgeClock(clockAheadMs)];
}

function judgeNode(version: string): Check {
  const [major = 0, minor = 0] = version.split('.').map(Number);
  const isEnough = major > LEAST_NODE[0] || (major === LEAST_NODE[0] && minor >= LEAST_NODE[1]);
  return isEnough
    ? ok('node', `Node ${version} will do.`)
    : failure(
        'node',
        `Node ${version} is too old for the database it brings.`,
        `Use Node ${LEAST_NODE.join('.')} or newer.`,
      );
}

function judgeDatabase({ exists, isWritable, filesystem, freeBytes }: MachineFacts['database']): readonly Check[] {
  const checks: Check[] = [];
  if (!isWritable) {
    checks.push(
      failure(
        'database-writable',
        'DATABASE_URL: the file or its folder may not be written.',
        'Create the folder, or give this user the right to write it.',
      ),
    );
  }
  switch (filesystem) {
    case 'network':
      checks.push(
        failure(
          'database-disk',
          'DATABASE_URL lies on a network file system, whose locks and syncs SQLite cannot trust: a crash may lose webhooks.',
          'Put it on a local disk.',
        ),
      );
      break;
    case 'memory':
      checks.push(failure('database-disk', 'DATABASE_URL lies in memory: a restart loses it.', 'Put it on a disk.'));
      break;
    case 'layer':
      checks.push(
        warning(
          'database-disk',
          'DATABASE_URL lies in the container’s own layer: it is gone when the container is replaced.',
          'Mount a volume and put it there.',
        ),
      );
      break;
    case 'unknown':
      checks.push(
        unknown('database-disk', 'On what kind of disk DATABASE_URL lies is not known here. It must be a local one.'),
      );
      break;
    case 'local':
  }
  if (freeBytes !== null && freeBytes < LITTLE_BYTES) {
    checks.push(
      warning(
        'database-room',
        `Only ${Math.round(freeBytes / 1024 / 1024)} MB are free where the database lies.`,
        'Make room: a full disk answers webhooks with 503.',
      ),
    );
  }
  return checks.length > 0
    ? checks
    : [ok('database', `The database ${exists ? 'is' : 'will be'} on a local disk and can be written.`)];
}

function judgeClock(ahead: DoctorFacts['clockAheadMs']): readonly Check[] {
  const hosts = Object.entries(ahead);
  if (hosts.length === 0)
    return [unknown('clock', 'Nobody told the time, so this machine’s clock was compared with none.')];
  const [host, worstMs] = hosts.toSorted(([, left], [, right]) => Math.abs(right) - Math.abs(left))[0] ?? ['', 0];
  const seconds = Math.round(Math.abs(worstMs) / 1000);
  if (Math.abs(worstMs) < ODD_MS) return [ok('clock', 'This machine’s clock goes with those of Clarus and Klaviyo.')];
  const sentence = `This machine’s clock is ${seconds} s ${worstMs > 0 ? 'behind' : 'ahead of'} that of ${host}.`;
  const action = 'Let it be kept by NTP: what is late and what is early is judged by it.';
  return [Math.abs(worstMs) < WRONG_MS ? warning('clock', sentence, action) : failure('clock', sentence, action)];
}
