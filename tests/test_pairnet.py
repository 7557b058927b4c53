"""The network that reads journeys: what it sees of a text, and what it hears."""

import datetime as dt
import math

import numpy as np
import pytest

from kit import _pairnet, _pairtext, geoparse, routes
from kit._language import parse
from kit._pairnet import ARTICLE, FEW, FILES, LONG, WINDOWS, kind_of, listen, standing, vector_of
from kit._pairtext import FACTS, key_of, numbered, pairs_of, pieces, seen
from kit._places import Places
from kit.article import Article

TODAY = dt.date(2024, 5, 15)


def read(text):
    doc = parse(text)
    return doc, Places(doc, geoparse(text))


def by_name(text):
    doc, places = read(text)
    names = {key_of(place): place.name for place in places.all}
    return {tuple(map(names.get, pair)): heard for pair, heard in listen(doc, places).items()}


def test_a_journey_is_heard_between_its_ends_and_not_the_other_way_round():
    heard = by_name("The minister flew from Oslo to Rome on Monday.")
    assert heard["Oslo", "Rome"].odds > 1
    assert heard["Oslo", "Rome"].odds == max(one.odds for one in heard.values())
    assert "Rome" not in {start for start, _ in heard}


def test_it_is_heard_of_words_that_no_table_has():
    heard = by_name("Ana Costa galloped from Prague to Lviv on a rusty mare.")
    assert heard["Prague", "Lviv"].odds > 0


@pytest.mark.parametrize(
    "text",
    [
        "Shares in Oslo rose on Monday after the vote in Rome.",
        "The treaty between Oslo and Rome was signed in 1920.",
    ],
)
def test_no_journey_is_heard_of_what_nobody_makes(text):
    assert all(heard.odds < -0.5 for heard in by_name(text).values())


def test_the_words_that_speak_for_it_are_told():
    text = "Rome is hot. The minister flew from Oslo to Rome."
    doc, _ = read(text)
    heard = by_name(text)["Oslo", "Rome"]
    assert [doc[heard.origin].text, doc[heard.destination].text] == ["Oslo", "Rome"]
    assert doc[heard.destination].idx > 20


def test_names_of_places_are_not_seen_so_that_what_is_heard_holds_for_any():
    doc, places = read("The minister flew from Oslo to Rome.")
    words = [word for word, *_ in seen(doc, places).words]
    assert words == ["The", "minister", "flew", "from", "", "to", "", "."]
    assert not vector_of(doc.vocab, "").any()


def legs_of(text):
    doc, places = read(text)
    return doc, places, routes.legs_by_rules(doc, places, Article(text, date=TODAY), planned=True)


def test_the_part_of_a_word_in_the_legs_of_the_rules_is_seen():
    text = seen(*legs_of("The minister flew from Oslo to Rome. He went on to Cairo."))
    parts = {word: part for word, *_, part in text.words if part}
    assert parts == {"minister": "who", "flew": "tells", "": "destination", "went": "tells"}
    assert [part for word, *_, part in text.words if not word] == [
        "origin",
        "destination, likely origin",
        "destination",
    ]


def test_an_end_that_the_rules_leave_open_is_seen_at_the_word_that_tells_the_leg():
    text = seen(*legs_of("The minister flew to Rome."))
    assert {word: part for word, *_, part in text.words if part}["flew"] == "no origin, tells"


def test_a_pair_is_seen_as_found_by_words_from_elsewhere_or_not():
    text = seen(*legs_of("The minister flew from Oslo to Rome. He went on to Cairo."))
    pairs, (oslo, rome, cairo) = pairs_of(text, 3), text.keys
    keys = [*text.keys, None]
    found = {
        (keys[a], keys[b]): how
        for a, b, how in zip(pairs.origin, pairs.destination, pairs.found, strict=True)
    }
    assert {pair: how for pair, how in found.items() if how} == {(oslo, rome): 1, (rome, cairo): 2}


def test_mentions_stand_to_each_other_by_sentences_and_by_their_place():
    text = seen(*read("They left Oslo for Rome. Oslo is cold."))
    told = standing(text)
    assert len(set(told.ravel().tolist())) == len(
        {(0, 1), (0, 0), (1, 1), (1, 0), (-1, 1), (-1, 0)}
    )
    assert told[0, 2] == told[0, 0] + 1  # one place, in the next sentence
    assert told[0, 1] == told[1, 0] != told[0, 0]


def test_a_text_of_many_words_is_an_article_and_is_read_by_networks_of_its_own():
    few, many = (read("They left Oslo. " * count) for count in (2, LONG))
    assert [kind_of(doc) for doc, _ in (few, many)] == [FEW, ARTICLE]
    assert FILES[FEW] != FILES[ARTICLE]
    assert WINDOWS[FEW] < WINDOWS[ARTICLE]


def test_in_an_article_a_journey_is_heard_between_sentences_far_apart():
    between = "Nobody would say whom she met. It rained. Reporters waited. No statement was made. "
    around = "Prices of bread have risen since the spring, and nobody expects them to fall. " * 8
    text = f"Minister Ana Costa left Oslo on Monday. {between}On Tuesday she flew to Rome. {around}"
    assert ("Oslo", "Rome") in by_name(text)


def test_weights_kept_in_bytes_are_as_good_as_in_full():
    rng = np.random.default_rng(0)
    full = rng.normal(size=(2, 5, 7)).astype(np.float32)
    scale = (np.abs(full).max(axis=-1, keepdims=True) / 127).astype(np.float16)
    kept = {"a": np.round(full / scale).clip(-127, 127).astype(np.int8), "a_scale": scale}
    again = _pairnet.in_full(kept | {"words": np.array(["x"])})
    assert sorted(again) == ["a", "words"]
    assert again["a"].dtype == np.float32
    assert np.abs(again["a"] - full).max() <= scale.max()


def test_pairs_are_of_two_places_that_stand_near_each_other_or_of_one():
    far = "The band played on and on. " * 5
    text = seen(*read(f"They left Oslo for Rome. Rome is hot. {far}They came to Cairo."))
    pairs = pairs_of(text, 3)
    keys = [*text.keys, None]
    two = {(keys[a], keys[b]) for a, b in zip(pairs.origin, pairs.destination, strict=True)}
    oslo, rome, _, cairo = text.keys
    lone = {pair for key in (oslo, rome, cairo) for pair in ((key, None), (None, key))}
    assert two == {(oslo, rome), (rome, oslo)} | lone


def test_a_long_text_is_read_in_pieces_and_no_pair_is_missed_between_them(monkeypatch):
    text = seen(*read("They left Oslo. It rained. They ate. They came to Rome. They slept. " * 6))

    def words(start, piece):
        pairs = pairs_of(piece, 3)
        places = [*(piece.last + start).tolist(), None]
        ends = zip(pairs.origin.tolist(), pairs.destination.tolist(), strict=True)
        return {(places[a], places[b]) for a, b in ends}

    monkeypatch.setattr(_pairtext, "_AT_ONCE", 40)
    cut = [*pieces(text, 3)]
    assert len(cut) > 3
    assert all(len(piece.words) <= 40 and piece.head.min() >= 0 for _, piece in cut)
    assert set().union(*(words(*piece) for piece in cut)) == words(0, text)


def test_a_text_of_one_piece_is_read_as_it_is():
    text = seen(*read("They left Oslo. They came to Rome."))
    ((start, piece),) = pieces(text, 3)
    assert start == 0
    assert piece.keys == text.keys
    assert piece.words == text.words


@pytest.mark.parametrize("text", ["", "Nobody went anywhere.", " \n\n "])
def test_nothing_is_heard_where_no_place_is_named(text):
    assert listen(*read(text)) == {}


def test_what_is_in_no_list_is_numbered_as_unknown():
    text = seen(*read("Qwxyz flew to Oslo."))
    numbers = numbered(text, [{"flew": 7}, *[{}] * (len(FACTS) - 1)])
    assert numbers[:, 0].tolist() == [0, 7, 0, 0, 0]
    assert not numbers[:, 1:].any()


@pytest.mark.parametrize("net", range(2))
def test_memory_reads_from_both_sides(net):
    rng = np.random.default_rng(0)
    size, wide, count = 3, 4, 5
    weights = {
        "memory0_outer": rng.normal(size=(2, 2, 4 * size, wide)),
        "memory0_inner": rng.normal(size=(2, 2, 4 * size, size)),
        "memory0_bias": rng.normal(size=(2, 2, 4 * size)),
    }
    values = rng.normal(size=(2, count, wide))
    told = _pairnet._both_ways(weights, values, 0)[net]
    for way, order in ((0, range(count)), (1, range(count)[::-1])):
        state = kept = [0.0] * size
        for step in order:
            gates = [
                sum(a * b for a, b in zip(outer, values[net, step], strict=True))
                + sum(a * b for a, b in zip(inner, state, strict=True))
                + bias
                for outer, inner, bias in zip(
                    *(weights[f"memory0_{name}"][net, way] for name in ("outer", "inner", "bias")),
                    strict=True,
                )
            ]
            comes, was, out = (
                [1 / (1 + math.exp(-gate)) for gate in gates[n * size : (n + 1) * size]]
                for n in range(3)
            )
            new = [math.tanh(gate) for gate in gates[3 * size :]]
            kept = [a * b + c * d for a, b, c, d in zip(was, kept, comes, new, strict=True)]
            state = [a * math.tanh(b) for a, b in zip(out, kept, strict=True)]
            assert told[step, way * size : (way + 1) * size] == pytest.approx(state, rel=1e-5)


@pytest.mark.parametrize(
    "text",
    [
        "The minister flew from Oslo to Rome on Monday.",
        "The minister flew from Oslo to Rome on Monday." + " Nobody said why he did." * LONG,
    ],
)
def test_what_is_heard_is_the_mean_of_the_networks(monkeypatch, text):
    all_, odds = _pairnet._weights(FILES[kind_of(parse(text))]), []
    count = len(all_["told_bias"])
    assert count > 1
    together = by_name(text)["Oslo", "Rome"].odds
    for net in range(count):
        one = {name: of if of.dtype.kind == "U" else of[net : net + 1] for name, of in all_.items()}
        monkeypatch.setattr(_pairnet, "_weights", lambda _, one=one: one)
        odds.append(by_name(text)["Oslo", "Rome"].odds)
    assert together == pytest.approx(sum(odds) / count, abs=1e-4)
