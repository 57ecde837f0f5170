// Runs a command of `training/` as its user does. Only tests import this.
import { execFile } from 'node:child_process';
import { resolve } from 'node:path';

/** The repository's folder. */
export const root = resolve(import.meta.dirname, '../..');

export interface ScriptResult {
  readonly code: number;
  readonly stdout: string;
  readonly stderr: string;
}

/** Runs `training/<script>.ts` to its end, in the repository's folder. */
export function runScript(script: string, ...args: string[]): Promise<ScriptResult> {
  return new Promise((done) => {
    execFile(
      'npx',
      ['tsx', `training/${script}.ts`, ...args],
      { cwd: root },
      (error, stdout, stderr) => done({ code: error ? Number(error.code) : 0, stdout, stderr }),
    );
  });
}
