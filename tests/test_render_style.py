"""The page's style sheet: readable in every mode, and loading nothing."""

import re

import pytest

from tests.test_render_samples import TEMPLATES

STYLE = (TEMPLATES / "style.css").read_text(encoding="utf-8")
MODES = dict(zip(("light", "dark", "print"), re.findall(r":root \{(.*?)\}", STYLE, re.DOTALL), strict=True))
PAIRS = [
    *((ink, ground) for ink in ("ink", "dim") for ground in ("page", "card", "code", "bad-soft")),
    *((ink, ground) for ink in ("link", "bad") for ground in ("page", "card")),
    *((name, f"{name}-soft") for name in ("good", "bad", "skip", "broken")),
    ("ink", "accent-soft"),
    ("link", "accent-soft"),
    ("bad", "code"),
]


def colours(mode: str) -> dict[str, tuple[float, float, float]]:
    """The colours of a mode by name."""
    found = re.findall(r"--([\w-]+): #([0-9a-f]{6}|[0-9a-f]{3})\b", MODES[mode])
    return {name: _rgb(code if len(code) == 6 else "".join(2 * digit for digit in code)) for name, code in found}


def _rgb(code: str) -> tuple[float, float, float]:
    """Red, green and blue, from 0 to 1."""
    red, green, blue = (int(code[place : place + 2], 16) / 255 for place in (0, 2, 4))
    return red, green, blue


def luminance(colour: tuple[float, float, float]) -> float:
    """Relative luminance as WCAG 2.1 defines it."""
    linear = [part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in colour]
    return sum(weight * part for weight, part in zip((0.2126, 0.7152, 0.0722), linear, strict=True))


@pytest.mark.parametrize("mode", MODES)
@pytest.mark.parametrize(("ink", "ground"), PAIRS)
def test_text_has_enough_contrast(mode: str, ink: str, ground: str) -> None:
    """Every colour of text stands out from its ground by 4.5:1, in each mode."""
    found = colours("light") | colours(mode)
    lighter, darker = sorted((luminance(found[ink]), luminance(found[ground])), reverse=True)
    assert (lighter + 0.05) / (darker + 0.05) >= 4.5


def test_the_style_sheet_loads_nothing() -> None:
    """No import, no font and no picture from anywhere."""
    assert not re.search(r"@import|url\(|@font-face", STYLE)


@pytest.mark.parametrize(
    "feature", ["print", "(prefers-color-scheme: dark)", "(max-width: 40rem)", "(forced-colors: active)"]
)
def test_the_style_sheet_knows_where_it_is_read(feature: str) -> None:
    """Paper, dark rooms, phones and high contrast have rules of their own."""
    assert f"@media {feature}" in STYLE


def test_the_focus_can_be_seen() -> None:
    """Who uses a keyboard sees where they are."""
    assert "a:focus-visible, summary:focus-visible, [tabindex]:focus-visible { outline: 3px solid" in STYLE
