"""`ifd vignettes`: the benchmark's requests for anything that triages, and what clinicians think of the vignettes."""

from __future__ import annotations

import json

import click

from ifd.cli.request_lines import open_or_say
from triage.vignettes.loading import benchmark

_OUT = click.option(
    "--out", type=click.Path(allow_dash=True), default="-", help="Where to write; - for output."
)


@click.group()
def vignettes() -> None:
    """The public benchmark: made-up requests with the answers that would be acceptable."""


@vignettes.command()
@_OUT
def requests(out: str) -> None:
    """Write the request document of each vignette, one JSON object a line.

    Have anything suggest for them, and score its suggestion documents with `ifd rules test --suggestions`.
    """
    with open_or_say(out, "w") as target:
        for vignette in benchmark():
            target.write(json.dumps(vignette.request, ensure_ascii=False) + "\n")
    click.echo(f"{len(benchmark())} requests.", err=True)


@vignettes.command()
@_OUT
@click.option("--json", "as_json", is_flag=True, help="JSON in place of a spreadsheet's CSV.")
@click.option("--names", is_flag=True, help="With the reviewers' names, not their roles alone.")
def opinions(out: str, as_json: bool, names: bool) -> None:
    """Write what clinicians think of each vignette as it is worded now. That it was written is audited."""
    from ifd import clock
    from ifd.cli.application import front_door
    from ifd.database import db
    from ifd.presenters.vignettes import as_csv, opinion_documents
    from ifd.queries.vignettes import standing_opinions
    from ifd.services import audit

    with front_door(), open_or_say(out, "w") as target:
        documents = opinion_documents(standing_opinions(), with_names=names)
        target.write(
            json.dumps(documents, ensure_ascii=False, indent=1) + "\n" if as_json else as_csv(documents)
        )
        audit.record(
            "vignettes.exported",
            "area",
            None,
            by="system",
            at=clock.now(),
            opinions=len(documents),
            names=names,
        )
        db.session.commit()
    click.echo(f"{len(documents)} opinions.", err=True)
