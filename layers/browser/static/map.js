// Cold Spots, MIT. Built from web/src/entries/map.js by `make web`: change the source, not this.
"use strict";(()=>{function fromBase64(content){if(Uint8Array.fromBase64)return Uint8Array.fromBase64(content);let letters=atob(
content),bytes=new Uint8Array(letters.length);for(let i=0;i<letters.length;i++)bytes[i]=letters.charCodeAt(
i);return bytes}function byLimits(column,limits,worse){let codes=new Uint8Array(column.classes.length);for(let area=0;area<
codes.length;area++){let stored=column.values[area];if(stored===column.none){codes[area]=column.classes[area]>=
253?column.classes[area]:255;continue}let value=stored+column.least,place=0;for(;place<limits.length&&
value>limits[place];)place++;codes[area]=worse==="high"?limits.length-place:place}return codes}var missingOf=first=>first>=
253?first:255;function both(columns,paint){let[p,d]=columns.map((column,i)=>byLimits(column,paint.limits[i],
paint.worse[i]));return p.map((low,area)=>low>=253||d[area]>=253?missingOf(low):3*low+d[area])}function disagree([
participation,,deprivation]){return participation.classes.map((low,area)=>{let poor=deprivation.classes[area];
return low>=253||poor>=253?missingOf(low):low===0?poor===0?2:0:poor===0?1:3})}function codesOf(paint,columns){
return paint.kind==="both"?both(columns,paint):paint.kind==="disagree"?disagree(columns):paint.limits[0].
length?byLimits(columns[0],paint.limits[0],paint.worse[0]):columns[0].classes}function integers(bytes){
let values=[];for(let i=0,value=0,shift=0;i<bytes.length;i++)value|=(bytes[i]&127)<<shift,shift+=7,!(bytes[i]>
127)&&(values.push(value),value=shift=0);return values}function maskOf(text,count){if(!text)return null;
let mask=new Uint8Array(count),at=0;return integers(fromBase64(text)).forEach((length,turn)=>{turn%2&&
mask.fill(1,at,at+length),at+=length}),mask}function shownOf(view){let{mask}=view.what,{picked}=view;
return picked?mask?picked.map((yes,area)=>yes&mask[area]):picked:mask}var number=value=>value.toLocaleString("en-GB"),intervalText=(sure,area)=>sure.rankLow[area]?`${sure.
low[area]}% to ${sure.high[area]}%`:null,rankText=(sure,area)=>sure.rankLow[area]?`${number(sure.rankLow[area])}\
 to ${number(sure.rankHigh[area])}`:null,modelIntervalText=(model,area)=>model.values[area]===model.
none?null:`${(model.low[area]/10).toFixed(1)}% to ${(model.high[area]/10).toFixed(1)}%`;function belowText(model,area){
if(model.values[area]===model.none)return null;let percent=model.below[area]/100;return percent<1?"u\
nder 1%":percent>99?"over 99%":`${Math.floor(percent+.5)}%`}function endsText(ends,area){if("rankLow"in
ends)return intervalText(ends,area);let low=valueText(ends,area);return low===null?null:`${low} to ${valueText(
{...ends,least:ends.least+ends.span[area]},area)}`}function sureText(sure,area){let interval=intervalText(
sure,area),lines=[`95% interval ${interval}`,`Rank ${rankText(sure,area)}, 1 being the lowest`,`Chan\
ce of the lowest fifth of true rates, by the model: ${valueText(sure,area)}`];return interval?lines.
join(`
`):""}function valuesText(view,area){let{columns,codes}=view.what,{paint,legend}=view.state,row=legend.
rows.find(item=>item.code===codes[area]);return{texts:columns.slice(0,paint.kind==="one"?1:2).map(column=>valueText(
column,area)),label:row?row.label:""}}function valueText(column,area){let stored=column.values[area];
if(stored===column.none)return null;let value=(stored+column.least)/10**column.decimals,shown=value.
toLocaleString("en-GB",{minimumFractionDigits:column.decimals,maximumFractionDigits:column.decimals});
return(column.prefix==="+"&&value<=0?"":column.prefix)+shown+column.suffix}var nameOf=(level,area)=>level.
geography==="lsoa21"?level.names[area]:level.localNames[area]||level.names[area];function make(tag,name="",text=void 0,parent=void 0){let node=document.createElement(tag);return node.
className=name,text!==void 0&&(node.textContent=text),parent&&parent.append(node),node}function shield(node){
L.DomEvent.disableClickPropagation(node),L.DomEvent.disableScrollPropagation(node),node.addEventListener(
"click",event=>event.stopPropagation())}function markAfter(key,at,last2){if(!(last2<0)){if(key==="ArrowDown")return at>=last2?0:at+1;if(key===
"ArrowUp")return at<=0?last2:at-1;if(key==="Home")return at<0?null:0;if(key==="End")return at<0?null:
last2}}var isWriting=node=>!!(node&&(node.isContentEditable||/^(input|textarea|select)$/i.test(node.tagName)));var PLACEHOLDER="Postcode, place, university or code",FAILED="The search does not answer just now. T\
he map still works; try again in a moment.",boxes=0;function findOnServer(base){return async function(text,signal){
let response=await fetch(base+"app/find?q="+encodeURIComponent(text),{signal});if(!response.ok)throw new Error(
"the search answered "+response.status);return response.json()}}var Find=class extends L.Control{_input;_key;_clear;_list;_said;_shortcut;_later;_patience;_request=null;_results=[];_chosen;_asked=0;_at=-1;get _asks(){
return this.options}constructor(options){super({position:"topleft"}),Object.assign(this.options,{shortcut:"\
/",delay:60,slow:300},options)}onAdd(){let id="cs-find-"+ ++boxes,box2=make("div","cs-find leaflet-b\
ar");box2.setAttribute("role","search");let label=make("label","cs-find-label","Find a place",box2);
label.htmlFor=id;let row=make("div","cs-find-row",void 0,box2);return this._input=input(id,row,this.
_asks.shortcut),this._key=make("span","cs-find-key",this._asks.shortcut||"",row),this._key.setAttribute(
"aria-hidden","true"),this._clear=make("button","cs-find-clear","×",row),this._clear.type="button",
this._clear.setAttribute("aria-label","Clear what is typed"),this._list=make("ul","cs-find-list",void 0,
box2),this._list.id=id+"-list",this._list.setAttribute("role","listbox"),this._list.setAttribute("ar\
ia-label","Places found"),this._said=make("p","cs-find-said",void 0,box2),this._said.setAttribute("r\
ole","status"),this._said.setAttribute("aria-live","polite"),this._listen(box2),this._close(),this._look(),
box2}onRemove(){document.removeEventListener("keydown",this._shortcut),this._stop()}_listen(box2){L.
DomEvent.disableClickPropagation(box2),L.DomEvent.disableScrollPropagation(box2);let on=(node,kind,act)=>node.
addEventListener(kind,event=>act.call(this,event));on(this._input,"input",this._typed),on(this._input,
"keydown",this._pressed),on(this._clear,"click",()=>{this._empty(),this._input.focus()}),on(this._list,
"mousedown",event=>event.preventDefault()),on(this._list,"click",event=>{let option=event.target.closest(
"[role=option]");option&&this._choose(Number(option.dataset.at))}),on(box2,"focusout",event=>{box2.contains(
event.relatedTarget)||this._close()}),on(box2,"keydown",event=>event.stopPropagation()),this._shortcut=
event=>{!(!event.ctrlKey&&!event.metaKey&&!event.altKey&&!event.defaultPrevented)||event.key!==this.
_asks.shortcut||isWriting(event.target)||(event.preventDefault(),this._input.focus(),this._input.select())},
this._asks.shortcut&&document.addEventListener("keydown",this._shortcut)}_typed(){this._stop(),this.
_look();let text=this._input.value.trim();if(!text)return this._empty();this._later=setTimeout(()=>this.
_ask(text),this._asks.delay)}_stop(){clearTimeout(this._later),clearTimeout(this._patience),this._later=
void 0,this._asked++,this._wanted=!1,this._request&&this._request.abort(),this._request=null}async _ask(text){
let asked=this._asked;this._later=void 0,this._request=new AbortController,this._patience=setTimeout(
()=>this._say("Searching","cs-find-busy"),this._asks.slow);let answer=null;try{answer=await this._asks.
ask(text,this._request.signal)}catch(error){asked===this._asked&&console.warn(error)}if(asked===this.
_asked){if(clearTimeout(this._patience),this._request=null,!answer)return this._close(),this._say(FAILED);
this._show(answer,text),this._wanted&&this._results.length&&this._choose(0)}}_show({results,sentence},text){
this._results=results,this._list.dataset.answers=text,this._list.replaceChildren(...results.map((result,at)=>{
let option=make("li","cs-find-option");return option.id=this._list.id+"-"+at,option.dataset.at=String(
at),option.setAttribute("role","option"),make("span","cs-find-name",result.name,option),make("span",
"cs-find-where",result.where,option),option})),this._open(results.length>0);let count=results.length===
1?"1 place found":results.length+" places found";sentence?this._say(sentence):this._say(count,"cs-fi\
nd-quiet")}_say(text,look){this._said.className="cs-find-said"+(look?" "+look:""),this._said.textContent=
text}_open(open2){this._list.hidden=!open2,this._input.setAttribute("aria-expanded",String(open2)),this.
_mark(-1)}_close(){this._results=[],this._list.replaceChildren(),this._open(!1)}_empty(){this._stop(),
this._input.value="",this._close(),this._say(""),this._look()}_look(){let filled=this._input.value!==
"";this._clear.hidden=!filled,this._key.hidden=filled||!this._asks.shortcut}_mark(at){this._at=at;for(let option of this.
_list.children){let on=Number(option.dataset.at)===at;option.setAttribute("aria-selected",String(on)),
on&&option.scrollIntoView({block:"nearest"})}at<0?this._input.removeAttribute("aria-activedescendant"):
this._input.setAttribute("aria-activedescendant",this._list.id+"-"+at)}_pressed(event){if(event.isComposing||
event.ctrlKey||event.metaKey||event.altKey)return;let last2=this._results.length-1,to=event.shiftKey?
void 0:markAfter(event.key,this._at,last2);to!==null&&(to!==void 0?(event.preventDefault(),this._mark(
to)):event.key==="ArrowDown"&&this._input.value.trim()?(event.preventDefault(),this._typed()):event.
key==="Enter"?(event.preventDefault(),this._enter()):event.key==="Escape"&&(event.preventDefault(),this.
_input.value?this._empty():this._input.blur()))}_enter(){let text=this._input.value.trim(),waiting=!!(this.
_request||this._later);if(text){if(this._at>=0)return this._choose(this._at);if(!waiting&&this._results.
length)return this._choose(0);if(!waiting&&this._chosen&&this._chosen.name===text)return this._asks.
choose(this._chosen);this._request||(this._stop(),this._ask(text)),this._wanted=!0}}_choose(at){let result=this.
_chosen=this._results[at];this._stop(),this._input.value=result.name??"",this._look(),this._close(),
this._say("Chosen: "+result.name+", "+result.where,"cs-find-quiet"),this._input.select(),this._asks.
choose(result)}};function input(id,row,shortcut){let node=make("input","cs-find-input",void 0,row),traits={
id,type:"text",role:"combobox",placeholder:PLACEHOLDER,maxlength:80,autocomplete:"off",autocapitalize:"\
off",autocorrect:"off",spellcheck:"false",enterkeyhint:"search","aria-autocomplete":"list","aria-has\
popup":"listbox","aria-expanded":"false","aria-controls":id+"-list"};shortcut&&(traits["aria-keyshor\
tcuts"]=shortcut);for(let[name,value]of Object.entries(traits))node.setAttribute(name,value);return node}function build({arcs:{boxes:boxes2},used}){let top=1/0,bottom=-1/0;for(let arc of used)top=Math.min(
top,boxes2[arc*4+1]),bottom=Math.max(bottom,boxes2[arc*4+3]);let height=Math.max(1,(bottom-top)/512),
bandAt=y=>Math.max(0,Math.min(511,Math.floor((y-top)/height))),from=new Int32Array(513);for(let arc of used){
let last2=bandAt(boxes2[arc*4+3]);for(let band=bandAt(boxes2[arc*4+1]);band<=last2;band++)from[band+
1]++}for(let band=0;band<512;band++)from[band+1]+=from[band];let list=new Int32Array(from[512]),next2=from.
slice();for(let arc of used){let last2=bandAt(boxes2[arc*4+3]);for(let band=bandAt(boxes2[arc*4+1]);band<=
last2;band++)list[next2[band]++]=arc}return{from,list,bandAt}}function arcsNear(level,f,take){let{from,
list,bandAt}=level.bands=level.bands||build(level),{boxes:boxes2}=level.arcs,{north,east,south}=f,first=bandAt(
north),last2=bandAt(south);for(let band=first;band<=last2;band++)for(let n=from[band];n<from[band+1];n++){
let arc=list[n],at=arc*4;boxes2[at+1]>south||boxes2[at+3]<north||boxes2[at]>east||band>first&&bandAt(
boxes2[at+1])<band||take(arc)}}var WORLD_M=4007501668557849e-8,THIN_PX=.7,TILE=512,worldPx=zoom=>256*2**zoom;function frameAt(left,top,width,height,zoom,cell){
let half=worldPx(zoom)/2,k=cell*worldPx(zoom)/WORLD_M,ox=left-half,oy=top-half,margin=2;return{k,ox,
oy,west:(ox-margin)/k,north:(oy-margin)/k,east:(ox+width+margin)/k,south:(oy+height+margin)/k}}var frameOf=(coords,cell)=>frameAt(
coords.x*TILE,coords.y*TILE,TILE,TILE,coords.z,cell),meets=(boxes2,at,f)=>boxes2[at]<=f.east&&boxes2[at+
2]>=f.west&&boxes2[at+1]<=f.south&&boxes2[at+3]>=f.north;function mark(level,f,seen){let{boxes:boxes2}=level;
for(let area=0,at=0;area<level.count;area++,at+=4)meets(boxes2,at,f)&&(seen[area]=1)}function next(arcs,i,end,limit){
let{x,y}=arcs,at=i+1;for(;at<end-1;at++){let dx=x[at]-x[i],dy=y[at]-y[i];if(dx*dx+dy*dy>=limit)break}
return at}var thinLimit=k=>(THIN_PX/k)**2;function traceBorders(ctx,level,f){let{arcs}=level,{x,y,starts,
boxes:boxes2}=arcs,limit=thinLimit(f.k);arcsNear(level,f,arc=>{if(boxes2[arc*4+2]<f.west)return;let end=starts[arc+
1],i=starts[arc];for(ctx.moveTo(x[i]*f.k-f.ox,y[i]*f.k-f.oy);i<end-1;)i=next(arcs,i,end,limit),ctx.lineTo(
x[i]*f.k-f.ox,y[i]*f.k-f.oy)})}var arcsOf=(level,area)=>level.arcsOfArea.subarray(level.arcsFrom[area],
level.arcsFrom[area+1]);function insideArea(level,area,x,y){let{arcs}=level,inside=!1;for(let arc of arcsOf(
level,area))for(let i=arcs.starts[arc]+1;i<arcs.starts[arc+1];i++){let y0=arcs.y[i-1],y1=arcs.y[i];y0>
y!=y1>y&&x<(arcs.x[i]-arcs.x[i-1])*(y-y0)/(y1-y0)+arcs.x[i-1]&&(inside=!inside)}return inside}function toCells(latlng,cell){
let metres=L.CRS.EPSG3857.project(latlng);return{x:metres.x/cell,y:-metres.y/cell}}function toLatLng(x,y,cell){
return L.CRS.EPSG3857.unproject(L.point(x*cell,-y*cell))}function areaIn(level,{x,y}){for(let area=0;area<
level.count;area++){let at=area*4;if(!(level.boxes[at]>x||level.boxes[at+2]<x)&&!(level.boxes[at+1]>
y||level.boxes[at+3]<y)&&insideArea(level,area,x,y))return area}return-1}var areaAt=(level,latlng)=>areaIn(
level,toCells(latlng,level.arcs.cell));function areaBounds(level,area){let[west,north,east,south]=level.
boxes.subarray(area*4,area*4+4),{cell}=level.arcs;return L.latLngBounds(toLatLng(west,south,cell),toLatLng(
east,north,cell))}function walk(level,area,arc,limit){let{arcs}=level,end=arcs.starts[arc+1],line=[arcs.
starts[arc]];for(;line[line.length-1]<end-1;)line.push(next(arcs,line[line.length-1],end,limit));return level.
left[arc]===area?line:line.reverse()}function outlineOf(level,area,zoom){let{x,y,cell}=level.arcs,limit=thinLimit(
cell*worldPx(Math.min(14,Math.ceil(zoom)+1))/WORLD_M),place=i=>x[i]*2**26+y[i],leaving=new Map,lines=Array.
from(arcsOf(level,area),arc=>walk(level,area,arc,limit));for(let line of lines){let from=place(line[0]);
leaving.set(from,[...leaving.get(from)||[],line])}let rings=[];for(let first of lines){if(!leaving.get(
place(first[0])).includes(first))continue;let ring=[];for(let at=place(first[0]);leaving.get(at)&&leaving.
get(at).length;){let line=leaving.get(at).pop();for(let i of line)ring.push(toLatLng(x[i],y[i],cell));
at=place(line[line.length-1])}rings.push(ring)}return rings}var bare=text=>text.normalize("NFKD").replace(/[\u0300-\u036f'\u2019]/g,"").toLowerCase().replace(/&/g,
" and ").replace(/[^a-z0-9]+/g," ").trim(),known=new WeakMap;function bareNames(owner,lists){return known.
has(owner)||known.set(owner,lists.map(list=>list.map(bare))),known.get(owner)}function fit(name,asked,tight){
if(!name)return 9;if(name===asked)return 1;if(name.startsWith(asked))return 2;let at=name.indexOf(asked);
return at>0?name[at-1]===" "?3:4:tight.length>2&&name.replaceAll(" ","").includes(tight)?5:9}function ranked(level,points,text){
let asked=bare(text.slice(0,80)),tight=asked.replaceAll(" ",""),found=[];if(asked){let[names,localNames]=bareNames(
level,[level.names,level.localNames]);for(let i=0;i<level.codes.length;i++){let tier=level.codes[i].
toLowerCase()===tight?0:Math.min(fit(localNames[i],asked,tight),fit(names[i],asked,tight));tier<9&&found.
push({tier,size:names[i].length,area:i})}let[sites,providers]=bareNames(points,[points.names,points.
providers]);for(let i=0;i<sites.length;i++){let tier=Math.min(fit(sites[i],asked,tight),fit(providers[i],
asked,tight));tier<9&&found.push({tier:tier+.5,size:sites[i].length,site:i})}}return found.sort((a,b)=>a.
tier-b.tier||a.size-b.size),{asked:asked!=="",found:found.slice(0,8)}}function findLocally(view,text){
let{level,points}=view.what,{asked,found}=ranked(level,points,text),results=found.map(one=>"site"in one?
siteResult(points,one.site):areaResult(level,one.area)),shown=text.trim().slice(0,40),sentence=(asked?
"Nothing on this map is called “"+shown+"”. ":"")+"Type the name or code of an area that is show\
n, or a teaching site.";return{results,sentence:results.length?"":sentence}}function areaResult(level,i){
let local=level.localNames[i],context=level.contexts[level.context[i]];return{kind:"area",geography:level.
geography,code:level.codes[i],key:level.codes[i],name:local||level.names[i],where:[local?level.names[i]:
"",context].filter(Boolean).join(", "),lat:null,lng:null}}function siteResult(points,i){let at=toLatLng(
points.x[i],points.y[i],points.cell_m);return{kind:"site",geography:"",code:"",key:"",name:points.names[i],
where:"Teaching site of "+points.providers[i],lat:at.lat,lng:at.lng}}var spotRadius=young=>Math.max(2,5.2*Math.sqrt(young/1e3));function circlesOf(zones,mask,f){let here=new Uint8Array(
zones.count);zones.ofArea.forEach((zone,area)=>{zone&&(!mask||mask[area])&&(here[zone-1]=1)});let found=[];
for(let zone=0;zone<zones.count;zone++){if(!here[zone])continue;let[west,north,east,south]=zones.boxes.
subarray(zone*4,zone*4+4),[x,y]=[(west+east)/2*f.k-f.ox,(north+south)/2*f.k-f.oy];found.push({zone,x,
y,radius:spotRadius(zones.young[zone]),code:zones.code[zone]})}return found}function hitCircle(circles,point){
let hit=circles.filter(({x,y,radius})=>Math.hypot(x-point.x,y-point.y)<=radius+1);return hit.length?
hit[hit.length-1].zone:-1}var ratio=Math.min(window.devicePixelRatio||1,2),penOf=(canvas,settings)=>canvas.getContext("2d",settings);var OVERLAY_MARGIN_PX=160,MARGIN_PX=OVERLAY_MARGIN_PX,Overlay=class extends L.Layer{map;_canvas;_what;onAdd(map){
return this.map=map,this._canvas=L.DomUtil.create("canvas","cs-overlay leaflet-zoom-hide",map.getPane(
"overlayPane")),this._canvas.setAttribute("aria-hidden","true"),this._draw(),this}onRemove(){return this.
_canvas.remove(),this}getEvents(){return{moveend:this._draw,zoomend:this._draw,resize:this._draw}}show(what){
this._what=what,this._draw()}_draw(){if(!this._canvas?.isConnected||!this._what||(this._canvas.hidden=
this._nothing(),this._canvas.hidden))return;let size=this.map.getSize().add([2*MARGIN_PX,2*MARGIN_PX]);
L.DomUtil.setPosition(this._canvas,this.map.containerPointToLayerPoint([-MARGIN_PX,-MARGIN_PX])),this.
_canvas.width=size.x*ratio,this._canvas.height=size.y*ratio,this._canvas.style.width=size.x+"px",this.
_canvas.style.height=size.y+"px";let pen=penOf(this._canvas);pen.setTransform(ratio,0,0,ratio,0,0),this.
_paint(pen,size)}_paint(){}_nothing(){return!1}_frame(cell){let world=worldPx(this.map.getZoom()),k=cell*
world/WORLD_M,corner=this.map.getPixelBounds().getTopLeft().subtract([MARGIN_PX,MARGIN_PX]);return{k,
ox:corner.x-world/2,oy:corner.y-world/2}}};var FAMILY='"Source Sans 3", "Segoe UI", Roboto, "Helvetica Neue", Arial, sans-serif',FONTS=["700 13\
px","600 12px","500 11.5px","500 11.5px","400 11px","italic 400 12px"].map(font=>`${font} ${FAMILY}`),
MARK_PX=2.5,BESIDE_PX=6,LabelLayer=class extends Overlay{onAdd(map){return super.onAdd(map),Promise.
all(FONTS.map(font=>document.fonts.load(font))).then(faces=>faces.flat().length&&this._draw(),console.
warn),this}written(){return this._written||[]}_draw(){this._open(),super._draw()}_open(){let near=this.
_what?.near;!near||this.map.getZoom()<near.from||this._asked===near.open||(this._asked=near.open,near.
open().then(places=>{this._near=places,this._draw()},console.warn))}_paint(pen,size){this._written=this.
_choose(pen,size);let{theme}=this._what;for(let{name,x,y,kind}of this._written)pen.font=FONTS[kind],
pen.lineWidth=3,pen.lineJoin="round",pen.strokeStyle=theme.halo,pen.strokeText(name,x,y),pen.fillStyle=
kind===5?theme.water:kind<2?theme.ink:theme.soft,pen.fillText(name,x,y),kind===4&&station(pen,x-pen.
measureText(name).width/2-BESIDE_PX,y,theme)}_choose(pen,size){let zoom=this.map.getZoom(),air=zoom<
7?7:zoom<12?9:12;pen.textAlign="center",pen.textBaseline="middle";let taken=[];for(let{name,kind,at}of this.
_names(zoom)){if(at.x<4||at.y<12||at.x>size.x-4||at.y>size.y-12)continue;pen.font=FONTS[kind];let half=pen.
measureText(name).width/2,box2={name,kind,x:at.x,y:at.y,half};if(kind===4&&(box2.x+=half+BESIDE_PX),
box2.x<half+4||box2.x>size.x-half-4)continue;let hits=other=>Math.abs(other.x-box2.x)<other.half+box2.
half+air&&Math.abs(other.y-box2.y)<14+air;taken.some(hits)||taken.push(box2)}return taken}*_names(zoom){
let{places,near,main=[]}=this._what,f=this._frame(places.cell_m),at=(x,y)=>({x:x*f.k-f.ox,y:y*f.k-f.
oy});for(let[name,x,y]of main)yield{name,kind:0,at:at(x,y)};let first=new Set(main.map(([name])=>name));
for(let pack of[places,near&&zoom>=near.from?this._near:null])if(pack)for(let i=0;i<pack.places;i++)
zoom<pack.from[i]||zoom>=pack.to[i]||first.has(pack.names[i])||(yield{name:pack.names[i],kind:pack.kind[i],
at:at(pack.x[i],pack.y[i])})}};function station(pen,x,y,theme){pen.fillStyle=theme.halo,pen.fillRect(
x-MARK_PX-1,y-MARK_PX-1,2*MARK_PX+2,2*MARK_PX+2),pen.fillStyle=theme.soft,pen.fillRect(x-MARK_PX,y-MARK_PX,
2*MARK_PX,2*MARK_PX)}var AWAY_PX=3,EDGE_PX=1.25;function drawOutline(pen,path,weight,{ink,halo}){let line=(width,colour)=>{
pen.lineWidth=2*width,pen.strokeStyle=colour,pen.stroke(path)};pen.save(),pen.lineJoin=pen.lineCap="\
round",line(AWAY_PX+weight+EDGE_PX,halo),line(AWAY_PX+weight,ink),line(AWAY_PX,halo),pen.globalCompositeOperation=
"destination-out",line(AWAY_PX-EDGE_PX,"#000"),pen.fill(path,"evenodd"),pen.restore()}var OutlineLayer=class extends Overlay{_nothing(){
return!this._what.outlines.length}_paint(pen,size){let sheet=this._sheet=this._sheet||document.createElement(
"canvas");for(let{level,area,weight}of this._what.outlines){Object.assign(sheet,{width:size.x*ratio,
height:size.y*ratio});let own=penOf(sheet);own.setTransform(ratio,0,0,ratio,0,0),drawOutline(own,this.
_path(level,area),weight,this._what.theme),pen.drawImage(sheet,0,0,size.x,size.y)}}_path(level,area){
let path=new Path2D;for(let ring of outlineOf(level,area,this.map.getZoom()))ring.forEach((place,at)=>{
let{x,y}=this.map.latLngToContainerPoint(place).add([OVERLAY_MARGIN_PX,OVERLAY_MARGIN_PX]);at?path.lineTo(
x,y):path.moveTo(x,y)}),path.closePath();return path}};var UNTIL=8,SpotLayer=class extends Overlay{_nothing(){return!this._what.zones||this.map.getZoom()>=
UNTIL}circles(){let{zones,mask}=this._what;return this._nothing()?[]:circlesOf(zones,mask,this._frame(
zones.arcs.cell))}_paint(pen){let{classes,theme}=this._what;for(let{x,y,radius,code}of this.circles())
pen.beginPath(),pen.arc(x,y,radius,0,7),pen.globalAlpha=.82,pen.fillStyle=classes[code].fill,pen.fill(),
pen.globalAlpha=1,pen.lineWidth=.8,pen.strokeStyle=theme.ink,pen.stroke()}at(map,point){return this.
_what?hitCircle(this.circles(),L.point(OVERLAY_MARGIN_PX,OVERLAY_MARGIN_PX).add(point)):-1}};var LEAST=.001953125;function spanEnd(marks,from,x,side){let end=x+1;for(;end<side&&marks[from+end]===
0;)end++;return end}function inkedColumns({width,height,data}){let seen=row=>column=>data[(row*width+
column)*4+3]!==0,columns=Array.from({length:width},(_,column)=>column);return Array.from({length:height},
(_,row)=>columns.filter(seen(row)))}function Pixels(side){let image=new ImageData(side,side),{data}=image,
words=new Uint32Array(data.buffer),empty=!0;this.clear=function(){words.fill(0),empty=!0},this.image=
()=>empty?null:image;function spans(row,changes,marks,from,take){empty=!1;let start=row*side,red=0,green=0,
blue=0,cover=0;for(let x=0,end;x<side;x=end){let at=(from+x)*4;red+=changes[at],green+=changes[at+1],
blue+=changes[at+2],cover+=changes[at+3],end=spanEnd(marks,from,x,side),cover>=LEAST&&take(start+x,start+
end,red,green,blue,cover)}}function fill(first,end,red,green,blue,cover){let i=first*4;data[i]=red/cover,
data[i+1]=green/cover,data[i+2]=blue/cover,data[i+3]=255*cover,first+1<end&&words.fill(words[first],
first+1,end)}function fillBelow(first,end,red,green,blue,cover){for(let i=first*4;i<end*4;i+=4){let above=data[i+
3]/255,below=cover-above;below<LEAST||(data[i]=(above*data[i]+below*red/cover)/cover,data[i+1]=(above*
data[i+1]+below*green/cover)/cover,data[i+2]=(above*data[i+2]+below*blue/cover)/cover,data[i+3]=255*
cover)}}this.put=(row,changes,marks,from)=>spans(row,changes,marks,from,fill),this.under=(row,changes,marks,from)=>spans(
row,changes,marks,from,fillBelow),this.lay=function(tile,row,changes,marks,from){let{width,height,data:ink}=tile,
inked=(tile.inked=tile.inked||inkedColumns(tile))[row%height],first=row%height*width,start=row*side,
share=0;for(let x=0,end;x<side;x=end){if(share+=changes[(from+x)*4],end=spanEnd(marks,from,x,side),share<
LEAST)continue;let most=(share<1?share:1)/255,whole=x-x%width;for(let n=0;n<inked.length;n++){let dot=(first+
inked[n])*4,part=most*ink[dot+3],at=whole+inked[n];for(at<x&&(at+=width);at<end;at+=width){let i=(start+
at)*4;data[i]+=part*(ink[dot]-data[i]),data[i+1]+=part*(ink[dot+1]-data[i+1]),data[i+2]+=part*(ink[dot+
2]-data[i+2])}}}},this.weave=function(patterns2,row,changes,marks,from){let start=row*side;patterns2.
forEach(({fill:fill2,tile},n)=>{let first=row%tile.height*tile.width,share=0;for(let x=0,end;x<side;x=
end)if(share+=changes[(from+x)*4+n],end=spanEnd(marks,from,x,side),!(share<LEAST))for(let at=x;at<end;at++){
let i=(start+at)*4,dot=(first+at%tile.width)*4,part=Math.min(1,share*255/data[i+3]);for(let c=0;c<3;c++)
data[i+c]+=part*(tile.data[dot+c]-fill2[c])}})}}var THIN_PX2=.7,OUTSIDE=256,sharesOf=()=>new Float64Array(4*(OUTSIDE+1));function Raster(side){let stride=side+
1,sums=new Float32Array(stride*side*4),touched=new Uint8Array(side),marks=new Uint8Array(stride*side),
change=new Float64Array(4);function put(at,part){let i=at*4;marks[at]=1,sums[i]+=part*change[0],sums[i+
1]+=part*change[1],sums[i+2]+=part*change[2],sums[i+3]+=part*change[3]}function cross(row,west,east,height){
touched[row]=1;let x=Math.floor(west),at=row*stride+x,before=0;if(east>x+1){let density=height/(east-
west);for(;x<east-1;x++,at++){let from=x>west?x:west,part2=density*(from-west+(x+1-from)*((x+1-from)/
2));put(at,part2-before),before=part2}let within=east-x,part=density*(x-west+within*(1-within/2));put(
at,part-before),before=part}else before=height*(x+1-(west+east)/2),put(at,before);x+1<stride&&put(at+
1,height-before)}function clip(row,west,east,height){if(west>=side)return;if(east<=0)return cross(row,
0,0,height);let density=height/(east-west),from=west>0?west:0,to=east<side?east:side;west<0&&cross(row,
0,0,density*-west),cross(row,from,to,density*(to-from))}function edge(x0,y0,x1,y1,sign){if(y1<=0||y0>=
side||y0===y1)return;let slope=(x1-x0)/(y1-y0),end=y1<side?y1:side,top=y0>0?y0:0,from=x0+(top-y0)*slope;
for(let row=Math.floor(top);row<end;row++){let bottom=row+1<end?row+1:end,to=x0+(bottom-y0)*slope,west=from<
to?from:to,east=from<to?to:from,height=sign*(bottom-top);west>=0&&east<side?cross(row,west,east,height):
clip(row,west,east,height),from=to,top=bottom}}function trace(arcs,arc,f,beyond){let{x,y,starts}=arcs,
scale=side/TILE,k=f.k*scale,ox=f.ox*scale,oy=f.oy*scale,limit=(THIN_PX2/k)**2,end=starts[arc+1]-1,at=beyond?
end:starts[arc]+1,i=starts[arc],x0=x[i]*k-ox,y0=y[i]*k-oy;for(;at<=end;at++){let dx=x[at]-x[i],dy=y[at]-
y[i];if(at<end&&dx*dx+dy*dy<limit)continue;let x1=x[at]*k-ox,y1=y[at]*k-oy;y0<y1?edge(x0,y0,x1,y1,1):
edge(x1,y1,x0,y0,-1),i=at,x0=x1,y0=y1}}this.add=function({level,codes,shares,borders},f,take){let{left,
right,arcs}=level,{boxes:boxes2}=arcs;arcsNear(level,f,arc=>{if(borders[arc]===0)return;let here=4*codeOf(
codes,left[arc]),there=4*codeOf(codes,right[arc]);for(let c=0;c<4;c++)change[c]=shares[here+c]-shares[there+
c];trace(arcs,arc,f,boxes2[arc*4+2]<f.west)});for(let row=0;row<side;row++){if(touched[row]===0)continue;
let from=row*stride;take(row,sums,marks,from);for(let at=from;at<from+stride;at++)marks[at]!==0&&(marks[at]=
0,sums[at*4]=sums[at*4+1]=sums[at*4+2]=sums[at*4+3]=0);touched[row]=0}}}var codeOf=(codes,area)=>area<
0?OUTSIDE:codes[area];function bordersOf(level,codes,shares){let{left,right,used}=level,borders=new Uint8Array(
left.length);for(let arc of used){let here=4*codeOf(codes,left[arc]),there=4*codeOf(codes,right[arc]);
if(here===there)continue;let c=0;for(;c<4&&shares[here+c]===shares[there+c];)c++;c<4&&(borders[arc]=
1)}return borders}var PANELS=".cs-side, .cs-legend, .cs-bar, .cs-table, .cs-many",meets2=(one,other)=>one.left<other.right&&
other.left<one.right&&one.top<other.bottom&&other.top<one.bottom;function freeRoom(size,boxes2){let room={
left:0,top:0,right:size.x,bottom:size.y},area=({left,top,right,bottom})=>(right-left)*(bottom-top);for(let box2 of[
...boxes2].sort((one,other)=>area(other)-area(one))){if(!meets2(box2,room))continue;let rest=[{...room,
left:box2.right},{...room,top:box2.bottom},{...room,right:box2.left},{...room,bottom:box2.top}].filter(
({left,top,right,bottom})=>right-left>=110&&bottom-top>=110);rest.length&&(room=rest.reduce((best,one)=>area(
one)>area(best)?one:best))}return room}var onPanel=event=>{let node=event.originalEvent&&event.originalEvent.
target;return node&&node.closest?node.closest(PANELS):null};function boxesOver(map){let node=map.getContainer(),
home2=node.getBoundingClientRect(),boxOf=one=>{let{left,top,right,bottom}=one.getBoundingClientRect();
return{left:left-home2.left,top:top-home2.top,right:right-home2.left,bottom:bottom-home2.top}},all=names=>[
...node.querySelectorAll(names)].filter(one=>one.checkVisibility()),boxes2=all(".cs-bar > *, .cs-leg\
end, .leaflet-control-attribution").map(boxOf),wide=map.getSize().x>600;for(let one of all(".cs-side\
 > *")){let box2=boxOf(one),card=one.classList.contains("cs-card");!wide&&card&&(box2.top=Math.min(box2.
top,box2.bottom-.44*home2.height)),wide&&(card||one.open)&&Object.assign(box2,{top:0,bottom:map.getSize().
y}),boxes2.push(box2)}return boxes2}var roomOf=map=>freeRoom(map.getSize(),boxesOver(map));function marginsOf(map){
let{x,y}=map.getSize(),{left,top,right,bottom}=roomOf(map);return{paddingTopLeft:[left+12,top+12],paddingBottomRight:[
x-right+12,y-bottom+12]}}function isClear(map,bounds){let[from,to]=[bounds.getNorthWest(),bounds.getSouthEast()].
map(place=>map.latLngToContainerPoint(place)),room=roomOf(map);return from.x>=room.left&&from.y>=room.
top&&to.x<=room.right&&to.y<=room.bottom}function uncover(map,bounds){let at=map.latLngToContainerPoint(
bounds.getCenter()),{left,top,right,bottom}=roomOf(map);at.x>=left&&at.x<=right&&at.y>=top&&at.y<=bottom||
map.panBy(at.subtract([(left+right)/2,(top+bottom)/2]),{animate:!1})}var Label=class{constructor(map,side){this.map=map,this.side=side,this._node=make("div","cs-tip",void 0,
map.getContainer()),this._node.setAttribute("role","status"),this._node.hidden=!0}show(point,lines){
this._node.replaceChildren(),make("strong","cs-tip-name",lines.name,this._node),lines.where&&make("s\
pan","cs-tip-where",lines.where,this._node),lines.value&&make("span","cs-tip-value",lines.value,this.
_node),lines.note&&make("span","cs-tip-note",lines.note,this._node),lines.more&&make("span","cs-tip-\
more",lines.more,this._node),this._node.hidden=!1;let size=this.map.getSize(),box2=this._node.getBoundingClientRect(),
left=point.x+16+box2.width>size.x?point.x-16-box2.width:point.x+16,top=point.y+16+box2.height>size.y?
point.y-16-box2.height:point.y+16,at=this._beside({left:Math.max(4,left),top:Math.max(4,top)},box2);
this._node.style.transform=`translate(${at.left}px, ${at.top}px)`}_beside(at,{width,height}){let home2=this.
map.getContainer().getBoundingClientRect();for(let panel of this.side.children){let box2=panel.getBoundingClientRect(),
[left,top]=[box2.left-home2.left,box2.top-home2.top],own={...at,right:at.left+width,bottom:at.top+height};
!box2.width||!meets2(own,{left,top,right:left+box2.width,bottom:top+box2.height})||(left-8-width>=4?
at={...at,left:left-8-width}:at={...at,top:Math.max(4,top-8-height)})}return at}hide(){this._node.hidden=
!0}};var WIDTH=272,HEIGHT=208,EDGE={left:34,right:8,top:8,bottom:30},NEAR_PX=7,Scatter=class{x;y;_axes;_count=0;_dots=null;_from=null;_box=null;constructor(view,parent){
this._view=view,this.node=make("details","cs-scatter",void 0,parent),this.node.open=window.innerWidth>
700,this.node.hidden=!0,this._title=make("summary","","Plot",this.node),this._canvas=make("canvas","",
void 0,this.node),this._canvas.width=WIDTH*ratio,this._canvas.height=HEIGHT*ratio,this._canvas.setAttribute(
"role","img"),this._status=make("p","cs-scatter-status","",this.node),this._clear=make("button","cs-\
go","Show all",this.node),this._clear.type="button",this._clear.addEventListener("click",()=>view.pick(
null)),this._canvas.addEventListener("pointerdown",event=>this._down(event)),this._canvas.addEventListener(
"pointermove",event=>this._move(event)),this._canvas.addEventListener("pointerup",event=>this._up(event)),
this._canvas.addEventListener("pointerleave",()=>!this._from&&view.unpoint())}show(){let{state,what}=this.
_view;this.node.hidden=state.paint.kind==="one",!this.node.hidden&&(this._place(what),this._dots=null,
this._canvas.setAttribute("aria-label",`${state.paint.labels[0]} (upwards) against ${state.paint.labels[1]}\
 (to the right), a dot for each of ${this._count} ${state.legend.counted}. The table lists the same \
figures.`),this.draw())}_place({level,columns,mask}){let[y,x]=columns,span=column=>{let most=0;for(let value of column.
values)value!==column.none&&value>most&&(most=value);return{from:column.least,to:column.least+most}};
this._axes={x:span(x),y:span(y)},this.x=new Float32Array(level.count).fill(NaN),this.y=new Float32Array(
level.count).fill(NaN),this._count=0;for(let area=0;area<level.count;area++)x.values[area]===x.none||
y.values[area]===y.none||mask&&!mask[area]||(this.x[area]=EDGE.left+x.values[area]/Math.max(1,this._axes.
x.to-this._axes.x.from)*(WIDTH-EDGE.left-EDGE.right),this.y[area]=HEIGHT-EDGE.bottom-y.values[area]/
Math.max(1,this._axes.y.to-this._axes.y.from)*(HEIGHT-EDGE.top-EDGE.bottom),this._count++)}draw(){if(this.
node.hidden)return;let{what,state,picked}=this._view,pen=penOf(this._canvas);this._dots||(this._dots=
this._paintDots(what,state,picked)),pen.setTransform(1,0,0,1,0,0),pen.clearRect(0,0,this._canvas.width,
this._canvas.height),pen.drawImage(this._dots,0,0),pen.setTransform(ratio,0,0,ratio,0,0);for(let[area,
radius]of[[this._view.over??-1,4],[this._view.chosenArea,6]])area<0||Number.isNaN(this.x[area])||(pen.
beginPath(),pen.arc(this.x[area],this.y[area],radius,0,7),pen.lineWidth=4,pen.strokeStyle=state.style.
sites.halo,pen.stroke(),pen.lineWidth=2,pen.strokeStyle=state.style.sites.ink,pen.stroke());if(this.
_box){let{left,top,width,height}=this._box;pen.setLineDash([4,3]),pen.lineWidth=1.5,pen.strokeStyle=
getComputedStyle(this.node).color,pen.strokeRect(left,top,width,height),pen.setLineDash([])}let count=0;
if(picked)for(let area=0;area<picked.length;area++)count+=picked[area]&&!Number.isNaN(this.x[area])?
1:0;this._status.textContent=picked?`${count.toLocaleString("en-GB")} of ${this._count.toLocaleString(
"en-GB")} ${state.legend.counted} shown.`:"Drag over dots to show only those places; click one to ch\
oose it.",this._clear.hidden=!picked}_paintDots({level,codes},state,picked){let sheet=document.createElement(
"canvas");sheet.width=WIDTH*ratio,sheet.height=HEIGHT*ratio;let pen=penOf(sheet);pen.scale(ratio,ratio);
let side=this._count>5e3?1.4:this._count>500?2.4:4;if(pen.fillStyle=getComputedStyle(this.node).color,
pen.globalAlpha=.35,picked)for(let area=0;area<level.count;area++)picked[area]||pen.fillRect(this.x[area]-
side/2,this.y[area]-side/2,side,side);let each=draw=>{for(let area=0;area<level.count;area++)!Number.
isNaN(this.x[area])&&(!picked||picked[area])&&draw(area)},edge=side+1.6;return pen.globalAlpha=.6,state.
theme==="dark"&&each(area=>pen.fillRect(this.x[area]-edge/2,this.y[area]-edge/2,edge,edge)),pen.globalAlpha=
1,each(area=>{pen.fillStyle=state.style.classes[codes[area]].fill,pen.fillRect(this.x[area]-side/2,this.
y[area]-side/2,side,side)}),this._paintAxes(pen,state),sheet}_paintAxes(pen,state){let[y,x]=this._view.
what.columns;pen.fillStyle=pen.strokeStyle=getComputedStyle(this.node).color,pen.lineWidth=1,pen.beginPath(),
pen.moveTo(EDGE.left,EDGE.top),pen.lineTo(EDGE.left,HEIGHT-EDGE.bottom),pen.lineTo(WIDTH-EDGE.right,
HEIGHT-EDGE.bottom),pen.stroke(),pen.font='11px "Source Sans 3", "Segoe UI", Roboto, "Helvetica Neue\
", Arial, sans-serif';let text=(column,stored)=>(stored/10**column.decimals).toFixed(0)+column.suffix;
pen.textAlign="right",pen.fillText(text(y,this._axes.y.to),EDGE.left-4,EDGE.top+9),pen.fillText(text(
y,this._axes.y.from),EDGE.left-4,HEIGHT-EDGE.bottom),pen.fillText(text(x,this._axes.x.to),WIDTH-EDGE.
right,HEIGHT-EDGE.bottom+13),pen.textAlign="left",pen.fillText(text(x,this._axes.x.from),EDGE.left,HEIGHT-
EDGE.bottom+13),pen.textAlign="center",pen.fillText(`${state.paint.labels[1]} →`,(WIDTH+EDGE.left)/
2,HEIGHT-4),pen.save(),pen.translate(10,(HEIGHT-EDGE.bottom)/2),pen.rotate(-Math.PI/2),pen.fillText(
"Participation →",0,0),pen.restore()}at(x,y){let best=-1,nearest=NEAR_PX**2;for(let area=0;area<this.
x.length;area++){let away=(this.x[area]-x)**2+(this.y[area]-y)**2;away<nearest&&([best,nearest]=[area,
away])}return best}_point(event){let box2=this._canvas.getBoundingClientRect();return{x:(event.clientX-
box2.left)*WIDTH/box2.width,y:(event.clientY-box2.top)*HEIGHT/box2.height}}_down(event){this._from=this.
_point(event),this._canvas.setPointerCapture(event.pointerId)}_move(event){let at=this._point(event);
if(!this._from){let area=this.at(at.x,at.y);return area<0?this._view.unpoint():this._view.pointAt(area)}
let left=Math.min(at.x,this._from.x),top=Math.min(at.y,this._from.y);this._box={left,top,width:Math.
abs(at.x-this._from.x),height:Math.abs(at.y-this._from.y)},this.draw()}_up(event){let at=this._point(
event),box2=this._box;if(this._from=this._box=null,!box2||box2.width+box2.height<6){let area=this.at(
at.x,at.y);area>=0&&this._view.choose(this._view.what.level.codes[area]);return}let inside=this.x.length,
picked=new Uint8Array(inside);for(let area=0;area<inside;area++){let dx=this.x[area]-box2.left,dy=this.
y[area]-box2.top;picked[area]=dx>=0&&dx<=box2.width&&dy>=0&&dy<=box2.height?1:0}this._view.pick(picked)}repick(){
this._dots=null,this.draw()}};var holdsPacks=(...all)=>coldspots.holdsPacks(...all),open=(...all)=>coldspots.open(...all);var QUIET_MS=250,PATIENCE_MS=3e3,told=0,last={n:"",at:0},isOld=heard=>last.n!==""&&heard!==last.n&&performance.
now()-last.at<PATIENCE_MS,alone=window.parent===window||holdsPacks();function tell(event){if(alone)return!1;
let value={event,n:`${Date.now()}.${++told}`};Object.assign(last,{n:value.n,at:performance.now()});let message={
isStreamlitMessage:!0,type:"streamlit:setComponentValue",dataType:"json"};return window.parent.postMessage(
{...message,value},"*"),!0}function pageAround(){try{return window.parent.document}catch{return null}}
var home=pageAround();function write(map){let page=window.parent;if(page.document!==home)return;let{
lat,lng}=map.getCenter(),at=`at=${lat.toFixed(4)},${lng.toFixed(4)},${+map.getZoom().toFixed(2)}`,search=`\
?${[...page.location.search.slice(1).split("&").filter(pair=>pair&&!pair.startsWith("at=")),at].join(
"&")}`;search!==page.location.search&&page.history.replaceState(page.history.state,"",page.location.
pathname+search+page.location.hash)}function keepAddress(view){alone||view.untouched||(clearTimeout(
view.writing),view.writing=setTimeout(()=>{try{write(view.map)}catch(error){console.warn("The addres\
s cannot be written from inside this frame",error)}},QUIET_MS))}var hidden=object=>object,TileLayer=class extends L.GridLayer{_setView(center,zoom,noPrune,noUpdate){
let sharp=Math.ceil(zoom-1e-6);hidden(L.GridLayer.prototype)._setView.call(this,center,sharp,noPrune,
noUpdate),hidden(this)._setZoomTransforms(center,zoom)}tiles(){return Object.values(hidden(this)._tiles).
map(({el,coords})=>({canvas:el,coords}))}stands(canvas,coords){let tile=hidden(this)._tiles[hidden(this).
_tileCoordsToKey(coords)];return tile!==void 0&&tile.el===canvas}};var PATTERN_SIDE=Math.round(8*ratio),patterns=new Map,known2=new Map;function fillOf(ctx,style){if(!style.
pattern)return style.fill;let key=[style.fill,style.pattern,style.ink].join();if(!patterns.has(key)){
let side=PATTERN_SIDE,canvas=document.createElement("canvas");canvas.width=canvas.height=side;let pen=penOf(
canvas);if(style.fill&&(pen.fillStyle=style.fill,pen.fillRect(0,0,side,side)),pen.strokeStyle=pen.fillStyle=
style.ink,pen.lineWidth=ratio,pen.beginPath(),style.pattern==="stripes")stripe(pen,side,0),pen.stroke();else if(style.
pattern==="hatch")pen.scale(-1,1),pen.translate(-side,0),pen.globalAlpha=.6,stripe(pen,side,0),pen.stroke(),
pen.beginPath(),pen.strokeStyle=style.light,stripe(pen,side,ratio*1.4),pen.stroke();else{for(let[x,y]of[
[.25,.25],[.75,.75]])pen.moveTo(x*side,y*side),pen.arc(x*side,y*side,ratio,0,7);pen.fill()}patterns.
set(key,canvas)}let pattern=ctx.createPattern(patterns.get(key),"repeat");return pattern.setTransform(
new DOMMatrix().scale(1/ratio)),pattern}function stripe(pen,side,aside){for(let shift of[-side,0,side])
pen.moveTo(shift-1+aside,side+1),pen.lineTo(shift+side+1+aside,-1)}function pixelsOf(style){let key=[
style.fill,style.pattern,style.ink,style.light].join();return known2.has(key)||known2.set(key,drawnPixels(
style)),known2.get(key)}function drawnPixels(style){let canvas=document.createElement("canvas");canvas.
width=canvas.height=PATTERN_SIDE;let pen=penOf(canvas,{willReadFrequently:!0});return pen.setTransform(
ratio,0,0,ratio,0,0),pen.fillStyle=fillOf(pen,style),pen.fillRect(0,0,PATTERN_SIDE,PATTERN_SIDE),pen.
getImageData(0,0,PATTERN_SIDE,PATTERN_SIDE)}function passesOf(level,codes,classes){let passes=[{how:"\
put",shares:sharesOf()}],patterned=0;for(let code of new Set(codes)){let style=classes[code],fill=pixelsOf(
{fill:style.fill}).data;if(passes[0].shares.set([fill[0],fill[1],fill[2],1],code*4),!style.pattern)continue;
patterned++%4===0&&passes.push({how:"weave",shares:sharesOf(),patterns:[]});let{shares,patterns:patterns2}=passes[passes.
length-1];shares[code*4+patterns2.length]=1,patterns2.push({fill,tile:pixelsOf(style)})}return passes.
map(pass=>({...pass,level,codes,borders:bordersOf(level,codes,pass.shares)}))}function hatchOf(level,unsure,style){
let shares=sharesOf();shares[4]=1;let tile=pixelsOf({pattern:"hatch",...style.hatch});return{how:"la\
y",level,codes:unsure,shares,patterns:tile,borders:bordersOf(level,unsure,shares)}}function passesFor({
level,codes,uncertain,mask,land,style}){let shown=mask?codes.map((code,area)=>mask[area]?code:252):codes,
passes=passesOf(level,shown,style.classes);if(land){let[ground]=passesOf(land,new Uint8Array(land.count),
[{fill:style.land}]);passes.splice(1,0,{...ground,how:"under"})}if(!uncertain)return passes;let unsure=uncertain.
map((code,area)=>code===1&&(!mask||mask[area])?1:0);return[...passes,hatchOf(level,unsure,style)]}function Painter(side){
let raster=new Raster(side),pixels=new Pixels(side);function fill(passes,f){pixels.clear();for(let pass of passes){
let how=pixels[pass.how],take=pass.patterns?(...row)=>how(pass.patterns,...row):how;raster.add(pass,
f,take)}return pixels.image()}this.paint=function(canvas,{level,frame:frame2,zones,style},passes,f,zoom,seen){
let image=fill(passes,f);if(!image){let{width}=canvas;canvas.width=width;return}seen&&mark(level,f,seen);
let ctx=penOf(canvas);ctx.setTransform(1,0,0,1,0,0),ctx.putImageData(image,0,0),ctx.setTransform(side/
TILE,0,0,side/TILE,0,0),ctx.lineJoin="bevel",border(ctx,level,f,style.lines[level.geography],zoom),frame2&&
border(ctx,frame2,f,style.lines.frame,zoom),zones&&border(ctx,zones,f,style.lines.zones,zoom)}}function border(ctx,level,f,line,zoom){
if(!line||zoom<line.from)return;let grown=Math.min(1,(zoom-line.from+1)/3);ctx.beginPath(),traceBorders(
ctx,level,f),ctx.globalAlpha=line.alpha*grown,ctx.strokeStyle=line.ink,ctx.lineWidth=line.width,ctx.
stroke(),ctx.globalAlpha=1}var FRAME_MS=58,SIDE=Math.round(TILE*ratio),AreaLayer=class extends TileLayer{_queue=[];_seen;_what;_passes=null;_pumping=!1;_painter=new Painter(
SIDE);_stats={painted:0,longest:0,busy:!0};constructor(options){super({tileSize:TILE,keepBuffer:1,updateWhenZooming:!1,
pane:"tilePane",...options})}show(what){this._what=what,this._passes=null,this._seen=new Uint8Array(
what.level.count),this._stats={painted:0,longest:0,busy:!0};for(let{canvas,coords}of this.tiles())this.
_enqueue(canvas,coords);this._pump()}stats(){return this._stats}createTile(coords,done){let canvas=L.
DomUtil.create("canvas","cs-tile");return canvas.width=canvas.height=SIDE,this._enqueue(canvas,coords,
done),canvas}_enqueue(canvas,coords,done){this._queue.some(job=>job.canvas===canvas)||this._queue.push(
{canvas,coords,done}),this._stats.busy=!0,this._pump()}_pump(){this._pumping||!this._what||(this._pumping=
!0,requestAnimationFrame(()=>{this._pumping=!1;let begin=performance.now();this._passes=this._passes||
passesFor(this._what);let last2=0;for(;this._queue.length&&performance.now()-begin+last2<FRAME_MS;){
let job=this._queue.shift();if(!job||!this.stands(job.canvas,job.coords))continue;let started=performance.
now();this._paint(job.canvas,job.coords),last2=performance.now()-started,this._stats.longest=Math.max(
this._stats.longest,last2),job.done&&job.done(null,job.canvas)}this._queue.length?this._pump():this.
_settle()}))}_settle(){let painted=0;for(let seen of this._seen)painted+=seen;this._stats.painted=painted,
this._stats.busy=!1,this.fire("painted",this._stats)}_paint(canvas,coords){let f=frameOf(coords,this.
_what.level.arcs.cell);this._painter.paint(canvas,this._what,this._passes,f,coords.z,this._seen)}};var Basemap=class{_layer=null;_address="";constructor(map){this._on=map,map.createPane("basemap").style.
zIndex="150"}show(address=""){address!==this._address&&(this._layer?.remove(),this._layer=null,this.
_address=address,this._on.getContainer().classList.toggle("cs-based",address!==""),address&&(this._layer=
L.tileLayer(address,{pane:"basemap",maxZoom:19}).addTo(this._on)))}};var STEMS_PX=[24,-24,54,-54,84,-84,114],Callouts=class extends L.Layer{map;node;_labels=[];onAdd(map){
return this.map=map,this.node=make("div","cs-callouts leaflet-zoom-hide",void 0,map.getPane("markerP\
ane")),this}onRemove(){return this.node.remove(),this}getEvents(){return{zoomend:this._place,viewreset:this.
_place}}show(labels){this.node.replaceChildren(),this._labels=labels.map(({text,at})=>{let node=make(
"p","cs-callout",void 0,this.node);return{at,node,words:make("span","",text,node)}}),this._place()}_place(){
let places=this._labels.map(({at})=>this.map.latLngToLayerPoint(at)),taken=places.map(({x,y})=>({left:x-
5,top:y-5,right:x+5,bottom:y+5}));this._labels.forEach(({node,words},number4)=>{let{x,y}=places[number4],
[half,tall]=[words.offsetWidth/2+3,words.offsetHeight+3],boxOf=stem2=>{let near=y-stem2;return{left:x-
half,right:x+half,top:stem2>0?near-tall:near,bottom:stem2>0?near:near+tall}},stem=STEMS_PX.find(one=>!taken.
some(box2=>meets2(box2,boxOf(one))))||STEMS_PX[0];L.DomUtil.setPosition(node,places[number4]),node.classList.
toggle("cs-below",stem<0),node.style.setProperty("--cs-stem",Math.abs(stem)+"px"),taken.push(boxOf(stem))})}};var TALL_PX=22,HEAD_PX=7.5,PinLayer=class extends Overlay{put(at){this._at=at,this._draw()}_nothing(){
return!this._at}_paint(pen){let{theme}=this._what,corner=this.map.getPixelBounds().getTopLeft(),origin=this.
map.containerPointToLayerPoint([0,0]),at=this.map.project(this._at).subtract(corner),shift=L.DomUtil.
getPosition(this._canvas),[x,y]=[at.x+origin.x-shift.x,at.y+origin.y-shift.y],head=y-TALL_PX+HEAD_PX;
pen.beginPath(),pen.moveTo(x,y),pen.quadraticCurveTo(x-HEAD_PX,head+HEAD_PX*.9,x-HEAD_PX,head),pen.arc(
x,head,HEAD_PX,Math.PI,0),pen.quadraticCurveTo(x+HEAD_PX,head+HEAD_PX*.9,x,y),pen.closePath(),pen.lineWidth=
3,pen.strokeStyle=theme.halo,pen.stroke(),pen.fillStyle=theme.pin,pen.fill(),pen.beginPath(),pen.arc(
x,head,HEAD_PX*.36,0,7),pen.fillStyle=theme.halo,pen.fill()}};var box=(pen,r)=>pen.rect(-r,-r,2*r,2*r),shapes=[(pen,r)=>{pen.moveTo(0,-r*1.25),pen.lineTo(r*1.25,0),
pen.lineTo(0,r*1.25),pen.lineTo(-r*1.25,0),pen.closePath()},(pen,r)=>pen.arc(0,0,r,0,7),(pen,r)=>{pen.
moveTo(0,-r*1.15),pen.lineTo(r*1.1,r*.85),pen.lineTo(-r*1.1,r*.85),pen.closePath()},(pen,r)=>pen.arc(
0,0,r*.62,0,7),(pen,r)=>box(pen,r*.9),(pen,r)=>pen.arc(0,0,r,0,7),(pen,r)=>pen.arc(0,0,r,0,7)],HOLLOW=[
3,6],MANY=150,NEAR=9;function drawSite(pen,kind,x,y,radius,theme){pen.save(),pen.translate(x,y),pen.
beginPath(),shapes[kind](pen,radius),pen.lineWidth=Math.min(3,radius*.9),pen.strokeStyle=theme.halo,
pen.stroke();let ink=kind===5?theme.accent:theme.ink;pen.fillStyle=HOLLOW.includes(kind)?theme.halo:
ink,pen.fill(),pen.lineWidth=Math.min(1.25,radius*.4),pen.strokeStyle=theme.ink,pen.stroke(),pen.restore()}
function numbered(pen,number4,x,y,radius,theme){pen.fillStyle=theme.halo,pen.font=`600 ${Math.round(
radius*1.35)}px "Source Sans 3", sans-serif`,pen.textAlign="center",pen.textBaseline="middle",pen.fillText(
String(number4),x,y+radius*.12)}var SiteLayer=class extends Overlay{_paint(pen,size){let{sites,theme}=this.
_what,f=this._frame(sites.cell_m);this._rings(pen,f);for(let kind=shapes.length-1;kind>=0;kind--)for(let i=0;i<
sites.sites;i++){if(sites.kind[i]!==kind||!this.shows(i))continue;let x=sites.x[i]*f.k-f.ox,y=sites.
y[i]*f.k-f.oy;if(x<0||y<0||x>size.x||y>size.y)continue;let radius=this._radius(kind);drawSite(pen,kind,
x,y,radius,theme),kind===5&&numbered(pen,i+1,x,y,radius,theme)}}_rings(pen,f){let{sites,ringM,theme}=this.
_what;if(ringM){pen.save(),pen.strokeStyle=theme.ink,pen.globalAlpha=.55,pen.lineWidth=1,pen.setLineDash(
[5,4]);for(let i=0;i<sites.sites;i++){let{lat}=toLatLng(sites.x[i],sites.y[i],sites.cell_m),radius=ringM/
Math.cos(lat*Math.PI/180)/sites.cell_m*f.k;pen.beginPath(),pen.arc(sites.x[i]*f.k-f.ox,sites.y[i]*f.
k-f.oy,radius,0,7),pen.stroke()}pen.restore()}}_radius(kind){let zoom=this.map.getZoom();if(kind===5)
return Math.max(9,siteRadius(zoom)*1.6);if(kind===6)return Math.max(5,siteRadius(zoom)*1.3);let small=this.
_what.ringM!==void 0&&this._what.sites.sites>MANY&&zoom<NEAR;return siteRadius(zoom)*(small?.6:1)}_nothing(){
return this.count()===0}shows(i){let{sites,kinds,partTime}=this._what;return kinds[sites.kind[i]]&&(!partTime||
sites.partTime[i]===1)}count(){if(!this._what)return 0;let shown=0;for(let i=0;i<this._what.sites.sites;i++)
shown+=this.shows(i)?1:0;return shown}at(map,point){if(!this._what)return-1;let{sites}=this._what,best=-1,
nearest=1/0;for(let i=0;i<sites.sites;i++){if(!this.shows(i))continue;let distance=map.latLngToContainerPoint(
toLatLng(sites.x[i],sites.y[i],sites.cell_m)).distanceTo(point);distance<Math.min(nearest,this._radius(
sites.kind[i])+4)&&(nearest=distance,best=i)}return best}},siteRadius=zoom=>Math.max(2.1,Math.min(6.5,
zoom*.8-3.4));var Bar=class{constructor(view){this._view=view,this.node=make("div","cs-bar",void 0,view.map.getContainer()),
shield(this.node),this.find=make("div","cs-bar-find",void 0,this.node),this._crumbs=make("nav","cs-c\
rumbs",void 0,this.node),this._crumbs.setAttribute("aria-label","Place"),this._looks=make("div","cs-\
looks",void 0,this.node),this._looks.setAttribute("role","group"),this._looks.setAttribute("aria-lab\
el","Look")}show({crumbs,look,looks}){this._showCrumbs(crumbs),this._looks.replaceChildren();for(let[
name,label]of Object.entries(looks)){if(alone&&name==="many"&&!this._view.state.many.length)continue;
let button=make("button","cs-look",label,this._looks);button.type="button",button.setAttribute("aria\
-pressed",String(name===look)),button.addEventListener("click",()=>this._view.look(name))}}_showCrumbs(crumbs){
let focused=this._crumbs.contains(document.activeElement);this._crumbs.replaceChildren();let list=make(
"ol","",void 0,this._crumbs);crumbs.forEach(({code,name},at)=>{let item=make("li","",void 0,list);if(at===
crumbs.length-1||alone){make("span","cs-here",name,item).setAttribute("aria-current","location");return}
let button=make("button","",name,item);button.type="button",button.addEventListener("click",()=>this.
_view.inside(code))});let toEnd=()=>this._crumbs.scrollLeft=this._crumbs.scrollWidth;if(toEnd(),document.
fonts.ready.then(toEnd),focused){let here=list.lastElementChild?.firstElementChild;here.tabIndex=-1,
here.focus()}}};function lineOf(series){let step2=256/(series.years.length-1),paths=series.rows.map((row,at)=>`<path\
 class="cs-line-${at||"own"}" d="${pathOf(row.values,step2)}"/>`),holder=document.createElement("tem\
plate");holder.innerHTML=`<svg viewBox="0 0 264 64" role="img">${paths.reverse().join("")}</svg>`;let svg=holder.
content.firstElementChild;return svg.setAttribute("aria-label",series.text),svg}function pathOf(values,step2){
let down=!1,parts=[];return values.forEach((value,at)=>{if(value===null){down=!1;return}let x=(4+at*
step2).toFixed(1),y=(4+(1-value)*56).toFixed(1);parts.push(`${down?"L":"M"}${x} ${y}`),down=!0}),parts.
join("")}var Card=class{constructor(view,parent){this._view=view,this.node=make("section","cs-card",void 0,parent),
this.node.setAttribute("aria-label","Chosen area"),this.node.hidden=!0}show(card){if(this.node.hidden=
!card,!card)return this.node.replaceChildren();let focused=this.node.contains(document.activeElement);
this.node.replaceChildren(),this.node.dataset.code=card.code,this.node.dataset.full=String(!card.brief);
let head=make("div","cs-card-head",void 0,this.node),title=make("h2","",card.name,head);title.tabIndex=
-1,this._button("cs-close","×",head,()=>this._view.choose("")).setAttribute("aria-label","Close"),make(
"p","cs-where",card.where,this.node),make("p","cs-value",card.value,this.node),make("p","cs-measure",
card.measure,this.node);let lines=make("ul","cs-lines",void 0,this.node);for(let line of[...card.lines,
...card.own||[]])make("li","",line,lines);card.zone&&this._button("cs-inside cs-to-zone",`Zone: ${card.
zone.name}`,this.node,()=>this._view.chooseZone(card.zone.code)),card.inside&&this._button("cs-insid\
e",card.inside,this.node,()=>this._view.inside(card.code)),this._line(card.series),this._rows("Besid\
e what holds it",card.beside),this._rows("Places most like it",card.alike),card.alike&&card.alike.length&&
make("p","cs-basis",card.basis,this.node),focused&&title.focus()}_button(name,text,parent,act){let button=make(
"button",name,text,parent);return button.type="button",button.addEventListener("click",act),button}_line(series){
if(!series||!series.rows)return;make("h3","",series.title||"Over the years",this.node);let figure=make(
"figure","cs-line",void 0,this.node);figure.append(lineOf(series));let caption=make("figcaption","",
void 0,figure);make("span","",series.years[0],caption),make("span","",series.years[series.years.length-
1],caption);let list=make("ul","cs-line-key",void 0,figure);for(let row of series.rows)make("li","",
row.name,list)}_rows(heading,rows){if(!rows||!rows.length)return;make("h3","",heading,this.node);let list=make(
"ul","cs-beside",void 0,this.node);for(let row of rows){let item=make("li","",void 0,list),name=make(
"span","cs-beside-name",void 0,item);row.where&&!alone?(this._button("cs-go",row.name,name,()=>this.
_view.find({code:row.code})),make("span","cs-beside-where",row.where,name)):name.textContent=row.name,
make("span","cs-beside-value",row.value,item);let bar=make("span","cs-beside-bar",void 0,item);bar.style.
setProperty("--cs-share",String(Math.max(0,Math.min(1,row.share)))),bar.setAttribute("aria-hidden","\
true")}}};function briefCard(view,area){let{level}=view.what,local=level.localNames[area],{texts,label}=valuesText(
view,area);return{brief:!0,code:level.codes[area],name:level.geography==="lsoa21"?level.names[area]:
local||level.names[area],where:[level.geography==="lsoa21"?local:"",level.contexts[level.context[area]]].
filter(Boolean).join(", "),value:texts[0]||label,measure:view.state.legend.title,lines:texts[0]?[`Cl\
ass: ${label}.`]:[]}}function boundsOf(level,mask){let bounds=L.latLngBounds([]);return mask.forEach((inside,area)=>inside&&
bounds.extend(areaBounds(level,area))),bounds}var Many=class{constructor(view){this._view=view,this.
node=make("section","cs-many",void 0,view.map.getContainer()),this.node.setAttribute("aria-label","S\
mall maps"),this.node.hidden=!0,this._turn=0,shield(this.node);let again=()=>!this.node.hidden&&this.
_paintAll();new ResizeObserver(again).observe(this.node),view.map.on("moveend",again)}show(visible){
if(this.node.hidden=!visible,!visible)return;this.node.replaceChildren();let said=this._view.state.manySaid;
if(said){let head=make("header","cs-many-said",void 0,this.node);make("h2","",said.title,head),make(
"p","",said.hint,head)}this._figures=this._view.state.many.map(entry=>this._figure(entry)),said&&make(
"p","cs-many-said cs-many-credit",said.credit,this.node),this._paintAll()}_figure(entry){let figure=make(
"figure","",void 0,this.node),button=alone?make("figcaption","cs-small",void 0,figure):make("button",
"cs-small",void 0,figure);button instanceof HTMLButtonElement&&(button.type="button",button.addEventListener(
"click",()=>this._view.tell(entry.event)));let canvas=make("canvas","",void 0,button);canvas.setAttribute(
"aria-hidden","true");let caption=make("span","cs-small-title",entry.title,button);make("span","cs-s\
mall-period",entry.period,button);let ends=make("span","cs-ends",void 0,button);make("span","",entry.
ends[0],ends);let scale=make("span","cs-scale",void 0,ends);scale.setAttribute("aria-hidden","true");
for(let colour of entry.colours)make("span","",void 0,scale).style.backgroundColor=colour;return make(
"span","",entry.ends[1],ends),caption.id=`cs-small-${entry.id}`,{entry,canvas}}async _paintAll(){let turn=++this.
_turn;this.node.dataset.painted="0";let columns=[];for(let{entry}of this._figures)columns.push(await open(
this._view.state.base,entry.file,()=>{}));if(await new Promise(requestAnimationFrame),turn!==this._turn||
this.node.hidden)return;let sides=this._figures.map(({canvas})=>[canvas.clientWidth,canvas.clientHeight]),
[width,height]=[0,1].map(side=>Math.min(...sides.map(size=>size[side])));if(!width||!height)return;let joint=this.
_window(width,height);this._figures.forEach(({entry,canvas},at)=>{let mask=maskOf(entry.mask,this._view.
what.level.count),shown=mask?this._fit(boundsOf(this._view.what.level,mask).pad(.03),width,height):joint;
this._paint(canvas,columns[at],entry.colours,shown,mask)}),this.node.dataset.painted=String(columns.
length)}_fit(bounds,width,height){let{map}=this._view,[a,b]=[map.project(bounds.getNorthWest(),0),map.
project(bounds.getSouthEast(),0)],zoom=Math.log2(Math.min(width/(b.x-a.x),height/(b.y-a.y)));return{
center:map.unproject(a.add(b).divideBy(2),0),zoom}}_window(width,height){let seen=this._fit(this._view.
map.getBounds(),width,height),place=this._fit(this._view.placeBounds().pad(.03),width,height);return place.
zoom>seen.zoom?place:seen}_paint(canvas,column,colours,{center,zoom},mask){let{map,what,state}=this.
_view,[width,height]=[canvas.clientWidth,canvas.clientHeight],most=Math.max(width,height);canvas.width=
width*ratio,canvas.height=height*ratio;let grown=TILE/most,near=zoom+Math.log2(grown),corner=map.project(
center,near).subtract([width*grown/2,height*grown/2]),f=frameAt(corner.x,corner.y,TILE,TILE,near,what.
level.arcs.cell),classes={...state.style.classes};colours.forEach((fill,code)=>classes[code]={fill});
let style={...state.style,classes},shown={...what,codes:column.classes,uncertain:null,style,mask:mask||
what.mask};new Painter(Math.round(most*ratio)).paint(canvas,shown,passesFor(shown),f,zoom)}};var number2=value=>value.toLocaleString("en-GB");function swatch(look,parent){let node=make("span","\
cs-swatch",void 0,parent);node.setAttribute("aria-hidden","true"),node.style.backgroundColor=look.fill,
look.pattern&&(node.classList.add("cs-"+look.pattern),node.style.setProperty("--cs-ink",look.ink))}function mark2(kind,theme,parent){
let canvas=make("canvas","cs-mark",void 0,parent);canvas.setAttribute("aria-hidden","true"),canvas.width=
canvas.height=36;let pen=penOf(canvas);pen.scale(2,2),drawSite(pen,kind,9,9,5,theme)}var Legend=class extends L.
Control{_box;constructor(){super({position:"topleft"})}onAdd(){let box2=make("details","cs-legend le\
aflet-bar");return box2.open=window.innerWidth>800,shield(box2),this._box=box2,box2}show(view){let{legend,
style}=view.state,active=document.activeElement,focused=this._box.contains(active)&&active?.dataset.
code;this._box.replaceChildren();let title=make("summary","cs-title",void 0,this._box);make("span","\
cs-full",legend.title,title),alone&&make("span","cs-brief","Key with counts",title),make("p","cs-per\
iod",legend.period,this._box),make("p","cs-period",`${legend.place}, by ${legend.counted}`,this._box),
legend.grid&&this._grid(view);let rows=legend.grid?legend.rows.filter(row=>row.code>8):legend.rows;rows.
length&&this._rows(view,rows),legend.doubt&&make("p","cs-rule",legend.doubt,this._box);for(let line of legend.
scales)make("p","cs-rule",line,this._box);if(legend.peopleNote&&make("p","cs-rule",legend.peopleNote,
this._box),legend.hatch){let note=make("p","cs-hatch-note",void 0,this._box);swatch({fill:style.classes[2].
fill,pattern:"hatch",ink:style.hatch.ink},note),make("span","",legend.hatch,note)}legend.circles&&this.
_circles(legend.circles,style),legend.sites.length&&this._sites(legend.sites,style),make("p","cs-rul\
e",legend.rule,this._box),focused&&this._box.querySelector(`button[data-code="${focused}"]`)?.focus()}_rows(view,rows){
let{legend,style}=view.state,people=rows.some(row=>row.young_people>0),doubt=rows.some(row=>row.doubt),
table=make("table","cs-classes",void 0,this._box),head=make("tr","",void 0,make("thead","",void 0,table));
make("th","cs-key","class",head).scope="col",make("th","","areas",head).scope="col",people&&(make("t\
h","",legend.people,head).scope="col"),doubt&&(make("th","","unsure",head).scope="col");let body=make(
"tbody","",void 0,table),most=name=>Math.max(1,...rows.map(row=>row[name])),[areas,young]=[most("are\
as"),most("young_people")];for(let row of rows){let line=make("tr","cs-row",void 0,body);line.dataset.
code=row.code;let key=make("th","cs-key",void 0,line);key.scope="row";let button=this._button(view,row,
key);swatch(style.classes[row.code],button),make("span","cs-label",row.label,button),this._figure(row.
areas,areas,line),people&&this._figure(row.young_people,young,line),doubt&&make("td","cs-doubt",row.
doubt,line)}}_button(view,row,parent){let button=make("button","cs-only",void 0,parent);return button.
type="button",button.dataset.code=row.code,button.setAttribute("aria-pressed",String(view.only===row.
code)),button.title=view.only===row.code?"Show all classes":"Show only this class",button.addEventListener(
"click",()=>view.showOnly(row.code)),button}_figure(value,most,parent){make("td","cs-count",number2(
value),parent).style.setProperty("--cs-share",String(value/most))}_grid(view){let{legend,style}=view.
state,box2=make("div","cs-grid",void 0,this._box);make("span","cs-grid-y","More deprived →",box2);
let cells=make("div","cs-grid-cells",void 0,box2);for(let d=0;d<3;d++)for(let p=2;p>=0;p--){let row=legend.
rows.find(item=>item.code===3*p+d),button=this._button(view,row,cells);button.style.backgroundColor=
style.classes[row.code].fill,button.setAttribute("aria-label",`${row.label}: ${number2(row.areas)} ${legend.
counted}`),make("span","",number2(row.areas),button)}make("span","cs-grid-x","Lower participation →",
box2)}_circles(text,style){let note=make("p","cs-hatch-note",void 0,this._box),mark3=make("span","cs\
-circle",void 0,note);mark3.setAttribute("aria-hidden","true"),mark3.style.backgroundColor=style.classes[0].
fill,make("span","",text,note)}_sites(rows,style){let marks=make("ul","cs-rows cs-sites",void 0,this.
_box);for(let row of rows){let item=make("li","cs-site",void 0,marks);mark2(row.kind,style.sites,item),
make("span","cs-label",row.label,item),make("span","cs-count",number2(row.count),item)}}};var Progress=class{constructor(map){this._node=make("div","cs-progress",void 0,map.getContainer()),this.
_node.setAttribute("role","status"),this._text=make("span","","",this._node),this._bar=make("progres\
s","",void 0,this._node),this._bar.setAttribute("aria-label","Loading the map"),this._node.hidden=!0,
this._got=0}begin(what,bytes){clearTimeout(this._timer),this._got=0,this._bytes=bytes,this._bar.hidden=
!1,this._bar.max=Math.max(1,bytes),this._bar.value=0,this._text.textContent="Loading "+what,this._timer=
setTimeout(()=>this._node.hidden=!1,250)}more(bytes){this._got+=bytes,this._bar.value=Math.min(this.
_got,this._bar.max)}end(){clearTimeout(this._timer),this._node.hidden=!0}failed(text){clearTimeout(this.
_timer),this._text.textContent=text,this._bar.hidden=!0,this._node.hidden=!1}};var Strip=class{constructor(map){document.body.classList.add("cs-alone"),this._held=map,this._head=make(
"header","cs-head"),this._foot=make("footer","cs-foot"),map.getContainer().before(this._head),map.getContainer().
after(this._foot)}show({state}){let{manySaid,look}=state;document.body.dataset.theme=state.theme;let many=!!manySaid&&
look==="many";this._head.replaceChildren(),this._foot.replaceChildren(),this._head.hidden=this._foot.
hidden=many,many||this._fill(state),this._held.invalidateSize({animate:!1})}_fill(state){let{legend,
own}=state;this._head.classList.toggle("cs-own",!!own.mark),make("h1","",own.title||legend.title,this.
_head),own.subtitle&&make("p","",own.subtitle,this._head);let shown=[own.title?legend.title:"",`${legend.
place}, by ${legend.counted}`,legend.period];make("p","cs-of",shown.filter(Boolean).join("; "),this.
_head),own.mark&&make("p","cs-mark-own",own.mark,this._head),this._key(state),make("p","cs-credit",state.
credit,this._foot)}_key({legend,style}){let list=make("ul","cs-key-brief",void 0,this._foot);list.setAttribute(
"aria-label","Key"),legend.grid&&this._grid(legend,style,list);for(let row of legend.rows){if(legend.
grid&&row.code<=8)continue;let item=make("li","",void 0,list);swatch(style.classes[row.code],item),make(
"span","",row.label,item)}if(legend.hatch){let item=make("li","",void 0,list);swatch({fill:style.classes[2].
fill,pattern:"hatch",ink:style.hatch.ink},item),make("span","",legend.hatch,item)}for(let row of legend.
sites){let item=make("li","",void 0,list);mark2(row.kind,style.sites,item),make("span","",row.label,
item)}for(let line of[...legend.scales,legend.circles].filter(Boolean))make("li","",line,list)}_grid(legend,style,list){
let item=make("li","cs-nine",void 0,list),cells=make("span","",void 0,item);for(let d=2;d>=0;d--)for(let p=2;p>=
0;p--){let cell=make("i","",void 0,cells);cell.style.backgroundColor=style.classes[3*p+d].fill}make(
"span","","Upwards: more deprived. To the right: lower participation.",item)}};var PAGE=50,order=new Intl.Collator("en-GB",{numeric:!0}),tables=0,Table=class{_heading;_words;_status;_input;_head;_body;_back;_on;_figures=0;_more=[];_headings=[];_zones=null;constructor(view){
this._view=view,this.node=make("section","cs-table",void 0,view.map.getContainer()),this.node.hidden=
!0,shield(this.node),this._sort={by:2,down:!1},this._filter="",this._page=0,this._frame()}_frame(){let id=`\
cs-table-filter-${++tables}`;this._heading=make("h2","","",this.node),this._words=make("p","cs-words",
"",this.node);let tools=make("div","cs-table-tools",void 0,this.node),label=make("label","","Show on\
ly names or codes with",tools);label.htmlFor=id,this._input=make("input","",void 0,tools),this._input.
id=id,this._input.type="search",this._input.addEventListener("input",()=>{this._filter=this._input.value,
this._page=0,this._fill()}),this._status=make("p","cs-table-status","",tools),this._status.setAttribute(
"role","status");let scroll=make("div","cs-table-scroll",void 0,this.node);scroll.tabIndex=0,scroll.
setAttribute("role","region"),scroll.setAttribute("aria-label","Table of areas");let table=make("tab\
le","",void 0,scroll);this._head=make("thead","",void 0,table),this._body=make("tbody","",void 0,table);
let pages=make("div","cs-pages",void 0,this.node);this._back=this._turn("Previous",-1,pages),this._on=
this._turn("Next",1,pages)}_turn(text,by,parent){let button=make("button","",text,parent);return button.
type="button",button.addEventListener("click",()=>{this._page+=by,this._fill()}),button}show(visible){
if(this.node.hidden=!visible,!visible)return;let{state}=this._view;this._heading.textContent=`${state.
legend.title}, ${state.legend.place}`;let why=state.ends.filter(one=>one.why).map(one=>this._view.doubts.
text(one,0));this._words.textContent=[...state.words,...why].join(" ");let labels=state.paint.kind===
"one"?state.paint.labels.slice(0,1):state.paint.labels.slice(0,2),{sure,model,zones}=this._view.what;
if(this._figures=labels.length,this._view.doubts.ready(()=>state.look==="table"&&this._fill()),this.
_more=[...state.ends.filter(({file})=>file).map(one=>this._ends(one)),...sure?[{title:"95% interval",
text:area=>intervalText(sure,area),key:area=>sure.low[area],known:area=>sure.rankLow[area]}]:[],...sure?
[{title:"Rank, 95% interval",text:area=>rankText(sure,area),key:area=>sure.rankLow[area],known:area=>sure.
rankLow[area]}]:[]],sure){let chance=area=>sure.values[area];this._more.push({title:"Chance of the l\
owest fifth of true rates",text:area=>valueText(sure,area),key:chance,known:area=>chance(area)!==sure.
none})}if(model){let known3=area=>model.values[area]!==model.none;this._more.push({title:"By the mod\
el",text:area=>valueText(model,area),key:area=>model.values[area],known:known3},{title:"90% interval",
text:area=>modelIntervalText(model,area),key:area=>model.low[area],known:known3},{title:"Chance of b\
eing below England",text:area=>belowText(model,area),key:area=>model.below[area],known:known3})}this.
_zones=zones,this._headings=["Name","In",...labels,...this._more.map(({title})=>title),"Class",...zones?
["Zone"]:[]],this._sort.by>=this._headings.length&&(this._sort={by:2,down:!1}),this._headRow(),this.
_fill()}_ends(one){let pack=()=>this._view.doubts.pack(one),low=area=>{let ends=pack();return ends?"\
rankLow"in ends?ends.low[area]:ends.values[area]:0};return{title:`${one.width} interval`,text:area=>{
let ends=pack();return ends?endsText(ends,area):"…"},key:low,known:area=>!!(pack()&&endsText(pack(),
area))}}_headRow(){let row=make("tr","",void 0);this._headings.forEach((text,at)=>{let figure=at>=2&&
at<2+this._figures+this._more.length,cell=make("th",figure?"cs-figure":"",void 0,row);cell.scope="co\
l";let button=make("button","",text,cell);button.type="button",button.addEventListener("click",()=>{
this._sort={by:at,down:this._sort.by===at?!this._sort.down:!1},this._page=0,this._fill()})}),this._head.
replaceChildren(row)}rows(){let{level,codes,columns}=this._view.what,shown=shownOf(this._view),wanted=this.
_filter.trim().toLowerCase().split(/\s+/).filter(Boolean),found=[];for(let area=0;area<level.count;area++)
if(!(shown&&!shown[area])){if(wanted.length){let all=[level.codes[area],level.names[area],level.localNames[area],
level.contexts[level.context[area]]].join(" ").toLowerCase();if(!wanted.every(word=>all.includes(word)))
continue}found.push(area)}let figures=this._figures,zones=this._zones,zoneAt=this._headings.length-1,
{by,down}=this._sort,more=this._more[by-2-figures],key=area=>by===0?nameOf(level,area):by===1?level.
contexts[level.context[area]]:by<2+figures?columns[by-2].values[area]:more?more.key(area):zones&&by===
zoneAt?zones.ofArea[area]:codes[area],absent=area=>by>=2&&by<2+figures?columns[by-2].values[area]===
columns[by-2].none:more?!more.known(area):zones?by===zoneAt&&!zones.ofArea[area]:!1,keys=new Map(found.
map(area=>[area,key(area)])),compare=by<2?(a,b)=>order.compare(keys.get(a),keys.get(b)):(a,b)=>keys.
get(a)-keys.get(b),turn=down?-1:1;return found.sort((a,b)=>Number(absent(a))-Number(absent(b))||turn*
compare(a,b)||a-b)}_fill(){let rows=this.rows(),pages=Math.max(1,Math.ceil(rows.length/PAGE));this._page=
Math.max(0,Math.min(this._page,pages-1));let first=this._page*PAGE,here=rows.slice(first,first+PAGE);
this._status.textContent=rows.length?`${(first+1).toLocaleString("en-GB")} to ${(first+here.length).
toLocaleString("en-GB")} of ${rows.length.toLocaleString("en-GB")} ${this._view.state.legend.counted}`:
"No area has that in its name or code.",this._back.disabled=this._page===0,this._on.disabled=this._page>=
pages-1,this._body.replaceChildren(...here.map(area=>this._row(area))),[...this._head.rows[0].cells].
forEach((cell,at)=>{let sorted=at===this._sort.by?this._sort.down?"descending":"ascending":"none";cell.
setAttribute("aria-sort",sorted)})}_zoneCell(zones,area,row){let cell=make("td","",void 0,row),zone=zones.
ofArea[area]-1;if(zone<0)return;let button=make("button","cs-go",zones.names[zone],cell);button.type=
"button",button.addEventListener("click",()=>this._view.chooseZone(zones.codes[zone]))}_row(area){let{
level}=this._view.what,{texts,label}=valuesText(this._view,area),row=make("tr");row.dataset.code=level.
codes[area];let name=make("th","",void 0,row);name.scope="row";let button=make("button","cs-go",nameOf(
level,area),name);button.type="button",button.addEventListener("click",()=>this._view.choose(level.codes[area]));
let local=level.geography==="lsoa21"?level.localNames[area]:"";make("td","",[local,level.contexts[level.
context[area]]].filter(Boolean).join(", "),row);for(let text of texts)make("td","cs-figure",text===null?
"–":text,row);for(let{text}of this._more)make("td","cs-figure",text(area)||"–",row);return make(
"td","",label,row),this._zones&&this._zoneCell(this._zones,area,row),row}};var number3=value=>value.toLocaleString("en-GB"),LISTED=60;function briefZone(view,zone){let{zones}=view.
what;return{brief:!0,code:zones.codes[zone],name:zones.names[zone],where:`Zone of cold spots, ${zones.
contexts[zones.context[zone]]}`,value:`${zones.percent[zone]}%`,measure:view.state.legend.period,lines:[
`${number3(zones.young[zone])} people aged 13 to 17 lived here in mid-2020.`]}}var Zones=class{constructor(view,parent){
this._view=view,this.node=make("details","cs-zones",void 0,parent),this.node.open=window.innerWidth>
700,this.node.hidden=!0,this._title=make("summary","","",this.node),this._list=make("ol","cs-zone-li\
st",void 0,this.node),this._more=make("p","cs-basis","",this.node),this._recipes=make("details","cs-\
recipes",void 0,this.node)}show(){let{state,what}=this._view;if(this.node.hidden=!state.zones||!!state.
select,this.node.hidden)return;let here=this._inPlace(what);this._title.textContent=`${number3(here.
length)} ${here.length===1?"zone":"zones"} in ${state.legend.place}`,this._list.replaceChildren(...here.
slice(0,LISTED).map(zone=>this._item(what.zones,zone))),this._more.textContent=here.length>LISTED?`T\
he ${LISTED} with most young people. The table has all.`:"",this._more.hidden=!this._more.textContent,
this._showRecipes(state)}_inPlace({zones,mask}){let here=new Set;zones.ofArea.forEach((zone,area)=>zone&&
(!mask||mask[area])&&here.add(zone-1));let young=zone=>this._youngHere(zones,zone);return[...here].sort(
(a,b)=>young(b)-young(a)||a-b)}_youngHere(zones,zone){return this._view.state.youngHere?.[zones.codes[zone]]??
zones.young[zone]}_item(zones,zone){let item=make("li"),button=make("button","cs-go",zones.names[zone],
item);button.type="button",button.addEventListener("click",()=>this._view.chooseZone(zones.codes[zone]));
let shown=this._view.state.zones,here=this._youngHere(zones,zone),whole=zones.young[zone],people=here===
whole?`${number3(whole)} aged 13–17`:`${number3(here)} aged 13–17 here, ${number3(whole)} in all`;
make("span","cs-zone-figures",`${people} · ${zones.percent[zone]}% ${shown.share}`,item);let mark3=shown.
marks[zones.codes[zone]];return mark3&&make("span","cs-zone-figures",mark3,item),item}_showRecipes({
recipes,zones}){if(this._recipes.hidden=!recipes.length,!recipes.length)return;this._recipes.replaceChildren(),
make("summary","","What other recipes find",this._recipes);let table=make("table","cs-classes",void 0,
this._recipes),head=make("tr","",void 0,make("thead","",void 0,table));for(let[text,name]of[[`in all\
 ${zones.nation}`,"cs-key"],["cold",""],["shared",""]])make("th",name,text,head).scope="col";let body=make(
"tbody","",void 0,table),most=Math.max(...recipes.map(({cold})=>cold));for(let{label,cold,shared}of recipes){
let row=make("tr","",void 0,body);make("th","cs-key",label,row).scope="row";for(let value of[cold,shared])
make("td","cs-count",number3(value),row).style.setProperty("--cs-share",String(value/Math.max(1,most)))}}};var Doubts=class{_come=new Map;_asked=null;_then=()=>{};constructor(view){this.view=view}ready(then){
let{state}=this.view,missing=state.ends.filter(({file})=>file&&!this._come.has(file));if(!missing.length||
(this._then=then,this._asked===state))return;this._asked=state;let coming=missing.map(async({file})=>this.
_come.set(file,await open(state.base,file,()=>{},null)));Promise.all(coming).then(()=>this.view.state===
state&&this._then(),error=>console.warn(error))}pack({file}){return this._come.get(file)}text(one,area){
if(one.why)return one.none;let pack=this.pack(one);if(!pack)return"";let ends=endsText(pack,area);return ends?
`${one.width} interval ${ends}`:one.none}lines(area){let{ends,paint}=this.view.state,several=paint.kind!==
"one";return ends.map(one=>[several?paint.labels[+one.figure]:"",this.text(one,area)]).filter(([,text])=>text).
map(parts=>parts.filter(Boolean).join(": "))}};var STEPS={ArrowLeft:[-1,0],ArrowRight:[1,0],ArrowUp:[0,-1],ArrowDown:[0,1]};function actionOf({key,
shiftKey,ctrlKey,metaKey,altKey}){return ctrlKey||metaKey||altKey?{act:"none"}:shiftKey&&Object.hasOwn(
STEPS,key)?{act:"step",direction:STEPS[key]}:key==="Enter"?{act:"inside"}:key==="Backspace"?{act:"ou\
t"}:key==="Escape"?{act:"close"}:{act:"none"}}var middle=(level,area)=>{let[west,north,east,south]=level.
boxes.subarray(area*4,area*4+4);return{x:(west+east)/2,y:(north+south)/2}};function nextArea(level,from,[
dx,dy],shown){let here=middle(level,from),best=-1,nearest=1/0;for(let area=0;area<level.count;area++){
if(area===from||shown&&!shown[area])continue;let there=middle(level,area),along=(there.x-here.x)*dx+
(there.y-here.y)*dy,aside=Math.abs((there.x-here.x)*dy)+Math.abs((there.y-here.y)*dx);along<=aside/2||
along+2*aside<nearest&&([best,nearest]=[area,along+2*aside])}return best}var HELP="Map of areas. Arrow keys move it, plus and minus zoom. Shift with an arrow key chooses the\
 next area, Enter looks inside it, Backspace goes out, Escape closes it. Slash finds a place. The ta\
ble has the same figures.";function step(view,direction){let{level}=view.what,{map}=view,shown=shownOf(
view),area=view.chosenArea;if(area===void 0||area<0?area=areaAt(level,map.getCenter()):area=nextArea(
level,area,direction,shown),area<0)return;view.choose(level.codes[area]);let bounds=areaBounds(level,
area);map.getBounds().pad(-.1).contains(bounds.getCenter())||map.panTo(bounds.getCenter(),{animate:!1}),
view.pointAt(area)}function listen(view){let node=view.map.getContainer();node.setAttribute("role","\
application"),node.setAttribute("aria-label",HELP),node.addEventListener("keydown",event=>{if(!view.
what||event.target!==node)return;let asked=actionOf(event);if(asked.act==="step")step(view,asked.direction);else if(asked.
act==="inside"&&view.chosenArea>=0)view.inside(view.what.level.codes[view.chosenArea]);else if(asked.
act==="out")view.tell({kind:"out"});else if(asked.act==="close")view.choose("");else return;event.preventDefault(),
event.stopPropagation()},!0)}var Pointer=class{_frame=0;constructor(view){this.view=view}point(event){if(!this.view.what)return;if(cancelAnimationFrame(
this._frame),onPanel(event))return event.originalEvent.target.closest(".cs-scatter")?void 0:this.view.
unpoint();this._frame=requestAnimationFrame(()=>{let site=this.view.sites.at(this.view.map,event.containerPoint);
if(site>=0)return this.nameSite(site,event.containerPoint);let zone=this.view.spots.at(this.view.map,
event.containerPoint);if(zone>=0)return this.nameZone(zone,event.containerPoint);let area=this.view.
areaAt(event.latlng);if(area<0)return this.view.unpoint();this.view.pointAt(area,event.containerPoint)})}click(event){
if(!this.view.what)return;let site=this.view.sites.at(this.view.map,event.containerPoint);if(site>=0)
return this.nameSite(site,event.containerPoint);let zone=this.view.spots.at(this.view.map,event.containerPoint),
{zones}=this.view.what;if(zones&&zone>=0)return this.view.chooseZone(zones.codes[zone]);let area=this.
view.areaAt(event.latlng);area>=0&&area!==this.view.chosenArea&&this.view.choose(this.view.what.level.
codes[area]),this.point(event)}open(event){let area=this.view.what?this.view.areaAt(event.latlng):-1;
if(area<0||this.view.alone||this.view.what.level.geography==="lsoa21")return this.view.map.setZoomAround(
event.latlng,this.view.map.getZoom()+1);this.view.inside(this.view.what.level.codes[area])}name(area,at){
let{level}=this.view.what;if(this.view.over!==area&&(this.view.over=area,this.view.pointed.clearLayers(),
this.view.draw(this.view.pointed,level,{code:level.codes[area]},1.5),this.view.scatter.draw()),at&&area===
this.view.chosenArea)return this.view.label.hide();let{texts,label}=valuesText(this.view,area),{labels}=this.
view.state.paint;this.view.doubts.ready(()=>this.view.over===area&&this.name(area,at));let known3=texts.
every(text=>text!==null),local=level.localNames[area];this.view.label.show(at||this.view.map.latLngToContainerPoint(
areaBounds(level,area).getCenter()),{name:local||level.names[area],where:[local?level.names[area]:"",
level.contexts[level.context[area]]].filter(Boolean).join(", "),value:known3?texts.length===1?texts[0]:
texts.map((text,i)=>`${labels[i]}: ${text}`).join(`
`):label,note:[known3?label:"",this._unsure(area)].filter(Boolean).join(". "),more:this._how(area,known3)})}_how(area,known3){
let{sure,zones}=this.view.what,lines=known3&&sure?[sureText(sure,area)]:[];return known3&&lines.push(
...this.view.doubts.lines(area)),zones&&zones.ofArea[area]&&lines.push(`Zone: ${zones.names[zones.ofArea[area]-
1]}`),lines.join(`
`)}_unsure(area){return this.view.what.uncertain&&this.view.what.uncertain[area]===1?"May or may not\
 be in the lowest fifth of true rates":""}nameZone(zone,at){let{zones}=this.view.what;if(!zones)return;
let brief=briefZone(this.view,zone);this.view.over=null,this.view.pointed.clearLayers(),this.view.draw(
this.view.pointed,zones,{code:brief.code},1.5),this.view.label.show(at,{name:brief.name,where:brief.
where,value:brief.value,note:brief.lines[0]})}nameSite(site,at){let{points}=this.view.what;this.view.
over=null,this.view.pointed.clearLayers();let provider=points.providers[site];this.view.label.show(at,
{name:points.names[site],where:provider===points.names[site]?"":provider,value:this.view.state.legend.
siteNames[points.kind[site]],note:points.partTime[site]?"Part-time courses taught here":""})}leave(){
cancelAnimationFrame(this._frame),this.view.over=null,this.view.pointed.clearLayers(),this.view.label.
hide(),this.view.scatter.draw()}};var frame=()=>new Promise(done=>requestAnimationFrame(()=>setTimeout(done))),View=class{map;alone=alone;asked=0;untouched=!0;state;what;over=null;picked=null;only=null;bounds;chosenArea=-1;writing;_line="";_repick=!1;_painted_look="";_stepped=null;constructor(map){
this.map=map,this.basemap=new Basemap(map),this.areas=new AreaLayer({minZoom:4,maxZoom:18}).addTo(map),
this.spots=new SpotLayer().addTo(map),this.sites=new SiteLayer().addTo(map),this.outlines=new OutlineLayer().
addTo(map),this.labels=new LabelLayer().addTo(map),this.pin=new PinLayer().addTo(map),this.callouts=
new Callouts().addTo(map),this.bar=new Bar(this),this._addFind(),this.legend=new Legend().addTo(map);
let side=make("div","cs-side",void 0,map.getContainer());shield(side),this.card=new Card(this,side),
this.zones=new Zones(this,side),this.scatter=new Scatter(this,side),this.doubts=new Doubts(this),this.
table=new Table(this),this.many=new Many(this),this.strip=holdsPacks()?new Strip(map):null,this.label=
new Label(map,side),this.progress=new Progress(map),this.pointer=new Pointer(this),this.pointed=L.layerGroup().
addTo(map),this.areas.on("painted",()=>this._painted()),map.attributionControl.setPrefix(!1),map.doubleClickZoom.
disable(),map.on("mousemove",event=>this.pointer.point(event)),map.on("click",event=>this.pointer.click(
event)),map.on("dblclick",event=>this.pointer.open(event)),map.on("mouseout",()=>this.unpoint()),map.
on("zoomend",()=>this._zoomed()),map.on("moveend",()=>keepAddress(this)),window.matchMedia("(prefers\
-color-scheme: dark)").addEventListener("change",()=>tell({kind:"theme"})),listen(this),this._fill()}_addFind(){
let onServer=alone?null:findOnServer("../../"),ask=(text,signal)=>onServer?onServer(text,signal):findLocally(
this,text),find=new Find({ask,choose:found=>this.find(found)});this.bar.find.append(find.onAdd())}_fill(){
let{map}=this,touch=()=>this.untouched=!1;for(let kind of["pointerdown","wheel","keydown"])map.getContainer().
addEventListener(kind,touch,{passive:!0});new ResizeObserver(()=>{map.invalidateSize({animate:!1}),this.
bounds&&this.untouched&&this.first(this.bounds)}).observe(map.getContainer())}first(bounds){this.map.
fitBounds(bounds,{animate:!1,...marginsOf(this.map)})}show(state,what){let moved=!this.state||state.
go.token!==this.state.go.token,clear=!moved&&this._isClear();this.what&&this.what.level===what.level&&
this.state.key===state.key||Object.assign(this,{picked:null,only:null}),Object.assign(this,{state,what}),
this.chosenArea=state.select?what.level.codes.indexOf(state.select.code):-1,this._paint(),this.legend.
show(this),this.bar.show(state),this.card.show(state.card),this.zones.show(),this.scatter.show(),this.
_looks(),this.basemap.show(state.tiles),this._credit(state.credit),this._outline(),moved?this._go():
clear&&!this._isClear()&&this._goToShown(),keepAddress(this),this._overlays(state,what)}async _overlays(state,what){
this.spots.show({zones:what.zones,mask:shownOf(this),classes:state.style.classes,theme:state.style.sites}),
await frame(),state===this.state&&(this.pin.show({theme:state.style.labels}),this.callouts.show(state.
callouts),this.labels.show({places:what.places,near:nearOf(state),main:state.main,theme:state.style.
labels}),await frame(),state===this.state&&this.sites.show({sites:what.points,...state.sites,theme:state.
style.sites}))}_paint(){let{level,land,frame:frame2,zones,codes,uncertain}=this.what,mask=shownOf(this),
{style}=this.state,look=[this.state.key,JSON.stringify(this.state.paint),JSON.stringify(style),this.
state.mask,this.state.uncertain,JSON.stringify(this.state.zones)].join("|");if(look===this._painted_look&&
!this._repick)return this._painted();Object.assign(this,{_painted_look:look,_repick:!1}),this.areas.
show({level,land,frame:frame2,zones,codes,uncertain,mask,style})}_painted(){let node=this.map.getContainer();
!this.state||this.areas.stats().busy||(node.dataset.painted=String(this.areas.stats().painted),node.
dataset.shown=this.state.key)}_looks(){let{look}=this.state;this.strip?.show(this),this.map.getContainer().
dataset.look=look,this.table.show(look==="table"),this.many.show(look==="many"&&this.state.many.length>
0)}areaAt(latlng){return areaAt(this.what.level,latlng)}pointAt(area,at){this.pointer.name(area,at)}unpoint(){
this.pointer.leave()}look(name){this.state.look=name,this.bar.show(this.state),this._looks(),this.tell(
{kind:"look",look:name})}tell(event){return this.untouched=!1,tell(event)}_credit(line){let control=this.
map.attributionControl;this._line&&control.removeAttribution(this._line);let node=document.createElement(
"span");node.textContent=line,this._line=node.innerHTML,control.addAttribution(this._line)}_go(){let{
at}=this.state.go;if(this.unpoint(),at)this.map.setView([at[0],at[1]],at[2],{animate:!1});else if(!this.
_goToShown())return this.first(this.bounds);this.untouched=!1}_goToShown(){let chosen=this._boundsOf(
this.what.select,this.state.select),place=this._boundsOf(this.what.place,this.state.place);return chosen?
this.map.fitBounds(chosen.pad(this._air()),{maxZoom:13.5,animate:!1,...marginsOf(this.map)}):place&&
this.map.fitBounds(place.pad(.04),{animate:!1,...marginsOf(this.map)}),!!(chosen||place)}_isClear(){
if(!this.state||!this.what)return!1;let shown=this._boundsOf(this.what.select,this.state.select)||this.
_boundsOf(this.what.place,this.state.place);return!!shown&&isClear(this.map,shown)}_air(){return{lsoa21:.9,
msoa21:.5,ward24:.5,zones:.5}[this.state.select.level.id]||.1}placeBounds(){return this._boundsOf(this.
what.place,this.state.place)||L.latLngBounds(this.bounds)}_boundsOf(level,asked){let area=level&&asked?
level.codes.indexOf(asked.code):-1;return area<0?null:areaBounds(level,area)}_zoomed(){let steps=this.
state?this.state.levels:[];if(!steps.length)return;let zoom=this.map.getZoom(),step2=[...steps].reverse().
find(item=>zoom>=item.from)||steps[0];step2.level!==this.what.level.geography&&step2.level!==this._stepped&&
(this._stepped=step2.level,this.tell({kind:"level",level:step2.level})),step2.level===this.what.level.
geography&&(this._stepped=null)}_outline(){let{place,select}=this.what,outlines=[[place,this.state.place,
2],[select,this.state.select,3]].map(([level,asked,weight])=>({level,area:level&&asked?level.codes.indexOf(
asked.code):-1,weight})).filter(({area})=>area>=0);this.outlines.show({outlines,theme:this.state.style.
sites})}draw(group,level,asked,weight){let area=level&&asked?level.codes.indexOf(asked.code):-1;if(area<
0)return;let lines=outlineOf(level,area,this.map.getZoom()),look={fill:!1,interactive:!1},{halo,ink}=this.
state.style.sites;L.polygon(lines,{...look,color:halo,weight:weight+2.5}).addTo(group),L.polygon(lines,
{...look,color:ink,weight}).addTo(group)}choose(code){let area=code?this.what.level.codes.indexOf(code):
-1,level={...this.state.level};this.state.select=area<0?null:{code,level},this.what.select=area<0?null:
this.what.level,this.chosenArea=area,this.card.show(area<0?null:briefCard(this,area)),this.zones.show(),
this._outline(),this.scatter.draw(),area>=0&&uncover(this.map,areaBounds(this.what.level,area)),this.
tell(area<0?{kind:"clear"}:{kind:"select",code})}chooseZone(code){let zone=this.what.zones?.codes.indexOf(
code)??-1;zone<0||(this.state.select={code,level:this.state.zones},this.what.select=this.what.zones,
this.chosenArea=-1,this.card.show(briefZone(this,zone)),this.zones.show(),this._outline(),this.unpoint(),
this._goToShown(),this.tell({kind:"select",code}))}inside(code){this.tell({kind:"inside",code})}find(found){
this._pinned(found);let settled=found.kind==="town"||found.kind==="village",point=found.kind!=="area"&&
found.kind!=="postcode"&&Number.isFinite(found.lat);if(settled&&this._chooseAt(found),point)return this.
_approach(found);if(found.code&&this.tell({kind:"found",code:found.code}))return;let area=found.code?
this.what.level.codes.indexOf(found.code):-1;area>=0?(this.choose(found.code),this.map.fitBounds(areaBounds(
this.what.level,area).pad(.9),{maxZoom:13.5,...marginsOf(this.map)})):Number.isFinite(found.lat)&&this.
_approach(found)}_pinned({kind,lat,lng}){let point=!["area","town","village"].includes(kind)&&Number.
isFinite(lat)&&Number.isFinite(lng);this.pin.put(point?[lat,lng]:null)}_chooseAt({lat,lng}){let area=this.
areaAt(L.latLng(lat,lng));area>=0&&this.choose(this.what.level.codes[area])}_approach({kind,lat,lng,
name,where}){this.untouched=!1,this.map.fitBounds([[lat,lng],[lat,lng]],{maxZoom:kind==="town"?11.5:
13,animate:!1,...marginsOf(this.map)}),this.label.show(this.map.latLngToContainerPoint([lat,lng]),{name,
where})}pick(picked,only=null){Object.assign(this,{picked,only,_repick:!0}),this._paint(),this.spots.
show({...this.spots._what,mask:shownOf(this)}),this.legend.show(this),this.scatter.repick(),this._looks()}showOnly(code){
if(this.only===code)return this.pick(null);this.pick(this.what.codes.map(own=>own===code?1:0),code)}},
nearOf=({near,base})=>near&&{from:near.from,open:opener(base,near.file)},openers=new Map;function opener(base,file){
return openers.has(file)||openers.set(file,()=>open(base,file,()=>{},null)),openers.get(file)}function attach(map){return map.coldspots?map.coldspots:map.coldspots=new View(map)}async function apply(map,command){
let view=attach(map),asked=++view.asked,state=JSON.parse(await inflated(fromBase64(command)));if(!(asked!==
view.asked||isOld(state.heard))){map.getContainer().dataset.theme=state.theme,view.bounds||view.first(
view.bounds=state.bounds);try{view.progress.begin(state.loading,state.bytes);let what=await opened(view,
state);if(asked!==view.asked)return;view.progress.end(),view.show(state,what)}catch(error){if(asked!==
view.asked)return;console.warn(error),view.progress.failed(state.failed)}}}function inflated(bytes){
let whole=new Blob([bytes]).stream().pipeThrough(new DecompressionStream("deflate"));return new Response(
whole).text()}async function opened(view,state){let report=bytes=>view.progress.more(bytes),get=(name,more)=>open(
state.base,name,report,more),level=entry=>entry?get(entry.file,get(entry.arcs)):null,[shown,land,frame2,
points,places,uncertain,sure,model,zones,place,select,...columns]=await Promise.all([level(state.level),
level(state.land),level(state.frame),get(state.sites.file),get(state.places),state.uncertain?get(state.
uncertain):null,state.sure?get(state.sure):null,state.model?get(state.model):null,level(state.zones),
level(state.place&&state.place.level),level(state.select&&state.select.level),...state.paint.columns.
map(name=>get(name))]);return{level:shown,land,frame:frame2,points,places,columns,place,select,sure,
model,zones,codes:codesOf(state.paint,columns),uncertain:uncertain&&uncertain.classes,mask:maskOf(state.
mask,shown.count)}}Object.assign(globalThis.coldspots,{apply,attach,Find,findLocally,findOnServer,Label,LabelLayer,Pixels,
Pointer,Raster,Scatter,SpotLayer,OVERLAY_MARGIN_PX,TILE,areaAt,areaBounds,bordersOf,codesOf,drawOutline,
freeRoom,intervalText,keepAddress,listen,maskOf,nextArea,outlineOf,rankText,sharesOf,shownOf,spotRadius,
sureText,toLatLng,valueText});})();
