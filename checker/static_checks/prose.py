"""What can be asked of a blog post without understanding it: sections, image, example, language."""

import re

from checker.model import Finding
from checker.static_checks.document import Block, Document, Kind, read_document
from checker.static_checks.source import Source, line_of, report

_NUMBERING = re.compile(r"^\s*(\d+|[ivx]+)(\.\d+)*\s*[.):–-]\s*", re.IGNORECASE)
_WORD = re.compile(r"[^\W\d_]+")

# The commonest words of each language that the others lack; they make up a third of English prose.
_COMMON_WORDS = {
    "English": "the of and to is that it for was with as by this are be at from or which were an has have not but "
    "their its they we can these than been will more each one other into some such when also after how "
    "our used using",
    "Spanish": "el los las que del por con una para como más pero sus este está y lo son ser muy fue también entre "
    "desde todo esta hasta donde cada imágenes se al",
    "French": "le les des et est une du que pour dans qui sur pas avec au ce il sont nous mais ou cette leur ont "
    "aux être aussi par plus chaque ces",
    "Portuguese": "os das dos uma não mais foi são ao pelo pela também seu sua ela isso muito às nos já até você com "
    "por que em do da",
    "German": "der die und das von zu mit sich den des auf für ist im dem nicht ein eine auch es wird bei einer "
    "als oder werden nach wie",
    "Italian": "di che il per una del della sono con non gli più anche alla nel dei le questo come ma è delle "
    "essere stato i si lo",
}
_LANGUAGES = {language: frozenset(words.split()) for language, words in _COMMON_WORDS.items()}
MIN_SHARE = 0.1


def sections(source: Source, *, names: list[str]) -> list[Finding]:
    """The document has a section under each of these names, and something in it.

    A heading is one in Markdown or HTML, or bold text that begins a paragraph. Upper and lower case, numbering, a
    colon and a plural s don't matter; a longer heading counts where no other is exactly the name.

    S020: there is no such section.
    S021: a section is empty: the next one follows at once.
    """
    if not source.readable:
        return []
    document = read_document(source)
    starts = _find_sections(document, names)
    cut = f" (only the first {document.read:,} characters were read)" if document.cut else ""
    findings = [
        report(source, "S020", f"there is no section {name!r}: begin it with a heading of that name{cut}")
        for name in names
        if name not in starts
    ]
    for name, start in starts.items():
        end = min((other for other in starts.values() if other > start), default=len(document.blocks))
        if not any(block.kind is not Kind.HEADING for block in document.blocks[start + 1 : end]):
            line = line_of(source, document.blocks[start].text)
            findings.append(report(source, "S021", f"the section {name!r} is empty: write what it is about", line=line))
    return findings


def image(source: Source, *, names: list[str]) -> list[Finding]:
    """The document shows an image before the first of the sections with these names.

    S022: there is none, or it comes later.
    """
    if not source.readable:
        return []
    document = read_document(source)
    first = min(_find_sections(document, names).values(), default=len(document.blocks))
    places = [place for place, block in enumerate(document.blocks) if block.kind is Kind.IMAGE]
    if places and places[0] < first:
        return []
    if not places:
        return [report(source, "S022", "there is no picture: put one at the top, ![what it shows](its address)")]
    where = line_of(source, document.blocks[places[0]].text)
    return [
        report(source, "S022", "the picture must be at the top, before the first section; it comes later", line=where)
    ]


def example(source: Source) -> list[Finding]:
    """The document gives an example: a block of code, a quote, or a list of more than addresses.

    S023: it has none of them.
    """
    if not source.readable or any(block.kind is Kind.EXAMPLE for block in read_document(source).blocks):
        return []
    return [report(source, "S023", "there is no example: show one as a list, a quote or a block of code")]


def english(source: Source, *, words: int = 100) -> list[Finding]:
    """The document has at least this many words, and they are English.

    The test is simple: the commonest English words (the, of, and …) must make up a tenth of the text (of prose they
    make up a third), and more of it than the commonest words of Spanish, French, Portuguese, German or Italian. Code
    doesn't count.

    S024: the text is shorter, or not English.
    """
    if not source.readable:
        return []
    found = [word.casefold() for word in _WORD.findall(read_document(source).prose)]
    if len(found) < words:
        return [report(source, "S024", f"the text has {len(found)} words, it must have at least {words}")]
    counts = {language: sum(word in common for word in found) for language, common in _LANGUAGES.items()}
    likeliest = max(counts, key=counts.__getitem__)
    if likeliest == "English" and counts["English"] >= MIN_SHARE * len(found):
        return []
    guess = f", it looks {likeliest}" if likeliest != "English" and counts[likeliest] >= MIN_SHARE * len(found) else ""
    return [report(source, "S024", f"the text must be written in English{guess}")]


def _find_sections(document: Document, names: list[str]) -> dict[str, int]:
    """Where in the blocks the sections with these names begin."""
    headings = [(place, _words(block)) for place, block in enumerate(document.blocks) if block.kind is Kind.HEADING]
    found = {}
    for name in names:
        wanted = _words(Block(kind=Kind.HEADING, text=name))
        exact = [place for place, words in headings if words == wanted]
        longer = [place for place, words in headings if words[: len(wanted)] == wanted]
        if exact or longer:
            found[name] = (exact or longer)[0]
    return found


def _words(heading: Block) -> list[str]:
    return [word.casefold().removesuffix("s") for word in _WORD.findall(_NUMBERING.sub("", heading.text))]
