// Bytes from base64, by the browser itself where it can.
export function fromBase64(content) {
  if (Uint8Array.fromBase64) return Uint8Array.fromBase64(content);
  const letters = atob(content);
  const bytes = new Uint8Array(letters.length);
  for (let i = 0; i < letters.length; i++) bytes[i] = letters.charCodeAt(i);
  return bytes;
}
