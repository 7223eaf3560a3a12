"""The `ifd` command. Each command lives in its own file and is loaded only when asked for,
so that deciding or screening a file needs neither the web nor the database."""

from __future__ import annotations

import sys
from importlib import import_module

import click

COMMANDS = {
    "up": "ifd.cli.up:up",
    "web": "ifd.cli.web:web",
    "worker": "ifd.cli.worker:worker",
    "tick": "ifd.cli.tick:tick",
    "migrate": "ifd.cli.migrate:migrate",
    "demo": "ifd.cli.demo:demo",
    "staff": "ifd.cli.staff:staff",
    "directory": "ifd.cli.directory:directory",
    "decide": "ifd.cli.decide:decide",
    "screen": "ifd.cli.screen:screen",
    "rules": "ifd.cli.rules:rules",
    "model": "ifd.cli.model:model",
    "corrections": "ifd.cli.corrections:corrections",
    "vignettes": "ifd.cli.vignettes:vignettes",
    "waits": "ifd.cli.waits:waits",
    "what-if": "ifd.cli.what_if:what_if",
    "bench": "ifd.cli.bench:bench",
}


class FrontDoorCommands(click.Group):
    """Knows every command by name and loads one when it is used."""

    def list_commands(self, context: click.Context) -> list[str]:
        return list(COMMANDS)

    def get_command(self, context: click.Context, name: str) -> click.Command | None:
        if name not in COMMANDS:
            return None
        module, _, attribute = COMMANDS[name].partition(":")
        return getattr(import_module(module), attribute)


@click.group(cls=FrontDoorCommands, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(package_name="integrated-front-door", prog_name="ifd")
def commands() -> None:
    """The Integrated Front Door: one door for emotional wellbeing and mental health, ages 0 to 25."""


def main() -> None:
    """Run the command line; a wrong environment is a readable list, not a traceback."""
    try:
        commands()
    except Exception as error:
        sentence = _what_to_mend(error)
        if not sentence:
            raise
        click.echo(sentence, err=True)
        sys.exit(2)


def _what_to_mend(error: Exception) -> str:
    """What is wrong with the environment, its database or its lexicon; '' for a fault of ours.

    Only a command that needs settings or a database has loaded them; deciding a file should not wait for that.
    """
    settings, database = sys.modules.get("ifd.settings"), sys.modules.get("sqlalchemy.exc")
    lexicon = sys.modules.get("triage.screen.lexicon")
    if lexicon and isinstance(error, lexicon.LexiconError):
        return f"The lexicon of the red-flag screen has mistakes, so nothing was read:\n{error}"
    if settings and isinstance(error, settings.SettingsError):
        return str(error)
    if database and isinstance(error, database.DBAPIError):
        said = str(error.orig).partition("\n")[0]
        if "no such table" in said or ("relation" in said and "does not exist" in said):
            return "The database has not been prepared. Run `ifd migrate` first."
        if isinstance(error, database.OperationalError):
            return f"The database cannot be used: {said}. Is DATABASE_URL right, and is it running?"
    return ""
