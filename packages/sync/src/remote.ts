/** A running sync, asked from another process: the same `Operations`, over HTTP. */

export { type RemoteTrouble, SyncRemoteError } from './remote/errors.js';
export { createRemoteOperations, type RemoteConfig } from './remote/remote-operations.js';
