// A tab that is truly hidden, with the throttling of timers that browsers give such tabs.
// Playwright keeps every page that it holds awake and visible, so it lets go meanwhile.
import { spawn } from 'node:child_process';
import { chromium, type Page } from '@playwright/test';

export interface Tab {
  /** Does something with the tab, which is visible for as long. */
  use<T>(work: (page: Page) => Promise<T>): Promise<T>;
  /** Opens another tab in front of it and lets time go by. */
  hideFor(ms: number): Promise<void>;
  close(): void;
}

/** Starts a browser of its own with one tab; `profile` is a folder for it. */
export async function openTab(profile: string): Promise<Tab> {
  const browser = spawn(process.env.CHROMIUM ?? '/usr/bin/chromium', [
    ...['--headless=new', '--no-sandbox', '--no-first-run', '--remote-debugging-port=0'],
    ...['--disable-background-networking', `--user-data-dir=${profile}`, 'about:blank'],
  ]);
  const address = await new Promise<string>((resolve, reject) => {
    browser.once('exit', (code) => reject(new Error(`the browser ended with ${code}`)));
    browser.stderr.on('data', (words: Buffer) => {
      const found = /listening on ws:\/\/([^/]+)\//.exec(words.toString());
      if (found) resolve(`http://${found[1]}`);
    });
  });
  let front = 'about:blank#none';
  return {
    async use(work) {
      const connected = await chromium.connectOverCDP(address);
      try {
        const pages = connected.contexts()[0].pages();
        return await work(pages.find((page) => page.url() !== front)!);
      } finally {
        // Lets go of it: the browser stays.
        await connected.close();
      }
    },
    async hideFor(ms) {
      front = 'about:blank#front';
      await fetch(`${address}/json/new?${encodeURIComponent(front)}`, { method: 'PUT' });
      await new Promise((resolve) => setTimeout(resolve, ms));
    },
    close: () => void browser.kill(),
  };
}
