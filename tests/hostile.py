"""A submission whose every word would run a script or make a request on a careless page."""

from pathlib import Path

import workbench

HOST = "hostile.test"
MARK = "ran"
FOLDER = f"<img src=x: onerror=document.documentElement.dataset.{MARK}0=1>"

SPEC = '''\
title = "A Name"
file = "{number}-name.py"
asks = """Write name(): the name."""

[[probes]]
id = "published"
probe = "call"
hidden = false
function = "name"

[[checks]]
id = "import"
title = "the file can be imported"
group = "behaviour"
points = 10
compare = "imported"
probes = ["import"]
part = "import"
against = "nothing"

[[checks]]
id = "name"
title = "the name"
group = "behaviour"
points = 80
compare = "value"
probes = ["published"]
part = "returned"
name = "the name"
types = ["str"]
'''

REFERENCE = '''\
#!/usr/bin/env python3
"""A name"""


def name():
    """The name"""
    return "a"
'''


def script(number: int) -> str:
    """A script that leaves a mark on the page and makes a request."""
    return f"document.documentElement.dataset.{MARK}{number}=1;new Image().src='http://{HOST}/{number}'"


def _payloads() -> list[str]:
    """The templates below, each with a script or an address of its own number."""
    return [
        template.format(script=script(number), url=f"http://{HOST}/{number}")
        for number, template in enumerate(TEMPLATES, 1)
    ]


TEMPLATES = (
    "<script>{script}</script>",
    '<img src=x: onerror="{script}">',
    '<svg onload="{script}"></svg>',
    "<svg><script>{script}</script></svg>",
    '<details open ontoggle="{script}">a</details>',
    '<iframe src="javascript:{script};void 0"></iframe>',
    '<iframe srcdoc="<script>{script}</script>"></iframe>',
    '<body onpageshow="{script}">',
    '<a id=a href="javascript:{script};void 0">a</a><script>a.click()</script>',
    "</title></style></textarea></code></pre></p></li></svg></details></section></main>--><script>{script}</script>",
    "]]>\"'><script>{script}</script>",
    "<img src={url}>",
    "<style>@import url({url});</style>",
    '<p style="background: url({url})">a</p>',
    "<link rel=stylesheet href={url}>",
    "<base href={url}/><img src=a>",
    "<iframe src={url}></iframe>",
    "<object data={url}></object>",
    "<video src={url}></video>",
    "<svg><image href={url} /></svg>",
    "<![CDATA[><img src={url}>]]>",
    "<form id=f action={url}></form><script>f.submit()</script>",
    '<meta http-equiv=refresh content="0; url={url}">',
)
PAYLOADS = _payloads()
# What shows nothing, turns the line round, ends a template or swallows what follows it.
TRAPS = "{{ 7 * 7 }} {% raw %} {# &lt; \x00 \x1b]8;;http://x\x07 \u202e \u2066 \ud800 <!-- <plaintext> <title> <style>"

ANSWER = f"""\
#!/usr/bin/env python3
'''{PAYLOADS[0]}'''
import numpy as np
TEXT = {"".join(PAYLOADS) + TRAPS!a}
print(TEXT)
def running_mean(data, beta):
    '''{PAYLOADS[1]}'''
    # {PAYLOADS[2]}
    raise type(TEXT[:300], (ValueError,), {{}})(TEXT)
"""

LAYERS = f"""\
#!/usr/bin/env python3
'''{PAYLOADS[0]}'''
import tensorflow.keras as K


def autoencoder(X, units):
    '''{PAYLOADS[1]}'''
    layer = type({PAYLOADS[1]!r}, (K.layers.Dense,), {{}})
    return layer(12, name="a")(X)
"""

NAME = f"""\
def name():
    return {"".join(PAYLOADS) + TRAPS!a}
"""


def add_tasks(root: Path) -> None:
    """Gives a workspace two more tasks, 2 and 3, whose reports tell a returned text and a folder's name."""
    for number in (2, 3):
        (root / "task_specs" / workbench.PROJECT / f"{number}-name.toml").write_text(SPEC.format(number=number))
        (root / "solutions" / workbench.PROJECT / f"{number}-name.py").write_text(REFERENCE)


def submit(parent: Path) -> Path:
    """A folder of hostile answers to tasks 0 to 2, without one to task 3."""
    folder = parent / FOLDER
    folder.mkdir()
    (folder / "0-running_mean.py").write_text(ANSWER)
    (folder / "1-autoencoder.py").write_text(LAYERS)
    (folder / "2-name.py").write_text(NAME)
    return folder
