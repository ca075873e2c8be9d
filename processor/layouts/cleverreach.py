"""CleverReach: recipients with the times of activation and deactivation, as dates or Unix seconds.

Column names as in CleverReach's REST API (receivers); the help pages do not list them.
"""

from __future__ import annotations

from processor.layouts.layout import OPTOUT, SUBSCRIBED, Layout, State, ignored, vocabulary

LAYOUTS = (
    Layout(
        name="cleverreach",
        system="CleverReach",
        required=("email", "registered", "activated", "deactivated"),
        address=("email",),
        states=(
            State(("deactivated",), vocabulary((SUBSCRIBED, ("", "0"))), dated=OPTOUT),
            # Neither active nor deactivated: the reader never answered the confirmation mail.
            State(("activated",), vocabulary((ignored("unconfirmed"), ("", "0"))), dated=SUBSCRIBED),
        ),
        at=("deactivated",),
        reason=("source",),
        day_first=True,
    ),
)
