/** The page's style: light and dark as the reader's system is, one column on a phone, ink on white on paper. */
export const STYLE = `
:root{color-scheme:light dark;--paper:#faf9f7;--card:#fff;--ink:#1d1b18;--soft:#67615a;--line:#e3dfd9;--fail:#7d8fa6;
--ban:#bd3d0c;--good:#2f6f4e;--wash:#f1eee9}
@media(prefers-color-scheme:dark){:root{--paper:#151412;--card:#1d1b19;--ink:#ece8e1;--soft:#a59e94;--line:#35312c;
--fail:#71849c;--ban:#f0864b;--good:#79bd97;--wash:#26231f}}
*{box-sizing:border-box}
body{margin:0;background:var(--paper);color:var(--ink);font:1rem/1.5 system-ui,-apple-system,"Segoe UI",Roboto,sans-serif;
font-variant-numeric:tabular-nums;-webkit-text-size-adjust:100%}
main,header,footer{max-width:68rem;margin:0 auto;padding:0 1.25rem}
header{padding-top:3rem}
.name{margin:0;color:var(--soft);font-size:.8rem;letter-spacing:.12em;text-transform:uppercase}
h1{margin:.3rem 0 .4rem;font:600 clamp(1.6rem,4.5vw,2.5rem)/1.15 ui-serif,Georgia,Cambria,serif;text-wrap:balance;
overflow-wrap:anywhere}
h2{margin:3rem 0 .9rem;font:600 1.3rem/1.25 ui-serif,Georgia,Cambria,serif}
h2 small{font:400 .9rem system-ui,sans-serif;color:var(--soft);margin-left:.4rem;white-space:nowrap}
h3{margin:0 0 .6rem;font-size:1rem}h3.sub{margin:1.6rem 0 .6rem}
pre.card{margin:.8rem 0 1.2rem;overflow-x:auto}
p{margin:.3rem 0;max-width:44rem}
.soft{color:var(--soft)}
.figures{display:grid;grid-template-columns:repeat(auto-fit,minmax(8.5rem,1fr));gap:1px;margin:2rem 0 0;padding:0;
background:var(--line);border:1px solid var(--line);border-radius:.6rem;overflow:hidden}
.figures div{background:var(--card);padding:1rem 1.1rem;display:flex;flex-direction:column}
.figures dt{order:2;font-size:.85rem;color:var(--soft)}
.figures dd{margin:0}
.figures dd.value{font:600 1.9rem/1.15 ui-serif,Georgia,serif}
.figures dd.note{order:3;font-size:.8rem;color:var(--soft)}
figure{margin:0;padding:1.1rem 1.1rem .8rem;background:var(--card);border:1px solid var(--line);border-radius:.6rem}
figcaption{display:flex;flex-wrap:wrap;gap:.3rem 1.2rem;margin-bottom:.8rem;font-size:.9rem;color:var(--soft)}
.key::before{content:"";display:inline-block;width:.7rem;height:.7rem;margin-right:.4rem;border-radius:.15rem;
background:var(--fail)}
.key.ban::before{background:var(--ban)}
.chart{display:block;width:100%;height:12rem}
.chart .fail{fill:var(--fail)}.chart .ban{fill:var(--ban)}.chart .base{stroke:var(--line)}
.chart .hit{fill:transparent}.chart g:hover .hit{fill:var(--line);fill-opacity:.5}
.ticks{display:flex;justify-content:space-between;margin:.35rem 0 0;padding:0;list-style:none;font-size:.8rem;
color:var(--soft)}
details{margin-top:.8rem;font-size:.9rem}
summary{cursor:pointer;color:var(--soft)}
summary:focus-visible{outline:2px solid var(--fail);outline-offset:3px}
.scroll{overflow-x:auto;background:var(--card);border:1px solid var(--line);border-radius:.6rem}
table{width:100%;border-collapse:collapse;font-size:.92rem}
th{padding:.6rem .8rem;text-align:left;font-weight:500;font-size:.8rem;color:var(--soft);white-space:nowrap;
border-bottom:1px solid var(--line)}
td{padding:.5rem .8rem;vertical-align:top;border-bottom:1px solid var(--line)}
tr:last-child td{border-bottom:0}
.n{text-align:right}
code,.mono{font:.86em/1.5 ui-monospace,SFMono-Regular,Menlo,Consolas,monospace;overflow-wrap:anywhere}
.ip{white-space:nowrap;font-weight:600}
.log{display:-webkit-box;-webkit-box-orient:vertical;-webkit-line-clamp:3;overflow:hidden;color:var(--soft)}
td.wide{min-width:15rem}td.wide .soft{font-size:.8rem}
.t{white-space:nowrap}
.force{color:var(--ban);font-weight:600;white-space:nowrap}
.over{color:var(--soft);white-space:nowrap}
.bar{display:block;width:100%;min-width:4rem;height:.35rem;margin-top:.35rem}
.bar .all{fill:var(--wash)}.bar .part{fill:var(--fail)}.bar .part.full{fill:var(--ban)}
.cards{display:grid;grid-template-columns:repeat(auto-fill,minmax(17rem,1fr));gap:1rem}
.card{background:var(--card);border:1px solid var(--line);border-radius:.6rem;padding:1.1rem}
.card dl{margin:0;display:grid;gap:.7rem;font-size:.9rem}
.card dt{float:left;color:var(--soft)}.card dd{margin:0;text-align:right}
.card ul{margin:.8rem 0 0;padding-left:1.1rem;font-size:.88rem;overflow-wrap:anywhere}
.empty{padding:1.1rem;color:var(--soft);background:var(--card);border:1px dashed var(--line);border-radius:.6rem}
footer{margin-top:4rem;padding-top:1.2rem;padding-bottom:3rem;font-size:.85rem;color:var(--soft)}
footer div{border-top:1px solid var(--line);padding-top:1.2rem}
@media(max-width:40rem){
header{padding-top:2rem}h2{margin-top:2.2rem}
.figures{grid-template-columns:1fr 1fr}.figures div:last-child:nth-child(odd){grid-column:1/-1}
.chart{height:9rem}
.ticks li:nth-child(even){display:none}
thead{position:absolute;clip-path:inset(50%);width:1px;height:1px;overflow:hidden}
table,tbody,tr,td{display:block}
tr{display:flex;flex-wrap:wrap;gap:.1rem 1rem;padding:.75rem .9rem;border-bottom:1px solid var(--line)}
tr:last-child{border-bottom:0}
td{display:flex;gap:.4rem;min-width:0;padding:0;border:0;font-size:.88rem;text-align:left;overflow-wrap:anywhere}
.t,.ip,.force,.over,h2 small{white-space:normal}
td::before{content:attr(data-label);flex:none;color:var(--soft)}
td.head,td.wide{flex:1 0 100%}
td.wide{display:block}
td.head{font-size:1rem}td.head::before,td.wide::before{display:none}
td:empty{display:none}
.bar{display:none}
}
@media print{:root{--paper:#fff;--card:#fff;--ink:#000;--soft:#444}.scroll,figure,.card{break-inside:avoid}}
`;
