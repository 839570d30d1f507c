// The filler as a worker of its own, off the page's thread.
import { fillerOf } from "./filler.js";

const hear = fillerOf((answer, handed) => self.postMessage(answer, { transfer: handed }));
self.onmessage = ({ data }) => hear(data);
