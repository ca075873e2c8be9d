"""OpenEMM (AGNITAS): exports with a block of columns for each mailing list, and the blacklist.

Columns and codes from github.com/agnitas-org/openemm (RecipientExportWorker, UserStatus, Bounce, BlacklistDto). The
blacklist mixes its causes: read as opt-outs unless the reason names another one.
"""

from __future__ import annotations

from processor.layouts.layout import OPTOUT, SUBSCRIBED, Layout, State, bounce, ignored, vocabulary
from processor.layouts.vocabulary import WORDS

_AT, _REMARK = "Mailinglist_*_Timestamp", "Mailinglist_*_UserRemark"
_USERSTATE = vocabulary(
    (SUBSCRIBED, ("1",)),
    (bounce("hard"), ("2",)),  # hard, or soft too often
    (OPTOUT, ("3", "4", "6")),  # by the administrator, by the reader, blacklisted
    (ignored("unconfirmed"), ("5",)),
    (ignored("inactive"), ("7",)),
)
_DETAIL = vocabulary(
    (bounce("hard"), ("510",)),
    (bounce("mailbox_unknown"), ("511",)),
    (bounce("domain_dead"), ("512",)),
    (bounce("soft"), ("33", "400", "410", "420", "430", "500")),
)
_GONE = ("hard", "mailbox_unknown", "address_invalid", "domain_dead")

LAYOUTS = (
    Layout(
        name="openemm-recipients",
        system="OpenEMM",
        required=("email",),
        above=r"^userstatemailinglist\d",
        address=("email",),
        states=(
            State(pattern=r"mailinglist(\d+)detail", words=_DETAIL, at=_AT, reason=_REMARK),
            State(("BounceDetail", "bounce_detail"), _DETAIL),
            State(pattern=r"userstatemailinglist(\d+)", words=_USERSTATE, at=_AT, reason=_REMARK),
        ),
        mailing=("ExitMailingID",),
        nulls=("0",),
        always=ignored("never_subscribed"),  # on none of the lists
        day_first=True,
    ),
    Layout(
        name="openemm-blacklist",
        system="OpenEMM",
        any_of=("Reason", "Grund", "Raison", "Motivo", "Razón"),
        absent=("Status", "Type", "Typ"),
        file_name=r"^blacklist[-_ .()\d]*\.csv$",
        always=OPTOUT,
        states=(
            State(
                ("Reason", "Grund", "Raison", "Motivo", "Razón"),
                {word: means for word, means in WORDS.items() if means.event == "complaint" or means.bounce in _GONE},
                free=True,
            ),
        ),
        at=("Date", "Datum", "Fecha", "Data"),
        reason=("Reason", "Grund", "Raison", "Motivo", "Razón"),
        day_first=True,
    ),
)
