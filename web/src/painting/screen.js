// Pixels of the screen along one of the page: more than two of them nobody sees.
export const ratio = Math.min(window.devicePixelRatio || 1, 2);
