export type * from './findings.js';
export type * from './inputs.js';
export type * from './messages.js';
export type * from './milestones.js';
export type * from './policy-types.js';
