// Names and codes of another script inside a sentence. Without an isolate their direction
// reorders the words and the punctuation around them (Unicode bidirectional algorithm, UAX 9).

/** `value` as one piece with a direction of its own: U+2068 … U+2069. */
export const isolate = (value: string): string => `\u2068${value}\u2069`;
