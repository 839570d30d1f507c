// A bar over the map while packs come in; after `failed` a sentence that says what to do.
import { make } from "./make.js";

export class Progress {
  constructor(map) {
    this._node = make("div", "cs-progress", undefined, map.getContainer());
    this._node.setAttribute("role", "status");
    this._text = make("span", "", "", this._node);
    this._bar = make("progress", "", undefined, this._node);
    this._bar.setAttribute("aria-label", "Loading the map");
    this._node.hidden = true;
    this._got = 0;
  }

  begin(what, bytes) {
    clearTimeout(this._timer);
    this._got = 0;
    this._bytes = bytes;
    this._bar.hidden = false;
    this._bar.max = Math.max(1, bytes);
    this._bar.value = 0;
    this._text.textContent = "Loading " + what;
    this._timer = setTimeout(() => (this._node.hidden = false), 250);
  }

  more(bytes) {
    this._got += bytes;
    this._bar.value = Math.min(this._got, this._bar.max);
  }

  end() {
    clearTimeout(this._timer);
    this._node.hidden = true;
  }

  failed(text) {
    clearTimeout(this._timer);
    this._text.textContent = text;
    this._bar.hidden = true;
    this._node.hidden = false;
  }
}
