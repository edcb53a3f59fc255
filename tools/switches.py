"""Partners that the operator switched off: a file for each, so that every process that shares the folder sees it."""

from pathlib import Path

from tools.models import PartnerId

OFF = ".off"


class Switches:
    """The kill switches. One that is turned counts from the next call on; nothing has to be started anew."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def is_on(self, partner: PartnerId) -> bool:
        return not self._file(partner).exists()

    def turn(self, partner: PartnerId, on: bool) -> None:
        if on:
            self._file(partner).unlink(missing_ok=True)
        else:
            self._folder.mkdir(parents=True, exist_ok=True)
            self._file(partner).touch()

    def _file(self, partner: PartnerId) -> Path:
        return self._folder / f"{partner}{OFF}"
