// Paints a frame of the map: land, the areas on it in their classes, patterns, hatching and borders.
import { OUTSIDE } from "../constants.js";
import { Fill } from "./fill.js";
import { TILE, mark, traceBorders } from "./geometry.js";
import { sharesOf } from "./raster.js";
import { penOf, ratio } from "./screen.js";
import { coverOf, cutTile } from "./shares.js";

// Pixels along the square in which a pattern repeats.
const PATTERN_SIDE = Math.round(8 * ratio);

const patterns = new Map();
const known = new Map();

// A fill that says "no figure" without relying on colour: stripes or dots on a plain ground.
function fillOf(ctx, style) {
  if (!style.pattern) return style.fill;
  const key = [style.fill, style.pattern, style.ink].join();
  if (!patterns.has(key)) {
    const side = PATTERN_SIDE;
    const canvas = document.createElement("canvas");
    canvas.width = canvas.height = side;
    const pen = penOf(canvas);
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

// The pixels of a fill, as many as it takes to repeat.
function pixelsOf(style) {
  const key = [style.fill, style.pattern, style.ink, style.light].join();
  if (!known.has(key)) known.set(key, drawnPixels(style));
  return known.get(key);
}

function drawnPixels(style) {
  const canvas = document.createElement("canvas");
  canvas.width = canvas.height = PATTERN_SIDE;
  const pen = penOf(canvas, { willReadFrequently: true });
  pen.setTransform(ratio, 0, 0, ratio, 0, 0);
  pen.fillStyle = fillOf(pen, style);
  pen.fillRect(0, 0, PATTERN_SIDE, PATTERN_SIDE);
  // A plain object: asking an image for its parts takes longer than a pixel does.
  const { width, height, data } = pen.getImageData(0, 0, PATTERN_SIDE, PATTERN_SIDE);
  return { width, height, data };
}

// What the raster sums for a level: the colours and cover of its codes, then four patterns at a
// time.
function passesOf(level, codes, classes) {
  const passes = [{ how: "put", shares: sharesOf() }];
  let patterned = 0;
  for (const code of new Set(codes)) {
    const style = classes[code];
    const fill = pixelsOf({ fill: style.fill }).data;
    passes[0].shares.set([fill[0], fill[1], fill[2], 1], code * 4);
    if (!style.pattern) continue;
    if (patterned++ % 4 === 0) passes.push({ how: "weave", shares: sharesOf(), patterns: [] });
    const { shares, patterns } = passes[passes.length - 1];
    shares[code * 4 + patterns.length] = 1;
    patterns.push({ fill, tile: pixelsOf(style) });
  }
  return passes.map((pass) => ({ ...pass, level, codes }));
}

// Hatching lies over the classes of some areas: { level, codes } with code 1 for those.
function hatchOf(level, unsure, style) {
  const shares = sharesOf();
  shares[4] = 1;
  const tile = pixelsOf({ pattern: "hatch", ...style.hatch });
  return { how: "lay", level, codes: unsure, shares, patterns: tile };
}

// Everything that does not change from frame to frame. Areas outside the place are a class too.
export function passesFor({ level, codes, uncertain, mask, land, style }) {
  const shown = mask ? codes.map((code, area) => (mask[area] ? code : OUTSIDE)) : codes;
  const passes = passesOf(level, shown, style.classes);
  if (land) {
    const [ground] = passesOf(land, new Uint8Array(land.count), [{ fill: style.land }]);
    passes.splice(1, 0, { ...ground, how: "under" });
  }
  if (!uncertain) return passes;
  const unsure = uncertain.map((code, area) => (code === 1 && (!mask || mask[area]) ? 1 : 0));
  return [...passes, hatchOf(level, unsure, style)];
}

// Paints frames of TILE by TILE as squares of `side` pixels.
export function Painter(side) {
  const fill = new Fill(side);

  // Cut a tile in full, with rests, so that it can be painted in other classes in a moment.
  /** @returns {Generator<undefined, Kept>} */
  this.cut = function* (what, f, zoom) {
    const { level, land } = what;
    const cut = yield* cutTile(level, f, side);
    const ground = land && (yield* cutTile(land, f, side, coverOf(cut, side)));
    const lines = new WeakMap();
    for (const [drawn, line] of linesOf(what)) {
      if (shows(line, zoom)) lineOf(drawn, f, lines);
      yield;
    }
    const kept = { cut, ground, lines };
    // Rehearsed unseen: a browser compiles what was run some times.
    for (const pass of passesFor(what)) {
      yield;
      fill.addCut(pass, kept);
    }
    return kept;
  };

  // Paint a canvas, from what is kept of it or was summed beside the page if anything was; `seen` is
  // told which areas its frame meets.
  /** @param {HTMLCanvasElement} canvas @param {What & { style: any }} what @param {{ seen?: Uint8Array | null, kept?: Kept, summed?: ImageData | null }} more */
  this.paint = function (canvas, what, passes, f, zoom, more = {}) {
    const { seen, kept, summed } = more;
    const image = summed === undefined ? fill.of(passes, f, kept) : summed;
    // Setting its width clears a canvas, and gives no buffer to one that was never drawn on.
    if (!image) {
      const { width } = canvas;
      canvas.width = width;
      if (!kept) return;
    }
    if (seen) mark(what.level, f, seen);
    const ctx = penOf(canvas);
    ctx.setTransform(1, 0, 0, 1, 0, 0);
    if (image) ctx.putImageData(image, 0, 0);
    ctx.setTransform(side / TILE, 0, 0, side / TILE, 0, 0);
    ctx.lineJoin = "bevel";
    for (const [level, line] of linesOf(what)) {
      if (!shows(line, zoom)) continue;
      ctx.globalAlpha = line.alpha * Math.min(1, (zoom - line.from + 1) / 3);
      ctx.strokeStyle = line.ink;
      ctx.lineWidth = line.width;
      ctx.stroke(lineOf(level, f, kept?.lines));
    }
    ctx.globalAlpha = 1;
  };
}

// Each line is drawn once, light on top of a dark shadow, so that it shows on every class.
const linesOf = ({ level, frame, zones, style: { lines } }) =>
  [[level, lines[level.geography]], [frame, lines.frame], [zones, lines.zones]].filter(([drawn]) => drawn);
const shows = (line, zoom) => line && zoom >= line.from;

// The borders of a level as a line, kept with those of a tile that are.
function lineOf(level, f, lines = new WeakMap()) {
  if (!lines.has(level)) {
    const path = new Path2D();
    traceBorders(path, level, f);
    lines.set(level, path);
  }
  return lines.get(level);
}
