/** An attachment for what stands in the place of something pressed: that has gone with its focus. */
export function takeFocus(element: HTMLElement): void {
  element.focus();
}
