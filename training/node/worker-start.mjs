// What a worker thread runs first; started by worker-thread.ts. Plain JavaScript, because
// tsx does not reach into worker threads by itself: each must register it before it can
// import TypeScript.
import { argv } from 'node:process';
import { register } from 'tsx/esm/api';

register();
await import(argv[2]);
