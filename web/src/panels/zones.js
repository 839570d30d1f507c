// The panel of cold spots: the zones of the place, most young people first, and what other recipes find.
import { make } from "./make.js";

const number = (value) => value.toLocaleString("en-GB");
const LISTED = 60;

// What the browser itself knows of a zone, until Python has answered.
export function briefZone(view, zone) {
  const { zones } = view.what;
  return {
    brief: true,
    code: zones.codes[zone],
    name: zones.names[zone],
    where: `Zone of cold spots, ${zones.contexts[zones.context[zone]]}`,
    value: `${zones.percent[zone]}%`,
    measure: view.state.legend.period,
    lines: [`${number(zones.young[zone])} people aged 13 to 17 lived here in mid-2020.`],
  };
}

export class Zones {
  /** @param {import("../view/view.js").View} view @param {HTMLElement} parent */
  constructor(view, parent) {
    this._view = view;
    this.node = make("details", "cs-zones", undefined, parent);
    this.node.open = window.innerWidth > 700;
    this.node.hidden = true;
    this._title = make("summary", "", "", this.node);
    this._list = make("ol", "cs-zone-list", undefined, this.node);
    this._more = make("p", "cs-basis", "", this.node);
    this._recipes = make("details", "cs-recipes", undefined, this.node);
  }

  // While a card is open it has the room; on the table's page the table lists the zones.
  show() {
    const { state, what } = this._view;
    this.node.hidden = !state.zones || Boolean(state.select);
    if (this.node.hidden) return;
    const here = this._inPlace(what);
    this._title.textContent = `${number(here.length)} ${here.length === 1 ? "zone" : "zones"} in ${state.legend.place}`;
    this._list.replaceChildren(...here.slice(0, LISTED).map((zone) => this._item(what.zones, zone)));
    this._more.textContent = here.length > LISTED ? `The ${LISTED} with most young people. The table has all.` : "";
    this._more.hidden = !this._more.textContent;
    this._showRecipes(state);
  }

  // Zones come in the order of their young people, the most first: of those in the place, where there is one.
  _inPlace({ zones, mask }) {
    const here = new Set();
    zones.ofArea.forEach((zone, area) => zone && (!mask || mask[area]) && here.add(zone - 1));
    const young = (zone) => this._youngHere(zones, zone);
    return [...here].sort((a, b) => young(b) - young(a) || a - b);
  }

  _youngHere(zones, zone) {
    return this._view.state.youngHere?.[zones.codes[zone]] ?? zones.young[zone];
  }

  _item(zones, zone) {
    const item = make("li");
    const button = make("button", "cs-go", zones.names[zone], item);
    button.type = "button";
    button.addEventListener("click", () => this._view.chooseZone(zones.codes[zone]));
    const shown = this._view.state.zones;
    const here = this._youngHere(zones, zone), whole = zones.young[zone];
    const people = here === whole ? `${number(whole)} aged 13–17` : `${number(here)} aged 13–17 here, ${number(whole)} in all`;
    make("span", "cs-zone-figures", `${people} · ${zones.percent[zone]}% ${shown.share}`, item);
    const mark = shown.marks[zones.codes[zone]];
    if (mark) make("span", "cs-zone-figures", mark, item);
    return item;
  }

  // How many cold spots the same question gives when it is asked in another way.
  /** @param {State} state */
  _showRecipes({ recipes, zones }) {
    this._recipes.hidden = !recipes.length;
    if (!recipes.length) return;
    this._recipes.replaceChildren();
    make("summary", "", "What other recipes find", this._recipes);
    const table = make("table", "cs-classes", undefined, this._recipes);
    const head = make("tr", "", undefined, make("thead", "", undefined, table));
    for (const [text, name] of [[`in all ${zones.nation}`, "cs-key"], ["cold", ""], ["shared", ""]]) make("th", name, text, head).scope = "col";
    const body = make("tbody", "", undefined, table);
    const most = Math.max(...recipes.map(({ cold }) => cold));
    for (const { label, cold, shared } of recipes) {
      const row = make("tr", "", undefined, body);
      make("th", "cs-key", label, row).scope = "row";
      for (const value of [cold, shared]) {
        make("td", "cs-count", number(value), row).style.setProperty("--cs-share", String(value / Math.max(1, most)));
      }
    }
  }
}
