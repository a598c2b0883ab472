/*
 * What is made of a text is made once: a board that sleeps loads the same artefact at every wake, and so do the
 * thousands of boards of a test.
 */

/** Texts of an artefact and a prelude; more at once are only made again. */
const MOST_TEXTS = 32;

export function remembering<Made>(make: (text: string) => Made): (text: string) => Made {
  const made = new Map<string, Made>();
  return (text) => {
    const before = made.get(text);
    if (before !== undefined) return before;
    const result = make(text);
    if (made.size === MOST_TEXTS) made.clear();
    made.set(text, result);
    return result;
  };
}
