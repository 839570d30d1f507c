// Cold Spots, MIT. Built from web/src/entries/packs.js by `make web`: change the source, not this.
"use strict";(()=>{function fromBase64(content){if(Uint8Array.fromBase64)return Uint8Array.fromBase64(content);let letters=atob(
content),bytes=new Uint8Array(letters.length);for(let i=0;i<letters.length;i++)bytes[i]=letters.charCodeAt(
i);return bytes}var decoder=new TextDecoder("utf-8",{ignoreBOM:!0});function integers(bytes){let count=0;for(let i=0;i<
bytes.length;i++)bytes[i]<128&&count++;let values=new Int32Array(count);for(let i=0,at=0;at<count;at++){
let byte=bytes[i++],value=byte&127;for(let shift=7;byte>127;shift+=7)byte=bytes[i++],value|=(byte&127)<<
shift;values[at]=value}return values}var unfold=value=>value>>>1^-(value&1);function sums(values){let last=0;
for(let i=0;i<values.length;i++)values[i]=last+=unfold(values[i]);return values}function starts(counts){
let out=new Int32Array(counts.length+1);for(let i=0;i<counts.length;i++)out[i+1]=out[i]+counts[i];return out}
function lines(parts,name){let[back,kept]=[parts[name+".back"],parts[name+".kept"]].map(integers);return{
back,kept,tails:parts[name+".tails"].slice()}}function axis(parts,name,from,boxes,least){let begin=integers(
parts["begin_"+name]),first=parts[name],low=parts[name+"_low"],high=integers(parts[name+"_high"]),out=new Int32Array(
from[begin.length]),last=0;for(let arc=0,at=0,more=0;arc<begin.length;arc++){last+=unfold(begin[arc]);
let i=from[arc];out[i++]=last;let min=last,max=last;for(let end=from[arc+1];i<end;i++){let value=first[at++];
value===255&&(value+=low[more]+(high[more++]<<8)),out[i]=last+=unfold(value),last<min?min=last:last>
max&&(max=last)}boxes[arc*4+least]=min,boxes[arc*4+least+2]=max}return out}function readArcs({header,
parts}){let from=starts(integers(parts.counts)),boxes=new Int32Array(header.arcs*4),x=axis(parts,"x",
from,boxes,0),y=axis(parts,"y",from,boxes,1),own=integers(parts.arcs_of_member),across=integers(parts.
across),left=new Int32Array(header.arcs),right=new Int32Array(header.arcs);for(let member=0,arc=0;member<
own.length;member++)for(let i=0;i<own[member];i++,arc++)left[arc]=member,right[arc]=across[arc]?member+
across[arc]:-1;return{cell:header.cell_m,starts:from,x,y,boxes,left,right}}function byArea(areas,{left,
right,used},arcBoxes){let counts=new Int32Array(areas),boxes=new Int32Array(areas*4);for(let i=0;i<boxes.
length;i++)boxes[i]=i&2?-2147483648:2147483647;function grow(area,arc){if(area<0)return;counts[area]++;
let to=area*4,from=arc*4;arcBoxes[from]<boxes[to]&&(boxes[to]=arcBoxes[from]),arcBoxes[from+1]<boxes[to+
1]&&(boxes[to+1]=arcBoxes[from+1]),arcBoxes[from+2]>boxes[to+2]&&(boxes[to+2]=arcBoxes[from+2]),arcBoxes[from+
3]>boxes[to+3]&&(boxes[to+3]=arcBoxes[from+3])}for(let i=0;i<used.length;i++)grow(left[used[i]],used[i]),
grow(right[used[i]],used[i]);let arcsFrom=starts(counts),arcsOfArea=new Int32Array(arcsFrom[areas]);
for(let i=0;i<used.length;i++){let one=left[used[i]],other=right[used[i]];one>=0&&(arcsOfArea[arcsFrom[one]+
--counts[one]]=used[i]),other>=0&&(arcsOfArea[arcsFrom[other]+--counts[other]]=used[i])}return{boxes,
arcsFrom,arcsOfArea}}function readLevel({header,parts},arcs){let groups=sums(integers(parts.groups)),
count=arcs.left.length,left=new Int32Array(count),right=new Int32Array(count),used=new Int32Array(count),
borders=0;for(let arc=0;arc<count;arc++)left[arc]=groups[arcs.left[arc]],right[arc]=arcs.right[arc]<
0?-1:groups[arcs.right[arc]],left[arc]!==right[arc]&&(used[borders++]=arc);let sides={left,right,used:used.
slice(0,borders)};return{geography:header.geography,count:header.areas,contexts:header.contexts,context:integers(
parts.context),...sides,...extra({header,parts}),...byArea(header.areas,sides,arcs.boxes),lines:{codes:lines(
parts,"codes"),names:lines(parts,"names"),localNames:lines(parts,"local_names")}}}var extra=({header,
parts})=>Object.fromEntries((header.extra||[]).map(name=>[name,integers(parts[name])]));function readColumn({
header,parts}){let wide=header.bytes===4,bytes=parts.values.slice().buffer;return{...header,classes:parts.
classes.slice(),values:wide?new Uint32Array(bytes):new Uint16Array(bytes),none:wide?4294967295:65535,
...extra({header,parts})}}function readSites({header,parts}){return{...header,x:sums(integers(parts.
x)),y:sums(integers(parts.y)),kind:integers(parts.kinds),partTime:integers(parts.part_time),lines:{names:lines(
parts,"names"),providers:lines(parts,"providers")}}}function readPlaces({header,parts}){return{...header,
x:sums(integers(parts.x)),y:sums(integers(parts.y)),from:integers(parts.from_zoom),kind:integers(parts.
kinds),to:integers(parts.to_zoom),lines:{names:lines(parts,"names")}}}function split(bytes){let end=bytes.
indexOf(10),header=JSON.parse(decoder.decode(bytes.subarray(0,end))),parts={},at=end+1;for(let[name,
size]of Object.entries(header.parts))parts[name]=bytes.subarray(at,at+size),at+=size;return{header,parts}}function readerOf(post){let coming=new Map,arcsBy=new Map,readers={arcs:readArcs,level:async taken=>readLevel(
taken,await arcsOf(taken.header.arcs).promise),column:readColumn,sites:readSites,places:readPlaces};
function arcsOf(name){if(!arcsBy.has(name)){let waiting={};waiting.promise=new Promise(resolve=>waiting.
resolve=resolve),arcsBy.set(name,waiting)}return arcsBy.get(name)}async function read(name,stream){let taken=split(
new Uint8Array(await new Response(stream).arrayBuffer())),pack=await readers[taken.header.kind](taken);
if(taken.header.kind==="arcs"){let{left,right,boxes}=pack;return arcsOf(name).resolve({left,right,boxes}),
[pack,[pack.x.buffer,pack.y.buffer,pack.starts.buffer]]}let runs=[pack,...Object.values(pack.lines||
{})].flatMap(Object.values);return[pack,runs.filter(ArrayBuffer.isView).map(run=>run.buffer)]}return function({
name,piece,last}){if(!coming.has(name)){let unzipped=new DecompressionStream("gzip");coming.set(name,
unzipped.writable.getWriter()),read(name,unzipped.readable).then(([pack,handed])=>post({name,pack},handed),
error=>post({name,error:String(error)},[]))}let writer=coming.get(name),unheard=()=>{};piece&&writer.
write(typeof piece=="string"?fromBase64(piece):piece).catch(unheard),last&&(writer.close().catch(unheard),
coming.delete(name))}}var decoder2=new TextDecoder("utf-8",{ignoreBOM:!0});function textsOf({back,kept,tails}){let told=new Uint8Array(
tails.length+kept.length+kept.reduce((sum,count)=>sum+count,0));for(let i=0,at=0,to=0,before=0;i<kept.
length;i++,at++){for(told.copyWithin(to,before,before+kept[i]),before=to,to+=kept[i];at<tails.length&&
tails[at]!==10;)told[to++]=tails[at++];told[to++]=10}let lines2=decoder2.decode(told).split(`
`),next=0;return Array.from(back,ago=>lines2[ago===0?next++:next-ago])}var worker_default=`"use strict";(()=>{function fromBase64(content){if(Uint8Array.fromBase64)return \
Uint8Array.fromBase64(content);let letters=atob(content),bytes=new Uint8Array(letters.length);for(le\
t i=0;i<letters.length;i++)bytes[i]=letters.charCodeAt(i);return bytes}var decoder=new TextDecoder("\
utf-8",{ignoreBOM:!0});function integers(bytes){let count=0;for(let i=0;i<bytes.length;i++)bytes[i]<\
128&&count++;let values=new Int32Array(count);for(let i=0,at=0;at<count;at++){let byte=bytes[i++],va\
lue=byte&127;for(let shift=7;byte>127;shift+=7)byte=bytes[i++],value|=(byte&127)<<shift;values[at]=v\
alue}return values}var unfold=value=>value>>>1^-(value&1);function sums(values){let last=0;for(let i\
=0;i<values.length;i++)values[i]=last+=unfold(values[i]);return values}function starts(counts){let o\
ut=new Int32Array(counts.length+1);for(let i=0;i<counts.length;i++)out[i+1]=out[i]+counts[i];return \
out}function lines(parts,name){let[back,kept]=[parts[name+".back"],parts[name+".kept"]].map(integers\
);return{back,kept,tails:parts[name+".tails"].slice()}}function axis(parts,name,from,boxes,least){le\
t begin=integers(parts["begin_"+name]),first=parts[name],low=parts[name+"_low"],high=integers(parts[\
name+"_high"]),out=new Int32Array(from[begin.length]),last=0;for(let arc=0,at=0,more=0;arc<begin.len\
gth;arc++){last+=unfold(begin[arc]);let i=from[arc];out[i++]=last;let min=last,max=last;for(let end=\
from[arc+1];i<end;i++){let value=first[at++];value===255&&(value+=low[more]+(high[more++]<<8)),out[i\
]=last+=unfold(value),last<min?min=last:last>max&&(max=last)}boxes[arc*4+least]=min,boxes[arc*4+leas\
t+2]=max}return out}function readArcs({header,parts}){let from=starts(integers(parts.counts)),boxes=\
new Int32Array(header.arcs*4),x=axis(parts,"x",from,boxes,0),y=axis(parts,"y",from,boxes,1),own=inte\
gers(parts.arcs_of_member),across=integers(parts.across),left=new Int32Array(header.arcs),right=new \
Int32Array(header.arcs);for(let member=0,arc=0;member<own.length;member++)for(let i=0;i<own[member];\
i++,arc++)left[arc]=member,right[arc]=across[arc]?member+across[arc]:-1;return{cell:header.cell_m,st\
arts:from,x,y,boxes,left,right}}function byArea(areas,{left,right,used},arcBoxes){let counts=new Int\
32Array(areas),boxes=new Int32Array(areas*4);for(let i=0;i<boxes.length;i++)boxes[i]=i&2?-2147483648\
:2147483647;function grow(area,arc){if(area<0)return;counts[area]++;let to=area*4,from=arc*4;arcBoxe\
s[from]<boxes[to]&&(boxes[to]=arcBoxes[from]),arcBoxes[from+1]<boxes[to+1]&&(boxes[to+1]=arcBoxes[fr\
om+1]),arcBoxes[from+2]>boxes[to+2]&&(boxes[to+2]=arcBoxes[from+2]),arcBoxes[from+3]>boxes[to+3]&&(b\
oxes[to+3]=arcBoxes[from+3])}for(let i=0;i<used.length;i++)grow(left[used[i]],used[i]),grow(right[us\
ed[i]],used[i]);let arcsFrom=starts(counts),arcsOfArea=new Int32Array(arcsFrom[areas]);for(let i=0;i\
<used.length;i++){let one=left[used[i]],other=right[used[i]];one>=0&&(arcsOfArea[arcsFrom[one]+--cou\
nts[one]]=used[i]),other>=0&&(arcsOfArea[arcsFrom[other]+--counts[other]]=used[i])}return{boxes,arcs\
From,arcsOfArea}}function readLevel({header,parts},arcs){let groups=sums(integers(parts.groups)),cou\
nt=arcs.left.length,left=new Int32Array(count),right=new Int32Array(count),used=new Int32Array(count\
),borders=0;for(let arc=0;arc<count;arc++)left[arc]=groups[arcs.left[arc]],right[arc]=arcs.right[arc\
]<0?-1:groups[arcs.right[arc]],left[arc]!==right[arc]&&(used[borders++]=arc);let sides={left,right,u\
sed:used.slice(0,borders)};return{geography:header.geography,count:header.areas,contexts:header.cont\
exts,context:integers(parts.context),...sides,...extra({header,parts}),...byArea(header.areas,sides,\
arcs.boxes),lines:{codes:lines(parts,"codes"),names:lines(parts,"names"),localNames:lines(parts,"loc\
al_names")}}}var extra=({header,parts})=>Object.fromEntries((header.extra||[]).map(name=>[name,integ\
ers(parts[name])]));function readColumn({header,parts}){let wide=header.bytes===4,bytes=parts.values\
.slice().buffer;return{...header,classes:parts.classes.slice(),values:wide?new Uint32Array(bytes):ne\
w Uint16Array(bytes),none:wide?4294967295:65535,...extra({header,parts})}}function readSites({header\
,parts}){return{...header,x:sums(integers(parts.x)),y:sums(integers(parts.y)),kind:integers(parts.ki\
nds),partTime:integers(parts.part_time),lines:{names:lines(parts,"names"),providers:lines(parts,"pro\
viders")}}}function readPlaces({header,parts}){return{...header,x:sums(integers(parts.x)),y:sums(int\
egers(parts.y)),from:integers(parts.from_zoom),kind:integers(parts.kinds),to:integers(parts.to_zoom)\
,lines:{names:lines(parts,"names")}}}function split(bytes){let end=bytes.indexOf(10),header=JSON.par\
se(decoder.decode(bytes.subarray(0,end))),parts={},at=end+1;for(let[name,size]of Object.entries(head\
er.parts))parts[name]=bytes.subarray(at,at+size),at+=size;return{header,parts}}function readerOf(pos\
t){let coming=new Map,arcsBy=new Map,readers={arcs:readArcs,level:async taken=>readLevel(taken,await\
 arcsOf(taken.header.arcs).promise),column:readColumn,sites:readSites,places:readPlaces};function ar\
csOf(name){if(!arcsBy.has(name)){let waiting={};waiting.promise=new Promise(resolve=>waiting.resolve\
=resolve),arcsBy.set(name,waiting)}return arcsBy.get(name)}async function read(name,stream){let take\
n=split(new Uint8Array(await new Response(stream).arrayBuffer())),pack=await readers[taken.header.ki\
nd](taken);if(taken.header.kind==="arcs"){let{left,right,boxes}=pack;return arcsOf(name).resolve({le\
ft,right,boxes}),[pack,[pack.x.buffer,pack.y.buffer,pack.starts.buffer]]}let runs=[pack,...Object.va\
lues(pack.lines||{})].flatMap(Object.values);return[pack,runs.filter(ArrayBuffer.isView).map(run=>ru\
n.buffer)]}return function({name,piece,last}){if(!coming.has(name)){let unzipped=new DecompressionSt\
ream("gzip");coming.set(name,unzipped.writable.getWriter()),read(name,unzipped.readable).then(([pack\
,handed])=>post({name,pack},handed),error=>post({name,error:String(error)},[]))}let writer=coming.ge\
t(name),unheard=()=>{};piece&&writer.write(typeof piece=="string"?fromBase64(piece):piece).catch(unh\
eard),last&&(writer.close().catch(unheard),coming.delete(name))}}var hear=readerOf((message,handed)=\
>self.postMessage(message,{transfer:handed}));self.onmessage=({data})=>hear(data);})();
`;var opened=new Map,awaited=new Map,tell=null,held=!1,holdsPacks=()=>held;function reader(){if(tell)return tell;
try{let worker=new Worker(URL.createObjectURL(new Blob([worker_default],{type:"text/javascript"})));
worker.onmessage=({data})=>arrived(data),worker.onerror=()=>[...awaited.keys()].forEach(name=>arrived(
{name,error:"no reader"})),tell=(message,handed=[])=>worker.postMessage(message,handed)}catch{tell=readerOf(
arrived)}return tell}function arrived({name,pack,error}){if(!awaited.has(name))return;let{resolve,reject}=awaited.
get(name);error?reject(new Error(name+": "+error)):resolve(withTexts(pack))}function withTexts(pack){
for(let[name,runs]of Object.entries(pack.lines||{})){let texts=null;Object.defineProperty(pack,name,
{enumerable:!0,get:()=>texts=texts||textsOf(runs)})}return pack}function expect(name){if(!awaited.has(
name)){let one={};one.pack=new Promise((resolve,reject)=>Object.assign(one,{resolve,reject})),one.pack.
catch(()=>awaited.delete(name)),awaited.set(name,one)}return awaited.get(name)}function take(){held=
!0;let node=document.currentScript?.previousElementSibling,{pack="",last}=node.dataset;expect(pack).
held=!0,reader()({name:pack,piece:node.textContent??"",last:last!==void 0}),node.remove()}async function fetched(name,url,report){
let response=await fetch(url);if(!response.ok)throw new Error(url+" answered "+response.status);let body=response.
body.getReader();for(;;){let{value,done}=await body.read();if(done)break;report(value.length),reader()(
{name,piece:value},[value.buffer])}reader()({name,last:!0})}function open(base,name,report,arcs){if(!opened.
has(name)){let one=expect(name);one.held||fetched(name,name.startsWith("data:")?name:base+name,report).
catch(one.reject);let whole=Promise.all([one.pack,arcs]).then(([pack,whose])=>(whose&&(pack.arcs=whose),
pack));whole.catch(()=>opened.delete(name)),opened.set(name,whole)}return opened.get(name)}globalThis.coldspots={holdsPacks,open,take};})();
