"""What the networks see of a text: its words, its places, and the pairs that may be journeys."""

from collections.abc import Iterable, Iterator, Sequence
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from kit._sphere import ragged

if TYPE_CHECKING:
    from spacy.tokens import Doc

    from kit._legs import Leg
    from kit._places import End, Place, Places
    from kit._sphere import Ints

#: A place by its id, or by its name where no gazetteer has it; None for an end that is not told.
type Key = str | None
type Pair = tuple[Key, Key]

_STEP, _STEPS = 3, 4  # words in a step from one place to the other, and the most steps
_GAPS = 4  # sentences that are told apart between two places
_AT_ONCE = 3000  # words read at once, so that a book takes no more memory than a chapter
_UNTOLD = 0  # number of the distance between a place and an end that is not told
#: What is known of each word: columns of `Seen.words`, and of its numbers.
FACTS = ("word", "tag", "dep", "ent", "name", "part")
#: How an end is known that the words of its leg tell; None where there is none.
STATED = (None, "stated")


class Seen(NamedTuple):
    """
    What a network sees of a text: its words, where its places are named, and what the rules found.

    Names of places are blank among the words: what is learned must hold for any.

    Attributes
    ----------
    words : list of tuple of str
        By `FACTS`: letters, part of speech, role, entity, the kind of place it names, and its part
        in the legs of the rules.
    head, sentence : array of int
        Of each word: what it hangs on, the number of its sentence.
    first, last : array of int
        Words of each mention.
    keys : list of str
        Its place.
    found : dict of (str or None, str or None) to int
        Between which places the rules found legs: 1 where words tell both ends, 2 elsewhere.
    """

    words: list[tuple[str, ...]]
    head: "Ints"
    sentence: "Ints"
    first: "Ints"
    last: "Ints"
    keys: list[str]
    found: dict[Pair, int]


def key_of(place: "Place") -> str:
    """Give what a place is known by: its id, or its name where it has none."""
    return place.id or place.name


def known_by(end: "End | None") -> Key:
    return key_of(end.place) if end is not None and end.place is not None else None


def pair_of(leg: "Leg") -> Pair:
    """Give what the places of a leg are known by."""
    return known_by(leg.origin), known_by(leg.destination)


def seen(doc: "Doc", places: "Places", legs: "Iterable[Leg]" = ()) -> Seen:
    """
    Show a text to the networks.

    Parameters
    ----------
    doc : spacy.tokens.Doc
        With syntax.
    places : Places
        Its mentions.
    legs : iterable of Leg
        What the rules found.

    Returns
    -------
    Seen
    """
    legs = list(legs)
    names = [""] * len(doc)
    found = []
    for place in places.all:
        span = doc.char_span(place.start, place.end, alignment_mode="expand")
        if span is None or any(names[span.start : span.end]):
            continue
        names[span.start : span.end] = [f"in {place.kind}"] * len(span)
        names[span.start] = place.kind or "unknown"
        found.append((span.start, span.end - 1, key_of(place)))
    first, last, keys = zip(*found, strict=True) if found else ((), (), ())
    return Seen(
        [
            ("" if name else token.text, token.tag_, token.dep_, token.ent_type_, name, part)
            for token, name, part in zip(doc, names, _parts(len(doc), legs), strict=True)
        ],
        np.array([token.head.i for token in doc], np.intp),
        np.array([number for number, sent in enumerate(doc.sents) for _ in sent], np.intp),
        np.array(first, np.intp),
        np.array(last, np.intp),
        list(keys),
        _found(legs),
    )


def _parts(count: int, legs: "Iterable[Leg]") -> list[str]:
    """Say of each word which part it has in the legs of the rules, nothing of most."""
    parts: list[set[str]] = [set() for _ in range(count)]
    for leg in legs:
        parts[leg.trigger.i].add("tells")
        if leg.who is not None:
            parts[leg.who.token.i].add("who")
        for end in leg.via:
            parts[end.token.i].add("via")
        for side in ("origin", "destination"):
            end = getattr(leg, side)
            if end is None:
                parts[leg.trigger.i].add(f"no {side}")
            else:
                is_stated = getattr(leg, f"{side}_basis") in STATED
                parts[end.token.i].add(side if is_stated else f"likely {side}")
    return [", ".join(sorted(some)) for some in parts]


def _found(legs: "Iterable[Leg]") -> dict[Pair, int]:
    found: dict[Pair, int] = {}
    for leg in legs:
        how = 1 if {leg.origin_basis, leg.destination_basis} <= {*STATED} else 2
        pair = pair_of(leg)
        found[pair] = min(found.get(pair, how), how)
    return found


class Pairs(NamedTuple):
    """
    All pairs of mentions that a journey may go between; the number behind the last is "not told".

    Attributes
    ----------
    origin, destination : array of int
        Numbers of mentions.
    apart : array of int
        How they stand to each other in the text, as a number.
    found : array of int
        Whether the rules found such a leg, as in `Seen.found`; 0 where they did not.
    """

    origin: "Ints"
    destination: "Ints"
    apart: "Ints"
    found: "Ints"


def pairs_of(text: Seen, window: int) -> Pairs:
    """
    List the pairs of a text: of two places within some sentences, or of one alone.

    Parameters
    ----------
    text : Seen
    window : int
        How many sentences.

    Returns
    -------
    Pairs
    """
    count = len(text.keys)
    sentence = text.sentence[text.first]
    # Mentions stand in the order of the text, so those within a window are a run.
    start = np.searchsorted(sentence, sentence - window)
    sizes = np.searchsorted(sentence, sentence + window, side="right") - start
    inside, origin = ragged(sizes)
    destination = start[origin] + inside
    place = np.unique(text.keys, return_inverse=True)[1] if count else np.zeros(0, np.intp)
    two = place[origin] != place[destination]
    origin, destination = origin[two], destination[two]
    between = sentence[destination] - sentence[origin]
    words = text.first[destination] - text.first[origin]
    steps = np.sign(words) * np.minimum(abs(words) // _STEP + 1, _STEPS)
    near, far = steps + _STEPS + 1, between.clip(-_GAPS, _GAPS) + 2 * _STEPS + _GAPS + 2
    one, untold = np.arange(count), np.full(count, count)
    origins, destinations = (
        np.concatenate(ends) for ends in ((origin, one, untold), (destination, untold, one))
    )
    keys: list[Key] = [*text.keys, None]
    ends = zip(origins.tolist(), destinations.tolist(), strict=True)
    return Pairs(
        origins,
        destinations,
        np.concatenate([np.where(between == 0, near, far), np.full(2 * count, _UNTOLD)]),
        np.array([text.found.get((keys[a], keys[b]), 0) for a, b in ends], np.intp),
    )


def numbered(text: Seen, lists: Sequence[dict[str, int]]) -> "Ints":
    """
    Number what is known of each word, 0 for what is in no list.

    Parameters
    ----------
    text : Seen
    lists : sequence of dict of str to int
        By `FACTS`; words in small letters.

    Returns
    -------
    array of int of shape (words, facts)
    """
    rows = [(word.lower(), *rest) for word, *rest in text.words]
    found = [[list_.get(fact, 0) for fact, list_ in zip(row, lists, strict=True)] for row in rows]
    return np.array(found, np.intp).reshape(-1, len(FACTS))


def pieces(text: Seen, window: int) -> Iterator[tuple[int, Seen]]:
    """
    Cut a text of many words between sentences.

    Parameters
    ----------
    text : Seen
    window : int
        Each piece begins so many sentences before the last one ends, so that no pair is missed.

    Yields
    ------
    (int, Seen)
        At which word it begins, and the piece.
    """
    count = len(text.words)
    begun = np.flatnonzero(np.diff(text.sentence, prepend=-1))  # first words of sentences
    start = end = 0
    while end < count:
        end = count if count - start <= _AT_ONCE else int(begun[begun <= start + _AT_ONCE][-1])
        end = end if end > start else count
        own = (text.first >= start) & (text.first < end)
        yield (
            start,
            Seen(
                text.words[start:end],
                text.head[start:end] - start,
                text.sentence[start:end],
                text.first[own] - start,
                text.last[own] - start,
                [key for key, is_own in zip(text.keys, own.tolist(), strict=True) if is_own],
                text.found,
            ),
        )
        again = begun[(begun > start) & (begun < end)][-window:].tolist() if end < count else []
        start = again[0] if again else end
