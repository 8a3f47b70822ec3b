/** For a service of your own that is configured like `serve`: the same variables, the same checks, the same words. */
export type { AccountSettings } from './serve/accounts.js';
export { type BuiltSync, buildSync } from './serve/build-sync.js';
export { EnvironmentError, readEnvironment, type ServeSettings } from './serve/environment.js';
export { VARIABLES, type Variable } from './serve/variables.js';
