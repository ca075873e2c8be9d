"""The rules of the trade as laws of the plan: who said no, who wins, and that no line is lost."""

from __future__ import annotations

from collections import Counter
from datetime import datetime, timedelta
from itertools import permutations
from typing import Any

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from processor.domain.batch import COLUMNS
from processor.domain.effects import Effect
from processor.domain.plan import CHANGES, SUPPRESSIONS
from processor.domain.policy import DEFAULTS, Policy
from processor.domain.receipt import OUTCOMES
from tests.processor.domain.small_world import (
    MARK,
    NOW,
    Line,
    World,
    batch,
    bounce,
    complaint,
    days_ago,
    details,
    done,
    ignored,
    optin,
    optout,
    outcomes,
    past,
    planned,
    reasons,
    rejected,
    row,
    subscribed,
)

ANNA = "anna@example.com"
TRUSTING = Policy(trust_optin=True)
SAID_NO = pytest.mark.parametrize(("said", "reason"), [(optout, "optout"), (complaint, "complaint")])


# Whom a no hits


@SAID_NO
def test_a_no_acts_on_every_row_with_the_address_in_every_target(said: Any, reason: str) -> None:
    rows = [row(ANNA, 1), row(ANNA, 2), row(ANNA, 3, "contacts"), row("bert@example.com", 4)]
    plan = planned([said(ANNA)], rows)
    assert done(plan) == [
        ("contacts", "[3]", "set_no"),
        ("customers", "[1]", "set_no"),
        ("customers", "[2]", "set_no"),
    ]
    assert set(plan.changes["reason"]) == {reason}
    assert outcomes(plan) == ["applied"]
    assert details(plan) == ["set_no"]
    assert reasons(plan) == [(ANNA, reason)]
    assert set(plan.rows["customers"][0].split()) == {"customers:1", "customers:2", "contacts:3"}


@SAID_NO
def test_a_no_hits_a_row_whose_cell_holds_other_addresses_too(said: Any, reason: str) -> None:
    rows = [row(ANNA, 1, alone=False, email=f"{ANNA}; bert@example.com")]
    assert done(planned([said(ANNA)], rows)) == [("customers", "[1]", "set_no")]


@SAID_NO
def test_a_row_with_an_unknown_flag_is_set_to_no(said: Any, reason: str) -> None:
    plan = planned([said(ANNA)], [row(ANNA, flag="unknown")])
    assert done(plan) == [("customers", "[1]", "set_no")]
    assert list(plan.changes["before"]) == ["null"]


@SAID_NO
def test_a_row_that_is_no_already_is_left_alone_and_its_person_suppressed(said: Any, reason: str) -> None:
    plan = planned([said(ANNA)], [row(ANNA, flag="no")])
    assert done(plan) == []
    assert outcomes(plan) == ["already"]
    assert reasons(plan) == [(ANNA, reason)]


def test_one_row_that_is_no_already_does_not_shield_the_other() -> None:
    plan = planned([optout(ANNA)], [row(ANNA, 1, flag="no"), row(ANNA, 2)])
    assert done(plan) == [("customers", "[2]", "set_no")]
    assert outcomes(plan) == ["applied"]


@SAID_NO
def test_an_address_unknown_to_the_erp_is_suppressed_in_advance(said: Any, reason: str) -> None:
    plan = planned([said(ANNA)])
    assert done(plan) == []
    assert outcomes(plan) == ["in_advance"]
    assert reasons(plan) == [(ANNA, reason)]


def test_an_opt_out_does_not_grow_old() -> None:
    plan = planned([optout(ANNA, days_ago(9000))], [row(ANNA)])
    assert done(plan) == [("customers", "[1]", "set_no")]
    assert list(plan.suppressions["since"]) == [days_ago(9000)]


def test_an_opt_out_without_a_time_or_from_the_future_happened_when_the_file_came() -> None:
    plan = planned([optout(ANNA), optout("bert@example.com", NOW + timedelta(days=400))])
    assert list(plan.suppressions["since"]) == [NOW, NOW]


def test_a_change_names_line_rule_and_both_images() -> None:
    plan = planned([rejected(), optout(ANNA, rule="layout:test")], [row("Anna@Example.COM")])
    change = plan.changes.to_dict("records")[0]
    assert change == {
        "target": "customers",
        "key": "[1]",
        "column": "email",
        "email": "Anna@Example.COM",
        "canonical": ANNA,
        "action": "set_no",
        "before": '"Y"',
        "reason": "optout",
        "line": 3,
        "rule": "layout:test",
    }


# What is the same address, and what is not


@pytest.mark.parametrize(
    "spelling", ["Anna@example.com", "ANNA@EXAMPLE.COM", " anna@example.com ", "<anna@example.com>"]
)
def test_case_and_wrapping_make_no_other_person(spelling: str) -> None:
    assert done(planned([optout(spelling)], [row(ANNA)])) == [("customers", "[1]", "set_no")]


@pytest.mark.parametrize(
    ("said_no", "neighbour"),
    [
        ("anna@example.com", "anna+news@example.com"),
        ("anna+news@example.com", "anna@example.com"),
        ("a.nna@gmail.com", "anna@gmail.com"),
        ("anna@gmail.com", "a.n.n.a@gmail.com"),
        ("anna@googlemail.com", "anna@gmail.com"),
        ("anna-list@example.com", "anna@example.com"),
        ("cafe@example.com", "café@example.com"),
        ("anna@strasse.de", "anna@straße.de"),
    ],
)
def test_a_tag_a_dot_or_an_accent_makes_another_person(said_no: str, neighbour: str) -> None:
    plan = planned([optout(said_no)], [row(neighbour)])
    assert done(plan) == []
    assert outcomes(plan) == ["in_advance"]
    assert neighbour not in set(plan.suppressions["canonical"])


@given(tag=st.text("abc.+-_", min_size=1, max_size=6), local=st.sampled_from(["anna", "a.b", "x+y"]))
@settings(deadline=None, max_examples=40)
def test_no_tag_is_ever_stripped(tag: str, local: str) -> None:
    plan = planned([optout(f"{local}+{tag}x@example.com")], [row(f"{local}@example.com")])
    assert done(plan) == []


# Repeats


@SAID_NO
def test_a_repeat_in_the_file_changes_nothing_twice(said: Any, reason: str) -> None:
    plan = planned([said(ANNA), said("ANNA@example.com")], [row(ANNA)])
    assert done(plan) == [("customers", "[1]", "set_no")]
    assert reasons(plan) == [(ANNA, reason)]
    assert details(plan) == ["set_no", "duplicate"]


def test_reasons_are_kept_apart() -> None:
    plan = planned([optout(ANNA), complaint(ANNA), bounce(ANNA)], [row(ANNA)])
    assert reasons(plan) == [(ANNA, "bounce"), (ANNA, "complaint"), (ANNA, "optout")]
    assert done(plan).count(("customers", "[1]", "set_no")) == 1


def test_a_bounce_suppression_does_not_stand_in_for_an_opt_out() -> None:
    plan = planned([optout(ANNA)], [row(ANNA)], before=past(suppressed={ANNA: ["bounce"]}))
    assert reasons(plan) == [(ANNA, "optout")]


def test_an_opt_out_that_is_known_but_not_in_force_in_the_erp_is_put_in_force() -> None:
    before = past((ANNA, "optout", "", days_ago(9)), suppressed={ANNA: ["optout"]})
    plan = planned([optout(ANNA, days_ago(9))], [row(ANNA)], before=before)
    assert done(plan) == [("customers", "[1]", "set_no")]
    assert reasons(plan) == []


def test_an_opt_out_that_is_known_and_not_in_the_erp_is_already_so() -> None:
    before = past((ANNA, "optout", "", days_ago(9)), suppressed={ANNA: ["optout"]})
    plan = planned([optout(ANNA, days_ago(9))], before=before)
    assert outcomes(plan) == ["already"]
    assert reasons(plan) == []


# Opt-outs against opt-ins


def lifted_by(*lines: Line, policy: Policy = TRUSTING, said: str = "optout") -> list[str]:
    """Who is free again after these lines, having said no five days ago."""
    before = past((ANNA, said, "", days_ago(5)), suppressed={ANNA: [said]})
    return list(planned(list(lines), [row(ANNA, flag="no")], before=before, policy=policy).lifted)


@pytest.mark.parametrize("said", ["optout", "complaint"])
def test_a_later_evidenced_opt_in_ends_a_no_only_where_trusted(said: str) -> None:
    assert lifted_by(optin(ANNA, days_ago(4)), said=said) == [ANNA]
    assert lifted_by(optin(ANNA, days_ago(4)), policy=Policy(), said=said) == []


def test_a_line_that_ends_an_opt_out_does_not_say_that_the_opt_out_stands() -> None:
    before = past((ANNA, "optout", "", days_ago(5)), suppressed={ANNA: ["optout"]})
    assert details(planned([optin(ANNA, days_ago(4))], before=before, policy=TRUSTING)) == ["known"]
    assert details(planned([optin(ANNA, days_ago(4))], before=before)) == ["active_but_suppressed"]


def test_an_opt_in_of_the_same_moment_or_earlier_ends_nothing() -> None:
    assert lifted_by(optin(ANNA, days_ago(5))) == []
    assert lifted_by(optin(ANNA, days_ago(6))) == []


def test_being_on_the_list_is_no_opt_in() -> None:
    assert lifted_by(subscribed(ANNA, days_ago(1)), subscribed(ANNA)) == []


def test_an_opt_in_without_a_time_is_never_later_than_an_opt_out() -> None:
    assert lifted_by(optin(ANNA, None)) == []


def test_an_opt_in_from_the_future_is_no_later_than_its_file() -> None:
    lines = [optin(ANNA, NOW + timedelta(days=9)), optout(ANNA, NOW)]
    assert lifted_by(*lines) == []
    assert lifted_by(*reversed(lines)) == []


def test_inside_one_file_the_times_decide_and_not_the_lines() -> None:
    lines = [optout(ANNA, days_ago(9)), optin(ANNA, days_ago(8)), optout(ANNA, days_ago(7))]
    for order in permutations(lines):
        plan = planned(order, [row(ANNA)], policy=TRUSTING)
        assert done(plan) == [("customers", "[1]", "set_no")]
        assert reasons(plan) == [(ANNA, "optout")]
        assert list(plan.lifted) == []


def test_an_older_opt_out_after_a_trusted_opt_in_suppresses_nobody() -> None:
    before = past((ANNA, "subscribed", "", days_ago(3)))
    plan = planned([optout(ANNA, days_ago(5))], [row(ANNA)], before=before, policy=TRUSTING)
    assert reasons(plan) == []
    assert outcomes(plan) == ["ignored"]


def test_an_older_opt_out_after_an_opt_in_that_is_not_trusted_stands() -> None:
    before = past((ANNA, "subscribed", "", days_ago(3)))
    plan = planned([optout(ANNA, days_ago(5))], [row(ANNA)], before=before)
    assert done(plan) == [("customers", "[1]", "set_no")]
    assert reasons(plan) == [(ANNA, "optout")]


def test_an_opt_in_never_sets_anything_in_the_erp() -> None:
    before = past((ANNA, "optout", "", days_ago(5)), suppressed={ANNA: ["optout"]})
    assert done(planned([optin(ANNA, days_ago(1))], [row(ANNA, flag="no")], before=before, policy=TRUSTING)) == []


def test_who_is_subscribed_there_becomes_known() -> None:
    plan = planned([subscribed(ANNA), subscribed("bert@example.com")], [row(ANNA)])
    assert sorted(plan.known) == [ANNA, "bert@example.com"]
    assert done(plan) == []
    assert reasons(plan) == []


@pytest.mark.parametrize("said", ["optout", "complaint"])
def test_who_is_subscribed_there_and_said_no_here_is_named_and_stays_out(said: str) -> None:
    plan = planned([subscribed(ANNA)], [row(ANNA, flag="no")], before=past(suppressed={ANNA: [said]}))
    assert details(plan) == ["active_but_suppressed"]
    assert list(plan.lifted) == []


# Lines that are nothing to us


def test_rejected_and_ignored_lines_lead_to_nothing_and_keep_their_place() -> None:
    plan = planned([rejected(), ignored(ANNA), optout(ANNA)], [row(ANNA)])
    assert outcomes(plan) == ["rejected", "ignored", "applied"]
    assert list(plan.rows["line"]) == [2, 3, 4]


def test_a_file_without_usable_lines_gives_a_plan_without_anything() -> None:
    for lines in ([], [rejected()], [ignored(ANNA, "")]):
        plan = planned(lines, [row(ANNA)])
        assert done(plan) == []
        assert reasons(plan) == []
        assert plan.counts.read == len(lines)
        assert list(plan.changes.columns) == list(CHANGES)
        assert list(plan.suppressions.columns) == list(SUPPRESSIONS)


# A plan that waits for a human


def test_a_held_plan_changes_nothing_and_holds_every_line_that_acts() -> None:
    lines = [
        optout(ANNA),
        optout("b@example.com"),
        optout("c@example.com"),
        rejected(),
        ignored(ANNA),
        subscribed("d@e.org"),
    ]
    plan = planned(lines, [row(ANNA), row("b@example.com", 2, flag="no")])
    assert outcomes(plan)[:5] == ["applied", "already", "in_advance", "rejected", "ignored"]
    held = plan.kept_back([("placeholder", {})])
    assert (len(held.changes), len(held.suppressions), list(held.known), list(held.lifted)) == (0, 0, [], [])
    assert outcomes(held)[:5] == ["held", "held", "held", "rejected", "ignored"]
    assert list(held.held) == [("placeholder", {})]
    assert held.counts.read == plan.counts.read == 6
    assert list(held.rows["line"]) == list(plan.rows["line"])
    assert outcomes(plan)[0] == "applied"  # the plan itself is as it was


# Laws over any file

ADDRESSES = [
    "anna@example.com",
    "Anna@Example.com",
    "anna+x@example.com",
    "b@example.com",
    "c@example.org",
    "nobody@x.de",
]
AT = st.one_of(st.none(), st.integers(-2, 200).map(days_ago))
MAILING = st.sampled_from(["", "", "spring", "summer"])
ADDRESS = st.sampled_from(ADDRESSES)
EFFECTS = st.sampled_from(
    [
        MARK,
        {"customers": Effect("mark", "clear"), "contacts": Effect("clear")},
        {"customers": Effect("mark", "delete_row"), "contacts": Effect("set_no", "delete_row")},
        {"customers": Effect("none"), "contacts": Effect("set_no")},
        {"customers": Effect("clear", "delete_row"), "contacts": Effect("none", "clear")},
    ]
)
LINES = st.one_of(
    st.builds(optout, ADDRESS, AT),
    st.builds(complaint, ADDRESS, AT),
    st.builds(bounce, ADDRESS, st.sampled_from(sorted(DEFAULTS)), AT, mailing=MAILING, confident=st.booleans()),
    st.builds(bounce, ADDRESS, st.just("mailbox_unknown"), AT, mailing=MAILING),
    st.builds(optin, ADDRESS, AT),
    st.builds(subscribed, ADDRESS, AT),
    st.builds(ignored, ADDRESS, st.sampled_from(["", "auto_reply", "delayed", "delivered_or_other"])),
    st.builds(rejected),
)
POLICY = st.builds(Policy, trust_optin=st.booleans(), quarantine_days=st.sampled_from([0, 30]))
FLAGS = st.sampled_from(["yes", "yes", "no", "unknown"])


@st.composite
def erps(draw: st.DrawFn) -> list[Any]:
    rows = []
    for key in range(draw(st.integers(0, 6))):
        cells = {
            "flag": draw(FLAGS),
            "faulty": draw(st.booleans()),
            "alone": draw(st.sampled_from([True, True, False])),
        }
        rows.append(row(draw(ADDRESS), key, draw(st.sampled_from(["customers", "contacts"])), **cells))
    return rows


@given(lines=st.lists(LINES, max_size=12), rows=erps(), policy=POLICY, effects=EFFECTS)
@settings(max_examples=40, deadline=None)
def test_no_line_is_lost_or_invented_and_the_counts_add_up(
    lines: list[Line], rows: list[Any], policy: Policy, effects: dict[str, Effect]
) -> None:
    given_rows = batch(*lines).rows
    plan = planned(lines, rows, policy=policy, effects=effects)
    kept = [name for name in COLUMNS if name != "at"]  # a missing or future time is filled
    pd.testing.assert_frame_equal(plan.rows[kept], given_rows[kept], check_index_type=False)
    assert set(plan.rows["outcome"]) <= set(OUTCOMES)
    own_words = plan.rows["event"].isin(("rejected", "ignored"))  # their code says it
    assert (plan.rows.loc[~own_words, "detail"] != "").all()
    counts = plan.counts
    by_hand = Counter(plan.rows["outcome"])
    assert counts.read == len(lines)
    assert {name: getattr(counts, name) for name in OUTCOMES} == {name: by_hand[name] for name in OUTCOMES}
    assert counts.rejected == sum(line["event"] == "rejected" for line in lines)
    assert counts.held == 0


@given(lines=st.lists(LINES, max_size=12), rows=erps(), policy=POLICY, effects=EFFECTS)
@settings(max_examples=40, deadline=None)
def test_the_same_file_twice_changes_nothing_the_second_time(
    lines: list[Line], rows: list[Any], policy: Policy, effects: dict[str, Effect]
) -> None:
    world = World.of(*rows)
    world.take(lines, policy=policy, effects=effects, received=NOW)
    state = world.state()
    again = world.take(lines, policy=policy, effects=effects, received=NOW)
    assert done(again) == []
    assert reasons(again) == []
    assert world.state() == state


@given(lines=st.lists(LINES, max_size=12), rows=erps(), policy=POLICY, effects=EFFECTS)
@settings(max_examples=40, deadline=None)
def test_who_is_suppressed_for_a_no_is_never_yes_after_the_plan(
    lines: list[Line], rows: list[Any], policy: Policy, effects: dict[str, Effect]
) -> None:
    world = World.of(*rows)
    plan = world.take(lines, policy=policy, effects=effects, received=NOW)
    said_no = {address for address, why in world.suppressed.items() if why & {"optout", "complaint"}}
    assert not [cells for cells in world.rows if cells["canonical"] in said_no and cells["flag"] != "no"]
    twice = Counter(
        zip(plan.changes["target"], plan.changes["key"], plan.changes["action"], plan.changes["column"], strict=True)
    )
    assert set(twice.values()) <= {1}


DATED = st.integers(0, 40).map(days_ago)
SAYINGS = st.one_of(
    st.builds(optout, ADDRESS, DATED),
    st.builds(complaint, ADDRESS, DATED),
    st.builds(bounce, ADDRESS, st.sampled_from(["mailbox_unknown", "address_invalid", "blocked", "content"]), DATED),
    st.builds(subscribed, ADDRESS, DATED),
    st.builds(ignored, ADDRESS),
    st.builds(rejected),
)
OPTINS = st.builds(optin, ADDRESS, DATED)


def after(files: Any, rows: list[Any], policy: Policy, effects: dict[str, Effect]) -> World:
    """The world after these files, an hour apart."""
    world = World.of(*rows)
    for hour, lines in enumerate(files):
        world.take(lines, policy=policy, effects=effects, received=NOW + timedelta(hours=hour))
    return world


@given(files=st.lists(st.lists(SAYINGS, max_size=3), min_size=2, max_size=3), rows=erps(), effects=EFFECTS)
@settings(max_examples=15, deadline=None)
def test_the_order_in_which_files_arrive_does_not_matter(
    files: list[list[Line]], rows: list[Any], effects: dict[str, Effect]
) -> None:
    first, *others = [after(order, rows, Policy(), effects).state() for order in permutations(files)]
    assert all(state == first for state in others)


@given(
    files=st.lists(st.lists(st.one_of(SAYINGS, OPTINS), max_size=3), min_size=2, max_size=3),
    rows=erps(),
    policy=POLICY,
)
@settings(max_examples=15, deadline=None)
def test_who_is_suppressed_for_a_no_does_not_depend_on_the_order_of_files_with_opt_ins(
    files: list[list[Line]], rows: list[Any], policy: Policy
) -> None:
    """Compared with the rule itself: the last consent act of the address, opt-outs first at a tie."""
    acts = [line for lines in files for line in lines]
    expected = set()
    for address in {str(batch(line).rows["canonical"][0]) for line in acts} - {""}:
        mine = [line for line in acts if batch(line).rows["canonical"][0] == address]
        noes = [line["at"] for line in mine if line["event"] in ("optout", "complaint")]
        yeses = [line["at"] for line in mine if line["event"] == "subscribed" and line.get("confident")]
        if noes and not (policy.trust_optin and yeses and max(yeses) > max(noes)):
            expected.add(address)
    for order in permutations(files):
        world = after(order, rows, policy, MARK)
        assert {address for address, why in world.suppressed.items() if why & {"optout", "complaint"}} == expected


@given(lines=st.lists(LINES, max_size=12), rows=erps(), policy=POLICY, effects=EFFECTS, late=st.integers(0, 400))
@settings(max_examples=25, deadline=None)
def test_the_same_inputs_give_the_same_plan(
    lines: list[Line], rows: list[Any], policy: Policy, effects: dict[str, Effect], late: int
) -> None:
    received: datetime = NOW + timedelta(days=late)
    one, two = (planned(lines, rows, policy=policy, effects=effects, received=received) for _ in range(2))
    pd.testing.assert_frame_equal(one.rows, two.rows)
    pd.testing.assert_frame_equal(one.changes, two.changes)
    pd.testing.assert_frame_equal(one.suppressions, two.suppressions)
    assert (list(one.known), list(one.lifted)) == (list(two.known), list(two.lifted))
