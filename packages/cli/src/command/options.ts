/** Options that several commands share, so that they are spelt and explained alike. */

export const JSON_OPTION = { json: { type: 'boolean', help: 'the answer as one JSON document' } } as const;

export const SERVICE_OPTIONS = {
  url: {
    type: 'string',
    value: 'address',
    help: 'of a running service. Default: CLARUS_KLAVIYO_URL; without, the database file',
  },
} as const;

export const PROGRESS_OPTION = {
  progress: { type: 'boolean', help: 'say how far it is, also where no terminal is (on standard error)' },
} as const;

export const CONSENT_OPTIONS = {
  yes: { type: 'boolean', help: 'do it. Without, only the plan is shown' },
  'dry-run': { type: 'boolean', help: 'only show the plan: the default' },
} as const;

export const DO_IT = 'Nothing was changed. Add --yes to do it.';
