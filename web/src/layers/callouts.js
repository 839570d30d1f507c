// An editor's labels on the map: a short text, a line and a dot at its place. Text alone, never markup.
import { make } from "../panels/make.js";
import { meets } from "../view/room.js";

// Lengths of the line from the place up to the text, or down: the first at which nothing of another
// label is covered.
const STEMS_PX = [24, -24, 54, -54, 84, -84, 114];

export class Callouts extends L.Layer {
  /** @type {L.Map} */ map;
  /** @type {HTMLElement} */ node;
  /** @type {{ at: [number, number], node: HTMLElement, words: HTMLElement }[]} */ _labels = [];

  /** @param {L.Map} map */
  onAdd(map) {
    this.map = map;
    this.node = make("div", "cs-callouts leaflet-zoom-hide", undefined, map.getPane("markerPane"));
    return this;
  }

  onRemove() {
    this.node.remove();
    return this;
  }

  getEvents() {
    return { zoomend: this._place, viewreset: this._place };
  }

  /** @param {{ text: string, at: [number, number] }[]} labels */
  show(labels) {
    this.node.replaceChildren();
    this._labels = labels.map(({ text, at }) => {
      const node = make("p", "cs-callout", undefined, this.node);
      return { at, node, words: make("span", "", text, node) };
    });
    this._place();
  }

  _place() {
    const places = this._labels.map(({ at }) => this.map.latLngToLayerPoint(at));
    const taken = places.map(({ x, y }) => ({ left: x - 5, top: y - 5, right: x + 5, bottom: y + 5 }));
    this._labels.forEach(({ node, words }, number) => {
      const { x, y } = places[number];
      const [half, tall] = [words.offsetWidth / 2 + 3, words.offsetHeight + 3];
      const boxOf = (stem) => {
        const near = y - stem;
        return { left: x - half, right: x + half, top: stem > 0 ? near - tall : near, bottom: stem > 0 ? near : near + tall };
      };
      const stem = STEMS_PX.find((one) => !taken.some((box) => meets(box, boxOf(one)))) || STEMS_PX[0];
      L.DomUtil.setPosition(node, places[number]);
      node.classList.toggle("cs-below", stem < 0);
      node.style.setProperty("--cs-stem", Math.abs(stem) + "px");
      taken.push(boxOf(stem));
    });
  }
}
