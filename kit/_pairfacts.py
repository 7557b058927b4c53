"""What speaks for a length being told of two towns: facts about it, about each, and about both."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import combinations, islice
from typing import TYPE_CHECKING, NamedTuple

from kit._referents import mention_of, sited_at
from kit._scene import RANKS, Mention, Scene
from kit._tree import SUBJECTS, has_role
from kit._vetoes import is_vetoed
from kit._wording import is_measured_to

if TYPE_CHECKING:
    from spacy.tokens import Doc, Span, Token

    from kit._ends import Ends
    from kit._quantities import Quantity

#: Of more towns near a length the nearest are looked at.
MOST = 10
_BACK = 2  # sentences before that of the length in which its ends may stand
_AROUND = 40  # letters around a length in which it may say how one goes
_STEPS = 4  # words up from a town to where it meets the length
_NEAR = 6  # words behind a length that may say what it is of
# Words of one sort are one fact, too, so that a rare one speaks like the common ones.
_SORTS = {
    "way": "line railway railroad rail track road highway motorway expressway route ferry canal "
    "tunnel causeway pipeline tarmac asphalt gravel dirt bitumen street trail path cable pipe tube "
    "bridge autobahn autoroute turnpike corridor loop railbed carriageway",
    "water": "water sea ocean strait channel bay lake gulf river sound fjord swell wave current",
    "ground": "desert forest jungle mountain steppe hill plain swamp sand savannah bush pass ice "
    "snow countryside ground tundra taiga valley bend pothole mud lava paddy farmland scrub rock",
    "trip": "drive ride flight hop walk march hike trek sail voyage crossing journey trip cruise "
    "commute haul climb descent run passage dash slog paddle swim transfer stage leg race course",
    "town": "city town port capital village island resort harbour harbor airport border frontier",
    "part": "part stretch section segment half third quarter rest remainder portion bit end",
    "band": "zone radius range limit altitude depth height width circle belt perimeter area",
}
_VERBS = {
    "move": "drive ride fly walk march hike trek sail travel journey cruise commute haul climb go "
    "come run cover cross carry take bring ship truck move pull drag push pedal row paddle swim "
    "reach get arrive leave depart set send deliver trundle roll crawl rattle steam follow "
    "traverse make do face complete put",
    "join": "link connect join tie bind unite attach couple hitch bridge string",
    "part": "separate part divide sever keep split lie stand stretch",
    "build": "build lay repair pave close block damage flood electrify widen restore mine guard "
    "patrol lose destroy clear finish open rebuild double upgrade",
    "save": "save shorten lengthen add shave trim cut exceed extend",
}
_NOUN_SORT = {word: sort for sort, words in _SORTS.items() for word in words.split()}
_VERB_SORT = {word: sort for sort, words in _VERBS.items() for word in words.split()}
_SMALL = frozenset("ADP ADV PUNCT PART PRON CCONJ SCONJ DET AUX".split())
_TELLING = frozenset("NOUN VERB ADJ ADV".split())
_HUNG = frozenset("compound nummod nmod npadvmod amod quantmod".split())
_NAMING = frozenset("compound nmod appos conj poss".split())
# Words anywhere in the sentence that may say that a length is no distance, or one still to go.
_SAYING = frozenset(
    "part half section stretch last first every each per longer shorter wide deep long range "
    "another more further total away off short ahead left remaining so already into".split()
)
_SIDES = "subject", "reference"
_ROW = frozenset({" and ", ", ", " or ", ", and "})  # between names of a row
_ARTICLES = frozenset("the a an its their".split())
_NEW = frozenset("a an another some two three several".split())


class Town(NamedTuple):
    """A town near a length: its name, what it is, and how many sentences before it stands."""

    span: "Span"
    mention: Mention
    back: int


@dataclass(frozen=True)
class Length:
    """
    A length in a text, and what was read of its ends by the words around it.

    Attributes
    ----------
    scene : Scene
    quantity : Quantity
    tail : int
        Offset after it and what restates it.
    ends : Ends or None
        None where the words state no distance that is known.
    """

    scene: Scene
    quantity: "Quantity"
    tail: int
    ends: "Ends | None"

    @cached_property
    def _bounds(self) -> list[tuple[int, int]]:
        """Its sentence and those before, the nearest first."""
        start, end = self.scene.sentence(self.quantity.start)
        found = [(start, max(end, self.tail))]
        while len(found) <= _BACK and (before := self.scene.sentence_before(found[-1][0])):
            found.append(before)
        return found

    @property
    def phrases(self) -> "tuple[Span | None, Span | None]":
        """What the words around it call its subject and its reference."""
        return (self.ends.subject, self.ends.reference) if self.ends else (None, None)

    @property
    def words(self) -> str:
        """What stands right before and behind it."""
        return self.scene.text[max(self.quantity.head - _AROUND, 0) : self.tail + _AROUND]

    @property
    def own_words(self) -> str:
        """The same, of its own sentence: "a road of 140 km. The minister flew" is no flight."""
        start, end = self.scene.sentence(self.quantity.start)
        first, last = max(self.quantity.head - _AROUND, start), min(self.tail + _AROUND, end)
        return self.scene.text[first : max(last, self.tail)]

    @cached_property
    def starts(self) -> tuple[int | None, int | None]:
        """Where the mentions start that its subject and its reference mean."""
        if self.ends is None:
            return None, None
        scene, subject, reference = self.scene, self.ends.subject, self.ends.reference
        other = reference if reference is not None and scene.is_mention(reference) else None
        start = sited_at(scene, subject, mention_of(scene, other))
        return start, sited_at(scene, reference, start)

    @cached_property
    def towns(self) -> list[Town]:
        """Towns that may be its ends, in the order of the text."""
        found = []
        for back, bounds in enumerate(self._bounds):
            for span in self.scene.towns(*bounds):
                apart = span.end_char <= self.quantity.head or span.start_char >= self.tail
                mention = next(iter(self.scene.inside(span.start_char, span.end_char)), None)
                if apart and mention is not None and mention.place_id is not None:
                    found.append(Town(span, mention, back))
        near = sorted(found, key=self._letters_to)[:MOST]
        return sorted(near, key=lambda town: town.span.start_char)

    def pairs(self) -> Iterator[tuple[Town, Town]]:
        """Two of its towns each, of different places, the first named first."""
        for one, two in combinations(self.towns, 2):
            joint = self.scene.text[one.span.end_char : two.span.start_char]
            within = joint == ", " and two.mention.kind in RANKS  # "Kansas City, Kan."
            if one.mention.place_id != two.mention.place_id and not within:
                yield one, two

    def _letters_to(self, town: Town) -> int:
        span = town.span
        return max(self.quantity.head - span.end_char, span.start_char - self.tail)

    @cached_property
    def _unit(self) -> "Token":
        ends = self.quantity.start, self.quantity.end
        span = self.scene.doc.char_span(*ends, alignment_mode="expand")
        return span[-1] if span is not None else self.scene.doc[0]

    @cached_property
    def _above(self) -> "set[Token]":
        return {self._unit, *self._unit.ancestors}

    # ---- the length itself ----

    @cached_property
    def facts(self) -> list[str]:
        """How the length is told."""
        left = self.scene.text[self._bounds[0][0] : self.quantity.start]
        right = self.scene.text[self.tail : self._bounds[0][1]]
        words = {token.lower_ for token in self._unit.sent}
        return [
            *self._behind(),
            *self._before(),
            *self._hung(),
            *self._read(),
            f"vetoed {is_vetoed(left, right, self.quantity.unit)}",
            *(f"has {word}" for word in sorted(words & _SAYING)),
        ]

    def _behind(self) -> Iterator[str]:
        unit = self._unit
        behind = [t for t in _words(unit.doc, unit.i + 1, unit.i + 1 + _NEAR) if t.idx >= self.tail]
        behind = [token for token in behind if token.sent == unit.sent]
        if not behind:
            return
        yield f"next {_short(behind[0])}"
        yield f"next is {_sort(behind[0])}"
        yield f"next two {behind[0].lower_} {_short(behind[1])}" if behind[1:] else "next two end"
        for token in behind[:4]:
            yield f"behind is {_sort(token)}"
            if token.pos_ in _TELLING:
                yield f"behind {token.lemma_.lower()}"

    def _before(self) -> Iterator[str]:
        at = self.scene.doc.char_span(
            self.quantity.head, self.quantity.end, alignment_mode="expand"
        )
        first = at.start if at is not None else self._unit.i
        before = _words(self.scene.doc, max(first - 3, self._unit.sent.start), first)
        if not before:
            return
        yield f"last {_short(before[-1])}"
        yield f"last is {_sort(before[-1])}"
        for token in before:
            if token.pos_ in _TELLING or token.pos_ == "ADP":
                yield f"ahead {token.lemma_.lower()}"

    def _hung(self) -> Iterator[str]:
        """What the length is of, and what is done over it."""
        unit = self._unit
        yield f"role {unit.dep_}"
        noun = unit
        if unit.dep_ in _HUNG:
            noun = unit.head
            yield f"of noun {noun.pos_} {unit.dep_}"
            yield f"of noun {noun.lemma_.lower()}"
            yield f"of noun {_sort(noun)}"
        for word in (w for prep in noun.children if prep.lower_ == "of" for w in prep.children):
            yield f"of {word.lemma_.lower()}"
            yield f"of {_sort(word)}"
        for above in noun.ancestors:
            if above.pos_ in ("VERB", "AUX"):
                yield from self._done(noun, above)
                return
            if above.pos_ == "NOUN":
                yield f"under {above.lemma_.lower()}"
                yield f"under {_sort(above)}"

    @staticmethod
    def _done(noun: "Token", verb: "Token") -> Iterator[str]:
        yield f"verb {verb.lemma_.lower()}"
        yield f"verb is {_sort(verb)}"
        far = noun.head.lower_ if noun.head.pos_ == "ADP" else "far"
        yield f"as {noun.dep_ if noun.head == verb else far}"
        for subject in (c for c in verb.children if c.dep_ in SUBJECTS):
            yield f"subject is {_sort(subject)}"
            name = subject.pos_ == "PROPN"
            yield f"subject {'a name' if name else subject.lemma_.lower()}"

    def _read(self) -> Iterator[str]:
        """What the words around it name as its ends, where that is no town."""
        if self.ends is None:
            return
        for side, span, start in zip(_SIDES, self.phrases, self.starts, strict=True):
            if span is None:
                yield f"{side} untold"
            elif start is None:
                yield f"{side} told by {span.root.lemma_.lower()}"
                yield f"{side} told by {_sort(span.root)}"
                yield f"{side} is new {is_new(span)}"

    # ---- one town ----

    def town_facts(self, town: Town) -> list[str]:
        """How a town stands to the length."""
        return self._of_towns[town.span.start]

    @cached_property
    def _of_towns(self) -> dict[int, list[str]]:
        return {town.span.start: [*self._facts_of(town)] for town in self.towns}

    def _facts_of(self, town: Town) -> Iterator[str]:
        side = self.side(town)
        yield f"stands {side}"
        yield f"back {town.back}"
        yield f"kind {town.mention.kind}"
        yield from _beside(town.span, side)
        root = town.span.root
        prep, top = _preposition(root)
        if prep is not None:
            host = prep.head.head if prep.head.pos_ == "ADP" else prep.head
            yield f"prep {prep.lower_} {side}"
            yield f"prep {prep.lower_} of {host.lemma_.lower()}"
            yield f"prep {prep.lower_} of {_sort(host)}"
        else:
            yield f"role {root.dep_} {side}"
            if root.dep_ in SUBJECTS or root.dep_ == "dobj":
                yield f"role {root.dep_} of {root.head.lemma_.lower()}"
                yield f"role {root.dep_} of {_sort(root.head)}"
        if not town.back:
            yield from self._meeting(prep or top)
        if None in self.starts:  # where both are told, weights give a second opinion
            yield f"told {self._is_told(town)}"
        yield from self._standing(town)

    def _standing(self, town: Town) -> Iterator[str]:
        """What part a town has in the text, and how it fits what is said of an end."""
        mention = town.mention
        yield f"named {min(self.scene.times[mention.place_id], 3)} times"
        yield f"measured to {is_measured_to(self.scene.text, mention.start)}"
        yield f"in capitals {town.span.text.isupper()}"
        for span, start in zip(self.phrases, self.starts, strict=True):
            if span is not None and start is None:
                yield f"{span.root.lemma_.lower()} for {mention.kind}"
                yield f"{_sort(span.root)} for {mention.kind}"

    def _meeting(self, word: "Token") -> Iterator[str]:
        """Where a town and the length meet above both."""
        chain = [word, *islice(word.ancestors, _STEPS)]
        steps = next((n for n, above in enumerate(chain) if above in self._above), _STEPS)
        yield f"steps {steps}"
        meets = chain[min(steps, len(chain) - 1)]
        yield f"meets {meets.pos_}"
        if meets == self._unit:
            yield "hangs on it"

    def _is_told(self, town: Town) -> bool:
        """Say whether the words around the length name a town as one of its ends."""
        first, last = town.span.start_char, town.span.end_char
        spans = (span for span in self.phrases if span is not None)
        return town.mention.start in self.starts or any(
            span.start_char < last and first < span.end_char for span in spans
        )

    def side(self, town: Town) -> str:
        """Say where a town stands: before, behind, or in an earlier sentence."""
        if town.back:
            return "earlier"
        return "behind" if town.span.start_char >= self.tail else "before"

    # ---- both ----

    def pair_facts(self, first: Town, second: Town) -> Iterator[str]:
        """How two towns stand to one another, the first named first."""
        one, two = (town.span for town in (first, second))
        sides = f"{self.side(first)} {self.side(second)}"
        yield f"sides {sides}"
        yield f"back {first.back} {second.back}"
        order = self.towns
        between = order.index(second) - order.index(first) - 1
        yield f"between {min(between, 3)} of {min(len(order), 5)}"
        own = [town for town in order if not town.back]
        yield f"only two {own == [first, second]}"
        ways = _way_to(one.root), _way_to(two.root)
        yield f"preps {ways[0]} {ways[1]}"
        yield f"preps {ways[0]} {ways[1]} {sides}"
        yield f"words {_ahead(one)} {_ahead(two)}"
        rows = [self._in_row(town, (first, second)) for town in (first, second)]
        yield f"of a row {rows[0]} {rows[1]}"
        joint = self.scene.text[one.end_char : two.start_char]
        if len(joint) < 25:
            yield f"joint {joint.strip().lower()}"
        near = sorted(order, key=self._letters_to)
        kinds = first.mention.kind, second.mention.kind
        yield f"kinds {kinds[0]} {kinds[1]}"
        yield f"one country {first.mention.country == second.mention.country}"
        ranks = sorted((min(near.index(first), 3), min(near.index(second), 3)))
        yield f"ranks {ranks[0]} {ranks[1]}"

    def _in_row(self, town: Town, pair: tuple[Town, Town]) -> bool:
        """Tell Osh of "Osh and Uzgen", where Uzgen is no end of the length."""
        own = town.span
        for other in (other for other in self.towns if other not in pair):
            first, last = sorted((own, other.span), key=lambda span: span.start)
            if self.scene.text[first.end_char : last.start_char] in _ROW:
                return True
        return False


def is_new(span: "Span") -> bool:
    """
    Tell "a depot" from "the depot" and "their depot".

    Parameters
    ----------
    span : spacy.tokens.Span

    Returns
    -------
    bool
    """
    said = has_role(span.root, ("det", "poss")) or span.root.pos_ == "PRON"
    return span[0].lower_ in _NEW or not said


def _words(doc: "Doc", start: int, end: int) -> "Sequence[Token]":
    return [token for token in doc[start:end] if not token.is_space]


def _sort(token: "Token") -> str:
    lemma = token.lemma_.lower()
    if token.pos_ in ("VERB", "AUX"):
        return _VERB_SORT.get(lemma, "a verb")
    return _NOUN_SORT.get(lemma, token.pos_)


def _short(token: "Token") -> str:
    return token.lower_ if token.pos_ in _SMALL else token.pos_


def _preposition(name: "Token") -> "tuple[Token | None, Token]":
    """Give the preposition above a name, and what of its phrase is the highest."""
    top = name
    for _ in range(_STEPS):
        if top.dep_ in ("pobj", "pcomp") and top.head.pos_ in ("ADP", "SCONJ", "ADV"):
            return top.head, top
        if top.dep_ not in _NAMING:
            break
        top = top.head
    return None, top


def _way_to(name: "Token") -> str:
    prep, _ = _preposition(name)
    return f"as {name.dep_}" if prep is None else prep.lower_


def _ahead(span: "Span") -> str:
    """Give the word before a name and its article."""
    at = span.start - 1
    while at > span.sent.start and span.doc[at].lower_ in _ARTICLES:
        at -= 1
    return _short(span.doc[at]) if at >= span.sent.start else "none"


def _beside(span: "Span", side: str) -> Iterator[str]:
    """Words right before and behind a name."""
    yield f"word {_ahead(span)} {side}"
    at = span.start - 1
    if at >= span.sent.start and span.doc[at].pos_ in ("VERB", "NOUN"):
        yield f"word {span.doc[at].lemma_.lower()}"
        yield f"word is {_sort(span.doc[at])}"
    behind = span.doc[span.end : span.end + 1]
    yield f"then {_short(behind[0])} {side}" if len(behind) else f"then none {side}"
