"""What of a quiz may change places where it is printed in versions: as its author says, and as its words ask for."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise

from ..language import label_of, letter_of, lowered
from ..model import Choice, Item, Node, Section, plain

SAME = {"yes": "all", "no": "none"}
# What speaks of all the choices before it stands last, and stays there.
OF_ALL = {
    "en": ("all of the above", "all of these", "none of the above", "none of these", "both of these",
           "neither of these"),
    "de": ("alle genannten", "alle davon", "keine davon", "keiner davon", "keines davon", "keins davon",
           "keine der genannten", "nichts davon", "beides", "weder noch"),
    "fr": ("toutes ces", "toutes les réponses", "aucune de ces", "aucune des réponses", "aucun des deux", "les deux"),
    "es": ("todas las anteriores", "todos los anteriores", "ninguna de las anteriores", "ninguno de los anteriores",
           "ninguna de estas", "ambas", "ambos"),
}  # fmt: skip
LONGER = 3
CALLED = frozenset("answer answers choice choices option options antwort réponse respuesta opción".split())
AROUND = ".,;:!?()[]“”„«»‘’'\""


def moves(item: Item, section: Section) -> bool:
    """Whether a question may stand elsewhere among those that it stands with."""
    return _said(item, section) in ("all", "items")


def asks_to_mix(item: Item, section: Section) -> bool:
    """Whether a question's choices are to be mixed: where its author says so or nothing, but never true and false."""
    return _said(item, section) in ("all", "choices") and item.fields.get("type") != "true-false"


def mixes(item: Item, section: Section, language: str) -> bool:
    """Whether a question's choices are to be mixed and can be: not where something names one by its letter."""
    return asks_to_mix(item, section) and not any(letters_named(item, language))


def stays(choice: Choice, language: str) -> bool:
    """Whether a choice stays where it is written: because it is pinned, or speaks of all that stand before it."""
    if choice.pinned:
        return True
    words = lowered(plain(choice.body), language).strip(AROUND).split()
    phrases = (phrase.split() for phrase in OF_ALL.get(language.lower().partition("-")[0], ()))
    return any(words[: len(phrase)] == phrase and len(words) <= len(phrase) + LONGER for phrase in phrases)


def letters_named(item: Item, language: str) -> Iterator[Node]:
    """The parts of a question that name choices by their letters, as “both a and b”, “b) is wrong” or “answer C”."""
    count = len(item.choices)
    letters = {letter_of(n, language) for n in range(1, count + 1)}
    labels = {label_of(n, language) for n in range(1, count + 1)} - letters
    labels |= {f"{letter})" for letter in letters}
    for choice in item.choices:
        words = [word.strip(AROUND).lower() for word in plain(choice.body).split()]
        if len(letters.intersection(words)) > 1 and len(words) <= 2 * count:
            yield choice.body[0]
    parts = (*item.heading, *item.body, *item.parts, *(part for choice in item.choices for part in choice.parts))
    for part in parts:
        words = plain([part]).split()
        bare = [word.strip(AROUND) for word in words]
        named = any(word.lower().lstrip("([“„«").rstrip(".,;:”»") in labels for word in words)
        called = any(
            before.lower() in CALLED and after.isupper() and after.lower() in letters
            for before, after in pairwise(bare)
        )
        if named or called:
            yield part


def _said(item: Item, section: Section) -> str:
    """What the question says of shuffling, or else its section."""
    said = str(item.fields.get("shuffle") or section.front.shuffle)
    return SAME.get(said, said)
