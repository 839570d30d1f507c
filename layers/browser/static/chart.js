// Cold Spots, MIT. Built from web/src/entries/chart.js by `make web`: change the source, not this.
"use strict";(()=>{function nearest(spots,x,y,width,height){let[found,least]=["",28];for(let[name,[a,b]]of Object.entries(
spots)){let away=Math.hypot(a*width-x,b*height-y);away<=least&&([found,least]=[name,away])}return found}var held=JSON.parse(document.getElementById("spots")?.textContent??"null"),choose=document.querySelector(
".choose"),list=document.getElementById("chosen"),said=choose.querySelector("output");function unspoken(within,name){
let made=within.appendChild(document.createElement("div"));return made.className=name,made.hidden=!0,
made.setAttribute("aria-hidden","true"),made}var drawings=[...document.querySelectorAll(".drawn")].map(
(box,at)=>({box,spots:held.drawn[at],ring:unspoken(box,"ring"),tip:unspoken(box,"tip")}));function show(name,pointed){
for(let{box,spots,ring,tip}of drawings){let spot=spots[name];if(ring.hidden=tip.hidden=!spot,!spot)continue;
let[x,y]=[spot[0]*box.clientWidth,spot[1]*box.clientHeight];ring.style.left=`${x}px`,ring.style.top=
`${y}px`,tip.textContent=`${name}: ${held.texts[name]}`,tip.style.left=`${Math.max(4,Math.min(x+14,box.
clientWidth-tip.offsetWidth-4))}px`,tip.style.top=`${y>tip.offsetHeight+18?y-tip.offsetHeight-14:y+16}\
px`}pointed||(said.textContent=name?`${name}: ${held.texts[name]}`:"")}for(let{box,spots}of drawings)
box.addEventListener("pointermove",event=>{let at=box.getBoundingClientRect(),name=nearest(spots,event.
clientX-at.left,event.clientY-at.top,at.width,at.height);show(name||list.value,!0),box.style.cursor=
name?"pointer":""}),box.addEventListener("pointerleave",()=>show(list.value,!0)),box.addEventListener(
"click",event=>{let at=box.getBoundingClientRect();list.value=nearest(spots,event.clientX-at.left,event.
clientY-at.top,at.width,at.height),show(list.value,!1)});list.addEventListener("change",()=>show(list.
value,!1));window.addEventListener("resize",()=>show(list.value,!0));document.addEventListener("keyd\
own",event=>{event.key==="Escape"&&(list.value="",show("",!1))});choose.hidden=!1;})();
