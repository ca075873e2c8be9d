"""CiviCRM: the report "Mail Bounces" as CSV; its types say why, whatever stands in the column "On hold".

From github.com/civicrm/civicrm-core (CRM/Report/Form/Mailing/Bounce.php, the table of bounce types). "AOL" is AOL's
feedback loop, "Spam" the receiver's filter, which says nothing of the address.
"""

from __future__ import annotations

from processor.layouts.layout import COMPLAINT, Layout, Means, State, bounce, ignored, vocabulary

_TYPES = vocabulary(
    (COMPLAINT, ("AOL",)),
    (bounce("blocked"), ("Spam",)),
    (bounce("mailbox_unknown"), ("Invalid",)),
    (bounce("mailbox_disabled"), ("Inactive",)),
    (bounce("domain_dead"), ("Dns",)),
    (bounce("mailbox_full"), ("Quota",)),
    (bounce("no_answer"), ("Host",)),  # unknown hosts, and hosts that only do not answer
    (bounce("temporary"), ("Loop",)),
    (bounce("sender_fault"), ("Relay", "Syntax")),
    (ignored("auto_reply", "auto_reply"), ("Away",)),
    (Means("bounce"), ("Unknown", "")),
)

LAYOUTS = (
    Layout(
        name="civicrm-bounces",
        system="CiviCRM",
        required=("Contact Name", "Bounce Type", "Email"),
        any_of=("Bounce Reason", "Bounce Date", "On hold", "Hold date", "Hold reset date"),
        address=("Email",),
        states=(State(("Bounce Type",), _TYPES),),
        at=("Bounce Date",),
        mailing=("Mailing",),
        reason=("Bounce Reason",),
        diagnosis=("Bounce Reason",),
    ),
)
