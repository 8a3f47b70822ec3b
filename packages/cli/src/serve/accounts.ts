/** Which Klaviyo account speaks for which Clarus account, and by which rules: the file that `POLICY` names. */
import { definePolicy, type Policy, PolicyError, type PolicyInput } from '@clarus-klaviyo/mapping';
import { type EnvironmentReader, isRecord } from './environment-reader.js';

export interface AccountSettings {
  readonly name: string;
  readonly clarusAccount: string;
  readonly klaviyoKey: string;
  /** Name of the variable the key came from: what a message may call it. */
  readonly klaviyoKeyEnv: string;
  readonly policy: Policy;
}

interface AccountEntry {
  readonly clarusAccount: string;
  readonly klaviyoKeyEnv: string;
  readonly policy: unknown;
}

/** A policy file holds one policy, or a list of accounts each with its own. */
function readEntries(reader: EnvironmentReader, readFile: (path: string) => string): readonly AccountEntry[] {
  const path = reader.optional('POLICY');
  if (path === null) return [{ clarusAccount: '*', klaviyoKeyEnv: 'KLAVIYO_API_KEY', policy: {} }];
  let value: unknown;
  try {
    value = JSON.parse(readFile(path));
  } catch (error) {
    const why = error instanceof SyntaxError ? 'is not valid JSON' : 'cannot be read';
    reader.problems.push(`POLICY: the file ${why}.`);
    return [];
  }
  const list = Array.isArray(value) ? value : isRecord(value) && Array.isArray(value.accounts) ? value.accounts : null;
  if (list === null) return [{ clarusAccount: '*', klaviyoKeyEnv: 'KLAVIYO_API_KEY', policy: value }];
  if (list.length === 0) reader.problems.push('POLICY: the list of accounts is empty.');
  return list.flatMap((entry: unknown, index) => {
    if (isRecord(entry) && typeof entry.clarusAccount === 'string' && typeof entry.klaviyoKeyEnv === 'string') {
      return [{ clarusAccount: entry.clarusAccount, klaviyoKeyEnv: entry.klaviyoKeyEnv, policy: entry.policy ?? {} }];
    }
    reader.problems.push(
      `POLICY: account ${index + 1} needs "clarusAccount" (id, code or "*") and "klaviyoKeyEnv" (name of the variable with its key).`,
    );
    return [];
  });
}

function readPolicy(reader: EnvironmentReader, entry: AccountEntry): Policy | null {
  if (!isRecord(entry.policy)) {
    reader.problems.push(`POLICY: the policy of account ${entry.clarusAccount} must be a JSON object.`);
    return null;
  }
  try {
    return definePolicy(entry.policy satisfies PolicyInput);
  } catch (error) {
    if (!(error instanceof PolicyError)) throw error;
    reader.problems.push(`POLICY: account ${entry.clarusAccount}: ${error.message}`);
    return null;
  }
}

export function readAccounts(
  reader: EnvironmentReader,
  readFile: (path: string) => string,
): readonly AccountSettings[] {
  const entries = readEntries(reader, readFile);
  const names = new Set<string>();
  return entries.flatMap((entry) => {
    const klaviyoKey = reader.required(
      entry.klaviyoKeyEnv,
      'a private Klaviyo API key (events, profiles and catalogs: write)',
    );
    const policy = readPolicy(reader, entry);
    if (names.has(entry.clarusAccount)) reader.problems.push(`POLICY: account ${entry.clarusAccount} is named twice.`);
    names.add(entry.clarusAccount);
    const name = entry.clarusAccount === '*' ? 'default' : entry.clarusAccount;
    const { clarusAccount, klaviyoKeyEnv } = entry;
    return policy === null ? [] : [{ name, clarusAccount, klaviyoKey, klaviyoKeyEnv, policy }];
  });
}
