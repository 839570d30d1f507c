// Sums the pixels of a tile in passes: from the borders between classes, or from what is kept of it.
import { Pixels } from "./pixels.js";
import { Raster } from "./raster.js";

/** @param {number} side pixels along a tile */
export function Fill(side) {
  const raster = new Raster(side);
  const pixels = new Pixels(side);

  const addCut = (this.addCut = (pass, { cut, ground }) => pixels.addCut(pass, pass.how === "under" ? ground : cut));

  /**
   * The pixels of a frame, or null where it is empty: of the next frame, the same object.
   * @param {any[]} passes @param {Frame} f @param {Kept} [kept]
   */
  this.of = function (passes, f, kept) {
    pixels.clear();
    for (const pass of passes) {
      const how = pixels[pass.how];
      if (kept) addCut(pass, kept);
      else raster.add(pass, f, pass.patterns ? (...row) => how(pass.patterns, ...row) : how);
    }
    return pixels.image();
  };
}
