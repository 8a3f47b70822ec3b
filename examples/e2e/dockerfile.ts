/**
 * Follows a Dockerfile without Docker: each stage is a folder, COPY and RUN do in it what they would do in the image.
 * Only as much as the examples use; anything else is an error, so that nothing goes unrehearsed.
 */
import { execFileSync } from 'node:child_process';
import { cpSync, existsSync, mkdirSync, readFileSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';

export interface Image {
  /** Of a path in the image, the one in the last stage's folder. */
  at(path: string): string;
  readonly env: Readonly<Record<string, string>>;
  readonly workdir: string;
  readonly user: string | null;
  readonly command: readonly string[];
  readonly healthCheck: readonly string[];
}

interface Stage {
  readonly folder: string;
  readonly env: Record<string, string>;
  workdir: string;
  user: string | null;
  command: readonly string[];
  healthCheck: readonly string[];
}

/** Instructions with continued lines joined and comments gone. */
function instructionsOf(text: string): readonly { readonly name: string; readonly rest: string }[] {
  return text
    .replace(/\\\n\s*/g, ' ')
    .split('\n')
    .filter((line) => line.trim() !== '' && !line.startsWith('#'))
    .map((line) => {
      const [name = '', ...rest] = line.split(' ');
      return { name, rest: rest.join(' ').trim() };
    });
}

/** Docker sends only what `.dockerignore` lets through; here: everything is out but `!name`. */
function isSent(project: string, path: string): boolean {
  const lines = readFileSync(join(project, '.dockerignore'), 'utf8').split('\n');
  return lines[0] === '*' && lines.includes(`!${path}`);
}

/** @param rootFolder where the stages' folders are made */
export function buildImage(project: string, rootFolder: string): Image {
  const stages = new Map<string, Stage>();
  let current: Stage | undefined;
  const inStage = (stage: Stage, path: string): string =>
    join(stage.folder, path.startsWith('/') ? path : join(stage.workdir, path));

  for (const { name, rest } of instructionsOf(readFileSync(join(project, 'Dockerfile'), 'utf8'))) {
    if (name === 'FROM') {
      const stageName = /^node:\d+-slim(?: AS (\w+))?$/.exec(rest)?.[1] ?? 'last';
      const folder = join(rootFolder, stageName);
      current = { folder, env: {}, workdir: '/', user: null, command: [], healthCheck: [] };
      mkdirSync(folder, { recursive: true });
      stages.set(stageName, current);
      continue;
    }
    if (current === undefined) throw new Error('The Dockerfile does not begin with FROM.');
    const stage = current;
    switch (name) {
      case 'WORKDIR':
        stage.workdir = rest;
        mkdirSync(inStage(stage, '.'), { recursive: true });
        break;
      case 'ENV':
        for (const pair of rest.split(' '))
          stage.env[pair.slice(0, pair.indexOf('='))] = pair.slice(pair.indexOf('=') + 1);
        break;
      case 'COPY': {
        const words = rest.split(' ');
        const from = words[0]?.startsWith('--from=') ? stages.get(words.shift()?.slice('--from='.length) ?? '') : null;
        const target = words.pop() ?? '';
        for (const source of words) {
          if (from === undefined) throw new Error(`COPY ${rest}: there is no such stage`);
          if (from === null && !isSent(project, source)) throw new Error(`.dockerignore keeps ${source} out`);
          const path = from === null ? join(project, source) : inStage(from, source);
          if (!existsSync(path)) throw new Error(`COPY ${rest}: ${source} is not there`);
          const into = target.endsWith('/') ? join(inStage(stage, target), basename(source)) : inStage(stage, target);
          mkdirSync(dirname(into), { recursive: true });
          cpSync(path, into, { recursive: true, verbatimSymlinks: true });
        }
        break;
      }
      case 'RUN': {
        const made = /^mkdir (\/\w+) && chown node:node \1$/.exec(rest)?.[1];
        if (made !== undefined) mkdirSync(inStage(stage, made));
        else if (/^npm [\w:-]+/.test(rest)) {
          const options = { cwd: inStage(stage, '.'), stdio: 'pipe', env: { ...process.env, NODE_ENV: '' } } as const;
          execFileSync('sh', ['-c', rest], options);
        } else throw new Error(`RUN ${rest} cannot be rehearsed here`);
        break;
      }
      case 'USER':
        stage.user = rest;
        break;
      case 'HEALTHCHECK':
        stage.healthCheck = JSON.parse(rest.slice(rest.indexOf('CMD ') + 4));
        break;
      case 'CMD':
        stage.command = JSON.parse(rest);
        break;
      case 'VOLUME':
      case 'EXPOSE':
        break;
      default:
        throw new Error(`${name} cannot be rehearsed here`);
    }
  }
  if (current === undefined) throw new Error('The Dockerfile is empty.');
  const last = current;
  return {
    at: (path) => inStage(last, path),
    env: last.env,
    workdir: inStage(last, '.'),
    user: last.user,
    command: last.command,
    healthCheck: last.healthCheck,
  };
}
