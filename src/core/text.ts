// Text as UTF-8 bytes. core has no DOM, and so no type of these two; all hosts have both.
declare const TextDecoder: new (
  label: string,
  options: { fatal: boolean },
) => {
  decode(bytes: Uint8Array): string;
};
declare const TextEncoder: new () => { encode(text: string): Uint8Array };

/** @throws TypeError for bytes that are no UTF-8. */
export function decodeUtf8(bytes: Uint8Array): string {
  return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
}

export function encodeUtf8(text: string): Uint8Array {
  return new TextEncoder().encode(text);
}
