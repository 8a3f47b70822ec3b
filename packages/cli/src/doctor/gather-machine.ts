/** This machine: Node, and the place where the database file lies or will lie. */
import { access, constants, stat, statfs } from 'node:fs/promises';
import { dirname, resolve } from 'node:path';
import type { MachineFacts } from './facts.js';

/** `statfs` types of Linux. SQLite's locks and syncs cannot be trusted over a network. */
const NETWORK = new Set([0x6969, 0x517b, 0xfe534d42, 0xff534d42, 0x01021997, 0x00c36400, 0x0bd00bd0, 0x65735546]);
const MEMORY = new Set([0x01021994, 0x858458f6]);
/** A container's own layer (overlayfs): gone with the container. */
const LAYER = 0x794c7630;

export async function gatherMachine(databasePath: string): Promise<MachineFacts> {
  const path = resolve(databasePath);
  const exists = await stat(path).then(
    (found) => found.isFile(),
    () => false,
  );
  // SQLite writes files beside its own, so the folder must be writable in either case.
  const isFolderWritable = await mayWrite(dirname(path));
  const disk = await statfs(dirname(path)).catch(() => null);
  return {
    nodeVersion: process.versions.node,
    database: {
      exists,
      isWritable: isFolderWritable && (!exists || (await mayWrite(path))),
      filesystem: disk === null || process.platform !== 'linux' ? 'unknown' : kindOf(disk.type),
      freeBytes: disk === null ? null : disk.bavail * disk.bsize,
    },
  };
}

function kindOf(type: number): MachineFacts['database']['filesystem'] {
  if (NETWORK.has(type)) return 'network';
  if (type === LAYER) return 'layer';
  return MEMORY.has(type) ? 'memory' : 'local';
}

function mayWrite(path: string): Promise<boolean> {
  return access(path, constants.W_OK).then(
    () => true,
    () => false,
  );
}
