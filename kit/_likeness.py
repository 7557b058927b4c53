"""Nouns that no table has: whether they are more like those that travel or those that never do."""

from functools import cache
from typing import TYPE_CHECKING

import numpy as np

from kit._movers import IMMOVABLE, MEANS, MODES, MOVERS

if TYPE_CHECKING:
    from numpy.typing import NDArray
    from spacy.tokens import Token
    from spacy.vocab import Vocab

# Left out in turn, four nouns of the tables in five come out right by their sign. Above this share
# of the way to the side of the movers, nine in ten of those that never travel are kept out.
_ALIKE = 0.5
_SHRINKING = 3.0  # of the weights, so that a thousand nouns do for three hundred directions


def may_travel(noun: "Token", least: float = _ALIKE) -> bool:
    """
    Say whether a noun is like people, goods and vehicles rather than like talks and storms.

    Parameters
    ----------
    noun : spacy.tokens.Token
        Any noun; one that the model has no vector of is not like either.
    least : float
        How far to the side of the movers it must be: 0 is between the two, 1 a mover's place.

    Returns
    -------
    bool
    """
    weights = _weights(noun.vocab)
    direction = _direction(noun.vocab, noun.lemma_.lower())
    return direction is not None and float(direction @ weights[:-1] + weights[-1]) > least


def _direction(vocab: "Vocab", word: str) -> "NDArray[np.float64] | None":
    vector = np.asarray(vocab[word].vector, dtype=float)
    length = float(np.sqrt(vector @ vector))
    return vector / length if length else None


@cache
def _weights(vocab: "Vocab") -> "NDArray[np.float64]":
    """Fit a plane between the nouns of both tables, by ridge regression, both sides as heavy."""
    movers = MOVERS | (MODES.keys() - MEANS)
    known = [(word, word in movers) for word in sorted(movers | IMMOVABLE)]
    rows = [(_direction(vocab, word), moves) for word, moves in known]
    nouns = np.array([[*row, 1.0] for row, _ in rows if row is not None])
    moves = np.array([moves for row, moves in rows if row is not None])
    heavy = np.where(moves, 0.5 / moves.mean(), 0.5 / (1 - moves.mean()))
    weighted = nouns.T * heavy
    shrunk = weighted @ nouns + _SHRINKING * np.eye(nouns.shape[1])
    found: NDArray[np.float64] = np.linalg.solve(shrunk, weighted @ np.where(moves, 1.0, -1.0))
    return found
