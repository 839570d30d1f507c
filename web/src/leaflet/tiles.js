// The one module that uses what Leaflet 1.9.4 keeps to itself: names that begin with an underscore.

/**
 * An object of Leaflet with what its types keep to themselves.
 * @param {any} object
 * @returns {any}
 */
const hidden = (object) => object;

// A layer of tiles that can be walked, and that between two zooms scales the sharper ones down
// rather than the coarser ones up.
export class TileLayer extends L.GridLayer {
  _setView(center, zoom, noPrune, noUpdate) {
    const sharp = Math.ceil(zoom - 1e-6);
    hidden(L.GridLayer.prototype)._setView.call(this, center, sharp, noPrune, noUpdate);
    hidden(this)._setZoomTransforms(center, zoom);
  }

  // The tiles that stand on the map, each with where it lies.
  tiles() {
    return Object.values(hidden(this)._tiles).map(({ el, coords }) => ({ canvas: el, coords }));
  }

  // The zoom of the tiles that are drawn, of which others stand no longer than it takes.
  sharpest() {
    return hidden(this)._tileZoom;
  }

  // Whether a tile is still wanted: the map may have moved on while it waited.
  stands(canvas, coords) {
    const tile = hidden(this)._tiles[hidden(this)._tileCoordsToKey(coords)];
    return tile !== undefined && tile.el === canvas;
  }
}
