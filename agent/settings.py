"""Settings of the concierge itself, read once at the door and handed down as values."""

import os
from datetime import datetime
from pathlib import Path

from pydantic import AwareDatetime, Field, SecretStr
from pydantic_settings import BaseSettings, SettingsConfigDict

from memory.clock import Clock, OffsetClock, SystemClock


class ConciergeSettings(BaseSettings):
    """Environment variables start with ``CONCIERGE_``; each has a default that works on a laptop."""

    model_config = SettingsConfigDict(env_prefix="CONCIERGE_", frozen=True, extra="ignore")

    home: Path = Field(Path(".concierge"), description="Folder that holds all state; remove it to start afresh.")
    model: str = Field(
        "embedded",
        description="Chat model: `embedded`, `scripted:FILE`, `openai:NAME`, `anthropic:NAME` or `ollama:NAME`.",
    )
    model_base_url: str = Field("", description="Address of an endpoint that speaks the provider's protocol.")
    model_api_key: SecretStr = Field(
        SecretStr(""), description="Key of the provider; empty uses the provider's own variable."
    )
    model_timeout: float = Field(30.0, gt=0, description="Seconds to wait for the model's first or next piece.")
    database_url: str = Field("", description="SQLAlchemy address of the database; empty is SQLite under the home.")
    chroma_url: str = Field(
        "", description="Address of a Chroma server for more than one process; empty is a local folder."
    )
    partners: Path | None = Field(
        None,
        description="Folder of the partners that `concierge partner add` added; empty is `partners` under the home.",
    )
    now: AwareDatetime | None = Field(
        None, description="Start the clock at this moment (ISO 8601 with offset), so that a walk repeats."
    )
    tool_steps: int = Field(8, ge=1, le=16, description="How often one turn may go back to its tools.")
    history_turns: int = Field(40, ge=4, description="Turns of a conversation that the model is shown.")

    def clock(self) -> Clock:
        """The machine's clock, or one that started at ``now``."""
        machine = SystemClock()
        return OffsetClock(self.now, machine) if isinstance(self.now, datetime) else machine

    def checkpoints(self) -> str:
        """Where conversations' state lies: on the same PostgreSQL, or in a file of its own under ``home``."""
        return self.database_url if self.database_url.startswith("postgres") else str(self.home / "checkpoints.db")

    def partners_folder(self) -> Path:
        """Where added partners are kept."""
        return self.partners or self.home / "partners"

    def secrets(self) -> dict[str, str]:
        """The variables that partners' manifests may name."""
        return {name: value for name, value in os.environ.items() if name.startswith("PARTNER_")}

    def database(self) -> str:
        """The database's address, with the default under ``home``."""
        return self.database_url or f"sqlite+aiosqlite:///{self.home / 'concierge.db'}"
