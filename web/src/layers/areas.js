// Paints areas on the tiles of one Leaflet GridLayer, a few tiles a frame.
"use strict";
(function () {
  const cs = (window.coldspots = window.coldspots || {});
  // Milliseconds that the tiles of one frame may take, the next one reckoned like the last.
  const FRAME_MS = 58;
  // Pixels along a tile.
  const SIDE = Math.round(cs.TILE * cs.ratio);

  cs.AreaLayer = L.GridLayer.extend({
    options: { tileSize: cs.TILE, keepBuffer: 1, updateWhenZooming: false, pane: "tilePane" },

    initialize(options) {
      L.GridLayer.prototype.initialize.call(this, options);
      this._queue = [];
      this._painter = new cs.Painter(SIDE);
      this._stats = { painted: 0, longest: 0, busy: true };
    },

    // What to paint: { level, codes, uncertain, mask, land, frame, style }; see classing.js. Tiles are
    // painted anew, one at a time.
    show(what) {
      this._what = what;
      this._passes = null;
      this._seen = new Uint8Array(what.level.count);
      this._stats = { painted: 0, longest: 0, busy: true };
      for (const tile of Object.values(this._tiles)) this._enqueue(tile.el, tile.coords);
      this._pump();
    },

    stats() {
      return this._stats;
    },

    createTile(coords, done) {
      const canvas = L.DomUtil.create("canvas", "cs-tile");
      canvas.width = canvas.height = SIDE;
      this._enqueue(canvas, coords, done);
      return canvas;
    },

    // Between two zooms the sharper tiles are scaled down rather than the coarser ones up.
    _setView(center, zoom, noPrune, noUpdate) {
      const sharp = Math.ceil(zoom - 1e-6);
      L.GridLayer.prototype._setView.call(this, center, sharp, noPrune, noUpdate);
      this._setZoomTransforms(center, zoom);
    },

    // A tile waits once, with the newest state; Leaflet hears of its first painting.
    _enqueue(canvas, coords, done) {
      if (!this._queue.some((job) => job.canvas === canvas)) {
        this._queue.push({ canvas, coords, done });
      }
      this._stats.busy = true;
      this._pump();
    },

    _pump() {
      if (this._pumping || !this._what) return;
      this._pumping = true;
      requestAnimationFrame(() => {
        this._pumping = false;
        const begin = performance.now();
        this._passes = this._passes || cs.passesFor(this._what);
        let last = 0;
        while (this._queue.length && performance.now() - begin + last < FRAME_MS) {
          const job = this._queue.shift();
          if (!this._stands(job)) continue;
          const started = performance.now();
          this._paint(job.canvas, job.coords);
          last = performance.now() - started;
          this._stats.longest = Math.max(this._stats.longest, last);
          if (job.done) job.done(null, job.canvas);
        }
        if (this._queue.length) this._pump();
        else this._settle();
      });
    },

    // Whether a tile is still wanted: the map may have moved on while it waited.
    _stands({ canvas, coords }) {
      const tile = this._tiles[this._tileCoordsToKey(coords)];
      return tile !== undefined && tile.el === canvas;
    },

    _settle() {
      let painted = 0;
      for (const seen of this._seen) painted += seen;
      this._stats.painted = painted;
      this._stats.busy = false;
      this.fire("painted", this._stats);
    },

    _paint(canvas, coords) {
      const f = cs.frameOf(coords, this._what.level.arcs.cell);
      this._painter.paint(canvas, this._what, this._passes, f, coords.z, this._seen);
    },
  });
})();
