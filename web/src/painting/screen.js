// The screen, and pens to draw on canvases with.

// Pixels of the screen along one of the page: more than two of them nobody sees.
export const ratio = Math.min(window.devicePixelRatio || 1, 2);

/**
 * The pen of a canvas: every browser that opens packs has one.
 * @param {HTMLCanvasElement} canvas
 * @param {CanvasRenderingContext2DSettings} [settings]
 */
export const penOf = (canvas, settings) => /** @type {CanvasRenderingContext2D} */ (canvas.getContext("2d", settings));
