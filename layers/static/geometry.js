// Geometry of packed areas: which vertices to draw, how to trace them, which area a point is in.
"use strict";
(function () {
  const cs = (window.coldspots = window.coldspots || {});
  const WORLD_M = (cs.WORLD_M = 40075016.685578488);
  // Vertices nearer than this to the one before are left out of a drawing, in pixels.
  const THIN_PX = 0.7;
  const TILE = (cs.TILE = 512);
  // Width of the world at a zoom, in pixels.
  const worldPx = (cs.worldPx = (zoom) => 256 * 2 ** zoom);

  // The arcs with only the vertices that show at a zoom; ends are kept, so borders stay shared.
  function thinned(arcs, zoom) {
    const cells = (THIN_PX * WORLD_M) / worldPx(zoom) / arcs.cell;
    if (cells < 8) return arcs;
    if (arcs.thinned.has(zoom)) return arcs.thinned.get(zoom);
    const limit = cells * cells;
    const count = arcs.starts.length - 1;
    const out = { starts: new Int32Array(count + 1), x: [], y: [] };
    const x = new Int32Array(arcs.x.length);
    const y = new Int32Array(arcs.y.length);
    let n = 0;
    for (let arc = 0; arc < count; arc++) {
      const end = arcs.starts[arc + 1] - 1;
      let lastX = (x[n] = arcs.x[arcs.starts[arc]]);
      let lastY = (y[n++] = arcs.y[arcs.starts[arc]]);
      for (let i = arcs.starts[arc] + 1; i < end; i++) {
        const dx = arcs.x[i] - lastX;
        const dy = arcs.y[i] - lastY;
        if (dx * dx + dy * dy < limit) continue;
        lastX = x[n] = arcs.x[i];
        lastY = y[n++] = arcs.y[i];
      }
      x[n] = arcs.x[end];
      y[n++] = arcs.y[end];
      out.starts[arc + 1] = n;
    }
    out.x = x.slice(0, n);
    out.y = y.slice(0, n);
    arcs.thinned.set(zoom, out);
    return out;
  }

  // Cells to the pixels of a picture whose corner lies at a pixel of the world: px = cell * k - ox.
  cs.frameAt = function (left, top, width, height, zoom, cell) {
    const half = worldPx(zoom) / 2;
    const k = (cell * worldPx(zoom)) / WORLD_M;
    const ox = left - half;
    const oy = top - half;
    const margin = 2;
    return {
      k, ox, oy,
      west: (ox - margin) / k, north: (oy - margin) / k,
      east: (ox + width + margin) / k, south: (oy + height + margin) / k,
    };
  };

  const frameOf = (coords, cell) =>
    cs.frameAt(coords.x * TILE, coords.y * TILE, TILE, TILE, coords.z, cell);

  const meets = (boxes, at, f) =>
    boxes[at] <= f.east && boxes[at + 2] >= f.west && boxes[at + 1] <= f.south && boxes[at + 3] >= f.north;

  function traceArea(ctx, level, drawn, area, f) {
    for (let ring = level.areaRings[area]; ring < level.areaRings[area + 1]; ring++) {
      let first = true;
      for (let r = level.ringRefs[ring]; r < level.ringRefs[ring + 1]; r++) {
        const ref = level.refs[r];
        const arc = ref < 0 ? ~ref : ref;
        const from = drawn.starts[arc];
        const to = drawn.starts[arc + 1] - 1;
        let i = ref < 0 ? to : from;
        const step = ref < 0 ? -1 : 1;
        const stop = ref < 0 ? from - 1 : to + 1;
        if (first) {
          ctx.moveTo(drawn.x[i] * f.k - f.ox, drawn.y[i] * f.k - f.oy);
          first = false;
        }
        for (i += step; i !== stop; i += step) {
          ctx.lineTo(drawn.x[i] * f.k - f.ox, drawn.y[i] * f.k - f.oy);
        }
      }
    }
  }

  function traceBorders(ctx, level, drawn, f) {
    for (let arc = 0; arc < level.used.length; arc++) {
      if (!level.used[arc] || !meets(level.arcs.boxes, arc * 4, f)) continue;
      let i = drawn.starts[arc];
      ctx.moveTo(drawn.x[i] * f.k - f.ox, drawn.y[i] * f.k - f.oy);
      for (i++; i < drawn.starts[arc + 1]; i++) {
        ctx.lineTo(drawn.x[i] * f.k - f.ox, drawn.y[i] * f.k - f.oy);
      }
    }
  }

  function insideArea(level, area, x, y) {
    const { arcs } = level;
    let inside = false;
    const from = level.ringRefs[level.areaRings[area]];
    const to = level.ringRefs[level.areaRings[area + 1]];
    for (let r = from; r < to; r++) {
      const arc = level.refs[r] < 0 ? ~level.refs[r] : level.refs[r];
      for (let i = arcs.starts[arc] + 1; i < arcs.starts[arc + 1]; i++) {
        const y0 = arcs.y[i - 1];
        const y1 = arcs.y[i];
        if (y0 > y === y1 > y) continue;
        if (x < ((arcs.x[i] - arcs.x[i - 1]) * (y - y0)) / (y1 - y0) + arcs.x[i - 1]) inside = !inside;
      }
    }
    return inside;
  }

  cs.toCells = function (latlng, cell) {
    const metres = L.CRS.EPSG3857.project(latlng);
    return { x: metres.x / cell, y: -metres.y / cell };
  };

  cs.toLatLng = function (x, y, cell) {
    return L.CRS.EPSG3857.unproject(L.point(x * cell, -y * cell));
  };

  // Position of the area at a point, or -1.
  cs.areaAt = function (level, latlng) {
    const { x, y } = cs.toCells(latlng, level.arcs.cell);
    for (let area = 0; area < level.count; area++) {
      const at = area * 4;
      if (level.boxes[at] > x || level.boxes[at + 2] < x) continue;
      if (level.boxes[at + 1] > y || level.boxes[at + 3] < y) continue;
      if (insideArea(level, area, x, y)) return area;
    }
    return -1;
  };

  cs.areaBounds = function (level, area) {
    const [west, north, east, south] = level.boxes.subarray(area * 4, area * 4 + 4);
    const { cell } = level.arcs;
    return L.latLngBounds(cs.toLatLng(west, south, cell), cs.toLatLng(east, north, cell));
  };

  // The outline of one area, on top: for the area pointed at, and for the one chosen.
  cs.outlineOf = function (level, area, zoom) {
    const drawn = thinned(level.arcs, Math.min(14, Math.ceil(zoom) + 1));
    const lines = [];
    for (let ring = level.areaRings[area]; ring < level.areaRings[area + 1]; ring++) {
      const line = [];
      for (let r = level.ringRefs[ring]; r < level.ringRefs[ring + 1]; r++) {
        const ref = level.refs[r];
        const arc = ref < 0 ? ~ref : ref;
        const points = [];
        for (let i = drawn.starts[arc]; i < drawn.starts[arc + 1]; i++) {
          points.push(cs.toLatLng(drawn.x[i], drawn.y[i], level.arcs.cell));
        }
        if (ref < 0) points.reverse();
        line.push(...points);
      }
      lines.push(line);
    }
    return lines;
  };

  Object.assign(cs, { thinned, frameOf, meets, traceArea, traceBorders });
})();
