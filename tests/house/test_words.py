"""Every code the source can say has its sentence, in both languages, with gaps that its facts fill."""

from __future__ import annotations

import ast
import re
import string
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

import pytest

from processor.domain import undo
from processor.domain.batch import EVENTS
from processor.domain.policy import DEFAULTS
from processor.domain.receipt import OUTCOMES
from processor.domain.summary import NUMBERS
from processor.recognise.columns import ROLES
from processor.report import undone
from processor.report.rows import COLUMNS
from processor.report.words import Words
from processor.shipped import shipped

ROOT = Path(__file__).resolve().parents[2]
WORDS = {language: Words.load(language, [shipped("templates")]) for language in ("en", "de")}
SECTIONS = sorted({file.name.partition(".")[0] for file in (shipped("templates") / "words").glob("*.toml")})
RAISED = {"Refused": "refused", "Unavailable": "unavailable", "Misconfigured": "misconfigured"}
WORDED = ("contact", "evidence", "refused", "held", "receipt", "todo", "conflict", "unavailable", "explain")
SENTENCES = [(section, code) for section in SECTIONS for code in sorted(WORDS["en"].codes(section))]


class Said(NamedTuple):
    """A code in the source: where, which, and the facts that go with it (None: not to be seen from here)."""

    where: str
    code: str
    facts: frozenset[str] | None


def sources() -> Iterator[tuple[str, ast.Module]]:
    for file in sorted((ROOT / "processor").rglob("*.py")):
        yield str(file.relative_to(ROOT)), ast.parse(file.read_text(encoding="utf-8"))


def constants(node: ast.expr) -> Iterator[str]:
    """The texts an expression can be, as far as they stand there: "a" or ("a" if x else "b")."""
    if isinstance(node, ast.Constant) and isinstance(node.value, str):
        yield node.value
    if isinstance(node, ast.IfExp):
        yield from constants(node.body)
        yield from constants(node.orelse)


def named(call: ast.Call) -> str:
    return call.func.id if isinstance(call.func, ast.Name) else getattr(call.func, "attr", "")


def facts_of(call: ast.Call) -> frozenset[str] | None:
    names = [keyword.arg for keyword in call.keywords]
    return None if None in names else frozenset(name for name in names if name)


def raised(section: str) -> list[Said]:
    return [
        Said(f"{name}:{node.lineno}", code, facts_of(node))
        for name, tree in sources()
        for node in ast.walk(tree)
        if isinstance(node, ast.Call) and RAISED.get(named(node)) == section and node.args
        for code in constants(node.args[0])
    ]


def spoken() -> list[Said]:
    """Every say("section.code", …) in the source."""
    return [
        Said(f"{name}:{node.lineno}", code, facts_of(node))
        for name, tree in sources()
        for node in ast.walk(tree)
        if isinstance(node, ast.Call) and named(node) == "say" and node.args
        for code in constants(node.args[0])
    ]


def paired() -> list[Said]:
    """Every ("code", {facts}) in the source."""
    found = []
    for name, tree in sources():
        for node in ast.walk(tree):
            if not (isinstance(node, ast.Tuple) and len(node.elts) == 2 and isinstance(node.elts[1], ast.Dict)):
                continue
            keys = node.elts[1].keys
            whole = all(isinstance(key, ast.Constant) for key in keys)
            facts = frozenset(str(key.value) for key in keys if isinstance(key, ast.Constant)) if whole else None
            found += [Said(f"{name}:{node.lineno}", code, facts) for code in constants(node.elts[0])]
    return found


def gaps(sentence: str) -> set[str]:
    return {name for _, name, _, _ in string.Formatter().parse(sentence) if name is not None}


def wanting(said: Said, section: str, code: str) -> str:
    """What is wrong with one code, "" if nothing is."""
    sentences = WORDS["en"].codes(section).get(code)
    if sentences is None:
        return f"{said.where}: no words for {section}.{code}"
    unfilled = set().union(*(gaps(text) for text in sentences.values())) - (said.facts or set())
    if said.facts is not None and unfilled:
        return f"{said.where}: {section}.{code} has gaps without facts: {sorted(unfilled)}"
    return ""


@pytest.mark.parametrize("section", sorted(RAISED.values()))
def test_every_error_has_its_sentence(section: str) -> None:
    found = raised(section)
    assert found
    assert [trouble for said in found if (trouble := wanting(said, section, said.code))] == []


def test_everything_a_remote_server_can_do_to_us_has_its_sentence() -> None:
    codes = {
        node.args[0].value
        for file in (ROOT / "dropzone").glob("*.py")
        for node in ast.walk(ast.parse(file.read_text(encoding="utf-8")))
        if isinstance(node, ast.Call) and named(node) == "ZoneUnavailable" and isinstance(node.args[0], ast.Constant)
    }
    remote = {code for code in codes if str(code).startswith("sftp_")}
    assert remote
    assert remote - set(WORDS["en"].codes("unavailable")) == set()


def test_everything_the_source_says_has_its_sentence() -> None:
    found = spoken()
    assert found
    assert [trouble for said in found if (trouble := wanting(said, *said.code.split(".", 1)))] == []


def test_every_code_with_facts_has_its_sentence_in_a_section_for_such_codes() -> None:
    found = paired()
    assert found
    lost = [said for said in found if all(wanting(said, section, said.code) for section in WORDED)]
    assert [f"{said.where}: {said.code} {sorted(said.facts or ())}" for said in lost] == []


def test_every_detail_of_a_line_has_its_words() -> None:
    """The fourth argument where lines are settled, and the table of what an action is said to have done."""
    codes: set[str] = set()
    for name, tree in sources():
        for node in ast.walk(tree):
            if isinstance(node, ast.Call) and named(node) == "_settle" and len(node.args) == 4:
                codes |= set(constants(node.args[3])) - {""}
            if name.endswith("effects.py") and isinstance(node, ast.AnnAssign) and isinstance(node.value, ast.Dict):
                codes |= {text for value in node.value.values for text in constants(value)}
    assert len(codes) > 5
    assert [code for code in sorted(codes) if not WORDS["en"].has(f"detail.{code}")] == []


@pytest.mark.parametrize(
    ("section", "codes"),
    [
        ("summary", [f"number_{name}" for name in NUMBERS]),
        ("summary", [f"file_{verdict}" for verdict in
                     ("done", "already", "undone", "held", "refused", "discarded", "waiting")]),
        ("summary", [f"verdict_{verdict}" for verdict in ("ok", "attention", "fault", "over")]),
        ("receipt", [f"outcome_{outcome}" for outcome in OUTCOMES]),
        ("receipt", [f"column_{name}" for name in COLUMNS]),
        ("receipt", [f"event_{event}" for event in EVENTS]),
        ("receipt", [f"{part}_{verdict}" for part in ("verdict", "explain")
                     for verdict in ("done", "already", "held", "refused", "discarded")]),
        ("detail", [f"class_{name}" for name in DEFAULTS]),
        ("detail", list(OUTCOMES)),
        ("undo", [f"{part}_{outcome}" for part in ("outcome", "row") for outcome in undo.OUTCOMES]),
        ("undo", [f"column_{name}" for name in undone.COLUMNS]),
        ("cli", [f"verdict_{verdict}" for verdict in ("done", "undone", "already", "held", "refused", "discarded")]),
        ("receipt", [f"role_{role}" for role in ("address", "event", "only", *ROLES)]),
        ("summary", [f"away_{code.partition('_')[0]}_{end}" for code in WORDS["en"].codes("unavailable")
                     for end in ("since", "again")]),
        ("waiting", ["settling", "open", "foreign", "blocked"]),
    ],
)  # fmt: skip
def test_every_member_of_a_closed_set_has_its_words(section: str, codes: list[str]) -> None:
    assert [code for code in codes if not WORDS["en"].has(f"{section}.{code}")] == []


def test_every_word_a_template_says_exists() -> None:
    """Whole codes must exist; of a code that is put together, something must begin that way."""
    unsaid = []
    for file in sorted(shipped("templates").glob("*.j2")):
        for section, code, joined in re.findall(r'say\("(\w+)\.(\w+)"( ~)?', file.read_text(encoding="utf-8")):
            codes = WORDS["en"].codes(section)
            if not (any(known.startswith(code) for known in codes) if joined else code in codes):
                unsaid.append(f"{file.name}: {section}.{code}")
    assert unsaid == []


@pytest.mark.parametrize(("section", "code"), SENTENCES)
def test_a_sentence_says_the_same_in_both_languages(section: str, code: str) -> None:
    sentences = WORDS["en"].codes(section)[code]
    assert {"en", "de"} <= set(sentences)
    assert ("en_one" in sentences) == ("de_one" in sentences)
    assert all(text.strip() == text and text for text in sentences.values())
    assert len({frozenset(gaps(sentences[language])) for language in ("en", "de")}) == 1


@pytest.mark.parametrize(("section", "code"), SENTENCES)
def test_a_sentence_is_one_printable_line_of_ordinary_gaps(section: str, code: str) -> None:
    for text in WORDS["en"].codes(section)[code].values():
        assert text.isprintable()
        assert all(name.isidentifier() for name in gaps(text))


def test_no_code_has_two_homes_among_the_files_of_a_section() -> None:
    """Two files of one section that both word a code would silently overrule each other."""
    import tomllib

    homes: dict[tuple[str, str], list[str]] = {}
    for file in sorted((shipped("templates") / "words").glob("*.toml")):
        for code in tomllib.loads(file.read_text(encoding="utf-8")):
            homes.setdefault((file.name.partition(".")[0], code), []).append(file.name)
    assert {place: files for place, files in homes.items() if len(files) > 1} == {}
