"""Files of systems nobody listed: yes and no in five languages, which way round, and when we would rather not."""

from __future__ import annotations

import pandas as pd
import pytest

from processor.errors import Refused
from processor.layouts.details import CREATED, DATE, LIST, OPTOUT_DATE
from processor.layouts.flags import BLOCK_FLAG, BOUNCE_FLAG, COMPLAINT_FLAG, OPTIN_FLAG, OPTOUT_FLAG, PERHAPS_OPTIN_FLAG
from processor.layouts.vocabulary import NO, WORDS, YES
from processor.layouts.words import ADDRESS, BOUNCE_TYPE, REASON, STATUS, fold

ANNA = "a@example.com"
BERND = "b@example.de"


@pytest.mark.parametrize(
    ("inside", "around"),
    [
        ("subscribed", "unsubscribed"),
        ("subscribed", "nonsubscribed"),
        ("subscribed", "never_subscribed"),
        ("active", "inactive"),
        ("confirmed", "unconfirmed"),
        ("bestätigt", "unbestätigt"),
        ("abonné", "désabonné"),
        ("abonné", "non abonné"),
        ("inscrit", "désinscrit"),
        ("iscritto", "disiscritto"),
        ("iscritto", "non iscritto"),
        ("confermato", "non confermato"),
        ("suscrito", "no suscrito"),
        ("suscrito", "desuscrito"),
        ("registriert", "nicht registriert"),
        ("angemeldet", "abgemeldet"),
        ("angemeldet", "nicht angemeldet"),
        ("Abonné·e", "Désabonné·e"),
        ("actif", "inactif"),
        ("activo", "inactivo"),
        ("attivo", "inattivo"),
        ("valid", "invalid"),
        ("zustellbar", "unzustellbar"),
    ],
)
def test_a_word_inside_another_is_never_taken_for_it(take, said, inside, around):
    """The longer word means something else or is unknown; it never inherits the meaning of the shorter."""
    batch = take(["E-Mail", "Status"], [ANNA, inside], [BERND, around], ["c@example.net", "unsubscribed"])
    meaning = said(batch)
    assert meaning[BERND][0] != "subscribed"
    unknown = inside in ("registriert", "valid", "zustellbar")
    assert meaning[ANNA] == (("rejected", "unknown_word") if unknown else ("subscribed", ""))


@pytest.mark.parametrize(
    ("wanted", "left"),
    [
        ("Subscribed", "Unsubscribed"),
        ("Opt-In", "Opt-Out"),
        ("opted_in", "opted_out"),
        ("angemeldet", "abgemeldet"),
        ("Newsletter abonniert", "Newsletter abbestellt"),
        ("Newsletter", "kein Newsletter"),
        ("Abonné", "Désabonné"),
        ("Inscrit", "Désinscrit"),
        ("Suscrito", "Desuscrito"),
        ("Iscritto", "Disiscritto"),
        ("E-Mail erlaubt", "E-Mail-Sperre"),
        ("Marketing opt in", "Marketing opt out"),
    ],
)
@pytest.mark.parametrize(("yes", "no"), [("ja", "nein"), ("TRUE", "FALSE"), ("1", "0")])
def test_the_heading_says_which_way_round_yes_and_no_are(take, said, wanted, left, yes, no):
    assert said(take(["E-Mail", wanted], [ANNA, no], [BERND, yes])) == {ANNA: ("optout", ""), BERND: ("subscribed", "")}
    meaning = said(take(["E-Mail", left], [ANNA, yes], [BERND, no]))
    assert meaning[ANNA] == ("optout", "")
    assert meaning[BERND][0] in ("subscribed", "ignored")


def test_no_heading_means_two_things():
    plain = [ADDRESS, STATUS, REASON, BOUNCE_TYPE, OPTOUT_DATE, DATE, CREATED]
    flags = [OPTOUT_FLAG, BLOCK_FLAG, OPTIN_FLAG, BOUNCE_FLAG, COMPLAINT_FLAG]
    groups = [*plain, *flags]
    for at, group in enumerate(groups):
        for other in groups[at + 1 :]:
            assert not group & other
    assert not PERHAPS_OPTIN_FLAG & frozenset().union(*groups, LIST - PERHAPS_OPTIN_FLAG)


@pytest.mark.parametrize(
    ("yes", "no"),
    [
        *(
            ("true", "false"),
            ("TRUE", "FALSE"),
            ("Yes", "No"),
            ("Ja", "Nein"),
            ("Oui", "Non"),
            ("1", "0"),
            ("Sí", "No"),
        ),
        *(("Sì", "No"), ("WAHR", "FALSCH"), ("VRAI", "FAUX"), ("VERDADERO", "FALSO"), ("VERO", "FALSO"), ("y", "n")),
        ("on", "off"),
    ],
)
def test_yes_and_no_are_known_in_five_languages(take, said, yes, no):
    meaning = {ANNA: ("optout", ""), BERND: ("subscribed", "")}
    assert said(take(["E-Mail", "Abgemeldet"], [ANNA, yes], [BERND, no])) == meaning
    assert said(take(["E-Mail", "acceptsEmail"], [ANNA, no], [BERND, yes])) == meaning


@pytest.mark.parametrize("cell", ["x", "X", " x ", "✓", "✔", "☑"])
def test_a_mark_below_abgemeldet_is_an_opt_out_and_no_mark_is_none(take, said, cell):
    batch = take(["E-Mail", "Abgemeldet"], [ANNA, cell], [BERND, ""])
    assert said(batch) == {ANNA: ("optout", ""), BERND: ("ignored", "not_opted_out")}


@pytest.mark.parametrize("cell", ["✗", "☠", "→", "2", "1.0", "vielleicht", "wahrscheinlich"])
def test_what_is_neither_yes_nor_no_rejects_the_line(take, said, cell):
    for heading in ("Abgemeldet", "Newsletter erlaubt"):
        meaning = said(take(["E-Mail", heading], [ANNA, cell], [BERND, "ja"]))
        assert meaning[ANNA] == ("rejected", "unknown_word")


@pytest.mark.parametrize("cell", ["", "-", "—", "NULL", "N/A", "#NV", "None", "\\N", "NaN", "\u200b"])
def test_what_stands_for_nothing_is_neither_yes_nor_no(take, said, cell):
    rows = (["E-Mail", "Abgemeldet", "Newsletter erlaubt"], [ANNA, cell, cell], [BERND, "ja", "nein"])
    assert said(take(*rows))[ANNA][0] == "ignored"


@pytest.mark.parametrize("heading", ["Status", "Zustand", "Estado", "Statut", "subscription status"])
@pytest.mark.parametrize("cells", [("1", "2"), ("1", "0"), ("3", "3"), ("ja", "nein"), ("TRUE", "FALSE"), ("-1", "1")])
@pytest.mark.parametrize("folder", ["", "optouts", "bounces"])
def test_numbers_below_a_heading_that_leaves_them_open_refuse_the_file(take, heading, cells, folder):
    """What 1 means differs between systems: active here, unsubscribed there."""
    with pytest.raises(Refused, match="numbers_without_meaning") as refusal:
        take(["E-Mail", heading], [ANNA, cells[0]], [BERND, cells[1]], folder=folder, name="Abmeldungen.csv")
    assert refusal.value.facts["column"] == heading
    assert refusal.value.facts["words"] == sorted(set(cells))


def test_a_number_among_words_rejects_its_line_only(take, said):
    meaning = said(take(["E-Mail", "Status"], [ANNA, "2"], [BERND, "abgemeldet"]))
    assert meaning == {ANNA: ("rejected", "unknown_word"), BERND: ("optout", "")}


def test_a_no_is_a_sign_of_life_unless_the_file_is_about_something_else(take, said):
    rows = (["E-Mail", "Abgemeldet"], [ANNA, "nein"], [BERND, "ja"])
    assert said(take(*rows))[ANNA] == ("subscribed", "")
    assert said(take(*rows, folder="optouts"))[ANNA] == ("subscribed", "")
    assert said(take(*rows, folder="bounces"))[ANNA] == ("bounce", "mailbox_unknown")
    assert said(take(["E-Mail", "Bounced"], [ANNA, "nein"], folder="optouts")) == {ANNA: ("optout", "")}
    assert said(take(["E-Mail", "Newsletter erlaubt"], [ANNA, "ja"], folder="bounces"))[ANNA][0] == "bounce"


def test_a_no_below_a_heading_for_blocking_says_nothing(take, said):
    batch = take(["E-Mail", "Werbesperre"], [ANNA, "nein"], [BERND, "ja"])
    assert said(batch) == {ANNA: ("ignored", "not_opted_out"), BERND: ("optout", "")}


@pytest.mark.parametrize(
    ("heading", "yes"),
    [
        ("Abgemeldet", "nein"),
        ("Abgemeldet", "0"),
        ("Newsletter erlaubt", "ja"),
        ("Status", "aktiv"),
        ("Sperre", "nein"),
    ],
)
def test_an_opt_out_list_without_a_single_opt_out_is_refused(take, heading, yes):
    rows = (["E-Mail", heading], [ANNA, yes], [BERND, yes])
    with pytest.raises(Refused, match="subscribers_in_optouts"):
        take(*rows, folder="optouts")
    with pytest.raises(Refused, match="lines_against_name") as refusal:
        take(*rows, name="Abmeldungen.csv")
    assert refusal.value.facts["columns"] == [heading]
    assert refusal.value.facts["name"] == "Abmeldungen.csv"


def test_a_bounce_list_of_nothing_but_active_readers_is_refused(take):
    with pytest.raises(Refused, match="lines_against_name"):
        take(["E-Mail", "Status"], [ANNA, "aktiv"], folder="bounces")


def test_what_the_other_columns_say_counts_more_than_a_no(take, said):
    header = ["E-Mail", "Status", "Abgemeldet", "Sperrliste", "Bounced"]
    batch = take(header, [ANNA, "active", "", "", "no"], [BERND, "bounced", "no", "no", "yes"])
    assert said(batch) == {ANNA: ("subscribed", ""), BERND: ("bounce", "mailbox_unknown")}


def test_an_opt_out_in_any_column_wins_and_the_disagreement_is_told(take, said):
    batch = take(["E-Mail", "Status", "Newsletter erlaubt"], [ANNA, "aktiv", "nein"], [BERND, "abgemeldet", "ja"])
    assert said(batch) == {ANNA: ("optout", ""), BERND: ("optout", "")}
    assert ("columns_disagree", {"count": 2}) in batch.evidence


def test_an_empty_cell_where_consent_should_stand_is_no_opt_out(take, said):
    batch = take(["E-Mail", "Newsletter erlaubt"], [ANNA, ""], [BERND, "x"])
    assert said(batch) == {ANNA: ("ignored", "no_opt_in"), BERND: ("subscribed", "")}


def test_a_date_of_subscribing_is_no_proof_of_a_subscriber(take, said):
    rows = (["Email", "Subscribed"], [ANNA, "2020-01-02 10:00:00"], [BERND, "2021-01-02 10:00:00"])
    with pytest.raises(Refused, match="no_meaning"):
        take(*rows)
    assert said(take(*rows, folder="optouts")) == {ANNA: ("optout", ""), BERND: ("optout", "")}


def test_a_date_below_unsubscribed_is_an_opt_out_at_that_time(take, said):
    batch = take(["Email", "Unsubscribed"], [ANNA, "2024-08-09 07:30:00"], [BERND, ""])
    assert said(batch) == {ANNA: ("optout", ""), BERND: ("ignored", "not_opted_out")}
    assert batch.rows["at"][0] == pd.Timestamp("2024-08-09 05:30", tz="UTC")


@pytest.mark.parametrize(
    "heading",
    ["Abmeldedatum", "unsubscribed_at", "Date de désinscription", "Fecha de baja", "Data di disiscrizione"],
)
def test_dates_of_opting_out_are_known_in_five_languages(take, said, heading):
    batch = take(["Email", heading], [ANNA, "09.08.2024 07:30"], [BERND, ""], name="Newsletter.csv")
    assert said(batch) == {ANNA: ("optout", ""), BERND: ("rejected", "no_optout_date")}
    assert batch.rows["at"][0] == pd.Timestamp("2024-08-09 05:30", tz="UTC")


def test_when_somebody_was_added_is_not_when_they_left(take):
    people = take(["Email", "Unsubscribed", "Created at"], [ANNA, "yes", "2019-01-01"])
    events = take(["Email", "Reason", "Created at"], [ANNA, "unsubscribed", "2019-01-01"])
    assert people.rows["at"].isna().all()
    assert events.rows["at"][0] == pd.Timestamp("2018-12-31 23:00", tz="UTC")


def test_a_column_newsletter_is_yes_and_no_or_the_name_of_a_list(take, said):
    flagged = take(["E-Mail", "Newsletter"], [ANNA, "nein"], [BERND, "ja"])
    assert said(flagged) == {ANNA: ("optout", ""), BERND: ("subscribed", "")}
    assert list(flagged.rows["list"]) == ["", ""]
    named = take(["E-Mail", "Newsletter"], [ANNA, "Presse"], [BERND, "Kunden"], folder="optouts")
    assert said(named) == {ANNA: ("optout", ""), BERND: ("optout", "")}
    assert list(named.rows["list"]) == ["Presse", "Kunden"]


def test_a_column_headed_subscriber_may_hold_the_addresses(take, said):
    assert said(take(["Subscriber", "Status"], [ANNA, "unsubscribed"])) == {ANNA: ("optout", "")}


@pytest.mark.parametrize("word", ["active", "aktiv", "confirmed", "bestätigt", "activo", "inactive"])
def test_a_word_about_the_opt_out_itself_is_not_read_as_one_about_the_reader(take, said, word):
    """Below "Opt-Out" confirmed would mean that somebody is out."""
    assert said(take(["E-Mail", "Opt-Out"], [ANNA, word], [BERND, "ja"]))[ANNA] == ("rejected", "unknown_word")


@pytest.mark.parametrize(
    ("heading", "word", "event"),
    [
        ("Abgemeldet", "abgemeldet", "optout"),
        ("Opt-In", "abgemeldet", "optout"),
        ("Opt-In", "widerrufen", "optout"),
        ("Opt-In", "Double Opt-in", "subscribed"),
        ("Einwilligung", "erteilt", "subscribed"),
        ("Einwilligung", "nicht erteilt", "optout"),
        ("consent", "declined", "optout"),
        ("Subscribed", "unsubscribed", "optout"),
        ("Opt-In", "pending", "ignored"),
        ("Complained", "yes", "complaint"),
        ("Complained", "no", "ignored"),
        ("Bounced", "2024-05-01", "bounce"),
        ("Abgemeldet am", "ja", "optout"),
        ("Abgemeldet am", "nein", "subscribed"),
    ],
)
def test_words_that_stand_where_yes_and_no_should_mean_what_they_say(take, said, heading, word, event):
    assert said(take(["E-Mail", heading], [ANNA, word], [BERND, "ja"], name="Newsletter.csv"))[ANNA][0] == event


@pytest.mark.parametrize(
    ("heading", "code"),
    [
        ("Status", "word_column"),
        ("Abgemeldet", "optout_column"),
        ("Sperrliste", "block_column"),
        ("Newsletter erlaubt", "inverse_column"),
        ("Bounced", "bounce_column"),
        ("Complained", "complaint_column"),
    ],
)
def test_the_receipt_can_say_which_column_told_and_which_way_round(take, heading, code):
    cell = "abgemeldet" if heading == "Status" else "ja"
    assert (code, {"column": heading}) in take(["E-Mail", heading], [ANNA, cell], name="Newsletter.csv").evidence


def test_words_and_yes_and_no_are_stored_folded_and_apart():
    assert not {fold(word) for word in YES} & {fold(word) for word in NO}
    assert not {fold(word) for word in (*YES, *NO)} & WORDS.keys()
