import { afterEach, beforeEach, expect, it } from 'vitest';
import { keepFocus } from './keep-focus';

let area: HTMLElement;
let stop: () => void;
beforeEach(() => {
  document.body.innerHTML = `
    <main><h1>Page</h1>
      <section><h2>Part</h2><div id="in"><button id="a">a</button></div><button id="b">b</button></section>
      <button id="c">c</button>
    </main><button id="out">out</button>`;
  area = document.querySelector('main')!;
  stop = keepFocus(area);
});
afterEach(() => {
  stop();
  document.body.innerHTML = '';
});

const get = (id: string) => document.getElementById(id)!;
const settled = () => new Promise((resolve) => setTimeout(resolve, 20));
const focused = () => document.activeElement?.textContent;

it('gives the focus of what goes to the heading of what it stood in', async () => {
  get('a').focus();
  get('in').remove();
  await settled();
  expect(focused()).toBe('Part');
});

it('looks further up where the part is gone as well', async () => {
  get('a').focus();
  document.querySelector('section')!.remove();
  await settled();
  expect(focused()).toBe('Page');
});

it('leaves it where somebody gave it on, or where it never was', async () => {
  get('a').focus();
  get('in').remove();
  get('b').focus();
  await settled();
  expect(focused()).toBe('b');
  get('c').remove();
  await settled();
  expect(focused()).toBe('b');
});

it('leaves alone what was left before it went', async () => {
  get('a').focus();
  get('out').focus();
  get('in').remove();
  get('out').blur();
  await settled();
  expect(document.activeElement).toBe(document.body);
});

it('ends with its watch', async () => {
  stop();
  get('a').focus();
  get('in').remove();
  await settled();
  expect(document.activeElement).toBe(document.body);
});
