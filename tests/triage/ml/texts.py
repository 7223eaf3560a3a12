"""Made-up texts whose label can be learned, in writing that varies: drawn by a seed, so always the same."""

from __future__ import annotations

import random

ABOUT = {
    "sleep": ("cannot fall asleep", "wakes up all night", "nightmares every night", "so tired from no sleep"),
    "anxiety": ("worries about everything", "panic attacks at school", "so anxious on the bus", "fears crowds"),
    "low mood": ("cries most days", "feels sad and empty", "no joy in anything", "low and hopeless"),
    "friends": ("bullied by classmates", "no friends at break", "left out of the group", "called names online"),
}
_AROUND = (
    "It began last winter", "We do not know what to do", "Please can somebody help", "School has noticed as well",
    "She used to love football", "Homework takes for ever", "It is worse on Mondays", "My sister says the same",
)  # fmt: skip


def made_up(number: int, seed: int = 1, mixed_up: float = 0.1) -> tuple[list[str], list[str]]:
    """`number` texts and their labels; a share of the labels is wrong, as people sometimes are."""
    draw = random.Random(seed)
    texts, labels = [], []
    for place in range(number):
        label = draw.choice(list(ABOUT))
        said = draw.choice(ABOUT[label])
        around = draw.sample(_AROUND, 2)
        texts.append(f"{around[0]}. Case {place}: my child {said}. {around[1]}.")
        labels.append(draw.choice(list(ABOUT)) if draw.random() < mixed_up else label)
    return texts, labels
