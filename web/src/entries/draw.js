// The map to draw on of the page "Our patch": Streamlit hands over what it shows, and again whenever
// that changes.
import { makeBoard } from "../drawing/board.js";

const boards = new WeakMap();

/** @param {{ parentElement: HTMLElement | ShadowRoot, data: any, setTriggerValue: (name: string, value: unknown) => void }} component */
export default function component({ parentElement, data, setTriggerValue }) {
  const box = parentElement.querySelector(".board");
  if (!box) return;
  if (!boards.has(box)) {
    const held = { send: setTriggerValue };
    boards.set(box, { held, show: makeBoard(parentElement, (corners) => held.send("drawn", corners)) });
  }
  const { held, show } = boards.get(box);
  held.send = setTriggerValue;
  show(data);
}
