"""What speaks for and against words being a place: the model, the gazetteer, the document."""

import math
import re
from collections import Counter, defaultdict
from typing import TYPE_CHECKING, Any

import numpy as np

from kit import _cues
from kit._candidates import KINDS_AFTER, LABELS, PLACE_LABELS, Candidate
from kit._movers import PEOPLE
from kit._names import fold
from kit.gazetteer import Place

if TYPE_CHECKING:
    from numpy.typing import NDArray
    from spacy.tokens import Doc

# Kinds whose names are not said of anything else, whatever words they are made of.
_KNOWN_PEOPLE = 15_000  # a town so large is known by its name, be it of common words
_LARGE = frozenset({"country", "admin1"})
_PROPER_KINDS = frozenset({"region", "island", "water", "mountain"})


def describe(text: str, doc: "Doc", candidates: list[Candidate]) -> None:
    """Gather the facts that speak for or against each candidate."""
    labels: dict[str, Counter[str]] = defaultdict(Counter)
    for one in candidates:
        labels[one.text][one.label if not one.holder else ""] += 1
    surnames = {
        token.text for e in doc.ents if e.label_ == "PERSON" and len(e) > 1 for token in e[1:]
    }
    told = (_cues.TITLED, _cues.INTRODUCED, _cues.ESCORTED)
    surnames |= {name for cue in told for found in cue.finditer(text) for name in found.groups()}
    known = {word for one in candidates if _is_well_known(one) for word in one.text.split()}
    starts = {one.start: one for one in candidates}
    ends = {one.end: one for one in candidates}
    home = _home(candidates)
    of_text = _text_facts(text, candidates)
    people = {e.end_char for e in doc.ents if e.label_ == "PERSON"}
    for one in candidates:
        one.vector = mean_vector(one.text, doc)
        one.facts = {
            "bias": 1.0,
            **of_text,
            **_entity_facts(one),
            **_gazetteer_facts(one),
            **_document_facts(one, labels[one.text], surnames),
            **_context_facts(text, one, starts, ends),
        }
        one.facts["behind_person"] = float(one.start - 1 in people and text[one.start - 1] == " ")
        words = one.text.replace(" ", "")  # "the lakeside city"
        if words.islower() and words.isalpha() and _is_common(text, one):
            one.facts["generic"] = 1.0
        one.facts["given_name"] = float(_is_given_name(one, known))
        there = one.facts["inside"] or one.facts["before_larger"]
        one.facts["maker"] = float(fold(one.text) in _cues.MAKERS and not there)
        if one.facts["before_unknown"]:
            following = (
                text[one.end : one.end + 60].split(maxsplit=1)[0].strip(".,;:'’\"”)").lower()
            )
            rare = doc.vocab.strings[following] not in doc.vocab.vectors
            one.facts["before_rare"] = float(rare)  # a surname is no common word in small letters
        if one.facts.get("abbreviation") and one.text.endswith("."):
            one.facts["generic"] = 0.0  # "Mass.", "La."
        if quarters := _quarters(text, one, home):
            one.places = quarters
            one.facts |= {"compass": 0.0, "generic": 0.0, "quarter": 1.0}
        bare = not (one.facts["after_preposition"] or one.facts["before_larger"])
        one.facts["surname_bare"] = one.facts["surname"] * bare


def _is_common(text: str, one: Candidate) -> bool:
    """Tell "an airfield" and "the fort" from names, in a text that has capitals."""
    if any(p.kind in _PROPER_KINDS | _LARGE | {"continent"} for p in one.places):
        return False  # "the caribbean"
    before = text[max(0, one.start - 12) : one.start]
    return bool(_cues.DETERMINED.search(before)) and text[:1000] != text[:1000].lower()


def _is_well_known(one: Candidate) -> bool:
    """Tell what may be a place behind another name from villages that bear a surname, too."""
    return any(p.kind != "city" or p.population >= _KNOWN_PEOPLE for p in one.places)


def _is_given_name(one: Candidate, known: set[str]) -> bool:
    """Tell a given name by the surname behind it, which names no place or kind of place here."""
    words = one.holder.split()
    if len(words) != 2 or words[0] != one.text or one.facts.get("demonym"):
        return False
    person = one.label in {"PERSON", "NORP", "GPE"} or (
        one.label == "ORG" and one.facts.get("country") and not words[1].endswith("s")
    )
    surname = words[1].isalpha() and words[1].istitle() and words[1] not in known
    other = KINDS_AFTER.union(_cues.STREETS, _cues.PRESS, _cues.GENERIC, *_cues.BODIES.values())
    return bool(person and surname and fold(words[1]) not in other)


def _home(candidates: list[Candidate]) -> str:
    """Code of the country that most of the places lie in, by the model and the gazetteer."""
    countries = Counter(
        one.places[0].country
        for one in candidates
        if one.label == "GPE" and not one.holder and one.places
    )
    code, count = max(countries.items(), key=lambda item: item[1], default=("", 0))
    return code if count > 1 and 2 * count >= countries.total() else ""


def _quarters(text: str, one: Candidate, home: str) -> tuple[Place, ...]:
    """Regions of the text's country that are called by a quarter of the sky: "the South"."""
    if not home or not _cues.COMPASS.fullmatch(one.text) or one.text.isupper():
        return ()
    if not _cues.THE.search(text[max(0, one.start - 5) : one.start]):
        return ()
    if re.match(r"[ -](?:[A-Z\d]|of\b)|['’]", text[one.end : one.end + 4]):
        return ()
    kinds = {"region", "admin1"}
    return tuple(p for p in one.places if p.kind in kinds and p.country == home)


def mean_vector(words: str, doc: "Doc") -> "NDArray[Any]":
    """
    Mean of the model's vectors of the words, of length 1; zeros where it knows none.

    Parameters
    ----------
    words : str
    doc : spacy.tokens.Doc
        Any document of the model.

    Returns
    -------
    ndarray, shape (300,)
    """
    vectors = doc.vocab.vectors
    total = np.zeros(vectors.shape[1], dtype=np.float32)
    for word in words.split():
        key = doc.vocab.strings[word]
        if key in vectors:
            total += vectors[key]
    return total / np.float32(np.linalg.norm(total) or 1.0)


def _text_facts(text: str, candidates: list[Candidate]) -> dict[str, float]:
    """How long the text is, and which share of its names the model takes for places, for people."""
    alone = Counter(one.label for one in candidates if not one.holder)
    people = sum(one.label == "PERSON" for one in candidates if one.holder)
    return {
        "length": math.log10(max(10, len(text.split()))) / 3,
        "among_places": (1 + alone["GPE"] + alone["LOC"]) / (3 + alone.total()),
        "among_people": people / (3 + len(candidates)),
    }


def _entity_facts(one: Candidate) -> dict[str, float]:
    """What the model says: the entity that these words are, or stand in."""
    if not one.label:
        return {"unlabelled": 1.0}
    label = one.label if one.label in LABELS else "other"
    facts = {f"{'in' if one.holder else 'is'}_{label}": 1.0}
    if one.holder:
        last = fold(one.holder).split()[-1:] or [""]
        words = set(fold(one.holder).split()) - set(fold(one.text).split())
        facts |= {f"in_{body}": 1.0 for body, of in _cues.BODIES.items() if words & of}
        facts["in_press"] = float(label == "ORG" and last[0] in _cues.PRESS)
        facts["holder_end"] = float(one.holder.endswith(one.text))
        facts["holder_start"] = float(re.sub("^[Tt]he ", "", one.holder).startswith(one.text))
    return facts


def _gazetteer_facts(one: Candidate) -> dict[str, float]:
    """What the gazetteer says: which kinds of place bear the name, and how large."""
    if not one.places:
        last = fold(one.text).split()[-1:] or [""]
        return {
            "unknown": 1.0,
            f"unknown_{one.label}": 1.0,
            "street": float(last[0] in _cues.STREETS),
            "unknown_kind_after": float(last[0] in KINDS_AFTER),
        }
    kinds = {p.kind for p in one.places}
    own = [p for p in one.places if p.name_type != "alternate"]
    cities = [p.population for p in own if p.kind == "city"]
    facts = {
        "country": float("country" in kinds and bool(own)),
        "admin1": float("admin1" in kinds and bool(own)),
        "admin2": float("admin2" in kinds and bool(own)),
        "handmade": float(bool(kinds & {"region", "water", "site", "continent"})),
        "demonym": float(all(p.name_type == "demonym" for p in one.places)),
        "alternate_only": float(not own),
        "abbreviation": float(all(p.name_type == "abbreviation" for p in one.places)),
        "words": min(3.0, len(one.text.split()) - 1.0),
        "country_words": float("country" in kinds and len(one.text.split()) > 1),
        "compass": float(bool(_cues.COMPASS.fullmatch(one.text))),
        "generic": float(_is_generic(one)),
        "city_size": math.log10(max(cities) + 1) / 6 if cities else 0.0,
    }
    if not one.label:
        facts |= {f"unlabelled_{k}": facts[k] for k in ("country", "demonym", "city_size", "words")}
    if one.holder and one.label == "ORG":
        facts |= {f"in_ORG_{k}": facts[k] for k in ("country", "demonym", "city_size", "words")}
    return facts


def _is_generic(one: Candidate) -> bool:
    """Tell words that name nothing by themselves from the West Bank and Salt Lake City."""
    words = fold(one.text).split()
    if one.text.islower() and words[-1:] == ["coast"]:
        return True  # "on the west coast", of whatever country
    if not _cues.GENERIC.issuperset(words):
        return False
    is_labelled = one.label == "GPE"
    return len(words) == 1 or not any(
        p.kind in _PROPER_KINDS or (is_labelled and p.population >= _KNOWN_PEOPLE)
        for p in one.places
    )


def _is_acronym(one: Candidate, before: str, after: str) -> bool:
    """Tell NATO from SEOUL: capitals among small letters that open no dispatch name no town."""
    if len(one.text) > 5 or not one.text.isalpha() or not one.text.isupper():
        return False
    dateline = before.strip() == "" or before[-1:] == "\n"
    around = [c for c in before + after if c.isalpha()]
    shouted = sum(c.isupper() for c in around) > len(around) / 2
    known = any(p.name_type in {"alias", "abbreviation"} or p.kind == "country" for p in one.places)
    return not (dateline or shouted or known)


def _is_water(one: Candidate) -> bool:
    """Tell whether the words name a water: such names alone take an article, "the Danube"."""
    waters = [p for p in one.places if p.kind == "water" and p.name_type in {"name", "alias"}]
    return bool(waters) and (one.label != "ORG" or len(waters) == len(one.places))


def _is_called_town(one: Candidate, after: str) -> bool:
    """Tell what has the name of a town and is none: "the Bremen will sail", "of the Virgin"."""
    towns = [p for p in one.places if p.kind == "city"]
    plain = one.text.istitle() and KINDS_AFTER.isdisjoint(one.text.lower().split())
    article = any(p.name.startswith("The ") for p in towns)  # The Hague
    if not towns or not plain or article or not _cues.GOES_ON.match(after):
        return False
    largest: dict[str, int] = {}
    for town in towns:
        largest[town.country] = max(town.population, largest.get(town.country, 0))
    # The state of Bremen is its town; the Punjab is no village of that name.
    return all(
        p.kind == "city"
        or (p.kind in ("admin1", "admin2") and p.population < 4 * largest.get(p.country, 0))
        for p in one.places
    )


def _of_country(text: str, one: Candidate, ends: dict[int, Candidate]) -> bool:
    """Tell whether the words stand as in "in Cuba's Santiago", and there is such a place there."""
    owner = ends.get(one.start - 3) if text[one.start - 3 : one.start] in {"'s ", "’s "} else None
    if not owner or not _cues.INSIDE.search(text[max(0, owner.start - 12) : owner.start]):
        return False
    countries = {p.country for p in owner.places if p.kind == "country"}
    return any(p.country in countries for p in one.places)


def _is_larger(one: Candidate, other: Candidate, gap: re.Match[str] | None) -> bool:
    """Tell "Osh, Ohio" and, if it has such a place, "Osh in northern Ohio"."""
    large = [p for p in other.places if p.kind in _LARGE or (gap and gap["island"])]
    if gap and (gap["island"] or gap["part"]):
        large = [p for p in large if any(q.country == p.country for q in one.places)]
    return bool(large)


def _is_short_of(one: Candidate, town: Candidate | None) -> bool:
    """Tell the "Me." of "Bangor, Me.", which has a place of that name."""
    short = one.text.endswith(".") and [p for p in one.places if p.name_type == "abbreviation"]
    divisions = {(p.country, p.admin1) for p in short or ()}
    return town is not None and any((p.country, p.admin1) in divisions for p in town.places)


def _is_island(one: Candidate) -> bool:
    """Tell whether the words name an island: things lie on it, not in it."""
    return any(p.kind == "island" and p.name_type in {"name", "alias"} for p in one.places)


def _on_ships(text: str, one: Candidate) -> bool:
    """Tell whether the words around speak of ships."""
    around = text[max(0, one.start - 400) : one.end + 400]
    return not _cues.VESSELS.isdisjoint(re.findall(r"\w+", around.lower()))


def _all_sites(one: Candidate) -> bool:
    """Tell whether the words name sites alone."""
    return bool(one.places) and all(place.kind == "site" for place in one.places)


def _document_facts(one: Candidate, labels: Counter[str], surnames: set[str]) -> dict[str, float]:
    """What the rest of the document says: how the same words are taken elsewhere."""
    total = labels.total()
    places = sum(labels[label] for label in PLACE_LABELS)
    return {
        "taken_as_place": places / total,
        "taken_as_person": labels["PERSON"] / total,
        "ever_place": float(places > 0),
        "surname": float(one.text in surnames),
    }


def _is_travelled(before: str, after: str) -> bool:
    """Tell what travellers or ships reach or leave, by the words around it."""
    if any(cue.search(before) for cue in (_cues.TRAVELLED, _cues.MOORED, _cues.INTO)):
        return True
    came = _cues.CAME.search(before) and after.startswith(" from ")
    return bool(came or (_cues.LEFT.search(before) and _cues.DATED.match(after)))


def _is_of_line(before: str, after: str) -> bool:
    """Tell either town of "the Oslo-Bergen train"."""
    to = _cues.LINE_TO.search(before) and _cues.LINE.match(after)
    return bool(to or _cues.LINE_FROM.match(after))


def _context_facts(
    text: str, one: Candidate, starts: dict[int, Candidate], ends: dict[int, Candidate]
) -> dict[str, float]:
    """What the neighbouring words say."""
    # A headline says nothing of the paragraph under it.
    paragraph = text[max(0, one.start - 60) : one.start].rpartition("\n\n")[2]
    before = _cues.PART_OF.sub("", paragraph)
    after = text[one.end : one.end + 60]
    previous = re.findall(r"[\w’']+", before.replace("the ", " "))[-1:] or [""]
    following = re.match(r"(?:['’]s)?[ -]([\w’']+)", after)
    next_word = following[1] if following else ""
    gap = _cues.LARGER.match(after)
    qualifier = starts.get(one.end + gap.end()) if gap else None
    qualified = ends.get(one.start - 2) if before.endswith(", ") else None
    called = fold(one.text) in _cues.SEATS
    seat = called or (one.label == "ORG" and _all_sites(one))
    at_it = previous[0] in _cues.AT and not (called and next_word[:1].islower())
    demonym = any(p.name_type == "demonym" for p in one.places)
    listed = _cues.LISTED.match(after)
    alone = previous[0] not in _cues.PREPOSITIONS and not before.endswith(", ") and not demonym
    bare = not _cues.NOT_INSIDE.match(after)
    travelled = bare and _is_travelled(before, after)
    return {
        "speaking_seat": float(seat and not (at_it or travelled)),
        "after_preposition": float(previous[0] in _cues.PREPOSITIONS),
        "after_in": float(previous[0] in {"in", "In", "near", "outside"}),
        "measured": float(
            bool(_cues.MEASURED_TO.search(before) or _cues.MEASURED_FROM.match(after))
        ),
        "on_a_way": float(bool(_cues.WAY_FROM.search(before) or _cues.WAY_TO.search(before))),
        "on_a_line": float(_is_of_line(before, after)),
        "after_title": float(previous[0].lower() in _cues.TITLES or previous[0] in _cues.OFFICES),
        "after_people": float(previous[0] in PEOPLE),
        "apposed": float(bool(_cues.APPOSED.match(after))),
        "firm": float(alone and bool(_cues.FIRM.match(after))),  # not "in Kyiv, the team of"
        "named_on": float(bool(_cues.NAMED_ON.match(after))),
        "after_person": float(previous[0] in _cues.PERSONS),
        "personal": float(alone and bool(_cues.PERSONAL.match(after))),
        "after_party": float(bool(_cues.PARTY.search(before))),
        "inside": float(bare and bool(_cues.INSIDE.search(before) or _of_country(text, one, ends))),
        "towards": float(bool(_cues.TOWARDS.search(before)) and bare),
        "travelled": float(travelled),
        "far_travelled": float(bare and bool(_cues.FAR_TRAVELLED.search(before))),
        "struck": float(bare and bool(_cues.STRUCK.search(before) or _cues.FALLEN.match(after))),
        "entered": float(bare and any(c.search(before) for c in (_cues.ENTERED, _cues.INTO))),
        "dateline": float(before.strip() == "" and bool(_cues.DATELINE.match(after))),
        "dated_line": float(before.strip() == "" and bool(_cues.DATED_LINE.match(after))),
        "before_of_place": float(next_word in _cues.OF_PLACE),
        "on_island": float(previous[0] in {"on", "off"} and _is_island(one)),
        "after_capital": float(before.endswith(" ") and previous[0][:1].isupper()),
        "after_vessel": float(
            (
                previous[0].lower() in _cues.VESSELS | _cues.STORMS
                and not _cues.STOPPED.search(before)
            )
            or bool(_cues.OF_NAME.search(before))
            or (
                any(cue.search(before) for cue in (_cues.FOREIGN_NAME, _cues.ROYAL_NAME))
                and _on_ships(text, one)
            )
            or (previous[0][:1].isupper() and previous[0].lower() in _cues.MAKERS)
        ),
        "the_water": float(bool(_cues.THE.search(before)) and _is_water(one)),
        "the_town": float(bool(_cues.THE.search(before)) and _is_called_town(one, after)),
        "the_peak": float(bool(one.places) and all(p.kind == "mountain" for p in one.places)),
        "after_kind_of": float(bool(_cues.KIND_OF.search(before))),
        "called_kind": float(bool(_cues.CALLED.match(after))),
        "before_unknown": float(
            after[:1] == " "
            and next_word[:1].isupper()
            and one.end + 1 not in starts
            and next_word.lower() not in KINDS_AFTER | _cues.STREETS
        ),
        "before_office": float(bool(_cues.OFFICE.match(after))),
        "before_speaking": float(next_word in _cues.SPEAKING),
        "before_capital": float(after[:1] == " " and next_word[:1].isupper()),
        "before_kind": float(next_word.lower() in KINDS_AFTER or bool(listed and listed[1])),
        "before_street": float(next_word.lower() in _cues.STREETS and next_word[:1].isupper()),
        "before_press": float(
            (next_word.lower() in _cues.PRESS and next_word[:1].isupper())
            or (bool(_cues.THE.search(before)) and one.text.lower() in _cues.PRESS)
        ),
        "hyphened": float(after[:1] == "-" or before[-1:] == "-"),
        "before_larger": float(qualifier is not None and _is_larger(one, qualifier, gap)),
        "after_smaller": float(bool(qualified) and any(p.kind in _LARGE for p in one.places)),
        "of_town": float(bool(qualified) and _is_short_of(one, qualified)),
        "all_capitals": float(len(one.text) > 3 and one.text.isupper()),
        "acronym": float(_is_acronym(one, before, after)),
        "short": float(len(one.text) <= 3),
        "sentence_start": float(not before.strip() or before.rstrip()[-1:] in '.!?\n“"'),
    }
