"""Newsletter, the WordPress plugin: subscribers with a state of one letter; every line ends with a spare cell.

From github.com/wp-plugins/newsletter (users/users.php). The date is that of subscribing, so an opt-out has no time.
"""

from __future__ import annotations

from processor.layouts.layout import COMPLAINT, OPTOUT, SUBSCRIBED, Layout, State, bounce, ignored, vocabulary

_STATUS = vocabulary(
    (SUBSCRIBED, ("C",)),
    (ignored("unconfirmed"), ("S",)),
    (OPTOUT, ("U",)),
    (bounce("hard"), ("B",)),
    (COMPLAINT, ("P",)),
)

LAYOUTS = (
    Layout(
        name="wp-newsletter-subscribers",
        system="Newsletter (WordPress)",
        required=("Email", "Status", "Token"),
        any_of=("Sex", "Gender", "Feed by mail", "Follow up", "Profile 1", "List 1", "Referrer"),
        address=("Email",),
        states=(State(("Status",), _STATUS),),
    ),
)
