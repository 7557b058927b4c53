"""Vehicles by their words: a ship, a fleet of buses, the tanker Meltem, a C-17, USS Maine."""

import re
from typing import TYPE_CHECKING

from kit._movers import MEANS, MODES, SHIP_PREFIXES
from kit._tree import SUBJECTS, has_role, under, with_role

if TYPE_CHECKING:
    from spacy.tokens import Doc, Token

_GATHERED = frozenset(
    "column convoy fleet flotilla pair trio group series dozen score hundred number".split()
)
_ON_ROADS = frozenset("convoy column line queue".split())
_SAID_OF = frozenset({"acl", "amod"})
_NO_SHIPS = ("GPE", "LOC", "NORP")  # entities of the model
_RIMS = frozenset({"border", "frontier"})
_FUELS = frozenset("fuel petrol diesel gasoline water milk oxygen".split())
_WAGONS = frozenset("wagon railcar flatcar flatbed train".split())
_ORDINAL = frozenset("first second third last latest one half most some rest remainder".split())
_ARMOURED = frozenset("armoured armored mechanised mechanized motorised motorized".split())
# "C-17", "Il-76", "MiG-29", and not "G-20" or "U-21".
_AIRCRAFT = re.compile(
    r"(?:(?![GUK]-)[A-Z][A-Za-z]{0,2}-\d{1,3}|7[0-8]7|A[234]\d\d|E1[79]\d|Q400|CRJ\d*|ATR)"
    r"[A-Z]{0,2}s?"
)
_DASH = re.compile(r"Dash \d")
_SIZE = re.compile(r"[\d.,]+-(?:met(?:re|er)|f(?:oo)?t|tonne|ton|teu|dwt)")
_NAMES = "kit.vehicles"  # where a doc keeps the names of its own
_TOLD = "kit.vehicle words"  # and what was asked of each word: many legs ask of the same ones
# What a noun is by the words before it.
_DESCRIBED = (
    ("ambulance", {"air"}, "plane"),
    ("carriage", {"sleeping", "railway", "rail", "railroad", "dining", "train"}, "railcar"),
    ("carrier", {"personnel", "troop"}, "truck"),
    ("car", {"sleeping", "railway", "rail", "railroad", "dining", "freight"}, "railcar"),
    ("coach", {"sleeping", "railway", "rail", "railroad", "dining", "train"}, "railcar"),
    ("group", {"carrier", "strike"}, "ship"),
    ("wagon", {"ox", "oxen", "bullock", "horse", "mule", "donkey", "covered", "farm"}, "truck"),
)
_FLYING = frozenset("transport freighter fighter cargo trainer".split())
_COMPOUND = re.compile(r"(?<=\w)(?:boat|plane|yacht|tanker)$")


def vehicle_mode(token: "Token") -> str | None:
    """Mode of a vehicle by its word or the word before its name; None for all else."""
    return MODES.get(vehicle_word(token) or "")


def vehicle_word(token: "Token") -> str | None:
    """
    Give the vehicle that a phrase names: itself, or before its name ("the tanker Meltem").

    Parameters
    ----------
    token : spacy.tokens.Token

    Returns
    -------
    str or None
        A name is one wherever it stands if the text calls it so somewhere.
    """
    found = _told(token)
    if found is None and token.pos_ == "PROPN":
        return _christened(token.doc).get(_name(token) or _short_name(token))
    return found


def _christened(doc: "Doc") -> dict[str, str]:
    """Give what bears the names of vehicles: "the Alba, a freighter" makes "the Alba" one."""
    found: dict[str, str] | None = doc.user_data.get(_NAMES)
    if found is None:
        names = (word for word in doc if word.pos_ == "PROPN" and word.dep_ != "compound")
        names = (word for word in names if word.ent_type_ not in ("PERSON", *_NO_SHIPS))
        told = ((word, _told(word)) for word in names)
        found = {_name(word): said for word, said in told if said and _name(word)}
        found |= {f"the {name.split()[-1]}": said for name, said in found.items()}
        doc.user_data[_NAMES] = found
    return found


def _name(token: "Token") -> str:
    """Give a name of two words and more, without what comes before it: "Halcyon Grace"."""
    before = [c for c in token.lefts if c.dep_ == "compound" and c.tag_ == "NNP"]
    words = [c.text for c in (*before, token) if c.text not in SHIP_PREFIXES]
    words = [word for word in words if word.lower() not in MODES]
    return " ".join(words) if len(words) > 1 else ""


def _short_name(token: "Token") -> str:
    """Give "the Pearl", which may be the Meridian Pearl that was named before."""
    alone = not has_role(token, "compound")
    alone = alone and token.ent_type_ not in _NO_SHIPS
    return f"the {token.text}" if alone and any(c.lower_ == "the" for c in token.lefts) else ""


def _told(token: "Token") -> str | None:
    """Give the vehicle that a phrase itself names, sought once for each word."""
    told: dict[int, str | None] = token.doc.user_data.setdefault(_TOLD, {})
    if token.i not in told:
        told[token.i] = _named(token)
    return told[token.i]


def _named(token: "Token") -> str | None:
    named = [token]
    if token.lemma_.lower() in _GATHERED | _ORDINAL:  # "a fleet of buses", "the first of the trams"
        of = under(token, "of")
        named = [*of, token]
    named += _beside_name(token)
    named += [c for c in token.children if c.dep_ == "appos" and c.tag_ == "NNP" and c != token]
    if (token.dep_, token.pos_) == ("appos", "PROPN"):  # "took a ship: the Alba Star"
        named.append(token.head)
    if (joined := _joined(token)) in MODES:
        return joined
    if (kind := next(filter(None, map(_kind, named)), None)) is not None:
        return kind
    if token.lemma_.lower() in _GATHERED:
        described_by = (c.lower_ for word in named for c in word.children)
        if not _ARMOURED.isdisjoint(described_by):  # "a column of armoured vehicles"
            return "convoy"
    typed = token.pos_ in ("PROPN", "NOUN", "NUM") and _AIRCRAFT.fullmatch(token.text)
    typed = typed or _DASH.match(token.doc[token.i : token.i + 2].text)
    if typed:
        return "plane"
    is_ship = any(c.text in SHIP_PREFIXES or c.lower_ == "flagged" for c in token.children)
    is_ship = is_ship or (token.i > 0 and token.nbor(-1).text in SHIP_PREFIXES)
    return "ship" if is_ship or _is_sized(token) else None


def _kind(word: "Token") -> str | None:
    """Give the vehicle that a word is: "Sukhois", "houseboat"."""
    lemma = word.lemma_.lower()
    lemma = lemma.removesuffix("s") if word.tag_ == "NNPS" else lemma
    if lemma == "tanker":
        return _tanker(word)
    if lemma in MODES and lemma not in MEANS:
        return lemma
    made = _COMPOUND.search(lemma)
    return made[0] if made else None


def _tanker(word: "Token") -> str:
    """Tell "a convoy of tankers" and "tankers strapped to wagons" from ships."""
    if word.head.lower_ == "of" and word.head.head.lemma_ in _ON_ROADS:
        return "truck"
    crossed = with_role(word.head, "dobj") if word.dep_ in SUBJECTS else ()
    if any(c.lower_ in _FUELS for c in word.lefts) or any(c.lower_ in _RIMS for c in crossed):
        return "truck"  # "fuel tankers", "tankers crossed the border"
    on = (w for c in word.children if c.dep_ in _SAID_OF for p in c.children for w in p.children)
    return "railcar" if any(w.lemma_ in _WAGONS for w in on) else "tanker"


def _beside_name(name: "Token") -> list["Token"]:
    """Words that may say what bears a name: "the Panamax Helga Sund", "the frigate Ardent"."""
    if name.pos_ != "PROPN":
        called = name.text[:1].isupper() and not name.is_sent_start
        return noun_before(name) if called else []
    described = [*with_role(name, ("compound", "nmod", "amod", "appos"))]
    first = (c for w in described for c in w.children if c.dep_ == "compound")
    return [*described, *first, *noun_before(name)]


def _is_sized(token: "Token") -> bool:
    """Tell "the 92-metre Samoyed"."""
    before = (token.doc[w.left_edge.i : w.i + 1].text for w in token.lefts)
    return token.pos_ == "PROPN" and any(map(_SIZE.fullmatch, before))


def _joined(token: "Token") -> str:
    """Give "ro-ro" and "low-loader" of three tokens, "plane" for an air ambulance or a C-17."""
    before = {c.lower_ for c in token.lefts} | {w.lower_ for w in token.doc[: token.i][-2:]}
    for noun, described, vehicle in _DESCRIBED:
        if token.lemma_ == noun and described & before:
            return vehicle
    made = (c for c in token.lefts if _AIRCRAFT.fullmatch(c.text) or _is_aircraft(c))
    if token.lemma_ in _FLYING and any(made):  # "a C-17 transport", "an Antonov freighter"
        return "plane"
    half = token.nbor(-2).lower_ if token.i > 1 and token.nbor(-1).text == "-" else ""
    return f"{half}-{token.lemma_.lower()}"


def _is_aircraft(maker: "Token") -> bool:
    """Tell "an Ilyushin transport"."""
    return maker.text[:1].isupper() and MODES.get(maker.lower_) == "air"


def noun_before(name: "Token") -> list["Token"]:
    """Noun right before a name, which the parser may take for one that a clause describes."""
    first = name
    while first.i and first.nbor(-1).text[:1].isupper() and first.nbor(-1).head == name:
        first = first.nbor(-1)  # "the yacht Pink Heron"
    before = first.nbor(-1) if first.i else name
    return [before] if before.pos_ == "NOUN" else []
