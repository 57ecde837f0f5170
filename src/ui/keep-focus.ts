// The focus is never lost: when what had it goes away and nobody gives it on, the heading of
// what it stood in takes it. A lost one leaves people who do not see the screen at the top of
// the page, without a word.

const HEADINGS = 'h1, h2, h3, legend, caption';

/**
 * An attachment for the area whose parts come and go; gives the end of its watch. It waits a
 * task before it steps in, so that whoever removes a part can give the focus on.
 */
export function keepFocus(area: HTMLElement): () => void {
  /** From what has the focus up to the area. */
  let path: HTMLElement[] = [];
  const remember = ({ target }: FocusEvent) => {
    path = [];
    for (let at = target as HTMLElement | null; at; at = at.parentElement) {
      path.push(at);
      if (at === area) return;
    }
  };
  const forget = ({ relatedTarget }: FocusEvent) => {
    if (relatedTarget !== null) path = [];
    // What is removed is left by nobody; it still stands there while this is told.
    else
      queueMicrotask(() => {
        if (path[0]?.isConnected) path = [];
      });
  };
  const look = () => {
    if (path.length === 0 || path[0].isConnected) return;
    const left = path.slice(1).filter((one) => one.isConnected);
    path = [];
    setTimeout(() => {
      if (document.activeElement === document.body) focusHeading(left);
    });
  };
  area.addEventListener('focusin', remember);
  area.addEventListener('focusout', forget);
  const watch = new MutationObserver(look);
  watch.observe(area, { childList: true, subtree: true });
  return () => {
    watch.disconnect();
    area.removeEventListener('focusin', remember);
    area.removeEventListener('focusout', forget);
  };
}

function focusHeading(around: readonly HTMLElement[]): void {
  for (const one of around) {
    const heading = one.querySelector<HTMLElement>(HEADINGS);
    if (!heading) continue;
    if (!heading.hasAttribute('tabindex')) heading.tabIndex = -1;
    heading.focus({ preventScroll: true });
    return;
  }
}
