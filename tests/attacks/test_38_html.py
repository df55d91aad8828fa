"""Attack 38: HTML, CSS and JavaScript in names, docstrings, prints and errors; the report shows it as text.

tests/test_render_chromium.py opens such a report in a browser.
"""

import attempts
import hostile

from tests.test_render_outline import Outline
from tests.test_render_policy import FETCHES, allowed, policy

ANSWER = hostile.ANSWER.replace("running_mean(data, beta)", "conv_forward(A_prev, W, b, activation, *others)")
FOREIGN = ("script", "img", "iframe", "object", "video", "link", "base", "form", "image", "plaintext")


def test_a_hostile_answer_makes_no_element(tmp_path, capfd):
    """Its tags are letters, no element has a handler, and every link stays on the page."""
    folder = tmp_path / hostile.FOLDER
    folder.mkdir()
    (folder / attempts.FILE).write_text(ANSWER)
    ran = attempts.run(folder, tmp_path / "reports", capfd)
    outline = Outline(ran.html)
    assert (ran.code, ran.codes("published")) == (1, {"R001"})
    assert hostile.PAYLOADS[0] in outline.texts["main"][0]
    assert outline.named(*FOREIGN) == []
    assert [name for _, given in outline.tags for name in given if name.startswith("on") or name == "style"] == []
    assert all(not link.startswith(("javascript", "http")) for link in [*outline.all("href"), *outline.all("src")])
    assert all(allowed(policy(outline), fetch) == ["'none'"] for fetch in FETCHES)
