"""Which mention the words of an end mean: "the town of Osh", "its capital", "the old air base"."""

import re
from itertools import islice
from typing import TYPE_CHECKING

from kit._cues import DATELINE
from kit._described import described, is_descriptive, is_island_country
from kit._nouns import ANOTHER, FITTING, LAND, REALMS, SHORES, SITES, TOWNS, is_sited
from kit._scene import RANKS, Mention, Scene
from kit._wording import is_measured_to

if TYPE_CHECKING:
    from collections.abc import Iterable

    from spacy.tokens import Span, Token

# "the border with", "Russia's border with", "the Kenya-" of "the Kenya-Somalia border".
_BORDER_WITH = re.compile(
    r"(?:[\w’'-]+ ){0,3}(?:border|frontier)s?\b[^,;]*$|(?:the )?[\w’'-]+(?: [\w’'-]+)?[-–/]$",
    re.IGNORECASE,
)
# "the crossing at", "the port that they have built at"; "a shop at"
_STANDS_AT = re.compile(r" (?:at|in|of) | (?:that|which) [^,.;:]{1,40}? (?:at|in) ")
_AT = re.compile(r" at ")
_PEOPLED = frozenset({"country", "admin1", "region", "island", "continent", "water"})
_OF_A_PEOPLE = ("an", "ese", "ish", "ch", "i", "se", "ss", "ek", "ic", "sh")
_DEFINITE = frozenset({"the", "this", "that"})
_OWN = frozenset({"its", "their", "whose"})
_PEOPLES = ("NORP", "PERSON", "")
_REALMS = dict.fromkeys(("republic", "nation", "kingdom", "emirate", "sultanate"), "country")
_PLACED = frozenset({"location", "position"})  # what a place has
_NEAREST = frozenset({"closest", "nearest"})
_FARTHER = frozenset("nearest closest next other another neighbouring neighboring nearby".split())
_MIDDLES = frozenset("centre center limits outskirts".split())
_LONGEST = 6  # words in "the small, dusty market town"


def mention_of(scene: Scene, span: "Span | None", other: int | None = None) -> int | None:
    """
    Find the start of the mention that a phrase means.

    It is the one on its head noun, else the last in "the town of Osh" and "the Malian border",
    else what "the town" stands for. "The Canadian capital" is not Canada but Ottawa, if the
    text names it. "Russian shells" and "the mayor of Osh" are no places, and in "Osh, 9 km
    from the town" the town is not Osh, the `other` end.

    Parameters
    ----------
    scene : Scene
    span : spacy.tokens.Span or None
    other : int or None
        Start of the mention that the other end means.

    Returns
    -------
    int or None
        None where there is none.
    """
    if span is None:
        return None
    filed = _filed_at(scene, span)
    return filed if filed not in (None, other) else _meant(scene, span, other)


def _meant(scene: Scene, span: "Span", other: int | None) -> int | None:
    found = scene.inside(span.start_char, span.end_char)
    capital = span.root.lemma_.lower() == "capital"
    if capital and all(m.kind in RANKS for m in found):
        return _capital(scene, span, found, other)
    if not found:
        return _antecedent(scene, span, other)
    if on_head := [m for m in found if m.start <= span.root.idx < m.end]:
        shore_of = span.root.lower_ in SHORES and found[-1].kind in RANKS
        return (found[-1] if shore_of else on_head[0]).start  # "the east coast of Gabon"
    last, before = found[-1], scene.text[span.start_char : found[-1].start]
    with_it = _BORDER_WITH.match(before)  # "the border with Poland", whatever is its head
    if last.kind == "border" or (last.kind == "region" and with_it):
        return last.start if with_it else None
    named = [m.start for m in found if _names(m, span.root)]
    known = _described(scene, span, found, other)
    return known if known is not None else named[-1] if named else None


def sited_at(scene: Scene, span: "Span | None", other: int | None) -> int | None:
    """
    Find the start of the mention that an end means, or of the town that it stands in.

    That is Torkham of "the crossing at Torkham".

    Parameters
    ----------
    scene : Scene
    span : spacy.tokens.Span or None
    other : int or None
        Start of the mention that the other end means.

    Returns
    -------
    int or None
    """
    found = mention_of(scene, span, other)
    if found is not None or span is None:
        return found
    at = (_STANDS_AT if is_sited(span.root) else _AT).match(scene.text, span.end_char)
    towns = scene.inside(at.end(), at.end() + 1) if at else []
    return next((m.start for m in towns if at and m.start == at.end()), None)


def _described(scene: Scene, span: "Span", found: list[Mention], other: int | None) -> int | None:
    """Find what "the Scottish market town" and "Iran's main enrichment site" are, named before."""
    noun, told = span.root.lower_, {word.lower_ for word in span}
    if any(m.end > span.root.idx for m in found) or not (noun in SITES or is_descriptive(noun)):
        return None
    of_people = all(_is_adjective(scene, m) for m in found)
    definite = of_people and span[0].lower_ in _DEFINITE and not told & ANOTHER
    owned = _is_owner(scene, found, span) and not told & _FARTHER
    if not (definite or owned):
        return None
    before = [m for m in scene.shortly_before(span) if m.start != other]
    before = [m for m in before if not _is_adjective(scene, m)]
    meant = described(noun, found, before)
    if meant is None and noun in SITES:
        meant = _town_of_site([m for m in before if m.country in {area.country for area in found}])
    return None if meant is None else meant.start


def _is_owner(scene: Scene, found: list[Mention], span: "Span") -> bool:
    """Tell "Iran's" of "Iran's main enrichment site"."""
    (first, *more) = found
    apostrophe = scene.text[first.end : first.end + 1] in ("'", "’")
    begins = first.start == span.start_char
    return begins and apostrophe and not more and first.kind == "country"


def _is_adjective(scene: Scene, mention: Mention) -> bool:
    """Tell "Scottish" from Scotland."""
    text = scene.text[mention.start : mention.end]
    people = mention.kind in _PEOPLED and text != mention.name
    return people and text.endswith(_OF_A_PEOPLE)


def _owner(scene: Scene, span: "Span") -> int | None:
    """Give Merapi of "Merapi, a restless volcano, whose summit": who has it is where it is."""
    clause = next((word for word in span.root.ancestors if word.dep_ == "relcl"), None)
    head = clause.head if clause is not None else span.root
    while head.dep_ == "appos":
        head = head.head
    owner = scene.inside(head.idx, head.idx + len(head))
    return owner[0].start if owner and owner[0].kind not in RANKS else None


def _capital(scene: Scene, span: "Span", found: list[Mention], other: int | None) -> int | None:
    """Find where the text names "the Canadian capital", "its capital", "the capital, Osh"."""
    # "Osh", but in "300 km south of the Kyrgyz capital, Osh awoke" that is the other end
    beside = (
        m
        for m in scene.inside(span.end_char, span.end_char + 3)
        if m.kind == "city" and m.start != other
    )
    if (named := next(beside, None)) is not None:
        return named.start
    if span[0].lower_ in _OWN:
        found = list(islice(scene.shortly_before(span), 1))
        if not found or found[0].kind != "country":
            return None  # "Cabinda has its capital", of a province
    if found:
        countries = {m.country for m in found}
        capitals = (m for m in scene.mentions if m.country in countries and m.is_capital)
        return next((m.start for m in capitals), None)
    told = all(word.tag_ in ("VBN", "VBG") for word in span[1:-1])  # "the ruined capital"
    if not told or span[0].lower_ not in _DEFINITE:
        return None
    land = next((m.country for m in scene.mentions if m.start == other), None)
    if land is not None:  # "Natanz, 220 km south of the capital": that of its own country
        return next((m.start for m in scene.mentions if m.is_capital and m.country == land), None)
    near = next((m.start for m in scene.shortly_before(span) if m.is_capital), None)
    return _capital_of(scene, span) if near is None else near


def _capital_of(scene: Scene, span: "Span") -> int | None:
    """Find the capital of the one country that a sentence has places in, if it is named."""
    inside = scene.inside(*scene.sentence(span.start_char))
    countries = {m.country for m in inside if m.country and m.kind not in {"border", "water"}}
    capitals = (m for m in scene.mentions if {m.country} == countries and m.is_capital)
    return next((m.start for m in capitals), None)


def _antecedent(scene: Scene, span: "Span", other: int | None) -> int | None:
    """Find the nearest mention of a kind that fits "the town", two sentences back at most."""
    first, noun = span[0].lower_, span.root.lower_
    if noun in _MIDDLES and span[-1] == span.root and span[-2:-1].text in ("city", "town"):
        noun = span[-2].lower_  # "the city centre"
    if span.text.lower() == "here":
        return _dateline(scene, span)
    before = [m for m in scene.shortly_before(span) if m.start != other]
    if first == "whose" or (first in _OWN and noun in SHORES | _PLACED):
        return _owned(scene, span, before)
    inner = span[1:-1]
    # "the Tuareg stronghold": no table of places has them, and the model may take them for a man
    strange = any(not (word.is_lower or word.ent_type_ in _PEOPLES) for word in inner)
    if len(span) > _LONGEST or first not in _DEFINITE | {"there"} or strange:
        return None
    if any(word.lower_ in ANOTHER or word.dep_ == "poss" for word in inner):
        return None
    kinds = (SITES | _REALMS).get(noun, FITTING.get(noun, "")).split()
    fitting = [m for m in before if m.kind in kinds or (noun == "island" and is_island_country(m))]
    # "X, 100 km south of Y. The city": X, of which something was told
    topics = (m for m in fitting if not is_measured_to(scene.text, m.start))
    found = next(topics, next(iter(fitting), None))
    if found is None and noun in SITES and not _is_named(scene, span):
        found = _town_of_site([m for m in before if not DATELINE.match(scene.written, m.end)])
    return None if found is None else found.start


def _owned(scene: Scene, span: "Span", before: "Iterable[Mention]") -> int | None:
    """Find whose border or position it is: "Serbia is near, and Tuzla 20 km from its border"."""
    noun = span.root.lower_
    if noun not in SHORES and span[0].lower_ == "whose":
        return _owner(scene, span)
    fitting = (
        m for m in before if (m.kind == "country" if noun in SHORES else m.kind not in RANKS)
    )
    return next((m.start for m in fitting), None)


def _is_named(scene: Scene, span: "Span") -> bool:
    """Tell "the Iron Gates dam … The dam": another name than a town's is what it has."""
    low = scene.sentence(span.start_char)[0]
    low, _ = scene.sentence_before(low) or (low, low)
    told = scene.text[low : span.start_char]
    return (
        re.search(rf"\b[A-Z][\w’'-]+ {span.root.lower_}s?\b(?! (?:at|in|near) )", told) is not None
    )


def _town_of_site(before: "Iterable[Mention]") -> Mention | None:
    """Give the one town named before, by which a base or a plant is called that no table has."""
    towns = {m.place_id: m for m in before if m.kind == "city"}
    return next(iter(towns.values())) if len(towns) == 1 else None


def _dateline(scene: Scene, span: "Span") -> int | None:
    """Find where a report was filed that says "30 miles north of here", not in a quotation."""
    paragraph = scene.written.rfind("\n\n", 0, span.start_char) + 1
    said = scene.written[paragraph : span.start_char]
    if said.count('"') % 2 or said.count("“") > said.count("”"):
        return None
    heads = (m for m in reversed(scene.mentions) if m.end <= span.start_char)
    heads = (m for m in heads if scene.text[: m.start][-2:] in ("", "\n\n"))
    return next((m.start for m in heads if DATELINE.match(scene.written, m.end)), None)


def _filed_at(scene: Scene, span: "Span") -> int | None:
    """Find what "this garrison city" is in a dispatch: where it was filed."""
    this = span[0].lower_ == "this" and span.root.lower_ in TOWNS
    return _dateline(scene, span) if this else None


def _names(mention: Mention, head: "Token") -> bool:
    """Tell whether a name in a phrase is that of its head: "the town of Osh", no "Osh police"."""
    if mention.kind in RANKS:
        noun = head.lemma_.lower()
        edge = noun == "point" and any(word.lower_ in _NEAREST for word in head.children)
        return edge or noun in LAND or (noun in REALMS and mention.start > head.idx)
    return is_sited(head)
