"""Between which places of a text journeys go, as small recurrent networks read the whole text."""

from collections.abc import Iterator, Sequence
from functools import cache
from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np

from kit._sphere import ragged
from kit.settings import read_arrays, reading

if TYPE_CHECKING:
    from numpy.typing import NDArray
    from spacy.tokens import Doc
    from spacy.vocab import Vocab

    from kit._places import Place, Places
    from kit._sphere import Ints

    type Values = NDArray[np.float32]

#: A place by its id, or by its name where no gazetteer has it; None for an end that is not told.
type Key = str | None
type Pair = tuple[Key, Key]

_FILE = "pairnet.npz"
#: Log odds below which a pair is not spoken of.
LEAST = -4.0
_WINDOW = 3  # sentences between two places of a pair
_STEP, _STEPS = 3, 4  # words in a step from one place to the other, and the most steps
_AT_ONCE = 3000  # words read at once, so that a book takes no more memory than a chapter
_UNTOLD = 0  # number of the distance between a place and an end that is not told
#: What is known of each word: columns of `Seen.words`, and of its numbers.
FACTS = ("word", "tag", "dep", "ent", "name")


class Seen(NamedTuple):
    """
    What the network sees of a text: its words, and where its places are named.

    Names of places are blank among the words: what is learned must hold for any.

    Attributes
    ----------
    words : list of tuple of str
        By `FACTS`: letters, part of speech, role, entity, and the kind of place it names.
    head, sentence : array of int
        Of each word: what it hangs on, the number of its sentence.
    first, last : array of int
        Words of each mention.
    keys : list of str
        Its place.
    """

    words: list[tuple[str, ...]]
    head: "Ints"
    sentence: "Ints"
    first: "Ints"
    last: "Ints"
    keys: list[str]


def key_of(place: "Place") -> str:
    """Give what a place is known by: its id, or its name where it has none."""
    return place.id or place.name


def seen(doc: "Doc", places: "Places") -> Seen:
    """
    Show a text to the network.

    Parameters
    ----------
    doc : spacy.tokens.Doc
        With syntax.
    places : Places
        Its mentions.

    Returns
    -------
    Seen
    """
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
            ("" if name else token.text, token.tag_, token.dep_, token.ent_type_, name)
            for token, name in zip(doc, names, strict=True)
        ],
        np.array([token.head.i for token in doc], np.intp),
        np.array([number for number, sent in enumerate(doc.sents) for _ in sent], np.intp),
        np.array(first, np.intp),
        np.array(last, np.intp),
        list(keys),
    )


class Pairs(NamedTuple):
    """
    All pairs of mentions that a journey may go between; the number behind the last is "not told".

    Attributes
    ----------
    origin, destination : array of int
        Numbers of mentions.
    apart : array of int
        How they stand to each other in the text, as a number.
    """

    origin: "Ints"
    destination: "Ints"
    apart: "Ints"


def pairs_of(text: Seen) -> Pairs:
    """
    List the pairs of a text: of two places within some sentences, or of one alone.

    Parameters
    ----------
    text : Seen

    Returns
    -------
    Pairs
    """
    count = len(text.keys)
    sentence = text.sentence[text.first]
    # Mentions stand in the order of the text, so those within a window are a run.
    start = np.searchsorted(sentence, sentence - _WINDOW)
    sizes = np.searchsorted(sentence, sentence + _WINDOW, side="right") - start
    inside, origin = ragged(sizes)
    destination = start[origin] + inside
    place = np.unique(text.keys, return_inverse=True)[1] if count else np.zeros(0, np.intp)
    two = place[origin] != place[destination]
    origin, destination = origin[two], destination[two]
    between = sentence[destination] - sentence[origin]
    words = text.first[destination] - text.first[origin]
    steps = np.sign(words) * np.minimum(abs(words) // _STEP + 1, _STEPS)
    near, far = steps + _STEPS + 1, between.clip(-2, 2) + 2 * _STEPS + 4
    one, untold = np.arange(count), np.full(count, count)
    return Pairs(
        np.concatenate([origin, one, untold]),
        np.concatenate([destination, untold, one]),
        np.concatenate([np.where(between == 0, near, far), np.full(2 * count, _UNTOLD)]),
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


def vector_of(vocab: "Vocab", word: str) -> "Values":
    """
    Give the direction of a word's vector, none of a name's or an unknown one's.

    Parameters
    ----------
    vocab : spacy.vocab.Vocab
    word : str

    Returns
    -------
    array of shape (300,)
    """
    lexeme = vocab[word] if vocab.has_vector(word) else vocab[word.lower() or " "]
    vector = np.asarray(lexeme.vector, np.float32)
    length = float(np.linalg.norm(vector)) if word else 0.0
    return vector / length if length else np.zeros_like(vector)


@cache
def _weights() -> "dict[str, NDArray[Any]]":
    with reading(_FILE) as path:
        kept = read_arrays(path)
        return {
            name: array.astype(np.float32) if array.dtype == np.float16 else array
            for name, array in kept.items()
        }


@cache
def _lists() -> list[dict[str, int]]:
    return [
        {word: n for n, word in enumerate(_weights()[f"{name}s"].tolist(), 1)} for name in FACTS
    ]


class Heard(NamedTuple):
    """
    How likely a journey between two places is, and by which words of the text.

    Attributes
    ----------
    odds : float
        Natural logarithm of the odds.
    origin, destination : int or None
        Last words of the mentions that speak most for it.
    """

    odds: float
    origin: int | None
    destination: int | None


def listen(doc: "Doc", places: "Places") -> dict[Pair, Heard]:
    """
    Read between which places of a text journeys go.

    Parameters
    ----------
    doc : spacy.tokens.Doc
        With syntax.
    places : Places
        Its mentions.

    Returns
    -------
    dict of (str or None, str or None) to Heard
        By origin and destination; what is unlikely is left out.

    Notes
    -----
    Two layers of long short-term memory over the words, read in both directions, and one of
    rectified units over each pair of mentions; of networks that were begun by chance otherwise,
    the mean. `data/build/fit_pairnet.py` trains them.
    """
    found: dict[Pair, Heard] = {}
    for start, text in _pieces(seen(doc, places)):
        if not text.keys:
            continue
        pairs = pairs_of(text)
        told = _told(_read(text, doc.vocab), text, pairs)
        keys: list[Key] = [*text.keys, None]
        words: list[int | None] = [*(text.last + start).tolist(), None]
        for n in np.flatnonzero(told > LEAST).tolist():
            one, two = pairs.origin[n], pairs.destination[n]
            heard = Heard(float(told[n]), words[one], words[two])
            pair = keys[one], keys[two]
            found[pair] = max(found.get(pair, heard), heard, key=lambda each: each.odds)
    return found


def _pieces(text: Seen) -> "Iterator[tuple[int, Seen]]":
    """Cut a text of many words between sentences, and say where each piece begins."""
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
            ),
        )
        # The next one begins some sentences before, so that no pair is missed.
        again = begun[(begun > start) & (begun < end)][-_WINDOW:].tolist() if end < count else []
        start = again[0] if again else end


def _read(text: Seen, vocab: "Vocab") -> "Values":
    """Read the words: what each tells, beside what it hangs on, by each of the networks."""
    of = _weights()
    words = {word: n for n, word in enumerate(dict.fromkeys(row[0] for row in text.words))}
    meaning = np.stack([vector_of(vocab, word) for word in words])
    row = np.array([words[row[0]] for row in text.words])
    facts = numbered(text, _lists())
    head = text.head
    known = [
        _dense("own", meaning)[:, row],
        _dense("head", meaning)[:, row[head]],
        of["word"][:, facts[:, 0]],
        of["word"][:, facts[head, 0]],
        *(of[name][:, facts[:, n]] for n, name in enumerate(FACTS) if n),
    ]
    told = _rectified(_dense("known", np.concatenate(known, axis=-1)))
    for layer in range(2):
        told = _both_ways(told, layer)
    return _rectified(_dense("hung", np.concatenate([told, told[:, head]], axis=-1)))


def _told(words: "Values", text: Seen, pairs: Pairs) -> "Values":
    """Log odds of each pair, in the mean of the networks."""
    of = _weights()
    mentions = (words[:, text.first] + words[:, text.last]) / 2
    origin, destination = (
        _dense(end, np.concatenate([mentions, of[f"no_{end}"][:, None]], axis=1))[:, numbers]
        for end, numbers in (("origin", pairs.origin), ("destination", pairs.destination))
    )
    both = [origin, destination, origin * destination, of["apart"][:, pairs.apart]]
    hidden = _rectified(_dense("both", np.concatenate(both, axis=-1)))
    told: Values = _dense("told", hidden)[..., 0].mean(axis=0)
    return told


def _dense(name: str, values: "Values") -> "Values":
    of = _weights()
    result: Values = values @ of[f"{name}_weight"].swapaxes(1, 2) + of[f"{name}_bias"][:, None]
    return result


def _rectified(values: "Values") -> "Values":
    return np.maximum(values, 0, out=values)


def _both_ways(values: "Values", layer: int) -> "Values":
    """One layer of long short-term memory, once from each side."""
    of = _weights()
    inner, bias = of[f"memory{layer}_inner"], of[f"memory{layer}_bias"]  # of both directions
    outer = of[f"memory{layer}_outer"]
    turned = np.stack([values, values[:, ::-1]], axis=1)
    given = turned @ outer.swapaxes(2, 3) + bias[:, :, None]
    size = inner.shape[-1]
    state, kept = np.zeros((2, len(values), 2, size), np.float32)
    told = np.empty((*turned.shape[:3], size), np.float32)
    for step in range(values.shape[1]):
        gates = given[:, :, step] + (inner @ state[..., None])[..., 0]
        share = 1 / (1 + np.exp(-gates[..., : 3 * size]))  # of what comes, was kept, and is told
        new = np.tanh(gates[..., 3 * size :])
        kept = share[..., size : 2 * size] * kept + share[..., :size] * new
        state = share[..., 2 * size :] * np.tanh(kept)
        told[:, :, step] = state
    return np.concatenate([told[:, 0], told[:, 1, ::-1]], axis=-1)
