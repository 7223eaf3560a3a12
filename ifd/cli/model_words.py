"""What `ifd model` tells a person: figures as lines, and what to bear in mind with them."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from triage.shares import Share

FEW = 600
"""Rows of which even exact probabilities look off by more than 0.05 (docs/classifier.md)."""
_FIGURES = {
    "macro_f1": "Macro F1",
    "accuracy": "Accuracy",
    "calibration_error": "Calibration error",
    "coverage_at_90": "Coverage at 90% accuracy",
    "accuracy_at_80": "Accuracy at 80% coverage",
}


def of_training(version: str, about: Mapping[str, Any]) -> str:
    """What a person should know of what was learned, in a few lines."""
    figures = about["figures"]
    return "\n".join(
        [
            f"Learned {len(about['labels'])} labels from {about['texts']:,} texts: model {version}.",
            "Each text was answered by what the others taught:",
            *_main_figures(figures),
            *_when_quiet(about),
        ]
    )


def of_figures(figures: Mapping[str, Any]) -> str:
    """The figures of `evaluate` as lines."""
    lines = [
        f"Model {figures['model']}, {figures['rows']:,} rows",
        *_main_figures(figures),
        f"  Coverage at 90% accuracy   {figures['coverage_at_90_accuracy']:.3f}",
        f"  Accuracy at 80% coverage   {figures['accuracy_at_80_coverage']:.3f}",
        *_when_quiet(figures),
        "  Recall of each label:",
        *(f"    {recall:.3f}  {label}" for label, recall in sorted(figures["per_class_recall"].items())),
    ]
    for column, groups in figures["groups"].items():
        lines += [f"  By {column}:", *(f"    {_group(group)}" for group in groups)]
    return "\n".join([*lines, *(f"Note: {remark}" for remark in figures["remarks"])])


def of_both(found: Mapping[str, Mapping[str, Any]]) -> str:
    """The figures of `compare`, beside each other."""
    number = found["ours"]["number"]
    lines = [f"{number:,} rows held out{'':16}plain   ours"]
    lines += [
        f"  {name:33} {found['plain'][key]:.3f}  {found['ours'][key]:.3f}" for key, name in _FIGURES.items()
    ]
    if number < FEW:
        lines.append(
            f"Note: Of fewer than {FEW} rows every figure is uncertain, the calibration error most: even exact "
            "probabilities look off. Compare with other seeds before you rely on a difference."
        )
    return "\n".join(lines)


def of_rows(without_text: int, replaced: str) -> list[str]:
    """What to know of rows that were labelled; `replaced` is the file that was there before, if one was."""
    remarks = []
    if without_text:
        rows = "1 row has" if without_text == 1 else f"{without_text:,} rows have"
        remarks.append(f"{rows} no text. Their label is only the one that comes most often.")
    if replaced:
        remarks.append(f"{replaced} was there already and is replaced.")
    return remarks


def _main_figures(figures: Mapping[str, Any]) -> list[str]:
    return [
        f"  {_FIGURES[name]:26} {figures[name]:.3f}" for name in ("accuracy", "macro_f1", "calibration_error")
    ]


def _when_quiet(figures: Mapping[str, Any]) -> list[str]:
    right = figures["right_of_answered"]
    return [
        f"  Answers                    {figures['answered']:.1%} of texts"
        + (f", of which {right:.1%} are right" if right is not None else "; it abstains from all"),
        f"  Likely labels              {figures['labels_in_a_set']:.1f} a text; "
        f"the right one is among them {figures['sets_that_hold_it']:.1%} of the time",
    ]


def _group(group: Mapping[str, Any]) -> str:
    if group["number"] is None:
        return f"{group['group']}: not shown, for it or another group is too small"
    right = group["agreement"]
    said = f"{Share(**right)} of answers right" if right else "too few answers to show"
    return "; ".join([f"{group['group']}: about {group['number']:,} rows, {said}", *group["remarks"]])
