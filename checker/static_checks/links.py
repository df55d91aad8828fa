"""Does a document name the addresses where it was published and shared?"""

import re
from dataclasses import dataclass
from urllib.parse import unquote

from checker.errors import SpecError
from checker.model import Finding
from checker.static_checks.document import read_document
from checker.static_checks.source import Source, line_of, report

_SLUG = r"[^\s/?#]+"
_SITES = re.compile(
    r"(?<![\w@./-])(?:https?:/{1,2})?(?:[\w-]+\.)*(?:medium|linkedin|twitter|x)\.com/[^\s<>()\"'\]|]*", re.IGNORECASE
)


@dataclass(frozen=True, kw_only=True, slots=True)
class LinkKind:
    """A kind of address: a pattern for it without ``https://`` and ``www.``, its hosts, and how one looks."""

    pattern: re.Pattern[str]
    hosts: tuple[str, ...]
    looks: str


LINK_KINDS: dict[str, LinkKind] = {
    "blog post": LinkKind(
        pattern=re.compile(
            rf"medium\.com/{_SLUG}/{_SLUG}|[\w-]+\.medium\.com/{_SLUG}|(\w+\.)?linkedin\.com/pulse/{_SLUG}", re.I
        ),
        hosts=("medium.com", "linkedin.com"),
        looks="https://medium.com/@name/title or https://www.linkedin.com/pulse/title",
    ),
    "tweet": LinkKind(
        pattern=re.compile(r"(mobile\.)?(twitter|x)\.com/(\w{1,15}|i/web)/status(es)?/\d+", re.I),
        hosts=("twitter.com", "x.com"),
        looks="https://twitter.com/name/status/123",
    ),
    "LinkedIn share": LinkKind(
        pattern=re.compile(
            rf"(\w+\.)?linkedin\.com/(posts/{_SLUG}|feed/update/urn:li:(activity|share|ugcPost):\d+)", re.I
        ),
        hosts=("linkedin.com",),
        looks="https://www.linkedin.com/posts/name_title-activity-123 or https://www.linkedin.com/feed/update/urn:li:activity:123",
    ),
}


def urls(source: Source, *, kinds: list[str]) -> list[Finding]:
    """The document names at least one well-formed address of each of these kinds (rows of LINK_KINDS).

    Links count, and addresses that stand in the text. Nothing is fetched.

    S025: no address of a kind is there; or one is there without ``https://``, or is that of another page of the site.
    """
    unknown = [kind for kind in kinds if kind not in LINK_KINDS]
    if unknown:
        raise SpecError(f"`kinds` names {unknown[0]!r}; there are {', '.join(LINK_KINDS)}")
    if not source.readable:
        return []
    document = read_document(source)
    texts = [*document.links, *(block.text for block in document.blocks)]
    addresses = [unquote(address).rstrip(".,;:!*_`") for text in texts for address in _SITES.findall(text)]
    return [finding for kind in kinds for finding in _missing(source, kind, addresses)]


def _missing(source: Source, kind: str, addresses: list[str]) -> list[Finding]:
    row = LINK_KINDS[kind]
    matching = [address for address in addresses if row.pattern.match(_without_scheme(address))]
    if any(re.match(r"https?://", address, re.I) for address in matching):
        return []
    if matching:
        message = f"the address of the {kind} must be whole, with https:// in front, it is {matching[0]}"
        return [report(source, "S025", message, line=line_of(source, matching[0]))]
    near = [address for address in addresses if _is_on(address, row.hosts) and not _is_of_any_kind(address)]
    message = f"there is no address of a {kind}, such as {row.looks}"
    if not near:
        return [report(source, "S025", message)]
    return [report(source, "S025", f"{message}; {near[0]} is another page", line=line_of(source, near[0]))]


def _without_scheme(address: str) -> str:
    return re.sub(r"^(https?:/{1,2})?(www\.)?", "", address, count=1, flags=re.I)


def _is_on(address: str, hosts: tuple[str, ...]) -> bool:
    host = _without_scheme(address).partition("/")[0].lower()
    return any(host == known or host.endswith(f".{known}") for known in hosts)


def _is_of_any_kind(address: str) -> bool:
    return any(kind.pattern.match(_without_scheme(address)) for kind in LINK_KINDS.values())
