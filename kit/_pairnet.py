"""Between which places of a text journeys go, as small recurrent networks read the whole text."""

from collections.abc import Iterable
from functools import cache
from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np

from kit._pairtext import FACTS, Key, Pair, Pairs, Seen, numbered, pairs_of, pieces, seen
from kit.settings import read_arrays, reading

if TYPE_CHECKING:
    from numpy.typing import NDArray
    from spacy.tokens import Doc
    from spacy.vocab import Vocab

    from kit._legs import Leg
    from kit._places import Places

    type Values = NDArray[np.floating[Any]]
    type Weights = dict[str, NDArray[Any]]

#: Kinds of texts: how far apart a journey is told is another matter in each.
FEW, ARTICLE = "a few sentences", "an article"
#: Words, from which on a text is an article.
LONG = 120
#: Log odds below which a pair is not spoken of.
LEAST = -4.0
#: Sentences between two places of a pair, by the kind of text.
WINDOWS = {FEW: 3, ARTICLE: 8}
#: What holds the weights of the networks that read it.
FILES = {FEW: "pairnet.npz", ARTICLE: "pairnet_articles.npz"}
_HEADS, _GAPS = 4, 8  # of what mentions see of each other; sentences that are told apart there


def kind_of(doc: "Doc") -> str:
    """
    Tell an article from a few sentences.

    Parameters
    ----------
    doc : spacy.tokens.Doc

    Returns
    -------
    str
    """
    return ARTICLE if len(doc) > LONG else FEW


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
def _weights(file: str) -> "Weights":
    with reading(file) as path:
        return in_full(read_arrays(path))


def in_full(kept: "Weights") -> "Weights":
    """
    Give weights in single precision that are kept in bytes with a scale a row, or in half of it.

    Parameters
    ----------
    kept : dict of str to array

    Returns
    -------
    dict of str to array
    """
    full = {}
    for name, array in kept.items():
        if name.endswith("_scale"):
            continue
        is_number = array.dtype.kind in "if"
        full[name] = array.astype(np.float32) if is_number else array
        if array.dtype == np.int8:
            full[name] *= kept[f"{name}_scale"].astype(np.float32)
    return full


@cache
def _lists(file: str) -> list[dict[str, int]]:
    """Number what the networks know of words; the first ones know nothing of the rules' legs."""
    known = [_weights(file).get(f"{name}s", np.array([])) for name in FACTS]
    return [{word: n for n, word in enumerate(some.tolist(), 1)} for some in known]


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


def listen(doc: "Doc", places: "Places", legs: "Iterable[Leg]" = ()) -> dict[Pair, Heard]:
    """
    Read between which places of a text journeys go.

    Parameters
    ----------
    doc : spacy.tokens.Doc
        With syntax.
    places : Places
        Its mentions.
    legs : iterable of Leg
        What the rules found; told to the networks that read articles.

    Returns
    -------
    dict of (str or None, str or None) to Heard
        By origin and destination; what is unlikely is left out.

    Notes
    -----
    Two layers of long short-term memory over the words, read in both directions, and one of
    rectified units over each pair of mentions; in articles mentions see each other before, by
    attention. Of networks that were begun by chance otherwise, the mean.
    `data/build/fit_pairnet.py` trains them.
    """
    found: dict[Pair, Heard] = {}
    file, window = FILES[kind_of(doc)], WINDOWS[kind_of(doc)]
    for start, text in pieces(seen(doc, places, legs), window):
        if not text.keys:
            continue
        pairs = pairs_of(text, window)
        of = _weights(file)
        told = _told(of, _read(of, text, numbered(text, _lists(file)), doc.vocab), text, pairs)
        keys: list[Key] = [*text.keys, None]
        words: list[int | None] = [*(text.last + start).tolist(), None]
        for n in np.flatnonzero(told > LEAST).tolist():
            one, two = pairs.origin[n], pairs.destination[n]
            heard = Heard(float(told[n]), words[one], words[two])
            pair = keys[one], keys[two]
            found[pair] = max(found.get(pair, heard), heard, key=lambda each: each.odds)
    return found


def _read(of: "Weights", text: Seen, facts: "NDArray[np.intp]", vocab: "Vocab") -> "Values":
    """Read the words: what each tells, beside what it hangs on, by each of the networks."""
    words = {word: n for n, word in enumerate(dict.fromkeys(row[0] for row in text.words))}
    meaning = np.stack([vector_of(vocab, word) for word in words])
    row = np.array([words[row[0]] for row in text.words])
    head = text.head
    known = [
        _dense(of, "own", meaning)[:, row],
        _dense(of, "head", meaning)[:, row[head]],
        of["word"][:, facts[:, 0]],
        of["word"][:, facts[head, 0]],
        *(of[name][:, facts[:, n]] for n, name in enumerate(FACTS) if n and name in of),
    ]
    told = _rectified(_dense(of, "known", np.concatenate(known, axis=-1)))
    for layer in range(2):
        told = _both_ways(of, told, layer)
    return _rectified(_dense(of, "hung", np.concatenate([told, told[:, head]], axis=-1)))


def _told(of: "Weights", words: "Values", text: Seen, pairs: Pairs) -> "Values":
    """Log odds of each pair, in the mean of the networks."""
    mentions = (words[:, text.first] + words[:, text.last]) / 2
    if "query_weight" in of:
        mentions = mentions + _of_others(of, mentions, text)
    origin, destination = (
        _dense(of, end, np.concatenate([mentions, of[f"no_{end}"][:, None]], axis=1))[:, numbers]
        for end, numbers in (("origin", pairs.origin), ("destination", pairs.destination))
    )
    both = [origin, destination, origin * destination, of["apart"][:, pairs.apart]]
    if "found" in of:
        both.append(of["found"][:, pairs.found])
    hidden = _rectified(_dense(of, "both", np.concatenate(both, axis=-1)))
    told: Values = _dense(of, "told", hidden)[..., 0].mean(axis=0)
    return told


def _of_others(of: "Weights", mentions: "Values", text: Seen) -> "Values":
    """What each mention takes from the others, by what they say and how they stand to it."""
    query, key, value = (
        np.stack(np.split(_dense(of, name, mentions), _HEADS, axis=-1), axis=1)
        for name in ("query", "key", "value")
    )
    alike = query @ key.swapaxes(2, 3) / query.shape[-1] ** 0.5
    alike += of["standing"].swapaxes(1, 2)[:, :, standing(text)]
    share = np.exp(alike - alike.max(axis=-1, keepdims=True))
    share /= share.sum(axis=-1, keepdims=True)
    return _dense(of, "others", np.concatenate([*(share @ value).swapaxes(0, 1)], axis=-1))


def standing(text: Seen) -> "NDArray[np.intp]":
    """
    Number how mentions stand to each other: sentences between, and whether the place is one.

    Parameters
    ----------
    text : Seen

    Returns
    -------
    array of int of shape (mentions, mentions)
    """
    sentence = text.sentence[text.first]
    gap = (sentence - sentence[:, None]).clip(-_GAPS, _GAPS) + _GAPS
    place = np.unique(text.keys, return_inverse=True)[1]
    same: NDArray[np.intp] = gap + (2 * _GAPS + 1) * (place == place[:, None])
    return same


def _dense(of: "Weights", name: str, values: "Values") -> "Values":
    result: Values = values @ of[f"{name}_weight"].swapaxes(1, 2) + of[f"{name}_bias"][:, None]
    return result


def _rectified(values: "Values") -> "Values":
    return np.maximum(values, 0, out=values)


def _both_ways(of: "Weights", values: "Values", layer: int) -> "Values":
    """One layer of long short-term memory, once from each side."""
    state: Values
    kept: Values
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
