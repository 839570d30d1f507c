// Tells the page that a map is embedded in how high it should be: by its width alone, so that the
// answer changes nothing that was asked. A narrow map has its title and its key above and below it.

let told = 0;
function tell() {
  const width = document.documentElement.clientWidth;
  const height = Math.round(width < 640 ? Math.max(760, width * 1.6 + 60) : Math.min(800, Math.max(640, width * 0.7)));
  if (!width || height === told) return;
  told = height;
  // Whoever embeds a map may know how high it is; nothing else is told.
  window.parent.postMessage({ coldspots: "height", px: height }, "*");
}

if (window.parent !== window) {
  window.addEventListener("resize", tell);
  tell();
}
