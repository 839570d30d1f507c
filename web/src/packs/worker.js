// The reader as a worker of its own, off the page's thread.
import { readerOf } from "./reader.js";

const hear = readerOf((message, handed) => self.postMessage(message, { transfer: handed }));
self.onmessage = ({ data }) => hear(data);
