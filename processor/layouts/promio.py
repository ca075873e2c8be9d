"""promio.connect: blacklist, bounces and removals from a target group, told by numbers its manual explains.

From servicewiki.promio-connect.com: export_blacklist, export_bounces, export_targetgroup_audit_removals. Holiday locks
and quarantine end by themselves; cron jobs and cleaners take people off for reasons another file tells.
"""

from __future__ import annotations

from processor.layouts.layout import COMPLAINT, OPTOUT, Layout, State, bounce, ignored, vocabulary

LAYOUTS = (
    Layout(
        name="promio-blacklist",
        system="promio.connect",
        required=("sender_id", "ts", "custID", "mail", "status"),
        address=("mail",),
        # 0 by hand or import, 1 by the reader, 5 import in older accounts
        states=(State(("status",), vocabulary((OPTOUT, ("0", "1", "5")), (bounce("hard"), ("3",)))),),
        at=("ts",),
    ),
    Layout(
        name="promio-bounces",
        system="promio.connect",
        required=("emailId", "userId", "mailerror", "mail", "date"),
        address=("mail",),
        states=(State(("mailerror",), vocabulary((bounce("hard"), ("1",)), (bounce("soft"), ("2", "3")))),),
        at=("date",),
        mailing=("emailId",),
    ),
    Layout(
        name="promio-removals",
        system="promio.connect",
        required=("ts", "mail", "custID", "id", "sourceType"),
        address=("mail",),
        states=(
            State(
                ("sourceType",),
                vocabulary(
                    (OPTOUT, ("1", "3", "5", "12", "13", "17", "19", "20")),
                    (bounce("hard"), ("9",)),
                    (COMPLAINT, ("11",)),
                    (ignored("paused"), ("7", "15")),
                    (ignored("tidied_up"), ("4", "10", "18")),
                ),
            ),
        ),
        at=("ts",),
    ),
)
