"""A real browser opens the report of a hostile submission: no script runs, and no request leaves."""

import html
import re
import shutil
from pathlib import Path

import chromium
import hostile
import pytest
from conftest import NO_CHROMIUM

from checker import cli
from tests.test_render_outline import Outline

pytestmark = pytest.mark.skipif(not chromium.PROGRAM, reason=NO_CHROMIUM)
POLICY = re.compile(r"<meta http-equiv=\"Content-Security-Policy\".*?>")
REFRESH = str(len(hostile.PAYLOADS))
OURS = {"html", "head", "body", "meta", "title", "style", "a", "header", "footer", "main", "nav", "section", "article",
        "details", "summary", "div", "p", "h1", "h2", "h3", "h4", "ul", "li", "dl", "dt", "dd", "span", "b", "small",
        "code", "pre", "mark",
        "table", "caption", "thead", "tbody", "tr", "th", "td", "svg", "rect", "circle"}  # fmt: skip


@pytest.fixture(scope="module")
def report(recorded: Path, tmp_path_factory: pytest.TempPathFactory) -> str:
    """The page that the program writes of the hostile submission."""
    folder = tmp_path_factory.mktemp("hostile")
    root, written = folder / "root", folder / "report.html"
    shutil.copytree(recorded, root)
    hostile.add_tasks(root)
    for number in "23":
        assert cli.main(["--workspace", str(root), "fixtures", "generate", "0x09", "task", number]) == 0
    submission = hostile.submit(folder)
    assert cli.main(["--workspace", str(root), "run", "9", "--dir", str(submission), "--report", str(written)]) == 1
    return written.read_text(encoding="utf-8")


def visit(page: str, folder: Path) -> chromium.Seen:
    """What happens when a browser opens the page as a file."""
    written = folder / "page.html"
    written.write_text(page, encoding="utf-8")
    return chromium.visit(written, folder / "profile")


def marks(seen: chromium.Seen) -> set[str]:
    """The numbers of the payloads whose scripts have left a mark on the document."""
    return set(re.findall(rf" data-{hostile.MARK}(\d+)=", "".join(re.findall(r"<html[^>]*>", seen.document)[:1])))


def requests(seen: chromium.Seen) -> set[str]:
    """The numbers of the payloads whose requests have left; others are the browser's own."""
    return set(re.findall(rf"//{re.escape(hostile.HOST)}/(\d+)", "\n".join(seen.requests)))


def test_every_payload_would_be_seen(tmp_path: Path) -> None:
    """Each payload, in a frame of its own on a page without any protection, makes its request."""
    frames = ""
    for number, payload in enumerate(hostile.PAYLOADS, 1):
        (tmp_path / f"{number}.html").write_text(f"<!DOCTYPE html><title>a</title><body>{payload}")
        frames += f"<iframe src={number}.html></iframe>"
    seen = visit(f"<!DOCTYPE html><html><title>a</title>{frames}", tmp_path)
    assert requests(seen) == {str(number) for number, _ in enumerate(hostile.PAYLOADS, 1)}


def test_a_script_would_be_seen_without_its_request(tmp_path: Path) -> None:
    """A script that runs leaves a mark, also where a policy keeps its request back."""
    policy = "<meta http-equiv=Content-Security-Policy content=\"img-src 'none'\">"
    seen = visit(f"<!DOCTYPE html><html>{policy}<title>a</title>{hostile.PAYLOADS[0]}", tmp_path)
    assert (marks(seen), requests(seen)) == ({"1"}, set())


def test_without_escaping_and_policy_the_page_obeys(report: str, tmp_path: Path) -> None:
    """The submission's text does reach the page, whole enough to run."""
    assert requests(visit(html.unescape(POLICY.sub("", report)), tmp_path)) >= {"1", "2", "12"}


def test_the_policy_alone_stops_all(report: str, tmp_path: Path) -> None:
    """If escaping were forgotten, still no script would run and nothing be loaded; a policy can't forbid a refresh."""
    seen = visit(html.unescape(report), tmp_path)
    assert (marks(seen), requests(seen) - {REFRESH}) == (set(), set())


def test_escaping_alone_stops_all(report: str, tmp_path: Path) -> None:
    """A reader that knows no policies does nothing either."""
    seen = visit(POLICY.sub("", report), tmp_path)
    assert (marks(seen), requests(seen)) == (set(), set())


def test_the_report_does_nothing(report: str, tmp_path: Path) -> None:
    """No script runs, no request leaves, and the document has our elements alone, without handlers or addresses."""
    seen = visit(report, tmp_path)
    assert (marks(seen), requests(seen)) == (set(), set())
    outline = Outline(seen.document)
    assert {tag for tag, _ in outline.tags} <= OURS
    assert [name for _, attributes in outline.tags for name in attributes if name.startswith("on")] == []
    assert [address for address in outline.all("href") + outline.all("src") if not address.startswith("#")] == []


def test_each_place_shows_its_text(report: str) -> None:
    """Names, messages, source, returned texts, output and a folder's name are on the page, to be read."""
    shown = " ".join(Outline(report).texts["main"][0].split())
    assert [payload for payload in hostile.PAYLOADS if payload not in shown] == []
    begun = (
        "raised 0-running_mean.<script>",
        "# <svg onload",
        "got <img src=x:",
        "got '<script>",
        "no 3-name.py in <img",
    )
    assert [told for told in begun if told not in shown] == []
