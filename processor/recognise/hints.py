"""What subfolder, file name and sheet name say about a list whose columns say nothing."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from processor.domain.receipt import Worded
from processor.errors import Refused
from processor.layouts.layout import COMPLAINT, OPTOUT, SUBSCRIBED, bounce
from processor.layouts.words import fold, folded

FOLDERS = {"optouts": "optout", "bounces": "bounce"}

FAMILIES = {"optout": OPTOUT, "complaint": COMPLAINT, "bounce": bounce("hard"), "subscribed": SUBSCRIBED}
"""Meaning of a line of which only the kind of file is known."""

_NAMES = {
    "optout": folded(
        *("unsubscribe", "unsubscribes", "unsubscribed", "unsubscribers", "unsubs", "optout", "optouts", "objections"),
        *("Abmeldung", "Abmeldungen", "Abmelder", "abgemeldet", "abgemeldete", "Abmeldeliste", "Austragung"),
        *("Austragungen", "Widerspruch", "Widersprüche", "Werbewiderspruch", "Werbewidersprüche", "Sperrliste"),
        *("Robinsonliste", "Abbestellung", "Abbestellungen", "Werbesperre", "Werbesperren"),
        *("blocklist", "blacklist", "Blackliste", "suppressionlist", "Sperrlisten"),
        *("désabonnés", "désinscrits", "désabonnements", "désinscriptions", "désabonnement", "désinscription"),
        *("listenoire", "oppositions", "bajas", "listanegra", "desuscritos", "disiscritti", "disiscrizioni"),
        *("disiscrizione", "listanera"),
    ),
    "bounce": folded(
        *("bounce", "bounces", "bounced", "hardbounces", "softbounces", "undeliverable", "undelivered", "bouncer"),
        *("Rückläufer", "unzustellbar", "unzustellbare", "Unzustellbarkeiten", "Bounceliste", "gebounct"),
        *("rebonds", "rebond", "NPAI", "rebotes", "rebote", "rebotados", "rimbalzi", "rimbalzo", "rimbalzati"),
    ),
    "complaint": folded(
        *(
            "complaint",
            "complaints",
            "spamreports",
            "Beschwerde",
            "Beschwerden",
            "Spambeschwerden",
            "plaintes",
            "quejas",
            "reclami",
        ),
        *("as spam", "als Spam"),  # Sendy: -marked-as-spam
    ),
    "subscribed": folded(
        *("subscribers", "subscriber", "subscribed", "Abonnenten", "aktive", "active", "Anmeldungen", "angemeldet"),
        *("abonnés", "inscrits", "suscriptores", "suscritos", "iscritti"),
    ),
}
_NOT = folded(
    *("not", "non", "no", "never", "without", "nicht", "kein", "keine", "keinen", "ohne", "sans", "sin", "senza"),
    *("minus", "ex", "except", "excluding", "exclude", "excl", "exkl", "abzüglich", "außer", "ausser", "sauf", "salvo"),
    *("hors", "excepto", "excepté", "menos", "moins", "meno", "esclusi", "escluse", "excluidos", "tranne", "exclus"),
    *("removed", "remove", "removing", "entfernt", "entfernte", "entfernten", "entfernen", "enlevés", "supprimés"),
    *("retirés", "eliminados", "eliminadas", "quitados", "rimossi", "rimosse", "rimosso", "eliminati", "borrados"),
    *("deleted", "delete", "gelöscht", "gelöschte", "gelöschten", "löschen", "effacés", "cancellati", "supprimé"),
    *("bereinigt", "bereinigte", "bereinigten", "bereinigung", "cleaned", "cleanup", "clean", "purged", "gesäubert"),
    *("nettoyé", "nettoyés", "nettoyée", "limpio", "limpios", "limpiado", "depurado", "pulito", "puliti", "ripulito"),
    *("korrigiert", "korrigierte", "korrigierten", "corrected", "correct", "corrigé", "corrigés", "corregidos"),
    *("corregido", "corretti", "corretto", "fixed", "repariert", "behoben", "resolved", "erledigt", "erledigte"),
    *("done", "handled", "processed", "bearbeitet", "traités", "résolus", "resueltos", "risolti", "falsch", "wrong"),
    *("restored", "restore", "wiederhergestellt", "wieder", "zurück", "zurückgeholt", "reaktiviert", "reaktivierte"),
    *("reactivated", "reactivation", "Reaktivierung", "réactivés", "reactivados", "riattivati", "rétablis"),
    *("restaurados", "ripristinati", "resubscribed", "resubscribes", "wiederangemeldet", "Rückgewinnung", "winback"),
    *("nach", "after", "vor", "before", "après", "avant", "después", "antes", "dopo", "prima", "statt", "instead"),
    *("inkl", "inklusive", "incl", "including", "inclusive", "einschließlich", "einschl", "samt", "mitsamt", "plus"),
    *("compris", "incluant", "inclus", "incluidos", "incluidas", "incluyendo", "inclusi", "incluse", "compresi"),
    *("reduziert", "reduzierte", "abgezogen", "gefiltert", "herausgefiltert", "filtered", "excluded", "subtracted"),
    *("raus", "filtré", "filtrés", "exclues", "filtrados", "excluidas", "filtrati", "zurückgenommen", "withdrawn"),
    *("zurückgenommene", "zurückgezogen", "zurückgezogene", "zurückgewonnen", "zurückgewonnene", "regained"),
    *("récupérés", "recuperados", "recuperati"),
    *("false", "undone", "undo", "reverted", "rückgängig", "aufgehoben", "aufgehobene", "revoked", "annulés"),
)
"""Words that turn a name round, or say that others are in the list as well ("customers incl. opt-outs").

Others, such as months or a company's name, do not silence it: people call their lists as they like, and only what
negates, undoes or adds to the word we know can make it say something else."""

_WHEN = folded("nach", "after", "vor", "before", "après", "avant", "después", "antes", "dopo", "prima")
"""Of these the ones that turn round only the word behind them: opt-outs after a mailing are opt-outs."""

_EVERYBODY = folded(
    *("Kunden", "Kundenliste", "Kundinnen", "Kontakte", "Verteiler", "Empfänger", "Abonnenten", "Mitglieder"),
    *("Adressen", "Interessenten", "Leads", "customers", "contacts", "recipients", "members", "subscribers", "clients"),
    *("prospects", "addresses", "destinataires", "abonnés", "membres", "adresses", "clientes", "contactos", "socios"),
    *("suscriptores", "destinatarios", "clienti", "contatti", "destinatari", "iscritti", "indirizzi", "soci"),
)
_TOGETHER = folded("und", "mit", "sowie", "oder", "and", "with", "or", "et", "avec", "ou", "y", "con", "o", "e", "ed")

_DEFAULT_SHEET = re.compile(
    r"(?:tabelle|tabellenblatt|blatt|sheet|worksheet|feuil|feuille|hoja|foglio|table|list)? ?\d*", re.IGNORECASE
)


def default_sheet(sheet: str) -> bool:
    """Whether a sheet has the name its program gave it, so that folder and file name may speak for it.

    A sheet of a workbook in an archive ("member › sheet") has its member's name before it, and that no program gave.
    """
    return _DEFAULT_SHEET.fullmatch(sheet.strip()) is not None


def opposes(name: str) -> bool:
    """Whether a name holds a word that negates, undoes or corrects what the others say, or names everybody too."""
    return bool(_words_of(name) & _NOT) or _names_both_sides(name)


def _names_both_sides(name: str) -> bool:
    """Whether a name puts everybody beside some of them: "customers and opt-outs", "Kunden mit Abmeldungen"."""
    words = _words_of(name)
    return bool(words & _EVERYBODY) and bool(words & _TOGETHER or re.search(r"[&+]", name))


def _parts_of(name: str) -> list[str]:
    """Return the folded words of a name in order."""
    stem = re.sub(r"\.\w{1,5}$", "", unicodedata.normalize("NFC", name))
    return [fold(part) for part in re.findall(r"[^\W\d_]+", re.sub(r"(?<=[a-zäöüß])(?=[A-ZÄÖÜ])", " ", stem))]


def _words_of(name: str) -> set[str]:
    """Return the folded words of a name, alone and as neighbours ("opt-out")."""
    parts = _parts_of(name)
    return {*parts, *map("".join, pairwise(parts))}


def turned_round(name: str) -> bool:
    """Given a file or sheet name, return whether it says that its people are not, or no longer, what a word of it says.

    "nicht abgemeldet", "bounces removed", "Verteiler nach Abmeldungen", but not "Abmeldungen nach Versand".
    """
    words = _words_of(name)
    if not any(words & known for known in _NAMES.values()):
        return False
    known = frozenset().union(*_NAMES.values())
    when = any(first in _WHEN and second in known for first, second in pairwise(_parts_of(name)))
    return when or bool(words & (_NOT - _WHEN))


def family_of(name: str) -> str:
    """Given a file or sheet name, return the one family its words name beyond doubt, else "".

    Whole words are compared; a name with two families says nothing, nor does one with a word that turns it round, nor
    one that names everybody beside them.
    """
    words = _words_of(name)
    found = [family for family, known in _NAMES.items() if words & known]
    return found[0] if len(found) == 1 and not opposes(name) else ""


def _said_by(sheet: str) -> str:
    """Return the family a sheet's name tells; of a workbook in an archive the member speaks only where the sheet is
    named by its program, as the file does for a workbook outside: it may hold everybody on the next sheet."""
    own = sheet.rpartition(" › ")[2]
    return "" if opposes(sheet) else family_of(sheet if default_sheet(own) else own)


@dataclass(frozen=True)
class Hint:
    """What names say: a family ("" where nothing or too much), the reasons, and a refusal if a line must rely on it."""

    family: str = ""
    reasons: Sequence[Worded] = ()
    refusal: Refused | None = None


def hint(folder: str, name: str, sheet: str, *, several: bool, place: str) -> Hint:
    """Given where a table comes from, return what that says about lines whose columns say nothing.

    Where `several` tables of a file hold addresses, only the name of this one speaks for it: a workbook called after
    its opt-outs may hold everybody on the next sheet. A name given by the program leaves it to file and folder. Names
    that disagree are a refusal (contradiction), also where one only says what its people are not; so is a list in
    optouts/ that calls itself one of subscribers (subscribers_in_optouts). A complaint list among the opt-outs or
    bounces is no contradiction, the narrower word counts.
    """
    by_sheet = _said_by(sheet)
    if several and not default_sheet(sheet):
        reasons = [(f"says_{by_sheet}", {"where": sheet})] if by_sheet else []
        return Hint(by_sheet if by_sheet != "subscribed" else "", reasons)
    places = {f"{folder}/": FOLDERS.get(folder, ""), name: family_of(name), sheet: by_sheet}
    said = {where: family for where, family in places.items() if family}
    families = set(said.values())
    if "complaint" in families:
        families -= {"optout", "bounce"}
    told = [(f"says_{family}", {"where": where}) for where, family in said.items()]
    if folder == "optouts" and "subscribed" in families:
        return Hint("", told, Refused("subscribers_in_optouts", place=place))
    turned = [where for where in dict.fromkeys((name, sheet)) if families and turned_round(where)]
    if len(families) > 1 or turned:
        return Hint("", told, Refused("contradiction", place=place, names=[*said, *turned]))
    # A name alone does not prove that people are subscribed: any contacts are called so.
    return Hint(next(iter(families - {"subscribed"}), ""), told)
