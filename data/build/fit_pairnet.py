"""
Train the networks that read between which places of a text journeys go.

Those of data/pairnet.npz read a few sentences, and are trained on no longer texts. Each begins with
other weights and sees the texts in another order, those of ordinary news twice; what they hear is
the mean. Those of data/pairnet_articles.npz go on from such, on articles above all: they see places
farther apart, what other mentions say, and what the rules found.

Trained on tests/journeys.csv and on the labelled batches of tests/journeys_blind.csv that are not
set aside (see tests/benchmarks/journeys.py, which reports on those that are), hard ones too.
Takes a quarter of an hour for each on one processor, and PyTorch, which the kit does without: `pip
install torch==2.13.0` into its environment first. With --onto, networks that are trained go on for
a few rounds on long texts above all, each several times, and on some of the others, lest they
forget them: some five minutes for each round; with --articles, into those for articles.

    python data/build/fit_pairnet.py [--seeds N [N ...]] [--epochs N] [--onto FILE] [--out FILE]
    python data/build/fit_pairnet.py --articles [--seeds N [N ...]] [--onto FILE] [--out FILE]
"""

import argparse
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from functools import partial
from pathlib import Path
from typing import NamedTuple

import numpy as np
import torch
from labelled import ROOT, gather, is_called, journeys, read
from torch import nn
from torch.nn.functional import binary_cross_entropy_with_logits
from tqdm import tqdm

from kit import routes
from kit._language import parse
from kit._pairnet import ARTICLE, FEW, FILES, LONG, WINDOWS, in_full, standing, vector_of
from kit._pairtext import FACTS, Pairs, Seen, key_of, numbered, pairs_of, seen

SIZES = {"word": 48, "tag": 16, "dep": 24, "ent": 8, "name": 16, "part": 16}
MEANING, HEAD, STATE, END = 96, 48, 128, 96  # how wide the layers are
APART, APARTS = 16, 19
FOUND, FOUNDS = 8, 3  # how wide what the rules found is, and how many ways there are
HEADS, HEAD_STATE, STANDING = 4, 32, 34  # of what mentions see of each other
DROPPED = 0.3
SEEN, MOST = 6, 5000  # words that are rarer are unknown, and how many are known at most
BATCH, RATE, DECAY = 32, 2e-3, 1e-2
LONGEST = 600  # words, from LONG on, of the texts that networks which go on see above all
TIMES, OTHERS = 2, 1200  # how often each of them comes, and how many others
SEEDS = {FEW: [0, 1, 2], ARTICLE: [0, 1]}
ROUNDS, SLOWER = 3, 8e-4  # of networks that go on


class Labelled(NamedTuple):
    """A text as the network sees it, and the places that its readers found journeys between."""

    text: Seen
    wanted: list[tuple[str | None, str | None]]
    is_ordinary: bool = False


class Example(NamedTuple):
    """The same in numbers: facts of words, pairs, which of them are one, which ones are right."""

    words: np.ndarray
    meanings: np.ndarray
    text: Seen
    pairs: Pairs
    same: np.ndarray
    right: np.ndarray


def main() -> None:
    """Train and write the weights: the first axis of each array is of the networks."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--articles", action="store_true")
    parser.add_argument("--out", type=Path)
    parser.add_argument("--seeds", type=int, nargs="+")
    parser.add_argument("--epochs", type=int, default=9)
    parser.add_argument("--onto", type=Path)
    given = parser.parse_args()
    kind = ARTICLE if given.articles else FEW
    onto = given.onto or (ROOT / "data" / FILES[FEW] if given.articles else None)
    texts = gather(partial(examples, with_legs=given.articles), hard=True)
    known = in_full(dict(np.load(onto))) if onto else {}
    kept = trained(texts, known, kind, given.seeds or SEEDS[kind], given.epochs)
    np.savez_compressed(given.out or ROOT / "data" / FILES[kind], **kept)


def trained(
    texts: list[Labelled],
    known: dict[str, np.ndarray],
    kind: str,
    seeds: Iterable[int],
    epochs: int,
) -> dict[str, np.ndarray]:
    """Train each of the networks, and give their weights and what they know of words."""
    lists = [
        {word: n for n, word in enumerate(known[f"{name}s"].tolist(), 1)}
        if f"{name}s" in known
        else listed(texts, number)
        for number, name in enumerate(FACTS)
    ]
    if kind == FEW and not known:
        short = [one for one in texts if len(one.text.words) <= LONG]
        texts = [*short, *(one for one in short if one.is_ordinary)]
    meanings, row = meanings_of(texts)
    told = [in_numbers(one, lists, row, WINDOWS[kind]) for one in texts]
    told = [one for one in told if len(one.right)]
    nets = []
    for number, seed in enumerate(seeds):
        torch.manual_seed(seed)
        rng = np.random.default_rng(seed)
        net = Net(lists, meanings, of_articles=kind == ARTICLE)
        if known:
            net.take({name: known[name][number] for name in net.arrays() if name in known})
            go_on(net, told, rng)
        else:
            train(net, told, epochs, RATE, rng)
        nets.append(net.arrays())
    names = FACTS if kind == ARTICLE else FACTS[:-1]
    kept = {f"{name}s": np.array(list(of)) for name, of in zip(names, lists, strict=False)}
    every = {name: np.stack([arrays[name] for arrays in nets]) for name in nets[0]}
    return kept | in_bytes(every)


def in_bytes(arrays: dict[str, np.ndarray]) -> dict[str, np.ndarray]:
    """Keep weights in bytes, each row with a scale of its own: half the size."""
    kept: dict[str, np.ndarray] = {}
    for name, array in arrays.items():
        if array.ndim < 3 or name.endswith("_bias"):
            kept[name] = array
            continue
        scale = (np.abs(array).max(axis=-1, keepdims=True) / 127).clip(1e-6).astype(np.float16)
        whole = np.round(array.astype(np.float32) / scale.astype(np.float32))
        kept[name], kept[f"{name}_scale"] = whole.clip(-127, 127).astype(np.int8), scale
    return kept


def examples(row: dict[str, str], *, with_legs: bool) -> list[Labelled]:
    """Read a text and its labels; a leg with an end that no mention bears is left out."""
    if row["batch"] in journeys.UNPLANNED:
        return []  # their labels leave out what is only expected
    text = read(row)
    called = [
        (key_of(place), place, text.article.text[place.start : place.end])
        for place in text.places.all
    ]
    wanted = []
    for names in (one[:2] for one in text.wanted):
        keys = [
            next((k for k, place, words in called if is_called(name, place) or name in words), "")
            if name is not None
            else None
            for name in names
        ]
        if "" not in keys:
            wanted.append((keys[0], keys[1]))
    legs = []
    if with_legs and len(text.doc) > LONG:
        legs = routes.legs_by_rules(text.doc, text.places, text.article, planned=text.planned)
    batch = journeys.BATCHES.get(row["batch"], {"kind": ""})  # tests/journeys.csv is no batch
    is_ordinary = "ordinary news" in batch["kind"]
    return [Labelled(seen(text.doc, text.places, legs), wanted, is_ordinary)]


def listed(texts: Iterable[Labelled], number: int) -> dict[str, int]:
    """Number what is known of words, the commonest first."""
    counts = Counter(
        row[number].lower() if not number else row[number]
        for one in texts
        for row in one.text.words
    )
    counts.pop("", None)
    most, least = (MOST, SEEN) if not number else (None, 1)
    common = [fact for fact, count in counts.most_common(most) if count >= least]
    return {fact: n for n, fact in enumerate(common, 1)}


def meanings_of(texts: Iterable[Labelled]) -> tuple[torch.Tensor, dict[str, int]]:
    """Vectors of all words, and the row of each."""
    vocab = parse("").vocab
    words = dict.fromkeys(row[0] for one in texts for row in one.text.words)
    vectors = np.stack([vector_of(vocab, word) for word in words])
    return torch.from_numpy(vectors), {word: n for n, word in enumerate(words)}


def in_numbers(
    one: Labelled, lists: list[dict[str, int]], row: dict[str, int], window: int
) -> Example:
    """Turn a text into numbers."""
    pairs = pairs_of(one.text, window)
    keys = [*one.text.keys, None]
    ends = [
        (keys[a], keys[b])
        for a, b in zip(pairs.origin.tolist(), pairs.destination.tolist(), strict=True)
    ]
    number = {pair: n for n, pair in enumerate(dict.fromkeys(ends))}
    wanted = set(one.wanted)
    return Example(
        numbered(one.text, lists),
        np.array([row[word] for word, *_ in one.text.words], np.intp),
        one.text,
        pairs,
        np.array([number[pair] for pair in ends], np.intp),
        np.array([pair in wanted for pair in number], np.float32),
    )


class Net(nn.Module):
    """One of the networks; `kit/_pairnet.py` asks them without PyTorch."""

    def __init__(
        self, lists: list[dict[str, int]], meanings: torch.Tensor, *, of_articles: bool
    ) -> None:
        super().__init__()
        self.of_articles = of_articles
        self.facts = FACTS if of_articles else FACTS[:-1]
        self.meanings = nn.Embedding.from_pretrained(meanings)
        for name, of in zip(self.facts, lists, strict=False):
            setattr(self, name, nn.Embedding(len(of) + 1, SIZES[name]))
        self.own = nn.Linear(meanings.shape[1], MEANING)
        self.head = nn.Linear(meanings.shape[1], HEAD)
        told = MEANING + HEAD + SIZES["word"] + sum(SIZES[name] for name in self.facts)
        self.known = nn.Linear(told, STATE)
        self.memory = nn.LSTM(
            STATE, STATE, num_layers=2, bidirectional=True, batch_first=True, dropout=DROPPED
        )
        told = 2 * STATE
        self.hung = nn.Linear(2 * told, told)
        if of_articles:
            wide = HEADS * HEAD_STATE
            self.query, self.key, self.value = (nn.Linear(told, wide) for _ in range(3))
            self.standing, self.others = nn.Embedding(STANDING, HEADS), nn.Linear(wide, told)
            self.found = nn.Embedding(FOUNDS, FOUND)
            for layer in (self.standing, self.others):
                nn.init.zeros_(layer.weight)
        self.no_origin, self.no_destination = (
            nn.Parameter(torch.randn(told) / 10) for _ in range(2)
        )
        self.origin, self.destination = nn.Linear(told, END), nn.Linear(told, END)
        self.apart = nn.Embedding(APARTS, APART)
        self.both = nn.Linear(3 * END + APART + FOUND * of_articles, END)
        self.told = nn.Linear(END, 1)
        self.dropped = nn.Dropout(DROPPED)

    def read(self, batch: Sequence[Example]) -> torch.Tensor:
        """Read the words of some texts."""
        facts, meaning, head = (
            nn.utils.rnn.pad_sequence([torch.from_numpy(x) for x in some], batch_first=True)
            for some in zip(*((e.words, e.meanings, e.text.head) for e in batch), strict=True)
        )
        of = [getattr(self, name)(facts[..., n]) for n, name in enumerate(self.facts)]
        vectors = self.meanings(meaning)
        told = [self.own(vectors), hung_on(self.head(vectors), head), of[0], hung_on(of[0], head)]
        known = self.dropped(torch.relu(self.known(torch.cat([*told, *of[1:]], -1))))
        sizes = torch.tensor([len(one.words) for one in batch])
        packed = nn.utils.rnn.pack_padded_sequence(
            known, sizes, batch_first=True, enforce_sorted=False
        )
        words, _ = nn.utils.rnn.pad_packed_sequence(self.memory(packed)[0], batch_first=True)
        words = self.dropped(words)
        return torch.relu(self.hung(torch.cat([words, hung_on(words, head)], -1)))

    def of_others(self, mentions: torch.Tensor, text: Seen) -> torch.Tensor:
        """Give what each mention of a text takes from the others."""
        query, key, value = (
            layer(mentions).view(-1, HEADS, HEAD_STATE).transpose(0, 1)
            for layer in (self.query, self.key, self.value)
        )
        alike = query @ key.transpose(1, 2) / HEAD_STATE**0.5
        alike = alike + self.standing(torch.from_numpy(standing(text))).permute(2, 0, 1)
        taken = (alike.softmax(-1) @ value).transpose(0, 1).reshape(len(mentions), -1)
        return self.dropped(self.others(taken))

    def forward(self, batch: Sequence[Example]) -> tuple[torch.Tensor, torch.Tensor]:
        """Log odds of each pair of places, and whether readers found a journey between them."""
        words, mentions, origin, destination, same = self.read(batch), [], [], [], []
        begun, places = 0, 0
        for one, told in zip(batch, words, strict=True):
            own = (told[one.text.first] + told[one.text.last]) / 2
            mentions.append(own + self.of_others(own, one.text) if self.of_articles else own)
            count = len(one.text.keys)
            for ends, into in ((one.pairs.origin, origin), (one.pairs.destination, destination)):
                into.append(np.where(ends == count, -1, ends + begun))
            same.append(one.same + places)
            begun, places = begun + count, places + len(one.right)
        apart, found = ([getattr(one.pairs, name) for one in batch] for name in ("apart", "found"))
        from_, to, by, how, pair = (
            torch.from_numpy(np.concatenate(some))
            for some in (origin, destination, apart, found, same)
        )
        all_ = torch.cat(mentions)
        start = self.origin(torch.cat([all_, self.no_origin[None]]))[from_]
        end = self.destination(torch.cat([all_, self.no_destination[None]]))[to]
        known = [self.apart(by), *([self.found(how)] if self.of_articles else [])]
        both = self.both(torch.cat([start, end, start * end, *known], -1))
        odds = self.told(self.dropped(torch.relu(both)))[:, 0]
        best = torch.full((places,), -torch.inf).scatter_reduce(0, pair, odds, "amax")
        return best, torch.from_numpy(np.concatenate([one.right for one in batch]))

    def arrays(self) -> dict[str, np.ndarray]:
        """Weights by the names that `kit/_pairnet.py` knows them by."""
        kept = {
            as_kept(name): array
            for name, array in self.state_dict().items()
            if not name.startswith(("memory", "meanings"))
        }
        for layer in range(2):
            ways = [f"l{layer}", f"l{layer}_reverse"]
            ih, hh, bi, bh = (
                torch.stack([getattr(self.memory, f"{name}_{way}") for way in ways])
                for name in ("weight_ih", "weight_hh", "bias_ih", "bias_hh")
            )
            named = {"outer": ih, "inner": hh, "bias": bi + bh}
            kept |= {f"memory{layer}_{name}": in_order(array) for name, array in named.items()}
        return {name: array.numpy().astype(np.float16) for name, array in kept.items()}

    def take(self, arrays: dict[str, np.ndarray]) -> None:
        """Take over the weights of `arrays`; what is wider here begins at nothing."""
        own = self.state_dict()
        told = {name: torch.from_numpy(array.astype(np.float32)) for name, array in arrays.items()}
        own |= {
            name: widened(told[as_kept(name)], kept.shape)
            for name, kept in own.items()
            if as_kept(name) in told
        }
        names = {"weight_ih": "outer", "weight_hh": "inner", "bias_ih": "bias"}
        for layer in range(2):
            for number, way in enumerate((f"l{layer}", f"l{layer}_reverse")):
                for name, of in names.items():
                    gates = in_order(told[f"memory{layer}_{of}"])
                    own[f"memory.{name}_{way}"] = gates[number]
                own[f"memory.bias_hh_{way}"] = torch.zeros_like(own[f"memory.bias_hh_{way}"])
        self.load_state_dict(own)


def as_kept(name: str) -> str:
    """Give the name in the file of weights that have a name in PyTorch."""
    plain = name.partition(".")[0] in (*FACTS, "apart", "found", "standing")
    return name.removesuffix(".weight") if plain else name.replace(".", "_")


def widened(array: torch.Tensor, shape: torch.Size) -> torch.Tensor:
    """Give weights more columns, of nothing."""
    return nn.functional.pad(array, (0, shape[-1] - array.shape[-1]))


def in_order(gates: torch.Tensor) -> torch.Tensor:
    """
    Put the gates of a memory in order: what comes, was kept, and is told; then what is new.

    Or back into PyTorch's: the last two change places.
    """
    comes, kept, new, told = gates.detach().chunk(4, dim=1)
    return torch.cat([comes, kept, told, new], dim=1)


def hung_on(told: torch.Tensor, head: torch.Tensor) -> torch.Tensor:
    """Give each word what is told of the one that it hangs on."""
    return torch.gather(told, 1, head[..., None].expand(-1, -1, told.shape[-1]))


def go_on(net: Net, told: list[Example], rng: np.random.Generator) -> None:
    """Train a network further, on long texts above all."""
    long = [one for one in told if LONG < len(one.words) <= LONGEST]
    rest = [one for one in told if len(one.words) <= LONG]
    some = [rest[n] for n in rng.permutation(len(rest))[:OTHERS].tolist()]
    train(net, long * TIMES + some, ROUNDS, SLOWER, rng)


def train(
    net: Net, told: list[Example], epochs: int, rate: float, rng: np.random.Generator
) -> None:
    """Train a network, and print the mean loss of each round."""
    weights = [one for one in net.parameters() if one.requires_grad]
    way = torch.optim.AdamW(weights, lr=rate, weight_decay=DECAY)
    steps = epochs * len(list(batches(told, rng)))
    slope = torch.optim.lr_scheduler.OneCycleLR(way, rate, total_steps=steps)
    for epoch in range(epochs):
        net.train()
        lost = []
        for batch in tqdm(list(batches(told, rng)), desc=f"round {epoch + 1} of {epochs}"):
            odds, right = net(batch)
            loss = binary_cross_entropy_with_logits(odds, right, reduction="sum") / len(batch)
            way.zero_grad()
            loss.backward()
            nn.utils.clip_grad_norm_(weights, 1.0)
            way.step()
            slope.step()
            lost.append(float(loss.detach()))
        print(f"round {epoch + 1}: loss {np.mean(lost):.3f}")


def batches(told: list[Example], rng: np.random.Generator) -> Iterator[list[Example]]:
    """Yield texts of about one length together, in another order each time."""
    by_length = sorted(told, key=lambda one: len(one.words) + 15 * rng.random())
    for start in rng.permutation(np.arange(0, len(by_length), BATCH)).tolist():
        yield by_length[start : start + BATCH]


if __name__ == "__main__":
    main()
