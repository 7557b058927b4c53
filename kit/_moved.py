"""Set right who or what is moved: "Arms worth $20 million were flown", "took her home"."""

from typing import TYPE_CHECKING

from kit._motion import MOTIONS
from kit._tree import SUBJECTS, hang_on, has_role

if TYPE_CHECKING:
    from spacy.tokens import Token


def mend_moved(token: "Token") -> None:
    """
    Set right what a word says of who or what is moved.

    Parameters
    ----------
    token : spacy.tokens.Token
        Its tree is changed in place.
    """
    if token.lower_ == "worth":
        _mend_worth(token)
    elif (token.lower_, token.dep_) == ("home", "dobj") and token.head.lemma_ in MOTIONS:
        _mend_home(token)


def _mend_worth(worth: "Token") -> None:
    """Make goods the subject of "Arms worth $20 million were flown to Oslo", and not the money."""
    goods = worth.nbor(-1) if worth.i else worth
    while goods.dep_ == "conj" or (goods.dep_ == "pobj" and goods.head.lower_ == "of"):
        goods = goods.head if goods.dep_ == "conj" else goods.head.head  # "a cargo of tin"
    behind = worth.doc[worth.i + 1 : worth.sent.end]
    money = next((t for t in behind if t.dep_ in {*SUBJECTS, "dobj", "npadvmod"}), None)
    if goods.pos_ not in ("NOUN", "PROPN") or money is None or money.pos_ not in ("NUM", "NOUN"):
        return
    verb, role = money.head, money.dep_
    if verb == worth:  # taken for what is worth that, and the verb for what the money did
        verb = next((c for c in money.rights if c.pos_ == "VERB" and c.dep_ == "acl"), worth)
        role = "nsubjpass" if has_role(verb, "auxpass") else "nsubj"
    if verb.pos_ != "VERB" or role not in SUBJECTS:
        return
    hung = {worth: (goods, "amod"), money: (worth, "npadvmod"), goods: (verb, role)}
    above = [token for token in verb.ancestors if token in hung]
    if above:  # the verb takes the place of the highest of them
        top = above[-1]
        hung[verb] = (verb, "ROOT") if top.head == top else (top.head, top.dep_)
        hung |= {c: (verb, c.dep_) for c in worth.children if c not in hung}
    hang_all(hung)


def _mend_home(home: "Token") -> None:
    """Make her the object of "brought her home to Oslo", and not her home."""
    her = home.nbor(-1)
    if her.lower_ == "her" and her.head == home:
        her.tag_ = "PRP"
        hang_on(her, home.head, "dobj")
        home.pos_, home.tag_, home.dep_ = "ADV", "RB", "advmod"


def hang_all(hung: "dict[Token, tuple[Token, str]]") -> None:
    """
    Hang words anew all at once, but not in a circle.

    Parameters
    ----------
    hung : dict of spacy.tokens.Token to (spacy.tokens.Token, str)
        Of each word what it hangs on, and as what.
    """
    for token in hung:
        node, steps = token, 0
        while (head := hung[node][0] if node in hung else node.head) != node:
            node, steps = head, steps + 1
            if steps > len(token.doc):
                return
    for token, (head, role) in hung.items():
        token.head, token.dep_ = head, role
