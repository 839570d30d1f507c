// Makes what stands around the map. Names come in as data and reach the page through textContent only.

/**
 * Make an element, with a text and in a parent where they are given.
 * @template {keyof HTMLElementTagNameMap} Tag
 * @param {Tag} tag
 * @param {string} [name] its class
 * @param {string} [text]
 * @param {Element} [parent]
 * @returns {HTMLElementTagNameMap[Tag]}
 */
export function make(tag, name = "", text = undefined, parent = undefined) {
  const node = document.createElement(tag);
  node.className = name;
  if (text !== undefined) node.textContent = text;
  if (parent) parent.append(node);
  return node;
}

// Keep what is done on a panel from the map under it. Leaflet looks for a panel above what was
// clicked, which a button that its own click replaced no longer has.
export function shield(node) {
  L.DomEvent.disableClickPropagation(node);
  L.DomEvent.disableScrollPropagation(node);
  node.addEventListener("click", (event) => event.stopPropagation());
}
