"""The ``concierge eval`` command: run scenarios, score a log again, try mutants, make a scenario from a transcript."""

from pathlib import Path
from typing import NoReturn

import click
from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TaskID, TextColumn, TimeElapsedColumn

from agent.baselines import BASELINES
from agent.chat import UnknownModel
from agent.settings import ConciergeSettings
from evals.baselines import bite
from evals.comparison import Comparison, NoRun, compare, last_whole, read_history, read_verdicts, write_verdicts
from evals.drafting import NoTranscript, draft
from evals.hunting import hunt
from evals.judge import NoVerdict, judge_run
from evals.junit import write_junit
from evals.loading import SHIPPED, ScenarioError, load_suite, schema
from evals.mutants import MUTANTS
from evals.report import print_bites, print_comparison, print_hunt, print_summary, write_report
from evals.scenario import Scenario
from evals.score import punctual
from evals.scorers import NoScorer, scorers_of
from evals.subjects import Subject
from evals.suite import Result, SuiteRun, run_suite, select
from evals.tape import NoLog, read_log
from evals.wording import earlier_logs

COULD_NOT_RUN = 2
REPORTS = Path("reports") / "eval"


class _Evaluate(click.Group):
    """``concierge eval PATH`` is short for ``concierge eval run PATH``."""

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        if not args or (args[0] not in self.commands and args[0] not in ("-h", "--help")):
            args = ["run", *args]
        return super().parse_args(ctx, args)


@click.group("eval", cls=_Evaluate)
def evaluate() -> None:
    """Run scenarios through the concierge and say what holds.

    Without a subcommand it is `run`: `concierge eval run --help` tells its options.
    """


_scenarios = click.argument("path", type=click.Path(exists=True, path_type=Path), default=SHIPPED, required=False)
_tags = click.option("-k", "tags", multiple=True, metavar="TAG", help="Only those with this tag, or this in their id.")
_workers = click.option("--workers", type=click.IntRange(1), default=2, show_default=True, help="Processes.")
_report = click.option("--report", type=click.Path(path_type=Path), help=f"Folder of the report [{REPORTS}].")
_junit = click.option("--junit", type=click.Path(path_type=Path), metavar="FILE", help="Write JUnit XML here too.")
_scorers = click.option("--scorer", "scorers", multiple=True, metavar="MODULE:FUNCTION", help="A scorer of one's own.")
_price = click.option("--price", type=(float, float), metavar="IN OUT", help="Of a million tokens, to tell the cost.")
_earlier = click.option(
    "--baseline", type=click.Path(path_type=Path), metavar="RUN", help="Report folder to compare with."
)


@evaluate.command("run")
@_scenarios
@_tags
@click.option("--model", metavar="M", help="Chat model, baseline or mutant:NAME; default is CONCIERGE_MODEL.")
@click.option("--trials", type=click.IntRange(1), default=1, show_default=True, help="Times each scenario is run.")
@_workers
@_report
@_junit
@_earlier
@_scorers
@_price
@click.option("--timed", is_flag=True, help="Time budgets (`within_ms`) decide too.")
@click.option("--record", type=click.Path(path_type=Path), metavar="DIR", help="Keep the model's answers here.")
@click.option("--replay", type=click.Path(exists=True, path_type=Path), metavar="DIR", help="Speak kept answers.")
@click.option("--baselines", is_flag=True, help="Run agents that understand nothing; each scenario must fail them.")
@click.option("--schema", "show_schema", is_flag=True, help="Print the JSON schema of scenario files and stop.")
@click.pass_context
def run(
    context: click.Context,
    path: Path,
    tags: tuple[str, ...],
    model: str | None,
    trials: int,
    workers: int,
    report: Path | None,
    junit: Path | None,
    baseline: Path | None,
    scorers: tuple[str, ...],
    price: tuple[float, float] | None,
    timed: bool,
    record: Path | None,
    replay: Path | None,
    baselines: bool,
    show_schema: bool,
) -> None:
    """Run scenarios. PATH is a file or a folder of them; default are the shipped ones.

    Exits 0 when all pass, 1 when not, 2 when it could not run.
    """
    if show_schema:
        click.echo(schema(), nl=False)
        return
    console, folder = Console(), report or REPORTS
    suite = _suite(context, path, tags)
    if baselines:
        _baselines(context, suite, workers, folder, console)
    try:
        name = _subject(model, record, replay)
        own = (*scorers_of(scorers), punctual) if timed else scorers_of(scorers)
        earlier = read_verdicts(baseline) if baseline else None
    except (UnknownModel, NoScorer, NoRun, OSError) as error:
        _give_up(context, error)
    with _progress(console) as progress:
        task = progress.add_task(name, total=len(suite) * trials)
        done = run_suite(suite, name, trials, workers, lambda result: _heard(progress, task, result), own)
    history = read_history(folder)
    earlier = earlier or last_whole(history, done)
    compared = compare(done, earlier, history, earlier_logs(baseline or folder)) if earlier else None
    write_verdicts(done, _made(folder))
    _tell(context, done, folder, console, compared, junit, price)


@evaluate.command("score")
@click.argument("log", type=click.Path(exists=True, path_type=Path))
@_report
@_junit
@_earlier
@_scorers
@_price
@click.option("--judge", metavar="MODEL", help="Ask this chat model for its opinion too; it decides nothing.")
@click.pass_context
def score_again(
    context: click.Context,
    log: Path,
    report: Path | None,
    junit: Path | None,
    baseline: Path | None,
    scorers: tuple[str, ...],
    price: tuple[float, float] | None,
    judge: str | None,
) -> None:
    """Score the LOG of an earlier run (`run.jsonl`, or its folder) again: nothing is run."""
    try:
        done = read_log(log, scorers_of(scorers))
        earlier = read_verdicts(baseline) if baseline else None
        if judge:
            done = judge_run(done, judge, ConciergeSettings())
    except (NoLog, NoScorer, NoRun, NoVerdict, UnknownModel) as error:
        _give_up(context, error)
    folder = report or (log if log.is_dir() else log.parent)
    compared = compare(done, earlier, read_history(folder), earlier_logs(baseline)) if earlier else None
    _tell(context, done, folder, Console(), compared, junit, price)


@evaluate.command("mutants")
@_scenarios
@click.option("-k", "names", multiple=True, metavar="NAME", help="Only mutants with this in their name.")
@_workers
@click.option("--json", "file", type=click.Path(path_type=Path), metavar="FILE", help="Write the table here.")
@click.pass_context
def mutants(context: click.Context, path: Path, names: tuple[str, ...], workers: int, file: Path | None) -> None:
    """Break the agent on purpose; the suite must catch each way. Exits 0 when it does, 1 when one gets away."""
    wanted = [each for each in MUTANTS.values() if not names or any(name in each.name for name in names)]
    if not wanted:
        _give_up(context, ValueError(f"no mutant is called so; known are {', '.join(MUTANTS)}"))
    console, suite = Console(), _suite(context, path, ())
    if not console.is_terminal:
        console = Console(width=200)
    with _progress(console) as progress:
        task = progress.add_task("mutants", total=len(wanted))
        caught = hunt(suite, wanted, workers, lambda: progress.advance(task))
    print_hunt(caught, console)
    if file:
        file.write_text(caught.model_dump_json(indent=1), encoding="utf-8")
    context.exit(0 if caught.all_caught else 1)


@evaluate.command("new")
@click.argument("transcript", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--id", "name", help="Id of the scenario; default is the file's name.")
@click.option("--of", default="", metavar="ID", help="Scenario whose run is meant, in a log of several.")
@click.option("-o", "--out", type=click.Path(path_type=Path), help="Where it goes; default is standard output.")
@click.pass_context
def new(context: click.Context, transcript: Path, name: str | None, of: str, out: Path | None) -> None:
    """Make a scenario from a real TRANSCRIPT: a run's log, the data export of a customer, or lines of `who: words`."""
    try:
        text = draft(transcript, name or transcript.stem, of)
    except NoTranscript as error:
        _give_up(context, error)
    if out is None:
        click.echo(text, nl=False)
    else:
        out.write_text(text, encoding="utf-8")


def _tell(
    context: click.Context,
    done: SuiteRun,
    folder: Path,
    console: Console,
    compared: Comparison | None,
    junit: Path | None,
    price: tuple[float, float] | None,
) -> None:
    page = write_report(done, _made(folder), compared, price)
    print_summary(done, console, price)
    if compared:
        print_comparison(compared, console)
    if junit:
        write_junit(done, junit)
    console.print(f"Report: {page}", highlight=False, soft_wrap=True)
    context.exit(0 if done.passed else 1)


def _baselines(
    context: click.Context, suite: tuple[Scenario, ...], workers: int, folder: Path, console: Console
) -> None:
    with _progress(console) as progress:
        task = progress.add_task("baselines", total=len(suite) * len(BASELINES))
        bites = bite(suite, workers, lambda _: progress.advance(task))
    for each in bites:
        write_report(each.run, _made(folder / each.baseline))
    print_bites(bites, console)
    context.exit(1 if any(each.toothless for each in bites) else 0)


def _suite(context: click.Context, path: Path, tags: tuple[str, ...]) -> tuple[Scenario, ...]:
    try:
        suite = select(load_suite(path), tags)
    except ScenarioError as error:
        _give_up(context, error)
    if not suite:
        _give_up(context, ValueError(f"no scenario has the tag {' or '.join(tags)}"))
    return suite


def _subject(model: str | None, record: Path | None, replay: Path | None) -> str:
    """The subject's name, if there is such a one: found out before a hundred scenarios fail."""
    settings = ConciergeSettings()
    name = f"replay:{replay}" if replay else model or settings.model
    if record:
        name = f"record:{record}:{name}"
    Subject(name).check(settings)
    return name


def _give_up(context: click.Context, error: Exception) -> NoReturn:
    click.echo(str(error), err=True)
    context.exit(COULD_NOT_RUN)


def _made(folder: Path) -> Path:
    folder.mkdir(parents=True, exist_ok=True)
    return folder


def _progress(console: Console) -> Progress:
    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeElapsedColumn())
    return Progress(*columns, console=console, transient=True)


def _heard(progress: Progress, task: TaskID, result: Result) -> None:
    if not result.score.passed:
        style = "yellow" if result.score.known_gap else "red"
        progress.console.print(f"✗ {result.score.scenario}", style=style, highlight=False)
    progress.advance(task)
