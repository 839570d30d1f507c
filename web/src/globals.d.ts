// What pages and the build bring along that no module declares.

declare module "worker:*" {
  const script: string;
  export default script;
}

/** What a page finds under the one name that the scripts give it. */
declare var coldspots: Record<string, unknown>;

interface Window {
  coldspotsPage?: boolean;
}

interface Uint8ArrayConstructor {
  fromBase64?(text: string): Uint8Array<ArrayBuffer>;
}
