"""The page's Content-Security-Policy, against what it must be."""

import base64
import hashlib

import pytest

from tests.test_render_outline import Outline, page
from tests.test_render_samples import SAMPLES

# Directives that have no fallback in default-src, by the specification (W3C, CSP Level 3, chapter 6).
WITHOUT_FALLBACK = ("base-uri", "form-action")
# All that a page can load, run or speak to, each falling back to default-src.
FETCHES = (
    "child-src", "connect-src", "font-src", "frame-src", "img-src", "manifest-src", "media-src", "object-src",
    "script-src", "script-src-attr", "script-src-elem", "worker-src",
)  # fmt: skip


def policy(of: Outline) -> dict[str, list[str]]:
    """The policy's directives with their values."""
    (text,) = [tag["content"] for name, tag in of.tags if tag.get("http-equiv") == "Content-Security-Policy"]
    return {name: values for name, *values in (directive.split() for directive in str(text).split(";"))}


def allowed(directives: dict[str, list[str]], fetch: str) -> list[str]:
    """What is allowed to be fetched, by the directive, those it falls back to, and default-src."""
    general = fetch.removesuffix("-attr").removesuffix("-elem")
    return next(directives[name] for name in (fetch, general, "default-src") if name in directives)


@pytest.mark.parametrize("fetch", FETCHES)
def test_nothing_is_loaded_or_run(fetch: str) -> None:
    """No script, connection, frame, picture, font, object or worker, from anywhere."""
    assert allowed(policy(Outline(page(SAMPLES["hostile"]))), fetch) == ["'none'"]


@pytest.mark.parametrize("directive", WITHOUT_FALLBACK)
def test_no_base_and_no_form(directive: str) -> None:
    """What default-src does not cover is forbidden by name."""
    assert policy(Outline(page(SAMPLES["hostile"])))[directive] == ["'none'"]


@pytest.mark.parametrize("name", SAMPLES)
def test_the_one_style_sheet_is_allowed_by_its_hash(name: str) -> None:
    """The policy's only exception is the page's own style sheet; no attribute has style, no element script."""
    outline = Outline(page(SAMPLES[name]))
    (sheet,) = outline.texts["style"]
    digest = base64.b64encode(hashlib.sha256(sheet.encode()).digest()).decode()
    assert policy(outline)["style-src"] == [f"'sha256-{digest}'"]
    assert (outline.all("style"), outline.named("script")) == ([], [])


def test_the_policy_is_known_before_anything_else() -> None:
    """Only the encoding stands before it, so that it holds for the whole page."""
    tags = Outline(page(SAMPLES["passed"])).tags
    assert [name for name, _ in tags[:3]] == ["html", "head", "meta"]
    assert tags[3][1]["http-equiv"] == "Content-Security-Policy"
