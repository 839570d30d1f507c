// Which of the places found is marked after a key.

// Until a place is marked, `at` is -1. The position to mark; null where the key moves the cursor in
// the text instead; undefined for any other key, and where nothing was found.
/** @param {string} key @param {number} at @param {number} last */
export function markAfter(key, at, last) {
  if (last < 0) return undefined;
  if (key === "ArrowDown") return at >= last ? 0 : at + 1;
  if (key === "ArrowUp") return at <= 0 ? last : at - 1;
  if (key === "Home") return at < 0 ? null : 0;
  if (key === "End") return at < 0 ? null : last;
  return undefined;
}
