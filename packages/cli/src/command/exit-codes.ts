/** What the process says to the shell that ran it. The same for every command. */
export const EXIT: Readonly<Record<'fine' | 'wrong' | 'usage' | 'unreachable' | 'interrupted', number>> = {
  fine: 0,
  wrong: 1,
  usage: 2,
  unreachable: 3,
  interrupted: 130,
};

export const EXIT_HELP: readonly (readonly [string, string])[] = [
  ['0', 'fine: done, or nothing to do; a plan was shown'],
  ['1', 'something is wrong: with what was looked at, or it could not be done'],
  ['2', 'the command, a file or a variable is not as it must be; the message names it'],
  ['3', 'cannot reach the service, Clarus, Klaviyo or the database file'],
];
