import { afterEach, expect, it } from 'vitest';
import './tokens/colour.css';
import './base.css';
import { applyTheme } from './theme';

afterEach(() => {
  applyTheme('system');
  document.querySelector('meta[name="theme-color"]')?.remove();
});

it('shows the page light or dark, and gives it back to the system', () => {
  const meta = document.createElement('meta');
  meta.name = 'theme-color';
  meta.content = '#123456';
  document.head.append(meta);
  const paper = () => getComputedStyle(document.documentElement).backgroundColor;
  applyTheme('light');
  const light = paper();
  expect(meta.content).toBe(light);
  applyTheme('dark');
  expect(paper()).not.toBe(light);
  expect(meta.content).toBe(paper());
  applyTheme('system');
  expect(meta.content).toBe('#123456');
});
