"""A report as one page to read in a browser or to print: nothing in it comes from elsewhere, and nothing in it runs."""

import html

from markdown_it import MarkdownIt

#: HTML that people wrote is shown as they wrote it, and images stay links: opening a report tells nobody.
_MARKDOWN = MarkdownIt("commonmark", {"html": False, "breaks": True}).enable("table").disable("image")


def as_html(title: str, document: str) -> str:
    """`document`: the report as Markdown."""
    return _PAGE.format(title=html.escape(title), body=_MARKDOWN.render(document), style=_STYLE)


_PAGE = """<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'">
<title>{title}</title>
<style>{style}</style>
</head>
<body>
<main>
{body}</main>
</body>
</html>
"""
_STYLE = """
body{margin:0;font:17px/1.55 system-ui,sans-serif;color:#1c1c1c;background:#fff}
main{max-width:44em;margin:0 auto;padding:2.5em 1.2em 5em;overflow-wrap:anywhere}
h1{font-size:1.7em;line-height:1.2;margin:0 0 .8em}
h2{font-size:1.2em;margin:2em 0 .5em;padding-top:.6em;border-top:1px solid #ddd}
h1+ul{list-style:none;padding:0;color:#444}
li{margin:.25em 0}
a{color:#1f5a80}
code,pre{font-size:.9em;background:#f4f4f4;border-radius:3px}
code{padding:.1em .25em}
pre{padding:.8em;overflow-x:auto;white-space:pre-wrap}
blockquote{margin:1em 0;padding-left:.9em;border-left:.2em solid #ccc;color:#444}
table{border-collapse:collapse}
th,td{text-align:left;padding:.3em .6em;border-bottom:1px solid #ddd;vertical-align:top}
@page{size:A4;margin:18mm}
@media print{body{font-size:11pt}main{max-width:none;padding:0}h2{break-after:avoid}li{break-inside:avoid}}
"""
