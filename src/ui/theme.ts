// Light or dark: as the system has it, or as the person chose. Every colour is a
// `light-dark()` pair (tokens/colour.css), so the scheme of the root decides for all.

/** Shows the page in `theme`, the bar of the browser around it too. */
export function applyTheme(theme: 'system' | 'light' | 'dark'): void {
  document.documentElement.dataset.theme = theme;
  const paper = getComputedStyle(document.documentElement).backgroundColor;
  for (const meta of document.querySelectorAll<HTMLMetaElement>('meta[name="theme-color"]')) {
    // As written, they follow the system.
    const written = (meta.dataset.written ??= meta.content);
    meta.content = theme === 'system' ? written : paper;
  }
}
