// Cold Spots, MIT. Built from web/src/entries/embed.js by `make web`: change the source, not this.
"use strict";(()=>{var told=0;function tell(){let width=document.documentElement.clientWidth,height=Math.round(width<640?
Math.max(760,width*1.6+60):Math.min(800,Math.max(640,width*.7)));!width||height===told||(told=height,
window.parent.postMessage({coldspots:"height",px:height},"*"))}window.parent!==window&&(window.addEventListener(
"resize",tell),tell());})();
