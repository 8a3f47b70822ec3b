/** Everything a command may touch of the process it runs in. */
export interface Io {
  readonly environment: Readonly<Record<string, string | undefined>>;
  /** What was asked for: for people, or with `--json` for programs. */
  readonly out: (text: string) => void;
  /** Everything else: progress, hints, failures. */
  readonly err: (text: string) => void;
  /** Can a line on `err` be drawn again? */
  readonly isTerminal: boolean;
  /** The first line of standard input, without its end; null when there is none. */
  readonly readLine: () => Promise<string | null>;
  readonly now: () => number;
  /** From now on Ctrl-C aborts this instead of ending the process. */
  readonly signalOfInterrupt: () => AbortSignal;
}
