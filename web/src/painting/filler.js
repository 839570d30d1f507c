// Sums the pixels of tiles away from the page: it hears of levels, of what to paint, and of tiles.
import { Fill } from "./fill.js";

/**
 * What it hears: the arcs and levels that are new to it, which stay and what to paint on them; or a
 * tile and its frame.
 * @typedef {{ side: number, arcs: [number, any][], levels: [number, any][], passes: any[] }} Show
 * @typedef {{ tile: number, frame: Frame }} Tile
 */

/** @param {(answer: { tile: number, pixels: ArrayBuffer | null }, handed: ArrayBuffer[]) => void} post */
export function fillerOf(post) {
  /** @type {Map<number, any>} */
  const arcs = new Map();
  /** @type {Map<number, any>} */
  const levels = new Map();
  /** @type {any} */
  let fill = null;
  /** @type {any[]} */
  let passes = [];

  const forget = (map, used) => [...map.keys()].filter((one) => !used.has(one)).forEach((one) => map.delete(one));

  /** @param {Show} what */
  function show({ side, arcs: newArcs, levels: newLevels, passes: wanted }) {
    fill = fill || new Fill(side);
    newArcs.forEach(([number, one]) => arcs.set(number, one));
    newLevels.forEach(([number, one]) => levels.set(number, { ...one, arcs: arcs.get(one.arcs), whose: one.arcs }));
    passes = wanted.map((pass) => ({ ...pass, level: levels.get(pass.level) }));
    // What is not painted any more is sent again when it is.
    forget(levels, new Set(wanted.map((pass) => pass.level)));
    forget(arcs, new Set([...levels.values()].map((level) => level.whose)));
  }

  /** @param {Tile} wanted */
  function sum({ tile, frame }) {
    const image = fill.of(passes, frame);
    const pixels = image && image.data.slice().buffer;
    post({ tile, pixels }, pixels ? [pixels] : []);
  }

  /** @param {Show | Tile} heard */
  return (heard) => ("tile" in heard ? sum(heard) : show(heard));
}
