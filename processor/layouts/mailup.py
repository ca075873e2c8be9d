"""MailUp: the file of unsubscribers, in which a number tells readers, hard bounces and complaints apart.

From help.mailup.com, "Export of email unsubscribers". Columns can be chosen there, the address always comes first.
Exports of the web interface say iscritto, disiscritto or sospeso, which plain lists know.
"""

from __future__ import annotations

from processor.layouts.layout import COMPLAINT, OPTOUT, Layout, State, bounce, vocabulary

_TYPES = vocabulary(
    (OPTOUT, ("0", "01", "1", "2", "4")),  # by the administrator, by link, imported
    (bounce("hard"), ("8",)),
    (COMPLAINT, ("16",)),
)

LAYOUTS = (
    Layout(
        name="mailup-unsubscribers",
        system="MailUp",
        required=("email", "optout_type"),
        any_of=("OptOut_Date", "optout_nl", "idList", "optout_subtype"),
        address=("email",),
        states=(State(("optout_type",), _TYPES),),
        at=("OptOut_Date",),
        list=("idList",),
        mailing=("optout_nl",),
        reason=("optout_subtype",),
        diagnosis=("optout_subtype",),
    ),
)
