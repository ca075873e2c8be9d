"""What all sections of the settings have in common."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Annotated, LiteralString

from pydantic import AfterValidator, BaseModel, ConfigDict, Field
from pydantic_core import PydanticCustomError


class Section(BaseModel):
    """A table of the configuration; unknown keys are errors, so that a typing mistake cannot hide."""

    model_config = ConfigDict(extra="forbid", frozen=True)


def wrong(code: LiteralString, **facts: object) -> PydanticCustomError:
    """Return the error a validator raises; the words are "config_<code>" in misconfigured, filled with `facts`."""
    return PydanticCustomError(code, code, facts)


def twice_in(names: Sequence[str]) -> list[str]:
    """Return the names that come more than once, sorted."""
    return sorted({name for name in names if names.count(name) > 1})


def _named(path: Path) -> Path:
    if path == Path():
        raise wrong("empty")  # an empty text; a dot was made a whole path when the file was read
    return path


Name = Annotated[str, Field(min_length=1, max_length=128)]
Sql = Annotated[str, Field(min_length=1)]
Share = Annotated[float, Field(ge=0, le=1)]
Place = Annotated[Path, AfterValidator(_named)]
