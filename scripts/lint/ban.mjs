/*
 * How a ban is written down: what happens, then what to write instead.
 */

const because = (reason, instead) => `${reason}. Instead: ${instead}.`;

/** Rows for no-restricted-syntax, one for each selector. */
export const ban = (selectors, reason, instead) =>
  [selectors].flat().map((selector) => ({ selector, message: because(reason, instead) }));

/** Rows for no-restricted-globals, one for each name. */
export const banNames = (names, reason, instead) =>
  names.map((name) => ({ name, message: because(reason, instead) }));
