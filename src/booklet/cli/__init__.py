"""The command line. Each command is a small file that is imported only when it runs."""

from __future__ import annotations

import importlib
import sys

import click

from .. import __version__

COMMANDS = {
    "new": "Make a small project that builds at once.",
    "build": "Build the booklet: PDF, EPUB, HTML.",
    "theme": "Say which themes there are, or copy one to begin your own.",
    "check": "Look for mistakes in a manuscript, or proof finished files.",
    "pack": "Make a handout of every section that has something to do.",
    "collect": "Read filled forms back: a table of what is in them.",
    "impose": "Put the pages of a PDF on sheets to fold, staple or cut.",
    "doctor": "Say what this machine lacks, and the command that mends it.",
}


class Commands(click.Group):
    """Commands by name, loaded one at a time."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        """Their names, in the order of the table."""
        return list(COMMANDS)

    def get_command(self, ctx: click.Context, name: str) -> click.Command | None:
        """The command of that name, imported now."""
        if name not in COMMANDS:
            return None
        command: click.Command = importlib.import_module(f".{name}", __package__).command
        return command

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """The table itself, so that help imports no command."""
        with formatter.section("Commands"):
            formatter.write_dl(list(COMMANDS.items()))

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        """The command that the words name; a misspelt one gets a suggestion."""
        if args and args[0] not in COMMANDS and not args[0].startswith("-"):
            import difflib

            near = difflib.get_close_matches(args[0], COMMANDS, n=1)
            hint = f" Did you mean “{near[0]}”?" if near else f" Commands are: {', '.join(COMMANDS)}."
            raise click.UsageError(f"There is no command “{args[0]}”.{hint}")
        return super().resolve_command(ctx, args)


@click.group(cls=Commands, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(__version__, prog_name="booklet")
def main() -> None:
    """Publish study booklets: Markdown sections in, a print-ready PDF and an EPUB out."""


def run() -> None:
    """The command as the shell calls it; what no one foresaw ends with exit code 70 and what to report."""
    try:
        main(prog_name="booklet")
    except Exception as mistake:  # noqa: BLE001  # the outermost edge: a bug must not end in a bare traceback
        import traceback

        frames = traceback.extract_tb(mistake.__traceback__)
        where = f"{frames[-1].filename.rpartition('booklet/')[2]}:{frames[-1].lineno}" if frames else "?"
        click.echo(f"booklet: this is a bug in booklet: {type(mistake).__name__}: {mistake} ({where})", err=True)
        click.echo("  hint: please report it with the command you gave, booklet --version, and this line", err=True)
        sys.exit(70)
