// Paints areas on the tiles of one Leaflet GridLayer, a few tiles a frame.
"use strict";
(function () {
  const cs = (window.coldspots = window.coldspots || {});
  const { TILE, thinned, frameOf, meets, traceArea, traceBorders } = cs;
  const FRAME_MS = 40;
  const ratio = Math.min(window.devicePixelRatio || 1, 2);

  const patterns = new Map();

  // A fill that says "no figure" without relying on colour: stripes or dots on a plain ground.
  function fillOf(ctx, style) {
    if (!style.pattern) return style.fill;
    const key = [style.fill, style.pattern, style.ink].join();
    if (!patterns.has(key)) {
      const side = 8 * ratio;
      const canvas = document.createElement("canvas");
      canvas.width = canvas.height = side;
      const pen = canvas.getContext("2d");
      if (style.fill) {
        pen.fillStyle = style.fill;
        pen.fillRect(0, 0, side, side);
      }
      pen.strokeStyle = pen.fillStyle = style.ink;
      pen.lineWidth = ratio;
      pen.beginPath();
      if (style.pattern === "stripes") {
        stripe(pen, side, 0);
        pen.stroke();
      } else if (style.pattern === "hatch") {
        // One dark line beside a light one, the other way than stripes: seen on every class.
        pen.scale(-1, 1);
        pen.translate(-side, 0);
        pen.globalAlpha = 0.6;
        stripe(pen, side, 0);
        pen.stroke();
        pen.beginPath();
        pen.strokeStyle = style.light;
        stripe(pen, side, ratio * 1.4);
        pen.stroke();
      } else {
        for (const [x, y] of [[0.25, 0.25], [0.75, 0.75]]) {
          pen.moveTo(x * side, y * side);
          pen.arc(x * side, y * side, ratio, 0, 7);
        }
        pen.fill();
      }
      patterns.set(key, canvas);
    }
    const pattern = ctx.createPattern(patterns.get(key), "repeat");
    pattern.setTransform(new DOMMatrix().scale(1 / ratio));
    return pattern;
  }

  function stripe(pen, side, aside) {
    for (const shift of [-side, 0, side]) {
      pen.moveTo(shift - 1 + aside, side + 1);
      pen.lineTo(shift + side + 1 + aside, -1);
    }
  }

  cs.AreaLayer = L.GridLayer.extend({
    options: { tileSize: TILE, keepBuffer: 1, updateWhenZooming: false, pane: "tilePane" },

    initialize(options) {
      L.GridLayer.prototype.initialize.call(this, options);
      this._queue = [];
      this._stats = { painted: 0, longest: 0, busy: true };
    },

    // What to paint: { level, codes, uncertain, mask, land, frame, style }; see classing.js. Tiles are
    // painted anew, one at a time.
    show(what) {
      this._what = what;
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
      canvas.width = canvas.height = TILE * ratio;
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
        while (this._queue.length && performance.now() - begin < FRAME_MS) {
          const job = this._queue.shift();
          const started = performance.now();
          this._paint(job.canvas, job.coords);
          this._stats.longest = Math.max(this._stats.longest, performance.now() - started);
          if (job.done) job.done(null, job.canvas);
        }
        if (this._queue.length) this._pump();
        else this._settle();
      });
    },

    _settle() {
      let painted = 0;
      for (const seen of this._seen) painted += seen;
      this._stats.painted = painted;
      this._stats.busy = false;
      this.fire("painted", this._stats);
    },

    _paint(canvas, coords) {
      const ctx = canvas.getContext("2d");
      ctx.setTransform(ratio, 0, 0, ratio, 0, 0);
      ctx.clearRect(0, 0, TILE, TILE);
      cs.paintAreas(ctx, this._what, frameOf(coords, this._what.level.arcs.cell), coords.z, this._seen);
    },
  });

  // Paint what lies in a frame (see frameOf) at a zoom; `seen` is told which areas were painted.
  cs.paintAreas = function (ctx, what, f, zoom, seen) {
    const { level, codes, uncertain, mask, land, frame, style } = what;
    ctx.lineJoin = "round";
    if (land) {
      const drawn = thinned(land.arcs, zoom);
      ctx.beginPath();
      for (let area = 0; area < land.count; area++) {
        if (meets(land.boxes, area * 4, f)) traceArea(ctx, land, drawn, area, f);
      }
      ctx.fillStyle = style.land;
      ctx.fill("evenodd");
    }
    const drawn = thinned(level.arcs, zoom);
    const byClass = new Map();
    const unsure = [];
    for (let area = 0; area < level.count; area++) {
      if (!meets(level.boxes, area * 4, f)) continue;
      const outside = mask && !mask[area];
      const code = outside ? cs.OUTSIDE : codes[area];
      if (!byClass.has(code)) byClass.set(code, []);
      byClass.get(code).push(area);
      if (uncertain && !outside && uncertain[area] === 1) unsure.push(area);
      if (seen) seen[area] = 1;
    }
    // Fills leave hairlines where two borders share a pixel: a line in the same colour closes them.
    const seam = zoom < 11 ? 0.9 : 0.5;
    for (const [code, areas] of byClass) {
      const look = style.classes[code];
      ctx.beginPath();
      for (const area of areas) traceArea(ctx, level, drawn, area, f);
      ctx.fillStyle = fillOf(ctx, look);
      ctx.fill("evenodd");
      if (!look.pattern) {
        ctx.strokeStyle = look.fill;
        ctx.lineWidth = seam;
        ctx.stroke();
      }
    }
    if (unsure.length) {
      ctx.beginPath();
      for (const area of unsure) traceArea(ctx, level, drawn, area, f);
      ctx.fillStyle = fillOf(ctx, { pattern: "hatch", ...style.hatch });
      ctx.fill("evenodd");
    }
    border(ctx, level, drawn, f, style.lines[level.geography], zoom);
    if (frame) border(ctx, frame, thinned(frame.arcs, zoom), f, style.lines.frame, zoom);
  };

  // Each line is drawn once, light on top of a dark shadow, so that it shows on every class.
  function border(ctx, level, drawn, f, line, zoom) {
    if (!line || zoom < line.from) return;
    const grown = Math.min(1, (zoom - line.from + 1) / 3);
    ctx.beginPath();
    traceBorders(ctx, level, drawn, f);
    ctx.globalAlpha = line.alpha * grown;
    ctx.strokeStyle = line.ink;
    ctx.lineWidth = line.width;
    ctx.stroke();
    ctx.globalAlpha = 1;
  }
})();
