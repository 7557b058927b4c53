"""What speaks for and against words being a place: the model, the gazetteer, the document."""

import math
import re
from collections import Counter, defaultdict
from typing import TYPE_CHECKING, Any

import numpy as np

from kit._candidates import KINDS_AFTER, LABELS, PLACE_LABELS, Candidate
from kit._names import fold

if TYPE_CHECKING:
    from numpy.typing import NDArray
    from spacy.tokens import Doc

_PREPOSITIONS = frozenset(
    """
    in at near from to of around outside inside through across toward towards into between off
    via over beyond throughout within on leaving reached visiting visited
    """.split()
)
_TITLES = frozenset(
    """
    mr mrs ms miss dr sir lady lord rev pastor judge justice officer sgt lt capt coach sen rep
    gov captain detective attorney pope king queen prince princess
    """.split()
)
_SPEAKING = frozenset(
    """
    said says told added asked who whose replied wrote argued thinks believes jr sr
    """.split()
)
# Words after a name that take it for something else.
_STREETS = frozenset(
    """
    street st road rd avenue ave lane ln drive dr boulevard blvd highway hwy route bridge square
    court way terrace place plaza trail parkway turnpike close crescent
    """.split()
)
_PRESS = frozenset(
    """
    times post herald news tribune journal gazette observer chronicle press daily telegraph star
    globe examiner inquirer sentinel mirror review courier record dispatch magazine
    """.split()
)
_VESSELS = frozenset(
    """
    uss hms hmcs ss mv ins uscgc rfs class ferry ship vessel tanker frigate submarine cruiser
    destroyer yacht freighter trawler boat liner cutter barge icebreaker corvette battleship
    tugboat schooner steamer hurricane typhoon cyclone
    """.split()
)


_TITLED = re.compile(rf"\b(?i:{'|'.join(sorted(_TITLES))})\.? ([A-Z]\w+)")
_COMPASS = re.compile(r"(?:(?:north|south|east|west)+(?:ern)?|central)(?:ers?)?", re.IGNORECASE)
_SEATS = frozenset(
    {
        "white house", "kremlin", "pentagon", "downing street", "elysee", "elysee palace",
        "blue house", "capitol hill", "wall street", "whitehall", "foggy bottom", "quai dorsay",
    }
)  # fmt: skip
# Makers whose models bear the names of places: "a Hyundai Tucson".
_MAKERS = frozenset(
    """
    buick cadillac chevrolet chevy chrysler dodge fiat ford gmc honda hyundai jeep kia lexus mazda
    mercury nissan opel peugeot pontiac renault seat skoda subaru suzuki toyota volkswagen vw
    """.split()
)
# "in the town of X", "the state of X".
_KIND_OF = re.compile(
    r"\b(?:city|town|village|hamlet|suburb|port|resort|island|state|province|region|district|"
    r"county|municipality|capital|republic|governorate|department|prefecture|parish) of $"
)
# "X, the capital of Y", "X, a small town".
_CALLED = re.compile(
    r", (?:the|an?|its) (?:[a-z-]+ ){0,3}"
    r"(?:capital|city|town|village|hamlet|port|island|district|suburb|region|province|state)\b"
)
# Ships and nobles: "the Pride of Bilbao", "the Duke of York".
_OF_NAME = re.compile(r"\b(?:Spirit|Pride|Star|Maid|Belle|Duke|Duchess|Earl) of $")
# Words that name no place by themselves, though some village bears them.
_GENERIC = frozenset(
    """
    das der die el il la las le les los academy airport association authority avenue bank
    board bridge building bureau capital cathedral center central centre chamber church city
    club college commission committee community company congress corner council country
    county court department district division downtown east embassy express federal
    foundation green group hall high hill hospital hotel house institute international
    island lake library line main mall marina market mass metropolitan midtown military
    ministry mission museum national north office olympic olympics palace park plaza police
    port post press prison province public railway republic river road royal salt school
    senate society south square st stadium state station street suburb team temple theater
    theatre tower town union united university uptown valley village way west world
    """.split()
)
# A distance beside the name: "12 km north of X", "X, about 12 km from".
_LENGTH = r"\b(?:km|kms|kilomet(?:er|re)s?|miles?|mi)\b"
_MEASURED_TO = re.compile(rf"{_LENGTH}[^.;!?\n]{{0,25}} (?:of|from|to|off|outside) (?:the )?$")
_MEASURED_FROM = re.compile(
    rf"(?:,| is| lies| lay| sits| stands| was)[a-z, ]{{0,40}} [\d.,]+(?: |-)?{_LENGTH}"
)
# One end of a way: "from X to", "from Y to X", "between Y and X".
_WAY_FROM = re.compile(r"\b(?:from|between) (?:the )?$")
_WAY_TO = re.compile(
    r"\b(?:from|between) (?:the )?[A-Z][\w.’' -]{1,25} (?:to|and|for|via|through) (?:the )?$"
)
_THE = re.compile(r"\b[Tt]he $")
_AT = frozenset("at in inside outside near around toward towards to".split())


def describe(text: str, doc: "Doc", candidates: list[Candidate]) -> None:
    """Gather the facts that speak for or against each candidate."""
    labels: dict[str, Counter[str]] = defaultdict(Counter)
    for one in candidates:
        labels[one.text][one.label if not one.holder else ""] += 1
    surnames = {
        token.text for e in doc.ents if e.label_ == "PERSON" and len(e) > 1 for token in e[1:]
    } | {found[1] for found in _TITLED.finditer(text)}
    known = {word for one in candidates if one.places for word in one.text.split()}
    starts = {one.start: one for one in candidates}
    ends = {one.end: one for one in candidates}
    for one in candidates:
        one.vector = mean_vector(one.text, doc)
        one.facts = {
            "bias": 1.0,
            **_entity_facts(one),
            **_gazetteer_facts(one),
            **_document_facts(one, labels[one.text], surnames),
            **_context_facts(text, one, starts, ends),
        }
        one.facts["given_name"] = float(_is_given_name(one, known))
        if one.facts["before_unknown"]:
            following = (
                text[one.end : one.end + 60].split(maxsplit=1)[0].strip(".,;:'’\"”)").lower()
            )
            rare = doc.vocab.strings[following] not in doc.vocab.vectors
            one.facts["before_rare"] = float(rare)  # a surname is no common word in small letters
        if one.facts.get("abbreviation") and text[: one.start].endswith(", "):
            one.facts["generic"] = 0.0  # "Cambridge, Mass."
        bare = not (one.facts["after_preposition"] or one.facts["before_larger"])
        one.facts["surname_bare"] = one.facts["surname"] * bare


def _is_given_name(one: Candidate, known: set[str]) -> bool:
    """Tell a given name by the surname behind it, which names no place or kind of place here."""
    words = one.holder.split()
    if len(words) != 2 or words[0] != one.text or one.facts.get("demonym"):
        return False
    person = one.label in {"PERSON", "NORP", "GPE"} or (
        one.label == "ORG" and one.facts.get("country") and not words[1].endswith("s")
    )
    surname = words[1].isalpha() and words[1].istitle() and words[1] not in known
    other = KINDS_AFTER | _STREETS | _PRESS | _GENERIC
    return bool(person and surname and fold(words[1]) not in other)


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


def _entity_facts(one: Candidate) -> dict[str, float]:
    """What the model says: the entity that these words are, or stand in."""
    if not one.label:
        return {"unlabelled": 1.0}
    label = one.label if one.label in LABELS else "other"
    facts = {f"{'in' if one.holder else 'is'}_{label}": 1.0}
    if one.holder:
        last = fold(one.holder).split()[-1:] or [""]
        facts["in_press"] = float(label == "ORG" and last[0] in _PRESS)
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
            "street": float(last[0] in _STREETS),
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
        "compass": float(bool(_COMPASS.fullmatch(one.text))),
        "generic": float(_GENERIC.issuperset(fold(one.text).split())),
        "city_size": math.log10(max(cities) + 1) / 6 if cities else 0.0,
    }
    if not one.label:
        facts |= {f"unlabelled_{k}": facts[k] for k in ("country", "demonym", "city_size", "words")}
    if one.holder and one.label == "ORG":
        facts |= {f"in_ORG_{k}": facts[k] for k in ("country", "demonym", "city_size", "words")}
    return facts


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
    return any(
        place.kind == "water" and place.name_type in {"name", "alias"} for place in one.places
    )


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


def _context_facts(
    text: str, one: Candidate, starts: dict[int, Candidate], ends: dict[int, Candidate]
) -> dict[str, float]:
    """What the neighbouring words say."""
    before = text[max(0, one.start - 60) : one.start]
    after = text[one.end : one.end + 60]
    previous = re.findall(r"[\w’']+", before.replace("the ", " "))[-1:] or [""]
    following = re.match(r"(?:['’]s)?[ -]([\w’']+)", after)
    next_word = following[1] if following else ""
    gap = next((gap for gap in (", in ", ", ", " (") if after.startswith(gap)), None)
    qualifier = starts.get(one.end + len(gap)) if gap else None
    qualified = ends.get(one.start - 2) if before.endswith(", ") else None
    large = {"country", "admin1"}
    seat = fold(one.text) in _SEATS or (one.label == "ORG" and _all_sites(one))
    at_it = previous[0] in _AT and not next_word[:1].islower()
    return {
        "speaking_seat": float(seat and not at_it),
        "after_preposition": float(previous[0] in _PREPOSITIONS),
        "after_in": float(previous[0] in {"in", "In", "near", "outside"}),
        "measured": float(bool(_MEASURED_TO.search(before) or _MEASURED_FROM.match(after))),
        "on_a_way": float(bool(_WAY_FROM.search(before) or _WAY_TO.search(before))),
        "after_title": float(previous[0].lower() in _TITLES),
        "after_capital": float(before.endswith(" ") and previous[0][:1].isupper()),
        "after_vessel": float(
            previous[0].lower() in _VESSELS
            or bool(_OF_NAME.search(before))
            or (previous[0][:1].isupper() and previous[0].lower() in _MAKERS)
        ),
        "the_water": float(bool(_THE.search(before)) and one.label != "ORG" and _is_water(one)),
        "after_kind_of": float(bool(_KIND_OF.search(before))),
        "called_kind": float(bool(_CALLED.match(after))),
        "before_unknown": float(
            after[:1] == " "
            and next_word[:1].isupper()
            and one.end + 1 not in starts
            and next_word.lower() not in KINDS_AFTER | _STREETS
        ),
        "before_speaking": float(next_word in _SPEAKING),
        "before_capital": float(after[:1] == " " and next_word[:1].isupper()),
        "before_kind": float(next_word.lower() in KINDS_AFTER),
        "before_street": float(next_word.lower() in _STREETS and next_word[:1].isupper()),
        "before_press": float(next_word.lower() in _PRESS and next_word[:1].isupper()),
        "hyphened": float(after[:1] == "-" or before[-1:] == "-"),
        "before_larger": float(
            qualifier is not None and any(p.kind in large for p in qualifier.places)
        ),
        "after_smaller": float(bool(qualified) and any(p.kind in large for p in one.places)),
        "all_capitals": float(len(one.text) > 3 and one.text.isupper()),
        "acronym": float(_is_acronym(one, before, after)),
        "short": float(len(one.text) <= 3),
        "sentence_start": float(not before.strip() or before.rstrip()[-1:] in '.!?\n“"'),
    }
