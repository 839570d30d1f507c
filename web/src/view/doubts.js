// How sure the figures are that a map shows: packs that are asked for when somebody points at an area
// or reads the table, and not before the first paint.
import { endsText } from "../classing/figures.js";
import { open } from "../packs/packs.js";

export class Doubts {
  /** Packs that have come, by their names. @type {Map<string, Ends | Sure>} */ _come = new Map();

  /** The state that packs were asked for. @type {State | null} */ _asked = null;
  /** What to do when they have come. */ _then = () => {};

  /** @param {import("./view.js").View} view */
  constructor(view) {
    this.view = view;
  }

  // Ask once for what is not here; what was last to be done then is done when all has come, unless
  // something else is shown by then.
  /** @param {() => void} then */
  ready(then) {
    const { state } = this.view;
    const missing = state.ends.filter(({ file }) => file && !this._come.has(file));
    if (!missing.length) return;
    this._then = then;
    if (this._asked === state) return;
    this._asked = state;
    const coming = missing.map(async ({ file }) => this._come.set(file, await open(state.base, file, () => {}, null)));
    Promise.all(coming).then(
      () => this.view.state === state && this._then(),
      // Figures stand alone until something else is shown.
      (error) => console.warn(error),
    );
  }

  /** @param {Doubt} one */
  pack({ file }) {
    return this._come.get(file);
  }

  // The interval of a figure that an area has, or why it has none; nothing as long as nobody knows.
  /** @param {Doubt} one @param {number} area */
  text(one, area) {
    if (one.why) return one.none;
    const pack = this.pack(one);
    if (!pack) return "";
    const ends = endsText(pack, area);
    return ends ? `${one.width} interval ${ends}` : one.none;
  }

  // Lines for the label of an area, each with the name of its figure where there are several.
  /** @param {number} area */
  lines(area) {
    const { ends, paint } = this.view.state;
    const several = paint.kind !== "one";
    return ends.map((one) => [several ? paint.labels[+one.figure] : "", this.text(one, area)]).filter(([, text]) => text).map((parts) => parts.filter(Boolean).join(": "));
  }
}
