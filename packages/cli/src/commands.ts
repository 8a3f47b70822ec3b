/** Every command, in the order in which somebody new meets them. Each is loaded when it is asked for, and no other. */
import type { Command } from './command/command.js';

export interface CommandEntry {
  readonly name: string;
  readonly summary: string;
  readonly load: () => Promise<Command>;
}

export const COMMANDS: readonly CommandEntry[] = [
  {
    name: 'demo',
    summary: 'a realistic warehouse day through the real pipeline, against fakes of both systems',
    load: async () => (await import('./commands/demo.js')).demo,
  },
  {
    name: 'doctor',
    summary: 'checks accounts, keys, policy, automations and this machine, and says what to mend',
    load: async () => (await import('./commands/doctor.js')).doctor,
  },
  {
    name: 'provision',
    summary: 'makes the webhook automations in Clarus, or says how to by hand',
    load: async () => (await import('./commands/provision.js')).provision,
  },
  {
    name: 'serve',
    summary: 'the service: Clarus webhooks in, Klaviyo events out',
    load: async () => (await import('./commands/serve.js')).serve,
  },
  {
    name: 'status',
    summary: 'is it healthy, how late is it, what waits, what is paused',
    load: async () => (await import('./commands/status.js')).status,
  },
  {
    name: 'reconcile',
    summary: 'compares Clarus, the ledger and Klaviyo, message by message',
    load: async () => (await import('./commands/reconcile.js')).reconcile,
  },
  {
    name: 'repair',
    summary: 'does what a plan of reconcile says',
    load: async () => (await import('./commands/repair.js')).repair,
  },
  {
    name: 'audit',
    summary: 'gaps between shop, warehouse and Klaviyo, for a business reader',
    load: async () => (await import('./commands/audit.js')).audit,
  },
  {
    name: 'incidents',
    summary: 'what needs a person: list, assign, note, resolve',
    load: async () => (await import('./commands/incidents.js')).incidents,
  },
  {
    name: 'explain',
    summary: 'the story of one order, in words',
    load: async () => (await import('./commands/explain.js')).explain,
  },
  {
    name: 'replay',
    summary: 'puts dead messages and parked webhooks back on their way',
    load: async () => (await import('./commands/replay.js')).replay,
  },
  {
    name: 'backfill',
    summary: 'history onto Klaviyo timelines, without starting a flow',
    load: async () => (await import('./commands/backfill.js')).backfill,
  },
  {
    name: 'sample',
    summary: 'one example event per metric to one address, to build flows with',
    load: async () => (await import('./commands/sample.js')).sample,
  },
  {
    name: 'pause',
    summary: 'stops sending for one Klaviyo account, or one metric of it; lists what is paused',
    load: async () => (await import('./commands/pause.js')).pause,
  },
  {
    name: 'resume',
    summary: 'sends again what was paused, or discards what is too old',
    load: async () => (await import('./commands/resume.js')).resume,
  },
  {
    name: 'forget',
    summary: 'erases a customer for ever',
    load: async () => (await import('./commands/forget.js')).forget,
  },
  {
    name: 'backup',
    summary: 'copies the database file while the service works',
    load: async () => (await import('./commands/backup.js')).backup,
  },
  {
    name: 'check',
    summary: 'looks for damage in the database file',
    load: async () => (await import('./commands/check.js')).check,
  },
];
