"""What receiving servers answer when they refuse a message, in words: the literal table, in the order it is tried."""

from __future__ import annotations

from processor.domain.bounce_text import Row

REPLIES: tuple[Row, ...] = (
    (
        "personal-block",
        "personal_block",
        r"""
        block(ed|list(ed)?) by (the )?(recipient|user|addressee)
        (recipient|user|addressee) (has )?(blocked|refuses) (you\w*|the sender|this sender|mail|messages)
        personal (block|black|deny)-?\s?(list|filter)(ed)?
        (does not|doesn't) (want|accept) (mail|messages|e-?mails?) from (you|this|your)
        (recipient|user)'s (personal )?(block|black|deny) ?list | vom empfänger (blockiert|gesperrt|abgelehnt)
        empfänger (hat )?~ (sie|den absender|diesen absender) (blockiert|gesperrt)
        """,
    ),
    (
        "sender-fault",
        "sender_fault",
        r"""
        dmarc | dkim | spf | unauthenticated (e-?mail|message|sender) | sender policy framework | sender id
        relay(ing)?( access)?( is| was)? (denied|not permitted|not allowed|prohibited) | unable to relay
        (not|don't|do not)( permitted to| allowed to)? relay | authentication (is )?(required|failed)
        authenticate first
        sender (address )?(rejected|verify failed|verification failed|not allowed|denied|unknown|invalid|does not exist)
        sender'?s? (e-?mail )?(address |domain )(is not|is invalid|has no|does not|not found|could not|must) ~ \w+
        sender'?s? domain | domain of sender address
        (mail from|return[- ]path|envelope from|from) (domain|address) ~ (exist|resolve|records?|mx|found|rejected)
        no (ptr|reverse dns) ~ \w+ | ptr record | reverse dns | rdns | reverse hostname | (bad|invalid) (helo|ehlo)
        (helo|ehlo) command rejected | must issue a starttls | callback setup failed | sender verify callout
        absender(adresse|domain)? ~ (abgelehnt|ungültig|unbekannt) | weiterleiten nicht erlaubt
        list of allowed rcpthosts
        """,
    ),
    (
        "blocked",
        "blocked",
        r"""
        \S*(spamhaus|spamcop|barracudacentral|dnsbl|uceprotect|senderscore)\S* | barracuda | sorbs | rbl | sc-00\d
        s3140 | s3150 | (black|block|deny|reject)-?\s?list(ed)? | reputation
        (rate|sending|message|connection) limit(s|ed)? | rate[- ]limit(ed|ing)?
        too many (connections|messages|mails|errors) | receiving mail (at a rate|too quickly) | throttl(ed|ing)
        unusual rate | banned (sending )?(ip|sender|host)
        (ip|ip address|host|client|server|network|sender|connection|access|you|message) ~ (blocked|banned)
        your e?-?mail ~ blocked | blocked (by|for|due to|because|using|see) | \A[\d .#\-:]*(message )?(blocked|banned)
        (listed|found) (in|on|at|by) ~ (bl|zen|dbl|xbl|sbl|list)
        (policy|poor|bad) (reasons?|restrictions?|violation|rejection) | due to (local |security )?polic(y|ies)
        unsolicited | message rejected ~ (policy|security) | bulk mail | complaint rate
        user complaints | traffic not accepted | administrative prohibition | ip=\S+ - a problem occurred | <>:blocked
        (gesperrt|blockiert|abgelehnt) (wegen|aufgrund|durch) | (ip|absender|server|ip-adresse) ~ (gesperrt|blockiert)
        schwarzen? liste
        """,
    ),
    (
        "mailbox-full",
        "mailbox_full",
        r"""
        (over|exceed\w*|above|out of) (\S+ ){0,3}quota
        quota ~ (exceeded|full|exhausted|reached|violation|überschritten) | overquota | full (mail ?box|inbox)
        storage (limit|quota)
        (mail ?box|inbox|mail ?folder|account|mail ?drop) (\S+ ){0,4}(full|exceeded|over its limit|over the limit)
        (insufficient|not enough|out of) (disk |storage |system )?(space|storage) | exceeded storage allocation
        (maximum|max) (mail ?box|storage) size
        (postfach|mailbox|posteingang|briefkasten) (\S+ ){0,4}(voll|überfüllt|überlaufen)
        speicher\S* ~ (voll|überschritten|erschöpft) | boîte ~ pleine | buzón ~ lleno | casella ~ piena
        """,
    ),
    (
        "content",
        "content",
        r"""
        (is|as|be|like|considered|contains?|suspected|probable|likely|high|for) (\S+ )?spam
        spam(assassin)? (score|threshold|points) | spam (message|content|detected|mail|rejected|reject|filter)
        virus(es)? | malware | phishing | (bad|invalid) (content|attachment)
        content (rejected|filter|not accepted|restriction|analysis)
        (message|mail|body|attachment|size) (\S+ ){0,3}(too (big|large)|exceeds) | larger than ~ (limit|size|maximum)
        (message )?size limits? | exceeds ~ size | attachment (\S+ )?(rejected|not allowed|blocked) | 8bitmime
        malformed (message|header) | (nachricht|e-?mail|anhang) ~ zu groß | als spam | spamverdacht
        probability of spam | unacceptable content
        inhalt\S* ~ (abgelehnt|blockiert)
        """,
    ),
    (
        "temporary",
        "temporary",
        r"""
        gr[ae]y-?list\w* | try again | temporar(y|ily) | transient | deferr(ed|al) | timed? ?out | timeout | mail loop
        loops back | connection (refused|reset|lost|dropped|died|closed) | no route to ~ \w+
        (unable to|could not|can't|cannot) connect | network (is )?unreachable
        host (is )?(down|unreachable|not responding) | no answer from host | unverified address
        (message|delivery|queue|retry) (\S+ ){0,2}(expired|exceeded)
        (server|system) (is )?(busy|overloaded|not available|unavailable)
        service (is )?(currently )?(not available|unavailable) | resources? (are )?(restricted|unavailable)
        too many (hops|recipients) | servfail | local (error|problem) | vorübergehend\w* | zeitweilig
        später (noch ?mals?|noch einmal|erneut|wieder) | zeitüberschreitung | nicht erreichbar | überlastet
        """,
    ),
    (
        "moved",
        "moved",
        r"""
        (user|recipient|mail ?box|account|address) (has |was |is )?(moved|been reassigned)
        user not local; please ~ \w+ | (mailbox|address|owner) (owner )?(has )?changed (owner|hands)
        (empfänger|postfach|benutzer) (ist )?(umgezogen|verzogen)
        """,
    ),
    (
        "disabled",
        "mailbox_disabled",
        r"""
        WHO ~ (disabled|inactive|deactivated|suspended|locked|blocked|closed|frozen)
        WHO (\S+ ){0,3}(not active|discontinued|expired|terminated)
        (disabled|inactive|deactivated|suspended|locked|closed|discontinued|dormant) WHO
        WHO (\S+ ){0,2}not accepting (any )?(mail|messages)
        WER ~ (deaktiviert|inaktiv|gesperrt|stillgelegt|geschlossen|abgeschaltet)
        """,
    ),
    (
        "bad-syntax",
        "address_invalid",
        r"""
        (bad|invalid|illegal|malformed|incorrect) (\S+ )?(address |recipient |mailbox )?syntax
        syntax error ~ (address|recipient|rcpt)
        (WHO|domain) (\S+ )?(syntax|format) (error|(is )?invalid|not allowed|incorrect|is not valid)
        malformed address | not a valid (rfc[- ]?\d+ )?(e-?mail )?address | (bad|invalid) (e-?mail |address )format
        (adresse|syntax) ~ (syntaktisch|formal) (falsch|ungültig|fehlerhaft) | ungültige (e-?mail-?)?syntax
        """,
    ),
    (
        "nxdomain",
        "domain_dead",
        r"""
        nxdomain | null ?mx | (domain|domäne) (existiert nicht|does not exist|doesn't exist)
        domain (does not|doesn't) accept (any )?(mail|e-?mail)
        """,
    ),
    (
        "no-domain",
        "domain_dead",
        r"""
        (domain|host)( name)? (\S+ ){0,4}(not found|does not exist|doesn't exist|unknown|not known|invalid|is dead)
        (no such|unknown|non-?existent|bad|invalid) (domain|host)( name)? | (unrouteable|unroutable) (mail )?domain
        (no|has no|without) (valid )?(mx|mail exchanger|mail server|dns|mail hosts?) (records?|found|for|exists|domain)
        name or service not known
        name service error ~ host not found | (domain|domäne) ~ (existiert nicht|unbekannt|nicht gefunden)
        mx records? point to ~ hosts?
        """,
    ),
    (
        "user-unknown",
        "mailbox_unknown",
        r"""
        WHO ~ NOT exist | WHO (\S+ ){0,5}(unknown|not found|not known|not recognized|not listed)
        WHO (\S+ ){0,5}(could not|couldn't) be found | address not (present )?in (directory|list)
        WHO (\S+ ){0,3}(non-?existent|no longer (valid|available|in use))
        (unknown|no such|non-?existent|no) (local )?WHO
        unknown (local[- ]part|or illegal (user|alias)|address error) | unroute?able address | undeliverable address
        nosuchuser | (invalid|bad) (recipient|mail ?box|destination mailbox|user|rcpt|address) | recipientnotfound
        not a valid (recipient|user|mail ?box) | WHO (\S+ ){0,2}not existing
        mailbox (is )?invalid | recipient (address )?(is )?(not valid|invalid|undeliverable) | not our customer
        no mailbox (here )?(by|with) that name
        WHO (\S+ ){0,3}(no longer|not) (works? |employed |with |on file|here|at this)\S*
        (isn't|not) (in|a) (our|my|valid) ~ (list|user|mailbox|control)
        (doesn't|don't|does not) have (a|any) ~ (mailbox|user|account)
        WER (\S+ ){0,5}(unbekannt|existiert nicht|gibt es nicht)
        WER (\S+ ){0,5}nicht (gefunden|vorhanden|bekannt|existent|mehr (gültig|vorhanden))
        (unbekannter?|ungültiger?|nicht existierender?|keine?) WER | (utilisateur|destinataire|adresse) ~ inconnue?
        (utilisateur|destinataire|adresse) inconnue? | usuario (desconocido|no existe)
        (utilisateur|compte|boîte|adresse) ~ n'existe pas | (usuario|dirección|buzón|cuenta) ~ no existe
        (utente|casella|indirizzo) ~ non esiste | utente (sconosciuto|inesistente)
        destinatario (desconocido|sconosciuto|inesistente)
        """,
    ),
)
"""What the sender did wrong stands before whatever costs the reader; temporary refusals before lasting ones."""
