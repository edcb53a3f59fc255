"""The ``concierge eval`` command."""

from pathlib import Path

import click
from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn

from agent.baselines import BASELINES
from agent.chat import UnknownModel, chat_model
from agent.settings import ConciergeSettings
from evals.baselines import bite
from evals.loading import SHIPPED, ScenarioError, load_suite, schema
from evals.report import print_bites, print_summary, write_report
from evals.scenario import Scenario
from evals.suite import Result, run_suite, select

COULD_NOT_RUN = 2


@click.command("eval")
@click.argument("path", type=click.Path(exists=True, path_type=Path), default=SHIPPED, required=False)
@click.option("-k", "tags", multiple=True, metavar="TAG", help="Only scenarios with this tag (or this in their id).")
@click.option("--model", metavar="M", help="Chat model by name; default is CONCIERGE_MODEL.")
@click.option("--trials", type=click.IntRange(1), default=1, show_default=True, help="Times each scenario is run.")
@click.option("--workers", type=click.IntRange(1), default=2, show_default=True, help="Processes side by side.")
@click.option("--report", type=click.Path(path_type=Path), help="Folder of the report [reports/eval].")
@click.option("--baselines", is_flag=True, help="Run agents that understand nothing; each scenario must fail them.")
@click.option("--schema", "show_schema", is_flag=True, help="Print the JSON schema of scenario files and stop.")
@click.pass_context
def evaluate(
    context: click.Context,
    path: Path,
    tags: tuple[str, ...],
    model: str | None,
    trials: int,
    workers: int,
    report: Path | None,
    baselines: bool,
    show_schema: bool,
) -> None:
    """Run scenarios through the concierge and say what holds.

    PATH is a scenario file or a folder of them; default are the shipped ones. Exits 0 when all pass, 1 when not,
    2 when it could not run.
    """
    if show_schema:
        click.echo(schema(), nl=False)
        return
    console = Console()
    suite = _suite(context, path, tags)
    folder = report or Path("reports") / "eval"
    if baselines:
        with _progress(console) as progress:
            task = progress.add_task("baselines", total=len(suite) * len(BASELINES))
            bites = bite(suite, workers, lambda _: progress.advance(task))
        for each in bites:
            write_report(each.run, folder / each.baseline)
        print_bites(bites, console)
        context.exit(1 if any(each.toothless for each in bites) else 0)
    name = _model(context, model)
    with _progress(console) as progress:
        task = progress.add_task(name, total=len(suite) * trials)
        run = run_suite(suite, name, trials, workers, lambda result: _heard(progress, task, result))
    page = write_report(run, folder)
    print_summary(run, console)
    console.print(f"Report: {page}", highlight=False)
    context.exit(0 if run.passed else 1)


def _suite(context: click.Context, path: Path, tags: tuple[str, ...]) -> tuple[Scenario, ...]:
    try:
        suite = select(load_suite(path), tags)
    except ScenarioError as error:
        click.echo(str(error), err=True)
        context.exit(COULD_NOT_RUN)
    if not suite:
        click.echo(f"no scenario has the tag {' or '.join(tags)}", err=True)
        context.exit(COULD_NOT_RUN)
    return suite


def _model(context: click.Context, model: str | None) -> str:
    """The model's name, if such a model can be made: found out before thirty scenarios fail."""
    settings = ConciergeSettings()
    name = model or settings.model
    if name not in BASELINES:
        try:
            chat_model(settings.model_copy(update={"model": name}))
        except (UnknownModel, OSError) as error:
            click.echo(str(error), err=True)
            context.exit(COULD_NOT_RUN)
    return name


def _progress(console: Console) -> Progress:
    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeElapsedColumn())
    return Progress(*columns, console=console, transient=True)


def _heard(progress: Progress, task: "object", result: Result) -> None:
    if not result.score.passed:
        progress.console.print(f"✗ {result.score.scenario}", style="red", highlight=False)
    progress.advance(task)  # type: ignore[arg-type]
