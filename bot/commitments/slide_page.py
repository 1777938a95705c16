"""What stands around the slides of a presentation: one page, its look on screen and on paper, and its keys."""

PAGE = """<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>{title}</title>
<style>{style}</style>
</head>
<body>
{slides}
<script>{script}</script>
</body>
</html>
"""
STYLE = """
body{margin:0;font:clamp(16px,1.8vw,32px)/1.5 system-ui,sans-serif;color:#1c1c1c;background:#fff}
section{box-sizing:border-box;min-height:100vh;padding:6vh 6vw;border-bottom:1px solid #ddd}
h1{font-size:1.9em;line-height:1.2;margin:0 0 .8em}h2{font-size:1.4em;margin:0 0 .8em}
.opening{font-size:1.15em;border-left:.2em solid #1f3a4d;padding-left:.8em}
.changes li{list-style:none;margin:0 0 .7em}ul.changes{padding:0}
table{border-collapse:collapse;width:100%;font-size:.72em}
th,td{text-align:left;padding:.35em .6em;border-bottom:1px solid #ddd;vertical-align:top}
.kept,.partly-kept{color:#0b6b3a}.at-risk,.past-its-date{color:#8a5a00}.off-track,.missed{color:#a12020}
.silent,.paused,.without-an-owner,.dropped{color:#666}
td:nth-child(3),td:nth-child(4){white-space:nowrap}
.bar{display:inline-block;height:.8em;background:#1f3a4d}
.note{font-size:.72em;color:#555}
svg{width:100%;max-height:68vh}
@media print{section{min-height:0;page-break-after:always;border:0;padding:0}body{font-size:12pt}}
@page{size:A4 landscape;margin:15mm}
"""
SCRIPT = """
const slides=[...document.querySelectorAll("section")];
const at=()=>slides.reduce((best,slide,index)=>
  Math.abs(slide.getBoundingClientRect().top)<Math.abs(slides[best].getBoundingClientRect().top)?index:best,0);
addEventListener("keydown",event=>{
  const step={ArrowRight:1,PageDown:1," ":1,ArrowLeft:-1,PageUp:-1}[event.key];
  if(step){event.preventDefault();slides[Math.min(slides.length-1,Math.max(0,at()+step))].scrollIntoView()}
});
"""
