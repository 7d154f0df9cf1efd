"""Pictures: figures drawn as SVG on the server, which style sheets colour for light, dark and print.

Here: shapes and their words. Not here: counting (domain/), the table and the download beside a picture (site/).
Every colour stands in site.css under the name of a look (looks.py), because pages allow no inline style; so a
picture fits both colour schemes. None needs colour to be read: looks have patterns, and numbers stand in bars.
"""
