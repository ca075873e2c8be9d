"""Undoing, as functions of values: what goes back, what stays for another file's sake, what nobody can bring back."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from processor.domain.batch import frame
from processor.domain.effects import Effect
from processor.domain.policy import Policy
from processor.domain.support import LINES, Support, supports_of
from processor.domain.undo import DONE, OUTCOMES, REVERSIBLE, Reversal, Standing, Suppressed, reverse
from tests.processor.domain.small_world import NOW, days_ago

ANNA, BERT = "anna@example.com", "bert@example.com"
YESTERDAY = days_ago(1)
NOTHING = frame(dict.fromkeys(LINES, ()), LINES)


def lines(*said: Mapping[str, Any]) -> Any:
    """What other files say; each line is of file "other" unless told otherwise."""
    usual = {**dict.fromkeys(LINES, ""), "dated": True, "confident": True, "drop_id": "other", "line": 2}
    full = [{**usual, "at": days_ago(1), "address": line["canonical"], **line} for line in said]
    return frame({name: [line[name] for line in full] for name in LINES}, LINES)


def no(address: str, event: str = "optout", at: datetime = YESTERDAY, **cells: Any) -> Mapping[str, Any]:
    return {"canonical": address, "event": event, "at": at, **cells}


def bounced(address: str, kind: str = "mailbox_unknown", at: datetime = YESTERDAY, **cells: Any) -> Mapping[str, Any]:
    return {"canonical": address, "event": "bounce", "bounce_class": kind, "at": at, **cells}


def changes(*rows: Mapping[str, Any]) -> Any:
    """Changes of the file "mine", the oldest first."""
    usual = {**dict.fromkeys(DONE, ""), "target": "customers", "key": "[1]", "column": "email", "canonical": ANNA}
    usual |= {"email": ANNA, "action": "set_no", "before": '"Y"', "reason": "optout", "line": 2, "drop_id": "mine"}
    full = [{**usual, "id": number, **row} for number, row in enumerate(rows, 1)]
    return frame({name: [row[name] for row in full] for name in DONE}, DONE)


def undone(
    rows: Any,
    standing: Sequence[Standing],
    others: Any = NOTHING,
    *,
    suppressed: Sequence[Suppressed] = (),
    effects: Mapping[str, Effect] | None = None,
    policy: Policy | None = None,
    resting: Sequence[tuple[tuple[str, str], Support]] = (),
) -> Reversal:
    supports = supports_of(others, resting, policy or Policy(), [], NOW)
    return reverse(rows, standing, suppressed, others, supports, effects or {}, "mine")


def outcomes(reversal: Reversal) -> list[str]:
    return list(reversal.changes["outcome"])


OURS = Standing("ours", "news", (ANNA,))


def test_what_still_is_as_we_left_it_goes_back() -> None:
    reversal = undone(changes({}), [OURS])
    assert outcomes(reversal) == ["restored"]
    assert reversal.to_write[["key", "action", "before"]].to_dict("records") == [
        {"key": "[1]", "action": "set_no", "before": '"Y"'}
    ]


@pytest.mark.parametrize("now", ["edited", "gone"])
def test_what_somebody_changed_since_is_never_written(now: Any) -> None:
    reversal = undone(changes({}), [Standing(now, "news", (ANNA,))])
    assert outcomes(reversal) == [now]
    assert reversal.to_write.empty


@pytest.mark.parametrize("action", ["delete_row", "an_action_of_tomorrow"])
def test_what_no_way_back_is_known_for_is_said_to_be_lost(action: str) -> None:
    assert action not in REVERSIBLE
    reversal = undone(changes({"action": action}), [Standing("ours", "x")])
    assert outcomes(reversal) == ["not_restorable"]
    assert reversal.to_write.empty


def test_a_value_that_is_back_already_is_left_alone_unless_we_wrote_it_back_before_a_death() -> None:
    back = Standing("before", "news", (ANNA,))
    assert outcomes(undone(changes({}), [back])) == ["already"]
    assert outcomes(undone(changes({"undone": "restored"}), [back])) == ["restored"]


@pytest.mark.parametrize("event", ["optout", "complaint"])
def test_a_no_of_the_same_address_in_another_file_keeps_the_row(event: str) -> None:
    reversal = undone(changes({}), [OURS], lines(no(ANNA, event)))
    assert outcomes(reversal) == ["kept"]
    assert list(reversal.changes["kept_for"]) == ["other"]
    assert reversal.to_write.empty


def test_a_no_of_anybody_in_the_row_keeps_it_but_nobody_elses_does() -> None:
    shared = Standing("ours", "news", (ANNA, BERT))
    assert outcomes(undone(changes({}), [shared], lines(no(BERT)))) == ["kept"]
    assert outcomes(undone(changes({}), [OURS], lines(no(BERT)))) == ["restored"]


def test_a_no_that_a_later_evidenced_opt_in_ended_keeps_nothing() -> None:
    later = {"canonical": ANNA, "event": "subscribed", "at": days_ago(0.5)}
    both = lines(no(ANNA), later)
    assert outcomes(undone(changes({}), [OURS], both, policy=Policy(trust_optin=True))) == ["restored"]
    assert outcomes(undone(changes({}), [OURS], both)) == ["kept"]
    unproved = lines(no(ANNA), {**later, "confident": False})
    assert outcomes(undone(changes({}), [OURS], unproved, policy=Policy(trust_optin=True))) == ["kept"]


def test_a_bounce_never_keeps_a_no_unless_the_target_writes_no_for_bounces() -> None:
    assert outcomes(undone(changes({}), [OURS], lines(bounced(ANNA)))) == ["restored"]
    both = {"customers": Effect("set_no")}
    assert outcomes(undone(changes({}), [OURS], lines(bounced(ANNA)), effects=both)) == ["kept"]


@pytest.mark.parametrize("action", ["mark", "clear"])
def test_a_mark_and_a_removed_address_stay_for_another_bounce_that_suffices(action: str) -> None:
    mine = changes({"action": action, "before": "0"})
    assert outcomes(undone(mine, [OURS], lines(bounced(ANNA)))) == ["kept"]
    assert outcomes(undone(mine, [OURS], lines(no(ANNA)))) == ["restored"]
    assert outcomes(undone(mine, [OURS], lines(bounced(ANNA, "blocked")))) == ["restored"]
    full = [bounced(ANNA, "mailbox_full", days_ago(30 - 6 * turn), mailing=f"Nr. {turn}") for turn in range(5)]
    assert outcomes(undone(mine, [OURS], lines(*full[:4]))) == ["restored"]
    assert outcomes(undone(mine, [OURS], lines(*full))) == ["kept"]


def test_of_one_place_written_twice_the_last_value_before_counts() -> None:
    twice = changes({}, {"drop_id": "", "before": "null"})
    reversal = undone(twice, [Standing("edited", "news", (ANNA,)), OURS])
    assert outcomes(reversal) == ["restored", "restored"]
    assert list(reversal.to_write["before"]) == ["null"]
    assert reversal.counts == {"restored": 1}


def test_what_the_guard_wrote_for_another_file_too_is_left_out() -> None:
    guards = changes({"drop_id": "", "rule": "guard:resurrection"})
    reversal = undone(guards, [OURS], lines(no(ANNA)))
    assert (len(reversal.changes), reversal.counts, len(reversal.to_write)) == (0, {}, 0)
    assert undone(guards, [OURS]).counts == {"restored": 1}


def test_suppressions_of_the_file_end_and_those_others_support_rest_on_them() -> None:
    mine = [
        Suppressed(ANNA, "optout", "mine", days_ago(3)),
        Suppressed(ANNA, "bounce", "mine", days_ago(3)),
        Suppressed(BERT, "optout", "mine", days_ago(3)),
    ]
    reversal = undone(changes(), [], lines(no(ANNA, line=7)), suppressed=mine)
    assert reversal.lifted == [(ANNA, "bounce"), (BERT, "optout")]
    assert {key: (one.drop_id, one.line) for key, one in reversal.handed_on.items()} == {(ANNA, "optout"): ("other", 7)}


def test_a_complaint_elsewhere_does_not_support_an_opt_out_the_reasons_stay_apart() -> None:
    mine = [Suppressed(ANNA, "optout", "mine", days_ago(3))]
    assert undone(changes(), [], lines(no(ANNA, "complaint")), suppressed=mine).lifted == [(ANNA, "optout")]


def test_an_opt_out_that_the_file_had_lifted_stands_again() -> None:
    earlier = [Suppressed(ANNA, "optout", "first", days_ago(9))]
    trusting = Policy(trust_optin=True)
    said = no(ANNA, at=days_ago(9), drop_id="first")
    assert undone(changes(), [], lines(said), suppressed=earlier, policy=trusting).standing_again == [(ANNA, "optout")]
    assert undone(changes(), [], NOTHING, suppressed=earlier, policy=trusting).standing_again == [(ANNA, "optout")]
    other = {"canonical": ANNA, "event": "subscribed", "at": days_ago(1)}
    assert undone(changes(), [], lines(said, other), suppressed=earlier, policy=trusting).standing_again == []


def test_known_subscribers_rest_on_the_first_other_file_that_names_them() -> None:
    alive = {"canonical": ANNA, "event": "subscribed", "confident": False, "dated": False}
    reversal = undone(changes(), [], lines({**alive, "drop_id": "a"}, {**alive, "drop_id": "b"}))
    assert reversal.known_by == {ANNA: "a"}


STATES = st.sampled_from(["ours", "before", "edited", "gone", "unknown"])
ROWS = st.lists(
    st.tuples(st.sampled_from(["set_no", "mark", "clear", "delete_row"]), st.sampled_from([1, 2, 3]), STATES),
    max_size=8,
)
SAID = st.lists(st.sampled_from([no(ANNA), no(ANNA, "complaint"), bounced(ANNA), no(BERT)]), max_size=3)


@settings(max_examples=100, deadline=None)
@given(ROWS, SAID)
def test_every_change_ends_somewhere_and_nothing_supported_is_ever_written(
    rows: list[tuple[str, int, Any]], said: list[Mapping[str, Any]]
) -> None:
    mine = changes(*({"action": action, "key": f"[{key}]"} for action, key, _ in rows))
    reversal = undone(mine, [Standing(now, action, (ANNA,)) for action, _, now in rows], lines(*said))
    assert set(outcomes(reversal)) <= set(OUTCOMES)
    assert len(reversal.changes) == len(rows)
    assert sum(reversal.counts.values()) == len({(action, key) for action, key, _ in rows})
    events = {line["event"] for line in said if line["canonical"] == ANNA}
    written = set(reversal.to_write["action"])
    assert "delete_row" not in written
    assert not (events & {"optout", "complaint"} and "set_no" in written)
    assert not ("bounce" in events and written & {"mark", "clear"})
