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
        *("Robinsonliste", "Abbestellung", "Abbestellungen", "Kündigungen", "Werbesperre", "Werbesperren"),
        *("blocklist", "blacklist", "Blackliste", "suppressionlist", "Sperrlisten"),
        *("désabonnés", "désinscrits", "désabonnements", "désinscriptions", "désabonnement", "désinscription"),
        *("listenoire", "oppositions", "bajas", "listanegra", "desuscritos", "disiscritti", "disiscrizioni"),
        *("disiscrizione", "cancellazioni", "listanera"),
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
    "not", "non", "no", "never", "without", "nicht", "kein", "keine", "ohne", "sans", "sin", "senza", "minus", "ex"
)


def family_of(name: str) -> str:
    """Given a file or sheet name, return the one family its words name beyond doubt, else "".

    Whole words are compared, alone and as neighbours ("opt-out"); a name with a negation or two families says nothing.
    """
    stem = re.sub(r"\.\w{1,5}$", "", unicodedata.normalize("NFC", name))
    parts = [fold(part) for part in re.findall(r"[^\W\d_]+", re.sub(r"(?<=[a-zäöüß])(?=[A-ZÄÖÜ])", " ", stem))]
    words = {*parts, *map("".join, pairwise(parts))}
    found = [family for family, known in _NAMES.items() if words & known]
    return found[0] if len(found) == 1 and not words & _NOT else ""


@dataclass(frozen=True)
class Hint:
    """What names say: a family ("" where nothing or too much), the reasons, and a refusal if a line must rely on it."""

    family: str = ""
    reasons: Sequence[Worded] = ()
    refusal: Refused | None = None


def hint(folder: str, name: str, sheet: str, *, several: bool, place: str) -> Hint:
    """Given where a table comes from, return what that says about lines whose columns say nothing.

    In a file of several tables the name of the table decides. Names that disagree are a refusal (contradiction), and
    so is a list in optouts/ that calls itself one of subscribers (subscribers_in_optouts). A complaint list among the
    opt-outs or bounces is no contradiction, the narrower word counts.
    """
    by_sheet = family_of(sheet)
    if several and by_sheet and by_sheet != "subscribed":
        return Hint(by_sheet, [(f"says_{by_sheet}", {"where": sheet})])
    places = {f"{folder}/": FOLDERS.get(folder, ""), name: family_of(name), sheet: by_sheet}
    said = {where: family for where, family in places.items() if family}
    families = set(said.values())
    if "complaint" in families:
        families -= {"optout", "bounce"}
    reasons = [(f"says_{family}", {"where": where}) for where, family in said.items()]
    if folder == "optouts" and "subscribed" in families:
        return Hint("", reasons, Refused("subscribers_in_optouts", place=place))
    if len(families) > 1:
        return Hint("", reasons, Refused("contradiction", place=place, names=list(said)))
    # A name alone does not prove that people are subscribed: any contacts are called so.
    return Hint(next(iter(families - {"subscribed"}), ""), reasons)
