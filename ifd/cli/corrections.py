"""`ifd corrections`: what clinicians say the red-flag screen read wrong, for those who make its next version."""

from __future__ import annotations

import json

import click


@click.command()
@click.option("--out", default="-", show_default=True, help="Where to write; - for standard output.")
def corrections(out: str) -> None:
    """Write each hit that a clinician called wrong, one JSON object a line.

    Each says the flag, the words and the sentence they stand in, how the screen read them, which line of the
    lexicon matched, and what they mean. The words are people's own: keep the file as you would keep the record.
    That it was written is audited.
    """
    from ifd import clock
    from ifd.cli.application import front_door
    from ifd.database import db
    from ifd.queries.corrections import every_standing, text_of
    from ifd.services import audit

    written = 0
    try:
        with front_door(), click.open_file(out, "w", encoding="utf-8") as target:
            for said in every_standing():
                target.write(json.dumps(_line(said, text_of(said.red_flag)), ensure_ascii=False) + "\n")
                written += 1
            audit.record("corrections.exported", "area", None, by="system", at=clock.now(), corrections=written)
            db.session.commit()
    except OSError as error:
        raise click.ClickException(f"{out}: {error.strerror}.") from None
    click.echo(f"{written} corrections.", err=True)


def _line(said, text: str) -> dict:
    flag = said.red_flag
    return {
        "flag": flag.flag,
        "words": text[flag.start : flag.end],
        "around": _around(text, flag.start, flag.end),
        "read_as": flag.reading,
        "entry": said.entry,
        "should_read": said.should_read,
        "note": said.note,
        "said_at": said.said_at.isoformat(),
    }


def _around(text: str, start: int, end: int) -> str:
    """The words with up to two hundred characters before and after, whole words only: enough to read them by."""
    before, after = text[max(0, start - 200) : start], text[end : end + 200]
    if start > 200:
        before = before.partition(" ")[2]
    if len(text) > end + 200:
        after = after.rpartition(" ")[0]
    return before + text[start:end] + after
