"""Headings in English, German, French, Spanish and Italian: each plays its part in anybody's list."""

from __future__ import annotations

import pytest

from processor.errors import Refused

ANNA = "anna@example.com"

ADDRESS = """
Email | E-mail | Email Address | E-Mail Address | EmailAddress | email_address | Mail | Subscriber Email
Contact Email | Primary Email | Customer Email | Email (Primary) | Recipient Email | User Email
Email addresses | E-mail 1 | E-Mail | E-Mail-Adresse | Emailadresse | Mailadresse | E-Mailadresse
Email-Adresse | Mail-Adresse | eMail | E-Mail Empfänger | Empfänger-E-Mail | Kunden-E-Mail | E-Mail 1
E-Mail (geschäftlich) | E-Mail-Adresse des Empfängers | E-Mail-Adr. | Elektronische Adresse | Kontakt-E-Mail
Mailadr. | Courriel | Adresse courriel | Adresse e-mail | Adresse email | E-mail | Adresse mail
Adresse de courriel | Adresse électronique | Courrier électronique | Adresse de courrier électronique
Adresse de messagerie | Mél | Mel | Mail | E-mail du contact | Adresse e-mail de l'abonné | E-mail abonné
Email client | Adresse de messagerie électronique | Correo | Correo electrónico | Dirección de correo
Dirección de correo electrónico | Dirección de email | Dirección e-mail | E-mail | Email | Correo-e | Correo e
Email del contacto | Correo del cliente | Correo electrónico del suscriptor | Dirección electrónica | Mail
Indirizzo email | Indirizzo e-mail | Email | E-mail | Posta elettronica | Indirizzo di posta elettronica
Indirizzo mail | Indirizzo di posta | Mail | Email iscritto | Email cliente | Email del contatto
Indirizzo elettronico | Casella email | Casella di posta elettronica
"""
STATUS = """
Status | State | Subscription status | Subscriber status | Email status | List status | Global status
Newsletter status | Contact status | Member status | Marketing status | Event | Event type | Recipient status
Status | Zustand | Anmeldestatus | Abo-Status | Abonnement-Status | Empfängerstatus | E-Mail-Status
Newsletter-Status | Newsletterstatus | Kontaktstatus | Ereignis | Statustext | Status Newsletter | Ereignistyp
Ereignisart | Statut | État | Statut de l'abonnement | Statut d'abonnement | Statut de l'abonné | Statut email
Statut e-mail | Statut newsletter | Événement | Statut du contact | Statut contact | Statut de l'e-mail
Statut d'inscription | Estado | Estado de suscripción | Estado de la suscripción | Estado del suscriptor
Situación | Evento | Estado del contacto | Estado del email | Estado del correo | Estado newsletter
Estado email | Estado de correo electrónico | Stato | Stato iscrizione | Stato dell'iscrizione | Stato iscritto
Stato email | Stato newsletter | Stato contatto | Stato del contatto | Evento | Tipo evento | Stato dell'email
Stato utente
"""
OPTED_OUT = """
Unsubscribed | Opt Out | Opted Out | Opt-out | Is Unsubscribed | Email Opt Out | Unsubscribed from emails
Do Not Email | Blacklisted | Blocklisted | Suppressed | Email Opted Out | Marketing Opt-Out | Global opt out
HasOptedOutOfEmail | optout | Abgemeldet | Newsletter abgemeldet | Ausgetragen | Abbestellt | Widerspruch
Werbewiderspruch | Werbesperre | Gesperrt | Sperrkennzeichen | Kein Newsletter | Keine Werbung
Newslettersperre | Opt-out | Werbesperrkennzeichen | Mailingsperre | Mailing-Sperre | Werbeverbot
Keine Mailings | Robinson | Blacklist | NL-Sperre | Désabonné | Désinscrit | Est désabonné
Désinscrit de la newsletter | Opt-out | Liste noire | Ne pas contacter | Désabonnement | Désinscription
Opposition | Ne pas envoyer de newsletter | Désabonné(e) | Blacklisté | Dado de baja | Baja | Desuscrito
Cancelado | Dada de baja | No contactar | Lista negra | Ha cancelado la suscripción | Opt-out
Suscripción cancelada | No desea recibir | Baja newsletter | De baja | Baja del boletín | Disiscritto
Cancellato | Iscrizione annullata | Disiscritta | Opt-out | Lista nera | Non contattare
Disiscritto dalla newsletter | Cancellato dalla newsletter | Disiscrizione
"""
OPTED_IN = """
Subscribed | Opt In | Opted In | Accepts Marketing | Newsletter | Consent | Marketing consent | Is Subscribed
Email opt-in | Receives newsletter | Mailing allowed | Newsletter OK | acceptsEmail | Marketing permission
Newsletter | Newsletter erlaubt | Angemeldet | Abonniert | Einwilligung | Werbung erlaubt | Newsletter-Empfang
Newsletter aktiv | Opt-In | Newsletter ja/nein | NL-Empfänger | Newsletterempfang | Einwilligung E-Mail
E-Mail-Einwilligung | Permission | Newsletter (ja/nein) | NL erlaubt | Abonné | Inscrit | Newsletter
Accepte la newsletter | Consentement | Opt-in | Opt-in email | Abonné à la newsletter | Reçoit la newsletter
Accepte les emails | Infolettre | Abonné newsletter | Inscrit newsletter | Suscrito | Boletín | Newsletter
Acepta publicidad | Consentimiento | Opt-in | Acepta newsletter | Recibe newsletter | Recibe boletín
Suscrito a la newsletter | Acepta emails | Iscritto | Newsletter | Consenso | Consenso newsletter
Consenso marketing | Opt-in | Iscritto newsletter | Riceve la newsletter | Accetta newsletter
Consenso privacy marketing
"""
BOUNCE_TYPE = """
Bounce Type | Bounce Category | Bounce Class | Bounce | Failure type | Bounce kind | Bounce classification
Bounce status | Type of bounce | Bounce-Typ | Bounceart | Bounce-Art | Bounce-Kategorie | Rückläufertyp
Rückläuferart | Fehlerart | Bounce | Bounceklasse | Bounce-Klasse | Bounce-Status | Art des Bounces | Fehlertyp
Bouncetyp | Type de rebond | Rebond | Catégorie de rebond | Type d'erreur | Type de bounce | Nature du rebond
Type bounce | Tipo de rebote | Rebote | Categoría de rebote | Tipo de error | Tipo rebote | Clase de rebote
Tipo di rimbalzo | Rimbalzo | Tipo rimbalzo | Categoria di rimbalzo | Tipo di errore | Tipo bounce
Tipo di bounce
"""
OPTOUT_DATE = """
Unsubscribed at | Unsubscribe date | Unsubscription date | Opt-out date | Date unsubscribed | Unsubscribed on
UNSUB_TIME | Opted out at | Unsubscribe time | Opt out time | Optout date | Date of opt-out | Unsubscribed time
Date opted out | unsubscribed_date | Unsubscribe Date/Time | Unsubscribed date | Abmeldedatum | Abgemeldet am
Abmeldung am | Datum der Abmeldung | Austragungsdatum | Ausgetragen am | Widerspruch am | Widerspruchsdatum
Opt-out-Datum | Abmeldezeitpunkt | Abbestellt am | Sperrdatum | Abmeldezeit | Datum Abmeldung | Widerruf am
Widerrufsdatum | Abgemeldet seit | Datum Widerspruch | Date de désabonnement | Date de désinscription
Désabonné le | Désinscrit le | Date du désabonnement | Date désinscription | Date désabonnement
Date d'opposition | Date opt-out | Fecha de baja | Fecha baja | Fecha de la baja
Dado de baja el | Fecha de cancelación | Fecha de desuscripción | Fecha de cancelación de suscripción
Fecha opt-out | Baja el | Data di disiscrizione | Data disiscrizione | Disiscritto il | Data di cancellazione
Data cancellazione | Data annullamento iscrizione | Data opt-out | Cancellato il | Data revoca
"""
TIME = """
Date | Timestamp | Time | Bounce date | Bounced at | Event date | Event time | Created | Created at
Last bounce | Date bounced | Bounce time | Date/Time | Bounced on | Occurred at | Date added | Complaint date
Date of bounce | Last bounce date | Datum | Zeitpunkt | Zeit | Bounce-Datum | Bouncedatum | Eingangsdatum
Rückläuferdatum | Datum/Zeit | Datum und Uhrzeit | Eingegangen am | Ereignisdatum | Zeitstempel | Letzter Bounce
Bounce am | Datum des Bounces | Datum Bounce | Gebounct am | Fehlerdatum | Date | Date et heure | Horodatage
Date de rebond | Date du rebond | Date de l'événement | Date événement | Date de bounce | Date de l'erreur
Date dernier rebond | Dernier rebond | Fecha | Fecha y hora | Fecha de rebote | Fecha del rebote
Fecha del evento | Fecha rebote | Fecha evento | Último rebote | Fecha del error | Marca de tiempo | Fecha/hora
Data | Data e ora | Data di rimbalzo | Data rimbalzo | Data evento | Data del rimbalzo | Data dell'evento
Data/ora | Ultimo rimbalzo | Data errore | Data bounce
"""
REASON = """
Reason | Unsubscribe reason | Opt-out reason | Suppression reason | Reason for unsubscribing | Removal reason
Cause | Type | Category | Comment | Source | Unsub Reason | Note | Unsubscribe method | Remarks | Comments
UnsubReason | Grund | Abmeldegrund | Grund der Abmeldung | Sperrgrund | Ursache | Kategorie | Typ | Art
Bemerkung | Kommentar | Notiz | Quelle | Anlass | Hinweis | Bemerkungen | Anmerkung | Abmeldeart | Abmeldeweg
Grund Abmeldung | Begründung | Raison | Motif | Raison du désabonnement | Motif de désabonnement
Motif du désabonnement | Raison de désinscription | Motif de désinscription | Commentaire | Remarque | Type
Catégorie | Cause | Source | Note | Motif d'exclusion | Commentaires | Motivo | Razón | Motivo de baja
Motivo de la baja | Causa | Comentario | Observaciones | Tipo | Categoría | Motivo baja | Nota | Comentarios
Razón de baja | Motivo | Motivazione | Motivo disiscrizione | Motivo della disiscrizione | Causale | Commento
Tipo | Categoria | Ragione | Note | Motivo cancellazione | Motivo di disiscrizione | Nota | Commenti | Causa
"""
ENHANCED = """
Enhanced code | Enhanced status code | DSN | DSN code | Status code | Enhanced SMTP code | DSN status
Erweiterter Statuscode | DSN-Status | Code DSN | Código DSN | Codice DSN | Statuscode | Code de statut
Código de estado | Codice di stato
"""
SMTP = """
SMTP code | Code | Error code | Bounce code | Response code | SMTP status | Fehlercode | SMTP-Code
Fehlernummer | Antwortcode | Code erreur | Code d'erreur | Code SMTP | Code retour | Código | Código de error
Código SMTP | Codice | Codice errore | Codice di errore | Codice SMTP | reply code | replycode | SMTPCode
BounceCode | Bouncecode | Code de rebond | Código de rebote | Codice di rimbalzo | SMTP-Fehlercode
SMTP reply code
"""
DIAGNOSIS = """
Diagnosis | Diagnostic code | Error | Error message | Details | Description | Bounce reason | SMTP response
Response | Bounce message | Server response | Bounce details | Diagnostic | SMTP reply | Bounce description
Remote response | Diagnostic text | SMTP message | Bounce error | Failure reason | Error details | raw_reason
Diagnostic-Code | Bounce text | Diagnose | Fehlermeldung | Fehler | Fehlertext | Beschreibung | Meldung
Servermeldung | Serverantwort | Antwort des Servers | SMTP-Antwort | Bounce-Grund | Bouncegrund | Rückmeldung
Bounce-Meldung | Bounce-Nachricht | Fehlerbeschreibung | Bouncetext | Fehlergrund | Diagnosecode | Detail
Message d'erreur | Erreur | Détail | Détails | Diagnostic | Réponse du serveur | Message du serveur
Description | Raison du rebond | Motif du rebond | Description de l'erreur | Motif de rebond | Réponse SMTP
Message de rebond | Mensaje de error | Error | Detalle | Detalles | Diagnóstico | Respuesta del servidor
Mensaje | Descripción | Motivo del rebote | Motivo de rebote | Descripción del error | Respuesta SMTP
Razón del rebote | Mensaje del servidor | Messaggio di errore | Errore | Dettaglio | Dettagli | Diagnosi
Risposta del server | Messaggio | Descrizione | Motivo del rimbalzo | Motivo rimbalzo | Descrizione errore
Risposta SMTP | Diagnostica | Messaggio del server
"""
MAILING = """
Campaign | Campaign name | Campaign ID | Mailing | Mailing ID | Mailing name | Newsletter ID | Newsletter name
Subject | Issue | Broadcast | Email name | Campaign title | Message name | Mailing subject | Send ID | Job ID
Email Campaign | Newsletter title | Kampagne | Mailing | Ausgabe | Versand | Kampagnenname | Mailingname
Name der Kampagne | Betreff | Aussendung | Newsletter-Ausgabe | Kampagnen-ID | Mailing-ID | Versand-ID | Sendung
Newsletter-Name | Name des Mailings | Rundschreiben | Mailing-Name | Newsletterausgabe | Newsletter-ID
Campagne | Nom de la campagne | Envoi | Objet | Sujet | Identifiant campagne | ID campagne | Nom de campagne
Message | Mailing | Nom du message | Nom de l'envoi | Campaña | Nombre de la campaña | Envío | Asunto
ID de campaña | Nombre de campaña | Mailing | Campagna | Nome campagna | Nome della campagna | Invio | Oggetto
ID campagna | Mailing | Nome invio | Spedizione
"""
LIST = """
List | List name | Lists | Mailing list | Segment | Group | Audience | Topic | Listname | List ID | Email list
Groups | Segments | Subscription list | List Membership | Liste | Listen | Verteiler | Verteilerliste
Empfängerliste | Gruppe | Mailingliste | Listenname | Verteilername | Empfängergruppe | Segment | Mailinglist
Zielgruppe | Name der Liste | Gruppen | Liste | Listes | Groupe | Liste de diffusion | Nom de la liste | Segment
Liste d'envoi | Audience | Groupes | Liste de contacts | Nom liste | Lista | Listas | Grupo
Nombre de la lista | Boletín | Segmento | Lista de correo | Lista de distribución | Audiencia | Grupos
Nombre lista | Lista de contactos | Lista | Liste | Gruppo | Lista di distribuzione | Nome lista | Segmento
Nome della lista | Elenco | Mailing list | Gruppi | Lista contatti | Pubblico
"""
BOUNCED = """
Bounced | Is bounced | Undeliverable | Hard bounced | Gebounct | Unzustellbar | Rückläufer | Nicht zustellbar
NPAI | En rebond | Rebondi | Non distribuable | Rebotado | No entregable | Rimbalzato | Non recapitabile
Email ungültig | E-Mail ungültig | Has bounced | Hardbounce | IsEmailBounced
"""


def each(table: str) -> list[str]:
    headings = (heading.strip() for line in table.splitlines() for heading in line.split(" | "))
    return list(dict.fromkeys(filter(None, headings)))


@pytest.mark.parametrize("heading", each(ADDRESS))
def test_a_heading_of_addresses_is_found_beside_another_column_of_them(take, said, heading):
    batch = take(["Betreuer", heading], ["chef@example.org", ANNA], folder="optouts")
    assert said(batch) == {ANNA: ("optout", "")}


@pytest.mark.parametrize("heading", each(STATUS))
@pytest.mark.parametrize(("word", "event"), [("abgemeldet", "optout"), ("suscrito", "subscribed")])
def test_a_heading_of_states_says_what_each_line_is(take, said, heading, word, event):
    assert said(take(["E-Mail", heading], [ANNA, word])) == {ANNA: (event, "")}


@pytest.mark.parametrize("heading", each(STATUS))
def test_below_a_heading_of_states_a_number_or_an_unknown_word_is_never_guessed(take, heading):
    with pytest.raises(Refused):
        take(["E-Mail", heading], [ANNA, "1"], ["b@example.com", "2"], folder="optouts")


@pytest.mark.parametrize("heading", each(OPTED_OUT))
def test_yes_below_a_heading_of_opt_outs_is_one(take, said, heading):
    batch = take(["E-Mail", heading], [ANNA, "ja"], ["b@example.com", ""], folder="optouts")
    assert said(batch) == {ANNA: ("optout", ""), "b@example.com": ("ignored", "not_opted_out")}


@pytest.mark.parametrize("heading", each(OPTED_IN))
def test_no_below_a_heading_of_consent_is_an_opt_out(take, said, heading):
    batch = take(["E-Mail", heading], [ANNA, "nein"], ["b@example.com", "ja"], name="Newsletter.csv")
    assert said(batch) == {ANNA: ("optout", ""), "b@example.com": ("subscribed", "")}


@pytest.mark.parametrize("heading", each(BOUNCE_TYPE))
def test_a_heading_of_bounce_types_says_which(take, said, heading):
    batch = take(["E-Mail", heading], [ANNA, "hard"], ["b@example.com", "soft"])
    assert said(batch) == {ANNA: ("bounce", "mailbox_unknown"), "b@example.com": ("bounce", "temporary")}


@pytest.mark.parametrize("heading", each(BOUNCED))
def test_yes_below_a_heading_of_bounces_is_one(take, said, heading):
    batch = take(["E-Mail", heading], [ANNA, "ja"], ["b@example.com", "nein"], folder="bounces")
    assert said(batch)[ANNA] == ("bounce", "mailbox_unknown")


@pytest.mark.parametrize("heading", each(OPTOUT_DATE))
def test_a_date_below_a_heading_of_opt_out_dates_is_an_opt_out_of_that_day(take, said, heading):
    batch = take(["E-Mail", heading], [ANNA, "2024-05-17T12:00:00Z"], folder="optouts")
    assert said(batch) == {ANNA: ("optout", "")}
    assert str(batch.rows["at"][0])[:10] == "2024-05-17"


@pytest.mark.parametrize("heading", each(TIME))
def test_a_heading_of_times_says_when(take, heading):
    batch = take(["E-Mail", heading], [ANNA, "2024-05-17T12:00:00Z"], folder="optouts")
    assert str(batch.rows["at"][0])[:10] == "2024-05-17"


@pytest.mark.parametrize("heading", each(REASON))
def test_a_heading_of_reasons_holds_words_or_somebodys_own_sentence(take, said, heading):
    assert said(take(["E-Mail", heading], [ANNA, "abgemeldet"])) == {ANNA: ("optout", "")}
    batch = take(["E-Mail", heading], [ANNA, "zu viele Mails"], folder="optouts")
    assert (list(batch.rows["event"]), list(batch.rows["reason"])) == (["optout"], ["zu viele Mails"])


@pytest.mark.parametrize("heading", each(ENHANCED))
@pytest.mark.parametrize(("code", "expected"), [("5.2.2", "mailbox_full"), ("5.7.26", "sender_fault")])
def test_a_heading_of_enhanced_codes_is_judged_by_them(take, said, heading, code, expected):
    assert said(take(["E-Mail", heading], [ANNA, code], folder="bounces")) == {ANNA: ("bounce", expected)}


@pytest.mark.parametrize("heading", each(SMTP))
@pytest.mark.parametrize(("code", "expected"), [("552", "mailbox_full"), ("451", "temporary")])
def test_a_heading_of_codes_is_judged_by_them(take, said, heading, code, expected):
    assert said(take(["E-Mail", heading], [ANNA, code], folder="bounces")) == {ANNA: ("bounce", expected)}


@pytest.mark.parametrize("heading", each(DIAGNOSIS))
def test_a_heading_of_answers_is_judged_by_what_the_server_said(take, said, heading):
    batch = take(["E-Mail", heading], [ANNA, "550 5.7.1 blocked using a public list"], folder="bounces")
    assert said(batch) == {ANNA: ("bounce", "blocked")}


@pytest.mark.parametrize("heading", each(MAILING))
def test_a_heading_of_mailings_names_the_mailing(take, heading):
    assert list(take(["E-Mail", heading], [ANNA, "Mai 2024"], folder="bounces").rows["mailing"]) == ["Mai 2024"]


@pytest.mark.parametrize("heading", each(LIST))
def test_a_heading_of_lists_names_the_list(take, heading):
    assert list(take(["E-Mail", heading], [ANNA, "Presse"], folder="optouts").rows["list"]) == ["Presse"]


@pytest.mark.parametrize("heading", ["Unsubscribe", "Se désinscrire", "Abmelden", "Darse de baja", "Disiscriviti"])
def test_a_heading_of_links_to_leave_says_nothing_and_one_of_yes_and_no_does(take, said, heading):
    rows = (["E-Mail", heading], [ANNA, "ja"], ["b@example.com", "nein"])
    assert said(take(*rows))[ANNA] == ("optout", "")
    with pytest.raises(Refused, match="no_meaning"):
        take(["E-Mail", heading], [ANNA, "https://example.com/leave?id=1"])


@pytest.mark.parametrize("heading", ["Abmeldung", "Désinscription", "Disiscrizione", "Unsubscribe"])
def test_a_remark_below_such_a_heading_leaves_the_word_to_the_folder(take, said, heading):
    assert said(take(["E-Mail", heading], [ANNA, "Anruf vom Montag"], folder="optouts")) == {ANNA: ("optout", "")}
    assert said(take(["E-Mail", heading], [ANNA, "2024-05-17"])) == {ANNA: ("optout", "")}
