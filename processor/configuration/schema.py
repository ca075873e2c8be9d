"""The keys of the configuration as one tree, read off the Settings: for naming, suggesting and showing them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import MISSING, dataclass, field, fields
from functools import cache
from pathlib import Path
from typing import Any, Literal, get_args, get_origin

from pydantic import SecretStr
from pydantic.fields import FieldInfo
from pydantic_core import PydanticUndefined

from processor.configuration.german import GERMAN
from processor.configuration.rules import POLICY
from processor.domain.policy import DEFAULTS, Policy, Rule
from processor.settings import Section, Settings


@dataclass(frozen=True)
class Key:
    """One key: `path` without list places ("erp.targets.flag.no"), `inside` the keys of a table, else empty."""

    path: str
    english: str
    required: bool = False
    default: object = None
    examples: Sequence[object] = ()
    choices: Sequence[object] = ()
    secret: bool = False
    place: bool = False  # a path of the file system
    free: bool = False  # a table whose keys the operator names
    many: bool = False  # a list of tables: [[path]]
    inside: Mapping[str, Key] = field(default_factory=dict)

    @property
    def name(self) -> str:
        """The last part of the path."""
        return self.path.rpartition(".")[2]

    def about(self, language: str) -> str:
        """Return what the key is for, in one sentence."""
        return GERMAN.get(self.path, self.english) if language == "de" else self.english

    def all(self) -> Iterator[Key]:
        """Yield every key below this one."""
        for key in self.inside.values():
            yield key
            yield from key.all()


@cache
def schema() -> Key:
    """Return the whole configuration as one key."""
    return Key("", "", inside=_inside(Settings, ""))


def _inside(section: type[Section], path: str) -> dict[str, Key]:
    start = f"{path}." if path else ""
    return {name: _key(f"{start}{name}", info) for name, info in section.model_fields.items()}


def _key(path: str, info: FieldInfo) -> Key:
    if info.annotation is Policy:
        return Key(path, info.description or "", inside=_policy(path))
    parts = _parts(info.annotation)
    section = next((part for part in parts if isinstance(part, type) and issubclass(part, Section)), None)
    many = get_origin(info.annotation) is list
    if section is not None:
        about = info.description or _first_line(section)
        return Key(path, about, required=info.is_required(), many=many, inside=_inside(section, path))
    default = info.get_default(call_default_factory=True)
    secret = SecretStr in parts
    return Key(
        path,
        info.description or "",
        required=info.is_required(),
        default=None if default is PydanticUndefined else "" if secret else default,
        examples=info.examples or (),
        choices=[choice for part in parts if get_origin(part) is Literal for choice in get_args(part)],
        secret=secret,
        place=Path in parts,
        free=get_origin(info.annotation) is dict,
    )


def _parts(annotation: Any) -> list[Any]:
    """Return the annotation and everything it is made of."""
    return [annotation, *(inner for part in get_args(annotation) for inner in _parts(part))]


def _first_line(section: type) -> str:
    return (section.__doc__ or "").partition("\n")[0]


def _policy(path: str) -> dict[str, Key]:
    """Return the keys of the policy, whose classes belong to the domain and carry no descriptions."""
    rule = {
        one.name: Key(
            f"{path}.bounces.*.{one.name}",
            POLICY[f"bounces.*.{one.name}"],
            required=one.default is MISSING,
            default=None if one.default is MISSING else one.default,
            choices=["mark", "report", "never", "ignore"] if one.name == "effect" else (),
        )
        for one in fields(Rule)
    }
    classes = {name: Key(f"{path}.bounces.{name}", POLICY["bounces.*"], inside=rule) for name in DEFAULTS}
    plain = {one.name: Key(f"{path}.{one.name}", POLICY[one.name], default=one.default) for one in fields(Policy)}
    return {**plain, "bounces": Key(f"{path}.bounces", POLICY["bounces"], inside=classes)}
