"""Pure functions from a verdict to text, one file for each format.

========  =============================================  =======================================================
format    for                                            options
========  =============================================  =======================================================
terminal  a student at the prompt                        ``verbose``, ``quiet``, ``colour``: bool; ``width``: int
html      a student or an instructor with a browser      ``templates``: the folder of report.html.j2, style.css
json      a program                                      none
junit     a build server                                 none
========  =============================================  =======================================================

Nothing here prints, reads a clock or a terminal, or looks for files. The libraries that a format takes are imported
when it is used.
"""

from collections.abc import Callable, Mapping

from checker.render import html, json, junit, terminal

RENDERERS: Mapping[str, Callable[..., str]] = {
    "terminal": terminal.render,
    "html": html.render,
    "json": json.render,
    "junit": junit.render,
}
