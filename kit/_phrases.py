"""Noun phrases around an offset: what stands before or after it, and what a clause is about."""

import re
from bisect import bisect_right
from typing import TYPE_CHECKING

from kit._nouns import SITED
from kit._tree import with_role
from kit._wording import ON_ROAD, ROAD

if TYPE_CHECKING:
    from collections.abc import Callable

    from spacy.tokens import Doc, Span, Token

# "the mayor of Uman, 200 km south of Kyiv" places Uman; "the port of Sohar" is one place.
_PEOPLE = frozenset(
    "mayor governor resident people inhabitant head leader president minister chief commander "
    "bishop imam son daughter member spokesman spokeswoman spokesperson official king queen "
    "thousand hundred dozen ambassador director owner manager citizen rest majority most some "
    "half many one two part".split()
)
_OUTER = frozenset({"border", "frontier", "boundary"})  # "the border with Poland"
# "Cyprus, its nearest point 100 km from Syria" tells where Cyprus is.
_EDGES = frozenset("point edge tip end shore shoreline coast border outskirts boundary".split())
_ALONG = frozenset("on along near at by beside off above".split())
_TIMES = frozenset({"DATE", "TIME"})
_SUBJECTS = frozenset({"nsubj", "nsubjpass", "csubj", "expl"})
_RELATIVES = frozenset({"which", "that", "who", "whom", "where"})
_PLACE_ADVERBS = frozenset("here there downtown home midtown uptown".split())


def token_at(doc: "Doc", offset: int) -> "Token | None":
    """Find the token that holds a character, or the next after it."""
    at = bisect_right(doc, offset, key=lambda token: token.idx + len(token))
    return doc[at] if at < len(doc) else None


def _is_nominal(token: "Token") -> bool:
    """Tell a noun or a name, also a name that the tagger took for another word ("Tarifa")."""
    small = {"DET", "PRON", "ADP", "CCONJ", "SCONJ", "AUX", "VERB", "PUNCT", "SPACE", "NUM"}
    return token.pos_ in {"NOUN", "PROPN"} or (
        token.lower_ in _PLACE_ADVERBS or (token.is_title and token.pos_ not in small)
    )


class Phrases:
    """
    The noun phrases of a parsed text.

    Parameters
    ----------
    doc : spacy.tokens.Doc
        A parsed text.
    is_realm : callable
        Tells of a span whether it is a country or another wide area that holds places.
    is_long : callable
        Tells of a span whether it is a border, a coast or a water, which other places lie on.
    is_place : callable
        Tells of a token whether it is part of a place.
    """

    def __init__(
        self,
        doc: "Doc",
        is_realm: "Callable[[Span], bool]",
        is_long: "Callable[[Span], bool]",
        is_place: "Callable[[Token], bool]",
    ) -> None:
        self.doc = doc
        self._is_realm = is_realm
        self._is_long = is_long
        self._is_place = is_place
        self._chunk_of: dict[int, Span] = {}
        for chunk in doc.noun_chunks:
            for token in chunk:
                self._chunk_of[token.i] = chunk

    def at(self, offset: int) -> "Span | None":
        """Read the noun phrase, or the clause of place, that starts at a character."""
        token = token_at(self.doc, offset)
        while token is not None and token.is_space and token.i + 1 < len(self.doc):
            token = token.nbor()
        if token is None:
            return None
        if token.lower_ in {"where", "what"}:
            return self._clause(token)
        chunk = self._chunk_of.get(token.i)
        if chunk is not None and chunk.root.i >= token.i:
            return self._with_complements(self.doc[token.i : chunk.end])
        return self._loose(token)

    def _clause(self, token: "Token") -> "Span":
        """Read "where the plane came down" up to the next mark."""
        end = token.i
        while end < len(self.doc) and not re.fullmatch(r"[.,;:!?()–—]|\n+", self.doc[end].text):
            end += 1
        return self.doc[token.i : end]

    def _loose(self, token: "Token") -> "Span | None":
        """Read names and nouns that the parser put in no phrase."""
        if token.lower_ in {"here", "there", "home"}:
            return self.doc[token.i : token.i + 1]
        end = token.i
        if token.pos_ == "DET":  # "the nearest well": a noun taken for another word
            while end < len(self.doc) and self.doc[end].pos_ not in {
                "PUNCT",
                "VERB",
                "AUX",
                "ADP",
                "SPACE",
            }:
                end += 1
            return self._with_complements(self.doc[token.i : end]) if end > token.i + 1 else None
        while end < len(self.doc) and (
            _is_nominal(self.doc[end])
            or (end == token.i and self.doc[end].pos_ == "ADJ")
            or (end > token.i and self.doc[end].pos_ in {"ADJ", "PART"})
        ):
            end += 1
        while end > token.i and self.doc[end - 1].pos_ in {"DET", "ADJ", "PART"}:
            end -= 1
        return self._with_complements(self.doc[token.i : end]) if end > token.i else None

    def _with_complements(self, span: "Span") -> "Span":
        """Add "282", "of Honshu", "with Poland", "between Iran and Iraq" to what they complete."""
        next_to = self.doc[span.end : span.end + 1]
        if len(next_to) and next_to[0].is_digit and (span[-1].pos_ == "PROPN" or span[-1].is_title):
            span = self.doc[span.start : span.end + 1]
        while span.end + 1 < len(self.doc):
            word, following = self.doc[span.end], self._chunk_of.get(span.end + 1)
            outer = self.doc[span.end - 1].lemma_.lower() in _OUTER
            wanted = word.lower_ == "of" or (outer and word.lower_ in {"with", "between"})
            if not wanted or following is None or following.start != span.end + 1:
                break
            span = self.doc[span.start : following.end]
            if word.lower_ == "between" and span.end < len(self.doc):
                last = self._chunk_of.get(span.end + 1)
                if self.doc[span.end].lower_ == "and" and last is not None:
                    span = self.doc[span.start : last.end]
        return span

    def before(self, offset: int, floor: int) -> "Span | None":
        """
        Read the noun phrase that ends just before a character; times are stepped over.

        None where something else than a noun phrase stands there, or its agent ("by pirates").
        """
        token = token_at(self.doc, offset)
        index = (token.i if token is not None else len(self.doc)) - 1
        while index >= 0 and self.doc[index].idx >= floor:
            token = self.doc[index]
            if token.text in {",", "(", "-", "–", "—"} or token.is_space:
                index -= 1
            elif self._is_time(token):
                while index >= 0 and self._is_time(self.doc[index]):
                    index -= 1
                if index >= 0 and self.doc[index].pos_ == "ADP":
                    index -= 1
            else:
                break
        if index < 0 or self.doc[index].idx < floor:
            return None
        return self._ending_at(index, floor)

    def on_road(self, road: "Span", floor: int) -> "Span | None":
        """Read what stands on a road: "a house on Route 9 off Route 22"; else the road itself."""
        span = road
        while span.start > 1 and ROAD.fullmatch(span.text):
            index = span.start - 1
            while index > 0 and self.doc[index].lower_ in ON_ROAD:
                index -= 1
            if index == span.start - 1:
                return span if span is road else None
            inner = self._ending_at(index, floor) if self.doc[index].idx >= floor else None
            if inner is None:
                return None  # "it overturned on Route 9": the road tells where, not what
            span = inner
        return span

    def _is_time(self, token: "Token") -> bool:
        """Tell a word of a time; the model takes a place that it does not know for one."""
        return token.ent_type_ in _TIMES and not self._is_place(token)

    def _ending_at(self, index: int, floor: int) -> "Span | None":
        """Read the noun phrase whose last token is given, with the head that it completes."""
        chunk = self._chunk_of.get(index)
        if chunk is None and self.doc[index].is_digit and index > 0:
            named = self.doc[index - 1].pos_ == "PROPN"  # "Highway 9"
            inner = self._ending_at(index - 1, floor) if named else None
            return None if inner is None else self.doc[inner.start : index + 1]
        if chunk is not None and chunk.end > index + 1:  # "a pad 60km" taken as one phrase
            chunk = self.doc[chunk.start : index + 1]
        if chunk is None:
            start = index
            if index > 0 and self.doc[index].dep_ == "pobj" and self.doc[index - 1].pos_ == "DET":
                return self.doc[index - 1 : index + 1]  # "in a barn", the noun taken for another
            if self.doc[index].pos_ != "PROPN":
                return None
            while start > 0 and self.doc[start - 1].pos_ == "PROPN":
                start -= 1
            chunk = self.doc[start : index + 1]
        if self.doc[index].pos_ not in {"NOUN", "PROPN", "NUM", "PRON", "ADJ"}:
            return None
        if chunk.root.pos_ == "PRON" or chunk.root.ent_type_ in {"QUANTITY", "MONEY", "PERCENT"}:
            return None
        while len(chunk) > 1 and chunk[0].pos_ in {"ADV", "CCONJ", "SCONJ", "PUNCT", "SPACE"}:
            chunk = self.doc[chunk.start + 1 : chunk.end]
        return self._climb(chunk, floor)

    def _climb(self, span: "Span", floor: int) -> "Span | None":
        """
        Go out from a phrase to the one that it completes.

        That is from "Sohar" to "the port of Sohar", from "Poland" to "a base in Poland", from "the
        coast" to "a town on the coast" and "Sfax, on the coast".
        """
        while span.start > 1 and self.doc[span.start - 2].idx >= floor:
            link, outer = self.doc[span.start - 1], self._chunk_of.get(span.start - 2)
            if link.lower_ in _ALONG and self._is_long(span):
                comma = self.doc[span.start - 2].text == ","
                outer = self._chunk_of.get(span.start - 3) if comma and span.start > 2 else outer
                if outer is None or outer.root.pos_ == "PRON" or outer[0].idx < floor:
                    break
                span = self.doc[outer.start : outer.end]
                continue
            if outer is None or outer.end != span.start - 1 or outer.root.pos_ == "PRON":
                break
            realm = self._is_realm(span)
            if link.lower_ == "of" and not self._is_beside(outer.root, span):
                span = self.doc[outer.start : span.end]
            elif realm and (link.lower_ in {"in", "of"} or link.text == ","):
                span = self.doc[outer.start : outer.end]
            else:
                break
        if span.start > 0 and self.doc[span.start - 1].dep_ == "agent":
            return None
        return self._named(span)

    def _is_beside(self, noun: "Token", span: "Span") -> bool:
        """Tell "the mayor of Uman" and "the siege of Homs", which are in a town, and no places."""
        if noun.lemma_.lower() in _PEOPLE:
            return True
        town = self._is_place(span.root) and not self._is_realm(span) and not self._is_long(span)
        return town and SITED.isdisjoint({noun.lower_, noun.lemma_.lower()})

    def _named(self, span: "Span") -> "Span":
        """Go from "a spaceport" to the name beside it, from "its nearest point" to the owner."""
        root = span.root
        if span[0].lower_ == "its" and root.lemma_.lower() in _EDGES:
            return self._last_topic(span[0]) or span
        for child in root.children:
            beside = child.dep_ == "appos" and child.pos_ == "PROPN" and root.pos_ == "NOUN"
            if (
                beside
                and child.i in self._chunk_of
                and self._chunk_of[child.i].start == span.end + 1
            ):
                return self._chunk_of[child.i]
        named = root.dep_ == "appos" and root.pos_ == "NOUN" and root.head.pos_ == "PROPN"
        if not named or root.head.i >= span.start:
            return span
        outer = self._around(root.head)
        return span if outer is None else outer

    def subject(self, verb: "Token") -> "Span | None":
        """Read what a verb is said of; None for pronouns that nothing near explains."""
        seen = 0
        while seen < 6:  # deeper nesting than this is a parse gone wrong
            # In "one was stuck" the parser at times hangs "one" on "was".
            helpers = [*with_role(verb, {"aux", "auxpass"})]
            for word in (verb, *helpers):
                said = [c for c in word.children if c.dep_ in _SUBJECTS and c.i < verb.i + 4]
                names = [c for c in said if c.i < verb.i and c.pos_ == "PROPN"]
                if said:  # of two the name beside the verb: "A drive from Osh, Uzgen lies"
                    return self._resolved((names or said[:1])[-1], verb)
            if verb.dep_ in {"acl", "relcl"}:
                return self._antecedent(verb)
            if verb.head is verb:
                return None
            verb, seen = verb.head, seen + 1
        return None

    def _antecedent(self, verb: "Token") -> "Span | None":
        """Read what a relative clause is about: "the village of Debaga, which lies"."""
        if verb.head.pos_ not in {"NOUN", "PROPN"}:
            return None
        around = self._around(verb.head)
        return None if around is None else self._climb(around, verb.sent.start_char)

    def _around(self, token: "Token") -> "Span | None":
        """Read the noun phrase around a token."""
        chunk = self._chunk_of.get(token.i)
        if chunk is None:
            name = token.pos_ == "ADJ" and token.dep_ in _SUBJECTS and token.text[:1].isupper()
            alone = name or token.pos_ in {"NOUN", "PROPN"}  # "Tangier", taken for an adjective
            return self.doc[token.i : token.i + 1] if alone else None
        tail = self.doc[chunk.end : chunk.end + 2]  # "a magnitude 6.1 quake"
        if [word.pos_ for word in tail] == ["NUM", "NOUN"]:
            chunk = self.doc[chunk.start : chunk.end + 2]
        return self._with_complements(self._named(chunk))

    def _resolved(self, token: "Token", verb: "Token") -> "Span | None":
        """Put what "which" and "it" stand for in their place."""
        if token.lower_ in _RELATIVES and verb.dep_ in {"relcl", "acl", "ccomp", "advcl"}:
            return self._antecedent(verb)
        if token.lower_ == "it":
            return self._last_topic(token)
        if token.pos_ == "PRON" or token.dep_ in {"csubj", "expl"}:
            return None
        return self._around(token)

    def _last_topic(self, token: "Token") -> "Span | None":
        """Read the subject of the clause or sentence before, for "it"; never a person."""
        start = token.sent.start
        for earlier in reversed(self.doc[max(0, start - 60) : token.i]):
            if earlier.dep_ in {"nsubj", "nsubjpass"} and earlier.head.dep_ in {"ROOT", "conj"}:
                person = earlier.ent_type_ == "PERSON" or earlier.tag_ in {"NNS", "NNPS"}
                return None if person or earlier.pos_ == "PRON" else self._around(earlier)
        return None
