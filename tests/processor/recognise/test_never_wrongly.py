"""No file is applied wrongly: what looks like a list of opt-outs or bounces and is none, or may be none, is refused."""

from __future__ import annotations

from zoneinfo import ZoneInfo

import pytest

from processor.domain.table import Table
from processor.errors import Refused
from processor.recognise import recognise
from processor.recognise.hints import family_of

ANNA, BERND = "a@example.com", "b@example.de"
BERLIN = ZoneInfo("Europe/Berlin")


def sheet(name: str, *rows: list[str]) -> Table:
    columns = [[row[place] for row in rows[1:]] for place in range(len(rows[0]))]
    return Table("xlsx", rows[0], columns, list(range(2, len(rows) + 1)), sheet=name, header_line=1)


# Headers anybody might use do not prove a system.


def test_a_list_of_opt_outs_headed_like_a_systems_bounces_is_a_list_of_opt_outs(take, said):
    header = ["email", "status", "reason", "created"]
    batch = take(header, [ANNA, "unsubscribed", "too many mails", "2024-05-01"], folder="optouts")
    assert batch.layout == "plain-people"
    assert said(batch) == {ANNA: ("optout", "")}


def test_one_word_among_the_codes_is_enough_to_leave_the_file_to_the_words(take, said):
    header = ["email", "status", "reason", "created"]
    batch = take(header, [ANNA, "unsubscribed", "", ""], [BERND, "5.1.1", "gone", ""])
    assert said(batch) == {ANNA: ("optout", ""), BERND: ("rejected", "unknown_word")}


@pytest.mark.parametrize("code", ["5.1.1", "4.7.0", "550", "5.7.26"])
def test_codes_below_status_prove_a_systems_bounces(take, code):
    batch = take(["status", "reason", "email", "created"], [code, "no", ANNA, "1790083507"], ["", "no", BERND, ""])
    assert batch.layout == "sendgrid-bounces"


def test_a_home_made_list_is_no_systems_list_because_of_its_name(take):
    with pytest.raises(Refused, match="no_meaning"):
        take(["reason", "email", "created"], ["Adresse geprüft", ANNA, "2024-05-01"], name="invalid_emails.csv")


def test_a_code_that_is_no_answer_of_a_server_proves_no_bounce_list(take):
    with pytest.raises(Refused):
        take(["address", "code", "error", "created_at"], [ANNA, "A-17", "", "2024-05-01"])


def test_accounts_that_were_deactivated_are_no_opt_outs(take):
    with pytest.raises(Refused, match="no_meaning"):
        take(["email", "registered", "deactivated"], [ANNA, "2020-01-01", "2024-05-01"])


@pytest.mark.parametrize("name", ["blacklist removed.csv", "blacklist_bereinigt.csv"])
def test_a_systems_name_with_a_word_that_turns_it_round_claims_nothing(take, name):
    with pytest.raises(Refused, match="no_meaning"):
        take(["E-Mail", "Grund", "Datum"], [ANNA, "alles gut", "2024-05-01"], name=name)


# A status that is about something else, and lists of which nothing is understood.


@pytest.mark.parametrize(("heading", "cell"), [("State", "Bayern"), ("Status", "Premium"), ("Status", "erledigt")])
def test_a_status_about_something_else_leaves_the_word_to_the_folder(take, said, heading, cell):
    rows = (["E-Mail", heading], [ANNA, cell], [BERND, ""])
    assert said(take(*rows, folder="optouts")) == {ANNA: ("optout", ""), BERND: ("optout", "")}
    assert said(take(*rows, name="Abmeldungen Mai.csv")) == {ANNA: ("optout", ""), BERND: ("optout", "")}
    with pytest.raises(Refused, match="no_meaning"):
        take(*rows)


def test_one_known_word_makes_it_a_status_and_the_others_are_rejected(take, said):
    rows = (["E-Mail", "Status"], [ANNA, "Premium"], [BERND, "abgemeldet"])
    assert said(take(*rows, folder="optouts"))[ANNA] == ("rejected", "unknown_word")


def test_a_remark_below_status_can_make_a_bounce_milder_but_never_a_dead_address(take, said):
    rows = (["E-Mail", "Status"], [ANNA, "451 4.3.0 please try again later"], [BERND, "Premium"])
    classes = {bounce_class for _, bounce_class in said(take(*rows, folder="bounces")).values()}
    assert not classes & {"mailbox_unknown", "domain_dead", "address_invalid"}


@pytest.mark.parametrize("cells", [("1", "Premium"), ("ja", "Premium"), ("2", ""), ("✓", ""), ("nein", "ja")])
@pytest.mark.parametrize("folder", ["optouts", "bounces"])
def test_the_folder_never_decides_over_numbers_or_yes_and_no(take, cells, folder):
    with pytest.raises(Refused, match="without_meaning"):
        take(["E-Mail", "Status"], [ANNA, cells[0]], [BERND, cells[1] or cells[0]], folder=folder)


def test_a_file_of_which_every_line_is_rejected_is_refused_with_the_words_nobody_knew(take):
    words = [f"wort{letter}" for letter in "abcdefg"]
    rows = [[f"{word}@example.com", word] for word in words]
    with pytest.raises(Refused, match="words_without_meaning") as refusal:
        take(["E-Mail", "Abgemeldet"], *rows, folder="optouts")
    assert refusal.value.facts["column"] == "Abgemeldet"
    assert refusal.value.facts["words"] == words[:5]


def test_a_file_without_one_usable_address_is_refused(take):
    with pytest.raises(Refused, match="nothing_usable"):
        take(["E-Mail", "Grund"], ["Anna", "abgemeldet"], ["Bernd", "abgemeldet"])


# Times.


@pytest.mark.parametrize(
    "heading",
    [
        *("changed", "updated", "modified", "geändert", "Änderungsdatum", "last changed", "status date", "created"),
        *("added", "Geändert am", "Erstellt am", "Statusdatum", "modifié le", "fecha de modificación"),
    ],
)
def test_when_an_entry_was_written_or_changed_is_no_time_of_a_bounce(take, heading):
    """Exported again after the next change, the same bounce would look like a second one."""
    rows = take(
        ["E-Mail", "Grund", heading], [ANNA, "unzustellbar", "2024-05-01"], [BERND, "abgemeldet", "2024-05-02"]
    ).rows
    assert rows["at"].isna().tolist() == [True, False]


@pytest.mark.parametrize("heading", ["Datum", "Bouncedatum", "timestamp", "Eingangsdatum", "removed on"])
def test_when_something_happened_is_the_time_of_a_bounce(take, heading):
    rows = take(["E-Mail", "Grund", heading, "changed"], [ANNA, "unzustellbar", "2024-05-01", "2024-06-01"]).rows
    assert rows["at"].dt.tz_convert(BERLIN).dt.month.tolist() == [5]


# Names that say the opposite.


@pytest.mark.parametrize(
    "name",
    [
        "Newsletterliste Abmeldungen entfernt.csv",
        "list-unsubscribes-removed.csv",
        "Verteiler nach Abmeldungen.csv",
        "Adressen Bounces bereinigt.csv",
        "Rückläufer korrigiert.csv",
        "Newsletter vor Abmeldungen.csv",
        "Verteiler abzüglich Abmeldungen.xlsx",
        "Bounces cleaned up.csv",
        "excluding unsubscribed.csv",
        "Abmeldungen reaktiviert.csv",
        "bounces-fixed.csv",
        "Abmeldungen gelöscht.csv",
        "Liste désabonnés supprimés.csv",
        "lista bajas eliminadas.csv",
        "lista disiscritti rimossi.csv",
        "Abmeldungen zurückgeholt.csv",
        "Abmeldungen erledigt.csv",
    ],
)
def test_a_name_with_a_word_that_turns_it_round_says_nothing(take, name):
    assert family_of(name) == ""
    with pytest.raises(Refused, match="no_meaning"):
        take(["E-Mail"], [ANNA], name=name)


@pytest.mark.parametrize("folder", ["optouts", "bounces"])
@pytest.mark.parametrize(
    "name",
    [
        *(
            "not unsubscribed.csv",
            "nicht abgemeldet.csv",
            "Verteiler ohne Abmeldungen.csv",
            "list without bounces.xlsx",
        ),
        *("Verteiler nach Abmeldungen.csv", "Bounces bereinigt.csv", "non désabonnés.csv", "no bajas.csv"),
        *("NotUnsubscribed.csv", "not_active.csv"),
    ],
)
def test_a_folder_does_not_make_opt_outs_of_those_its_files_name_says_are_none(take, folder, name):
    with pytest.raises(Refused, match="contradiction") as refusal:
        take(["E-Mail"], [ANNA], name=name, folder=folder)
    assert refusal.value.facts["names"] == [f"{folder}/", name]


def test_a_folder_does_not_make_opt_outs_of_those_its_sheets_name_says_are_none():
    people = sheet("nicht abgemeldet", ["E-Mail"], [ANNA])
    with pytest.raises(Refused, match="contradiction"):
        recognise([people], "Mai.xlsx", "optouts", BERLIN)
    with pytest.raises(Refused, match="contradiction"):
        recognise([people], "Abmeldungen.xlsx", "", BERLIN)


def test_what_each_line_says_counts_whatever_a_name_denies(take, said):
    rows = (["E-Mail", "Status"], [ANNA, "abgemeldet"], [BERND, "aktiv"])
    assert said(take(*rows, name="nicht abgemeldet.csv", folder="optouts"))[ANNA] == ("optout", "")


@pytest.mark.parametrize("name", ["active_subscribers.csv", "aktive Abonnenten.csv", "abonnés.csv", "iscritti.csv"])
def test_a_list_that_calls_itself_active_is_refused_among_the_opt_outs(take, name):
    with pytest.raises(Refused, match="subscribers_in_optouts"):
        take(["E-Mail"], [ANNA], name=name, folder="optouts")


@pytest.mark.parametrize(
    "name", ["Abmeldungen nach Newsletter Mai.csv", "unsubscribes before June.csv", "no-reply.csv"]
)
def test_a_word_of_time_behind_the_opt_outs_leaves_them_opt_outs(take, said, name):
    assert said(take(["E-Mail"], [ANNA], name=name, folder="optouts")) == {ANNA: ("optout", "")}


@pytest.mark.parametrize(
    "name", ["Abmeldungen Mai.csv", "Müller AG Newsletter-Abmeldungen aktuell.csv", "unsubs 3.csv"]
)
def test_harmless_words_do_not_silence_a_name(name):
    assert family_of(name) == "optout"


# Workbooks of which several sheets hold addresses.

OUT = sheet("Mai", ["E-Mail", "Grund"], [ANNA, "abgemeldet"])
ALL = sheet("Gesamtverteiler", ["E-Mail"], *([f"{name}@example.com"] for name in "pqrs"))


@pytest.mark.parametrize("folder", ["", "optouts"])
def test_the_name_of_a_workbook_mutes_nobody_on_its_other_sheets(folder):
    with pytest.raises(Refused, match="sheet_without_meaning") as refusal:
        recognise([OUT, ALL], "Abmeldungen Mai.xlsx", folder, BERLIN)
    assert refusal.value.facts["sheet"] == "Gesamtverteiler"


@pytest.mark.parametrize("name", ["Tabelle2", "Sheet1", "Feuil1", "Hoja1", "Foglio1", "Table 1"])
def test_a_sheet_nobody_named_is_spoken_for_by_file_and_folder(name):
    bare = sheet(name, ["E-Mail"], [BERND])
    for file, folder in (("Abmeldungen.xlsx", ""), ("Mai.xlsx", "optouts")):
        assert list(recognise([OUT, bare], file, folder, BERLIN).rows["event"]) == ["optout", "optout"]


def test_one_sheet_of_addresses_among_others_is_spoken_for_by_file_and_folder():
    people = sheet("Adressen", ["E-Mail"], [ANNA])
    notes = sheet("Notizen", ["Was"], ["bald erledigen"])
    assert list(recognise([people, notes], "Abmeldungen.xlsx", "", BERLIN).rows["event"]) == ["optout", "ignored"]


def test_the_name_of_a_workbook_makes_none_of_its_sheets_a_systems_list():
    spam = [sheet(name, ["email", "ip", "created"], [ANNA, "192.0.2.1", "1790300000"]) for name in ("Mai", "Juni")]
    with pytest.raises(Refused, match="sheet_without_meaning"):
        recognise(spam, "spam_reports.xlsx", "", BERLIN)


# Words that are said of orders, contracts and accounts as well.


@pytest.mark.parametrize(
    ("name", "heading", "cells"),
    [
        ("Bestellungen.csv", "Status", ("cancelled", "confirmed")),
        ("Bestellungen.csv", "Status", ("returned", "confirmed")),
        ("Kunden.csv", "gesperrt", ("ja", "nein")),
        ("Kunden.csv", "Sperre", ("x", "")),
        ("Kunden.csv", "blocked", ("1", "0")),
        ("Kunden.csv", "Gesperrt am", ("2024-05-01", "2024-05-02")),
        ("Kunden.csv", "Bemerkung", ("verzogen", "")),
        ("Kunden.csv", "Bemerkung", ("Kündigung", "netter Kunde")),
        ("Vertrag.csv", "Art", ("permanent", "permanent")),
        ("Antrag.csv", "Status", ("abgelehnt", "aktiv")),
        ("Kunden.csv", "Estado", ("cancelado", "activo")),
    ],
)
def test_ambiguous_words_alone_never_act(take, name, heading, cells):
    rows = (["E-Mail", heading], [ANNA, cells[0]], [BERND, cells[1]])
    with pytest.raises(Refused, match="no_meaning"):
        take(*rows, name=name)
    assert take(*rows, folder="optouts").rows["event"][0] in ("optout", "bounce")


def test_an_ambiguous_word_without_heading_does_not_act_either(take):
    with pytest.raises(Refused, match="no_meaning"):
        take([ANNA, "cancelled"], [BERND, "confirmed"], header=False, name="Bestellungen.csv")


@pytest.mark.parametrize(
    "clear", ["unsubscribed", "Widerspruch", "opt-out", "hard bounce", "unzustellbar", "spam complaint"]
)
def test_beside_an_unmistakable_word_the_ambiguous_one_counts(take, said, clear):
    batch = take(["E-Mail", "Status"], [ANNA, "cancelled"], [BERND, clear])
    assert said(batch)[ANNA] == ("optout", "")


def test_below_a_heading_about_mail_an_ambiguous_word_is_clear(take, said):
    assert said(take(["E-Mail", "Opt-In"], [ANNA, "abgelehnt"])) == {ANNA: ("optout", "")}
    assert said(take(["E-Mail", "Bounce-Typ"], [ANNA, "blocked"])) == {ANNA: ("bounce", "blocked")}


def test_a_flag_beside_an_unmistakable_one_counts(take, said):
    batch = take(["E-Mail", "gesperrt", "Abgemeldet"], [ANNA, "ja", "nein"], [BERND, "nein", "ja"])
    assert said(batch) == {ANNA: ("optout", ""), BERND: ("optout", "")}


def test_a_no_in_an_unmistakable_column_makes_no_ambiguous_word_clear(take):
    with pytest.raises(Refused, match="no_meaning"):
        take(["E-Mail", "Bemerkung", "Bounced"], [ANNA, "Kündigung", "nein"])


@pytest.mark.parametrize("word", ["canceled", "cancelled", "gekündigt", "gesperrt", "verzogen", "cancelado"])
def test_a_word_of_orders_takes_off_nobody_whom_the_line_calls_a_subscriber(take, said, word):
    batch = take(["E-Mail", "Newsletter", "Status"], [ANNA, "ja", word], [BERND, "nein", "aktiv"])
    assert said(batch) == {ANNA: ("rejected", "word_of_accounts"), BERND: ("optout", "")}


def test_the_same_word_counts_where_its_own_column_speaks_of_mail(take, said):
    rows = [ANNA, "ja", "cancelled"], [BERND, "ja", "unsubscribed"]
    assert said(take(["E-Mail", "Newsletter", "Status"], *rows)) == {ANNA: ("optout", ""), BERND: ("optout", "")}


# Headings and words that are said of tickets, photos, staff and goods as well.

GENERAL = [
    *(("Beschwerde", "ja"), ("Complaint", "yes"), ("Einwilligung", "nein"), ("Einwilligung", "ja"), ("Consent", "no")),
    *(("Fecha de baja", "2026-03-01"), ("Dado de baja", "sí"), ("Rückläufer", "ja"), ("Rückläufer", "2026-03-01")),
    *(
        ("Status", "Beschwerde"),
        ("Art", "complaint"),
        ("Kategorie", "spam"),
        ("Grund", "Rückläufer"),
        ("Tipo", "queja"),
    ),
]


@pytest.mark.parametrize(("heading", "cell"), GENERAL)
@pytest.mark.parametrize("name", ["Tickets.csv", "E-Mail-Liste Personal.csv", "Fotos 3a.csv"])
def test_a_general_heading_or_word_alone_is_no_evidence(take, heading, cell, name):
    rows = (["E-Mail", "E-Mail Betreuer", heading, "Nummer"], [ANNA, "chef@example.org", cell, "4711"])
    with pytest.raises(Refused, match="too_general") as refusal:
        take(*rows, name=name)
    assert refusal.value.facts["columns"] == [heading]


@pytest.mark.parametrize(("heading", "cell"), GENERAL)
@pytest.mark.parametrize(
    ("name", "beside", "text"),
    [
        ("Newsletter Mai.csv", "Nummer", "4711"),
        ("liste.csv", "Newsletter-Ausgabe", "Mai"),
        ("liste.csv", "Mailing", "Mai"),
        ("liste.csv", "Fehlermeldung", "550 5.1.1 user unknown"),
        ("liste.csv", "Abgemeldet", "nein"),
    ],
)
def test_beside_a_second_sign_of_mail_it_counts(take, heading, cell, name, beside, text):
    batch = take(["E-Mail", heading, beside], [ANNA, cell, text], name=name)
    assert batch.rows["event"][0] in ("optout", "complaint", "bounce", "subscribed")


# Columns nobody asked for.


@pytest.mark.parametrize("word", ["abgemeldet", "unsubscribed", "Widerspruch", "désabonné", "Spam-Beschwerde"])
@pytest.mark.parametrize(("heading", "cell"), [("Status", "aktiv"), ("Newsletter", "ja"), ("Werbesperre", "nein")])
def test_a_no_in_a_column_nobody_knows_makes_no_subscriber(take, word, heading, cell):
    with pytest.raises(Refused, match="column_against_column") as refusal:
        take(["E-Mail", "Stand bei uns", heading], [BERND, "", cell], [ANNA, word, cell])
    facts = refusal.value.facts
    assert (facts["column"], facts["columns"], facts["line"]) == ("Stand bei uns", [heading], 3)


@pytest.mark.parametrize(
    ("heading", "cell"),
    [("SMS-Status", "abgemeldet"), ("Stand", "gekündigt"), ("Vermerk", "abgemeldet 2020"), ("Stand", "hard bounce")],
)
def test_another_channel_a_word_of_contracts_or_a_sentence_denies_nothing(take, said, heading, cell):
    assert said(take(["E-Mail", heading, "Status"], [ANNA, cell, "aktiv"])) == {ANNA: ("subscribed", "")}


def test_a_column_that_says_the_same_denies_nothing(take, said):
    rows = ([ANNA, "abgemeldet", "abgemeldet"], [BERND, "aktiv", "aktiv"])
    assert said(take(["E-Mail", "Stand bei uns", "Status"], *rows))[ANNA] == ("optout", "")


@pytest.mark.parametrize("heading", ["Aktiv", "active", "Attivo", "Actif", "Activo", "ist aktiv"])
@pytest.mark.parametrize("cell", ["ja", "1", "yes", "x", "oui", "sì", "aktiv"])
@pytest.mark.parametrize(("folder", "name"), [("optouts", "Mai.csv"), ("", "Abmeldungen.csv")])
def test_the_folder_takes_off_nobody_whom_a_column_calls_active(take, heading, cell, folder, name):
    with pytest.raises(Refused, match="column_against_name") as refusal:
        take(["E-Mail", heading], [BERND, "nein"], [ANNA, cell], folder=folder, name=name)
    assert (refusal.value.facts["column"], refusal.value.facts["line"]) == (heading, 3)


@pytest.mark.parametrize(("heading", "cell"), [("Aktiv", "nein"), ("Kundenstatus", "aktiv"), ("Ort", "Aktivdorf")])
def test_nobody_active_or_only_as_a_customer_leaves_it_to_the_folder(take, said, heading, cell):
    assert said(take(["E-Mail", heading], [ANNA, cell], folder="optouts")) == {ANNA: ("optout", "")}


def test_the_mailbox_of_somebody_active_may_bounce(take):
    assert list(take(["E-Mail", "Aktiv"], [ANNA, "ja"], folder="bounces").rows["event"]) == ["bounce"]


# Two columns of words.


@pytest.mark.parametrize("cells", [("aktiv", "abgemeldet"), ("abgemeldet", "aktiv"), ("Widerspruch", "angemeldet")])
@pytest.mark.parametrize("headings", [("Status", "Status"), ("Zustand", "Kontaktstatus"), ("Grund", "Status")])
def test_of_two_columns_of_words_that_disagree_neither_counts(take, said, headings, cells):
    if headings[0] == "Grund":
        cells = (cells[1], cells[0]) if cells[0] == "aktiv" else cells
    batch = take(["E-Mail", *headings], [ANNA, *cells], [BERND, "abgemeldet", "abgemeldet"])
    assert said(batch) == {ANNA: ("rejected", "words_disagree"), BERND: ("optout", "")}


def test_a_folder_a_flag_or_the_status_of_each_list_decides_between_them(take, said):
    rows = (["E-Mail", "Status", "Zustand"], [ANNA, "aktiv", "abgemeldet"])
    assert said(take(*rows, folder="optouts")) == {ANNA: ("optout", "")}
    flagged = take(["E-Mail", "Status", "Zustand", "Abgemeldet"], [ANNA, "aktiv", "abgemeldet", "ja"])
    assert said(flagged) == {ANNA: ("optout", "")}
    lists = take(["E-Mail", "List status", "Global status"], [ANNA, "subscribed", "unsubscribed"])
    assert said(lists) == {ANNA: ("optout", "")}


@pytest.mark.parametrize(
    "name",
    [
        *("Kunden mit Abmeldungen.csv", "Kunden und Abmeldungen.csv", "customers and unsubscribed.xlsx"),
        *("Kontakte & Bounces.csv", "clients et désabonnés.csv", "clientes y bajas.csv", "clienti e disiscritti.csv"),
    ],
)
def test_a_name_of_everybody_and_some_of_them_says_nothing(take, name):
    assert family_of(name) == ""
    with pytest.raises(Refused, match="no_meaning"):
        take(["E-Mail"], [ANNA], name=name)


@pytest.mark.parametrize("name", ["abgemeldete Kunden.csv", "Abmeldungen mit Grund.csv", "unsubscribed contacts.csv"])
def test_a_name_of_those_among_everybody_who_left_says_so(name):
    assert family_of(name) == "optout"


# Lists that hold more, or others, than their name says.


@pytest.mark.parametrize(
    "name",
    [
        *("Kunden inkl. Abmeldungen.csv", "contacts including unsubscribes.csv", "Verteiler samt Abmeldungen.csv"),
        *(
            "Verteiler um Abmeldungen reduziert.csv",
            "contacts - bounces filtered.csv",
            "clients désabonnés compris.csv",
        ),
        *("Abmeldungen zurückgenommen.csv", "Abmelder zurückgewonnen.csv", "Kündigungen 2026.csv"),
    ],
)
def test_a_name_with_more_in_it_than_opt_outs_does_not_act(take, name):
    with pytest.raises(Refused, match="no_meaning"):
        take(["E-Mail", "Name"], [ANNA, "Anna"], [BERND, "Bernd"], name=name)


def test_a_list_called_opt_outs_whose_cells_call_some_subscribers_is_refused(take):
    rows = [ANNA, "ja"], [BERND, ""]
    with pytest.raises(Refused, match="lines_against_name"):
        take(["E-Mail", "Newsletter"], *rows, name="Abmeldungen.csv")
    with pytest.raises(Refused, match="subscribers_in_optouts"):
        take(["E-Mail", "Newsletter"], *rows, folder="optouts")


def test_since_when_somebody_is_active_is_no_remark_among_opt_outs(take):
    with pytest.raises(Refused, match="words_without_meaning"):
        take(["E-Mail", "Status"], [ANNA, "aktiv seit 2020"], [BERND, "Aktiv (1)"], folder="optouts")


def test_a_remark_makes_no_subscriber_of_somebody_on_a_list_of_opt_outs(take, said):
    batch = take(["E-Mail", "Bemerkung"], [ANNA, "bestätigt"], [BERND, "am Telefon"], name="Abmeldungen.csv")
    assert said(batch) == {ANNA: ("rejected", "remark_against_name"), BERND: ("optout", "")}


@pytest.mark.parametrize(
    ("heading", "word"), [("Art", "Widerruf"), ("Status", "Opposition"), ("Motivo", "baja voluntaria")]
)
def test_an_order_withdrawn_a_lost_deal_and_an_employee_who_left_are_no_opt_outs(take, heading, word):
    with pytest.raises(Refused, match="no_meaning"):
        take(["E-Mail", heading], [ANNA, word], [BERND, "Anfrage"], name="Shop.csv")
    assert take(["E-Mail", heading], [ANNA, word], folder="optouts").rows["event"][0] in ("optout", "complaint")
