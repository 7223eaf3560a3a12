"""Learning, measuring and labelling over the rows of a CSV file."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import asdict
from difflib import get_close_matches
from typing import Any

from triage.ml import measuring
from triage.ml.errors import CannotLearn
from triage.ml.examples import example_of_text
from triage.ml.groups import GroupFigures, Seen, by_group, seen_in
from triage.ml.labelled_csv import Labelled, Table, labelled
from triage.ml.model import Model, Opinion
from triage.ml.sentences.encoder import SentenceEncoder
from triage.ml.training import Options, Say, Trained, train

ADDED = ("label", "probability", "abstained", "alternatives")
MOST_GROUPS = 50
LEARNED_FROM = (
    "Most of these texts look like ones that the model learned from, so it looks better here than it is. Measure it on "
    "others."
)
_ALIKE = 0.97  # cosine from which two texts are the same: eight bits a number lose up to 0.02
_LOOKED_AT = 200
_AT_ONCE = 100


def learn_from(
    table: Table, text_column: str, label_column: str, encoder: SentenceEncoder, options: Options, say: Say
) -> tuple[Trained, Labelled]:
    """A model of the label column, and the rows it learned from. Raises CannotLearn."""
    rows = labelled(table, text_column, label_column)
    examples = [example_of_text(text) for text in rows.texts]
    trained = train(examples, rows.labels, encoder, options=options, say=say)
    return trained, rows


def measured(
    model: Model, table: Table, text_column: str, label_column: str, group_columns: Sequence[str], say: Say
) -> dict[str, Any]:
    """The figures of the model on these rows, all between 0 and 1, by the names of the contract. A label that the
    model does not know is always missed. Raises CannotLearn where there is nothing to measure on."""
    rows = labelled(table, text_column, label_column)
    if not rows.texts:
        raise CannotLearn(
            "No row of the file has both a text and a label, so there is nothing to measure on."
        )
    opinions = list(_opinions(model, rows.texts, say))
    is_known = _is_learned_from(model, rows.texts)
    found = measuring.of_opinions(opinions, rows.labels)
    strange = Counter(label for label in rows.labels if label not in model.labels)
    seen = seen_in(opinions, rows.labels, rows.places)
    return {
        "model": model.version,
        "rows": found.pop("number"),
        "per_class_recall": found.pop("recall"),
        "coverage_at_90_accuracy": found.pop("coverage_at_90"),
        "accuracy_at_80_coverage": found.pop("accuracy_at_80"),
        **found,
        "groups": {
            column: [asdict(one) for one in found]
            for column, found in by_columns(seen, table, group_columns).items()
        },
        "remarks": [
            *rows.remarks,
            *([LEARNED_FROM] if is_known and sum(strange.values()) < len(rows.labels) / 2 else []),
            *(_not_known(label, count, model.labels) for label, count in strange.items()),
        ],
    }


def _not_known(label: str, count: int, labels: Sequence[str]) -> str:
    rows = "1 row, which counts" if count == 1 else f"{count:,} rows, which count"
    by_small_letters = {one.lower(): one for one in labels}
    near = get_close_matches(label.lower(), by_small_letters, 1)
    hint = f" Did you mean '{by_small_letters[near[0]]}'?" if near else ""
    return f"The model does not know the label '{label}' ({rows} as missed).{hint}"


def _is_learned_from(model: Model, texts: Sequence[str]) -> bool:
    """Whether about as many of these are among the kept examples as would be if the model had learned from all."""
    some = [example_of_text(text) for text in texts[:: -(-len(texts) // _LOOKED_AT)]]
    nearest = [one[0][1] for one in model.kept.nearest(model.sentences(some), 1)]
    kept = len(model.kept.keys) / model.about["texts"]
    return sum(cosine >= _ALIKE for cosine in nearest) >= kept * len(nearest) / 2


def labelled_rows(model: Model, table: Table, text_column: str, say: Say) -> Iterator[tuple[str, ...]]:
    """What stands in the columns `ADDED` for each row, in order."""
    for opinion in _opinions(model, table.column(text_column), say):
        likely = {one.label: round(one.probability, 4) for one in opinion.alternatives}
        yield (
            opinion.label,
            f"{opinion.probability:.4f}",
            "yes" if opinion.abstains else "no",
            json.dumps(likely, ensure_ascii=False),
        )


def groups_of(
    trained: Trained, rows: Labelled, table: Table, columns: Sequence[str]
) -> dict[str, list[GroupFigures]]:
    """Figures for each value of each column, on the answers to what was not learned from."""
    return by_columns(trained.seen(rows.places), table, columns)


def by_columns(seen: Sequence[Seen], table: Table, columns: Sequence[str]) -> dict[str, list[GroupFigures]]:
    """Figures for each value of each column; `seen` have the places of rows as their keys."""
    return {
        column: by_group(seen, lambda one, cells=cells: cells[one.key].strip() or None)
        for column, cells in group_cells(table, columns).items()
    }


def group_cells(table: Table, columns: Sequence[str]) -> dict[str, list[str]]:
    """The cells of each column that figures are told by. Raises CannotLearn for one that holds no groups."""
    found = {column: table.column(column) for column in columns}
    for column, cells in found.items():
        values = len(set(cells))
        if values > MOST_GROUPS:
            raise CannotLearn(
                f"The column '{column}' has {values:,} different values; figures are told for at most {MOST_GROUPS}. "
                "Name a column of groups, such as age bands."
            )
    return found


def _opinions(model: Model, texts: Sequence[str], say: Say) -> Iterator[Opinion]:
    for start in range(0, len(texts), _AT_ONCE):
        say(start, len(texts), "Reading each text")
        yield from model.opinions([example_of_text(text) for text in texts[start : start + _AT_ONCE]])
