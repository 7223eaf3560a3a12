"""`ifd model`: learns labels from texts, tells how far it can be trusted, and labels further texts.

The library that learns takes seconds to load, so nothing of it is imported before a command needs it.
"""

from __future__ import annotations

import json
from collections.abc import Collection, Iterable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

import click
from defusedcsv import csv as defusedcsv

from ifd import clock
from ifd.cli import model_words
from ifd.cli.bar import Bar
from ifd.cli.data_files import content_of, told_in_words

if TYPE_CHECKING:
    from triage.ml.files import Loaded
    from triage.ml.labelled_csv import Table
    from triage.ml.sentences.encoder import SentenceEncoder
    from triage.ml.signing import Signer

SOURCE = click.argument("source", metavar="IN.csv")
FOLDER = click.argument("folder", metavar="DIR", type=click.Path(path_type=Path))
TEXT = click.option("--text-column", required=True, help="The column that holds the text.")
LABEL = click.option("--label-column", required=True, help="The column that holds the right label.")
SEEDS = click.IntRange(0, 2**32 - 1)
GROUPS = click.option(
    "--group-column",
    "group_columns",
    multiple=True,
    help="Tell the figures for each value of this column, too.",
)


@click.group()
def model() -> None:
    """Train, measure and use a classifier for texts. It suggests; a person decides."""


@model.command()
@SOURCE
@TEXT
@LABEL
@GROUPS
@click.option(
    "--out", required=True, type=click.Path(path_type=Path), help="The folder to write the model to."
)
@click.option("--seed", type=SEEDS, default=0, show_default=True, help="The same seed gives the same model.")
@click.option(
    "--right", default=0.90, show_default=True, type=click.FloatRange(0.5, 0.999),
    help="How often what it answers shall be right; it abstains from the rest.",
)  # fmt: skip
@click.option(
    "--coverage", default=0.90, show_default=True, type=click.FloatRange(0.5, 0.999),
    help="How often the set of likely labels shall hold the right one.",
)  # fmt: skip
@click.option("--blind", is_flag=True, help="Read 'he' and 'she' as one, and words of faith not at all.")
def train(
    source: str, text_column: str, label_column: str, group_columns: tuple[str, ...], out: Path,
    seed: int, right: float, coverage: float, blind: bool,
) -> None:  # fmt: skip
    """Learn from a CSV file with a text and a label in each row. Writes the model, its card and its figures."""
    with _told(), Bar() as bar:
        table = _table(source)
        _make_folder(out)
        from triage.ml import card, files, over_tables
        from triage.ml.training import Options

        over_tables.group_cells(table, group_columns)  # asked now, so that no long work is done in vain
        encoder = _encoder()
        trained, rows = over_tables.learn_from(
            table, text_column, label_column, encoder, Options(seed, right, coverage, blind), bar.say
        )
        learned = card.Learned(
            made_on=clock.london_date(clock.now()),
            source=Path(source).name,
            text=text_column,
            label=label_column,
            groups=over_tables.groups_of(trained, rows, table, group_columns),
        )
        is_replaced = (out / files.SIGNATURE).is_file()
        files.write(out, files.files_of(trained.model, _signer(), card.papers(trained, learned)))
    _tell_remarks((*rows.remarks, *trained.remarks))
    click.echo(model_words.of_training(trained.model.version, trained.model.about))
    instead = ", instead of the one that was there" if is_replaced else ""
    click.echo(f"The model is in {out}{instead}. Read {out / card.CARD} before anybody relies on it.")


@model.command()
@FOLDER
@SOURCE
@TEXT
@LABEL
@GROUPS
@click.option("--json", "as_json", is_flag=True, help="Print the figures as JSON.")
def evaluate(
    folder: Path,
    source: str,
    text_column: str,
    label_column: str,
    group_columns: tuple[str, ...],
    as_json: bool,
) -> None:
    """Measure a model on rows whose label is known, and that it did not learn from."""
    with _told(), Bar() as bar:
        table, loaded = _table(source), _loaded(folder)
        from triage.ml import over_tables

        figures = over_tables.measured(loaded.model, table, text_column, label_column, group_columns, bar.say)
    click.echo(json.dumps(figures, ensure_ascii=False, indent=2) if as_json else model_words.of_figures(figures))


@model.command()
@SOURCE
@TEXT
@LABEL
@click.option("--seed", type=SEEDS, default=0, show_default=True, help="Which rows are held out.")
@click.option("--json", "as_json", is_flag=True, help="Print the figures as JSON.")
def compare(source: str, text_column: str, label_column: str, seed: int, as_json: bool) -> None:
    """Is it worth it? Ours beside a plain classifier, on three rows in ten that neither learned from."""
    with _told(), Bar() as bar:
        table = _table(source)
        from triage.ml.baseline import side_by_side
        from triage.ml.labelled_csv import labelled
        from triage.ml.training import Options

        rows = labelled(table, text_column, label_column)
        found = side_by_side(rows, _encoder(), Options(seed), bar.say)
    _tell_remarks(rows.remarks)
    click.echo(json.dumps(found, ensure_ascii=False, indent=2) if as_json else model_words.of_both(found))


@model.command()
@FOLDER
@SOURCE
@TEXT
@click.option("--out", required=True, help="Where to write; - for standard output.")
def predict(folder: Path, source: str, text_column: str, out: str) -> None:
    """Label each row: adds the columns label, probability, abstained and alternatives.

    Where `abstained` is yes the label is only a guess. `alternatives` are all likely labels with their
    probability, as a JSON object: all labels where the text is unlike anything it learned from. A column that already
    has one of these names is kept as 'NAME (given)'. A cell that a spreadsheet would run gets an apostrophe.
    """
    with _told(), Bar() as bar:
        table, loaded = _table(source), _loaded(folder)
        from triage.ml.over_tables import ADDED, labelled_rows

        without = sum(not text.strip() for text in table.column(text_column))
        is_replaced = _is_there(out)
        # A file is written aside and put in place when it is whole: it may be the very one that was read.
        with click.open_file(out, "w", encoding="utf-8", atomic=out != "-") as target:
            writer = defusedcsv.writer(target, lineterminator="\n")
            writer.writerow([*_beside(table.columns, ADDED), *ADDED])
            guesses = 0
            for cells, added in zip(
                table.rows, labelled_rows(loaded.model, table, text_column, bar.say), strict=True
            ):
                writer.writerow([*cells, *added])
                guesses += added[ADDED.index("abstained")] == "yes"
    _tell_remarks(table.remarks)
    _tell_remarks(model_words.of_rows(without, out if is_replaced else ""))
    said = f"{len(table.rows):,} rows labelled by {loaded.model.version}."
    click.echo(f"{said} From {guesses:,} of them it abstains: their label is only a guess.", err=True)


def _table(source: str) -> Table:
    from triage.ml.labelled_csv import read

    return read(content_of(source))


def _tell_remarks(remarks: Iterable[str]) -> None:
    for remark in remarks:
        click.echo(f"Note: {remark}", err=True)


def _loaded(folder: Path) -> Loaded:
    from triage.ml.files import read

    loaded = read(folder, _encoder())
    if loaded.signed_by != _signer().public:
        whose = loaded.signed_by[:12]
        _tell_remarks(
            [f"This model was made by another installation ({whose}). Use it only if you know whose."]
        )
    return loaded


def _beside(columns: Sequence[str], added: Collection[str]) -> Iterator[str]:
    """The names of the file's own columns, each once, where some are taken by what is added."""
    taken = {*added, *(name for name in columns if name not in added)}
    for name in columns:
        given = name
        while name in added and given in taken:
            given += " (given)"
        taken.add(given)
        yield given


def _make_folder(out: Path) -> None:
    """Before the work begins, so that none is done in vain."""
    if out == Path():
        raise click.ClickException("Name a folder for the model: --out DIR.")
    if out.exists() and not out.is_dir():
        raise click.ClickException(f"{out} is a file; name a folder for the model.")
    out.mkdir(parents=True, exist_ok=True)
    try:
        (out / ".can_write").touch()
        (out / ".can_write").unlink()
    except OSError as error:
        raise click.ClickException(f"Nothing can be written to {out}: {error.strerror}.") from None


def _is_there(out: str) -> bool:
    """Whether a file to write to stands there already. Its folder must be there; - is no file."""
    path = Path(out).absolute()
    if out != "-" and not path.parent.is_dir():
        raise click.ClickException(f"There is no folder {path.parent}. Make it first, or name another.")
    return out != "-" and path.exists()


def _signer() -> Signer:
    from ifd.settings import load_settings
    from triage.ml.signing import Signer

    return Signer.from_secret(load_settings().lasting_key)


def _encoder() -> SentenceEncoder:
    from ifd.settings import SENTENCES
    from triage.ml.sentences.encoder import SentenceEncoder

    return SentenceEncoder(SENTENCES)


@contextmanager
def _told() -> Iterator[None]:
    """What cannot be done is a sentence, and the command ends with 1."""
    from triage.ml.errors import CannotLearn, EncoderMissing, ModelUnreadable

    try:
        with told_in_words(None):
            yield
    except (CannotLearn, EncoderMissing, ModelUnreadable) as error:
        raise click.ClickException(str(error)) from None
    except ModuleNotFoundError as error:
        if (error.name or "").startswith(("ifd", "triage")):
            raise
        what = "pip install 'integrated-front-door[model]'"
        raise click.ClickException(
            f"{error.name} is missing. Install what the classifier needs: {what}"
        ) from None
