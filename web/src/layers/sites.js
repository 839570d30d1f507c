// Draws teaching sites on top of the areas: a shape for each kind, so that colour says nothing alone.
import { CHOSEN, PICKED } from "../constants.js";
import { toLatLng } from "../painting/geometry.js";
import { Overlay } from "./overlay.js";

const box = (pen, r) => pen.rect(-r, -r, 2 * r, 2 * r);

// Shapes by position of the kind: diamond, circle, triangle, small ring; a visitor's own site is a
// square, a new one a large disc with its place in the order, one picked by hand a large ring.
const shapes = [
  (pen, r) => {
    pen.moveTo(0, -r * 1.25);
    pen.lineTo(r * 1.25, 0);
    pen.lineTo(0, r * 1.25);
    pen.lineTo(-r * 1.25, 0);
    pen.closePath();
  },
  (pen, r) => pen.arc(0, 0, r, 0, 7),
  (pen, r) => {
    pen.moveTo(0, -r * 1.15);
    pen.lineTo(r * 1.1, r * 0.85);
    pen.lineTo(-r * 1.1, r * 0.85);
    pen.closePath();
  },
  (pen, r) => pen.arc(0, 0, r * 0.62, 0, 7),
  (pen, r) => box(pen, r * 0.9),
  (pen, r) => pen.arc(0, 0, r, 0, 7),
  (pen, r) => pen.arc(0, 0, r, 0, 7),
];
const HOLLOW = [3, PICKED];
// Sites of which a country full would hide the areas are drawn small until one is near.
const MANY = 150;
const NEAR = 9;

export function drawSite(pen, kind, x, y, radius, theme) {
  pen.save();
  pen.translate(x, y);
  pen.beginPath();
  shapes[kind](pen, radius);
  pen.lineWidth = Math.min(3, radius * 0.9);
  pen.strokeStyle = theme.halo;
  pen.stroke();
  const ink = kind === CHOSEN ? theme.accent : theme.ink;
  pen.fillStyle = HOLLOW.includes(kind) ? theme.halo : ink;
  pen.fill();
  pen.lineWidth = Math.min(1.25, radius * 0.4);
  pen.strokeStyle = theme.ink;
  pen.stroke();
  pen.restore();
}

// The place of a new site in the order of what they add.
function numbered(pen, number, x, y, radius, theme) {
  pen.fillStyle = theme.halo;
  pen.font = `600 ${Math.round(radius * 1.35)}px "Source Sans 3", sans-serif`;
  pen.textAlign = "center";
  pen.textBaseline = "middle";
  pen.fillText(String(number), x, y + radius * 0.12);
}

// What to draw: { sites, kinds: [true ...], partTime, ringM, drawn, theme }; `drawn` are lines round
// sites, each as x, y, x, y ... in cells, where the limit is no circle.
export function drawSites(pen, what, f, size, zoom) {
  const { sites, theme } = what;
  rings(pen, what, f);
  for (let kind = shapes.length - 1; kind >= 0; kind--) {
    const radius = radiusOf(kind, what, zoom);
    for (let i = 0; i < sites.sites; i++) {
      if (sites.kind[i] !== kind || !isShown(what, i)) continue;
      const x = sites.x[i] * f.k - f.ox;
      const y = sites.y[i] * f.k - f.oy;
      if (x < 0 || y < 0 || x > size.x || y > size.y) continue;
      drawSite(pen, kind, x, y, radius, theme);
      // New sites come first in the pack, in their order.
      if (kind === CHOSEN) numbered(pen, i + 1, x, y, radius, theme);
    }
  }
}

// How far the limit reaches round each site: metres on the ground are more on the map further north.
function rings(pen, { sites, ringM, drawn = [], theme }, f) {
  pen.save();
  pen.strokeStyle = theme.ink;
  pen.globalAlpha = 0.55;
  pen.lineWidth = 1;
  pen.setLineDash([5, 4]);
  for (const line of drawn) {
    pen.beginPath();
    for (let i = 0; i < line.length; i += 2) pen.lineTo(line[i] * f.k - f.ox, line[i + 1] * f.k - f.oy);
    pen.stroke();
  }
  for (let i = 0; ringM && i < sites.sites; i++) {
    const { lat } = toLatLng(sites.x[i], sites.y[i], sites.cell_m);
    const radius = (ringM / Math.cos((lat * Math.PI) / 180) / sites.cell_m) * f.k;
    pen.beginPath();
    pen.arc(sites.x[i] * f.k - f.ox, sites.y[i] * f.k - f.oy, radius, 0, 7);
    pen.stroke();
  }
  pen.restore();
}

function radiusOf(kind, { ringM, sites }, zoom) {
  if (kind === CHOSEN) return Math.max(9, siteRadius(zoom) * 1.6);
  if (kind === PICKED) return Math.max(5, siteRadius(zoom) * 1.3);
  const small = ringM !== undefined && sites.sites > MANY && zoom < NEAR;
  return siteRadius(zoom) * (small ? 0.6 : 1);
}

const isShown = ({ sites, kinds, partTime }, i) => kinds[sites.kind[i]] && (!partTime || sites.partTime[i] === 1);

export class SiteLayer extends Overlay {
  _paint(pen, size) {
    drawSites(pen, this._what, this._frame(this._what.sites.cell_m), size, this.map.getZoom());
  }

  _nothing() {
    return this.count() === 0;
  }

  shows(i) {
    return isShown(this._what, i);
  }

  count() {
    if (!this._what) return 0;
    let shown = 0;
    for (let i = 0; i < this._what.sites.sites; i++) shown += this.shows(i) ? 1 : 0;
    return shown;
  }

  // The shown site nearest to a point of the screen, or -1.
  at(map, point) {
    if (!this._what) return -1;
    const { sites } = this._what;
    let best = -1;
    let nearest = Infinity;
    for (let i = 0; i < sites.sites; i++) {
      if (!this.shows(i)) continue;
      const where = map.latLngToContainerPoint(toLatLng(sites.x[i], sites.y[i], sites.cell_m));
      const distance = where.distanceTo(point);
      if (distance < Math.min(nearest, radiusOf(sites.kind[i], this._what, map.getZoom()) + 4)) {
        nearest = distance;
        best = i;
      }
    }
    return best;
  }
}

export const siteRadius = (zoom) => Math.max(2.1, Math.min(6.5, zoom * 0.8 - 3.4));
