// Writes the names that people find their way by over the map, the main ones first, where they do
// not collide: waters, cities and towns; from near, suburbs, villages and stations too.
import { MOTORWAY, STATION, WATER } from "../constants.js";
import { Overlay } from "./overlay.js";

const FAMILY = '"Source Sans 3", "Segoe UI", Roboto, "Helvetica Neue", Arial, sans-serif';
// Letters by the kind of name, in the order of the packs.
const FONTS = ["700 13px", "600 12px", "500 11.5px", "500 11.5px", "400 11px", "italic 400 12px", "700 10px"].map((font) => `${font} ${FAMILY}`);
// Half a station's mark, and from there to its name.
const MARK_PX = 2.5;
const BESIDE_PX = 6;
// What a motorway's sign has beside and over its number.
const SIGN_PX = [4, 7.5];

/**
 * What to write: names in the order in which they claim their room; those that are opened from a
 * zoom on; the numbers of motorways, where there are any; and the main ones of the place, which come
 * first at every zoom.
 * @typedef {{ places: Places, near: { from: number, open: () => Promise<Places> } | null,
 *   roads?: { from: number, openNumbers: () => Promise<Places>, sign: string, text: string },
 *   main: [string, number, number][], theme: { ink: string, soft: string, water: string, halo: string } }} Names
 */
export class LabelLayer extends Overlay {
  onAdd(map) {
    super.onAdd(map);
    // A canvas does not wait for a typeface that is still on its way.
    Promise.all(FONTS.map((font) => document.fonts.load(font))).then((faces) => faces.flat().length && this._draw(), console.warn);
    return this;
  }

  written() {
    return this._written || [];
  }

  _draw() {
    this._open();
    super._draw();
  }

  // Names from near, and numbers of roads, are fetched when somebody has come near, once.
  _open() {
    if (!this._what) return;
    const { near, roads } = this._what;
    if (near) this._get("near", near.from, near.open);
    if (roads) this._get("numbers", roads.from, roads.openNumbers);
  }

  /** @type {Record<string, { open: () => Promise<Places>, pack?: Places }>} */ _got = {};

  _get(name, from, open) {
    if (this.map.getZoom() < from || this._got[name]?.open === open) return;
    const got = (this._got[name] = { open });
    open().then((pack) => {
      Object.assign(got, { pack });
      this._draw();
    }, console.warn);
  }

  _paint(pen, size) {
    this._written = this._choose(pen, size);
    const { theme } = this._what;
    for (const { name, x, y, kind } of this._written) {
      pen.font = FONTS[kind];
      if (kind === MOTORWAY) {
        sign(pen, x, y, pen.measureText(name).width / 2, this._what.roads);
        pen.fillText(name, x, y + 0.5);
        continue;
      }
      pen.lineWidth = 3;
      pen.lineJoin = "round";
      pen.strokeStyle = theme.halo;
      pen.strokeText(name, x, y);
      pen.fillStyle = kind === WATER ? theme.water : kind < 2 ? theme.ink : theme.soft;
      pen.fillText(name, x, y);
      if (kind === STATION) station(pen, x - pen.measureText(name).width / 2 - BESIDE_PX, y, theme);
    }
  }

  _choose(pen, size) {
    const zoom = this.map.getZoom();
    const air = zoom < 7 ? 7 : zoom < 12 ? 9 : 12;
    pen.textAlign = "center";
    pen.textBaseline = "middle";
    const taken = [];
    for (const { name, kind, at } of this._names(zoom)) {
      if (at.x < 4 || at.y < 12 || at.x > size.x - 4 || at.y > size.y - 12) continue;
      pen.font = FONTS[kind];
      const half = pen.measureText(name).width / 2;
      const box = { name, kind, x: at.x, y: at.y, half };
      if (kind === STATION) box.x += half + BESIDE_PX;
      if (box.x < half + 4 || box.x > size.x - half - 4) continue;
      const hits = (other) =>
        Math.abs(other.x - box.x) < other.half + box.half + air && Math.abs(other.y - box.y) < 14 + air;
      if (!taken.some(hits)) taken.push(box);
    }
    return taken;
  }

  // Every name of a zoom with its place on the canvas; a name that was the main one comes once.
  *_names(zoom) {
    const { places, near, roads, main = [] } = this._what;
    const f = this._frame(places.cell_m);
    const at = (x, y) => ({ x: x * f.k - f.ox, y: y * f.k - f.oy });
    for (const [name, x, y] of main) yield { name, kind: 0, at: at(x, y) };
    const first = new Set(main.map(([name]) => name));
    const come = (what, name) => (what && zoom >= what.from ? this._got[name]?.pack : null);
    for (const pack of [places, come(near, "near"), come(roads, "numbers")]) {
      if (!pack) continue;
      for (let i = 0; i < pack.places; i++) {
        if (zoom < pack.from[i] || zoom >= pack.to[i] || first.has(pack.names[i])) continue;
        yield { name: pack.names[i], kind: pack.kind[i], at: at(pack.x[i], pack.y[i]) };
      }
    }
  }
}

function station(pen, x, y, theme) {
  pen.fillStyle = theme.halo;
  pen.fillRect(x - MARK_PX - 1, y - MARK_PX - 1, 2 * MARK_PX + 2, 2 * MARK_PX + 2);
  pen.fillStyle = theme.soft;
  pen.fillRect(x - MARK_PX, y - MARK_PX, 2 * MARK_PX, 2 * MARK_PX);
}

function sign(pen, x, y, half, { sign, text, casing }) {
  const [beside, over] = SIGN_PX;
  for (const [colour, edge] of [[casing, 1], [sign, 0]]) {
    pen.fillStyle = colour;
    pen.beginPath();
    pen.roundRect(x - half - beside - edge, y - over - edge, 2 * (half + beside + edge), 2 * (over + edge), 3 + edge);
    pen.fill();
  }
  pen.fillStyle = text;
}
