"""The descriptions of all keys in German; the English ones stand beside the keys in the settings."""

from __future__ import annotations

from collections.abc import Mapping

from processor.configuration.german_erp import ERP

_SFTP: Mapping[str, str] = {
    "host": "Name oder Adresse des Servers.",
    "port": "Sein Port.",
    "user": "Als wer wir uns dort anmelden.",
    "password": "Passwort, am besten aus der Umgebung; mit einem Schlüssel nicht nötig.",
    "key_file": "Datei mit unserem privaten Schlüssel.",
    "passphrase": "Passphrase dieser Datei, wenn sie eine hat.",
    "host_keys": "Die Hostschlüssel des Servers; abgleich check zeigt sie. Der Betreiber sagt, ob sie stimmen.",
    "known_hosts": "Datei mit Hostschlüsseln in der Form von OpenSSH, neben oder statt host_keys; wird nur gelesen.",
    "agent": "Auch die Schlüssel eines laufenden SSH-Agenten versuchen.",
    "find_keys": "Auch die Schlüssel in ~/.ssh versuchen.",
    "folder": "Ordner auf dem Server; leer: wo man nach der Anmeldung ist.",
    "connect_seconds": "So lange höchstens auf Verbindung, Begrüßung, Schlüssel und Anmeldung warten.",
    "answer_seconds": "So lange höchstens auf eine Antwort des Servers warten.",
    "session_seconds": "Längste Dauer eines Besuchs mit Übertragungen; weniger als der halbe Watchdog des Dienstes.",
}

GERMAN: Mapping[str, str] = {
    **{f"{table}.sftp.{name}": text for table in ("dropzone", "export") for name, text in _SFTP.items()},
    "language": "Sprache der Quittungen und Mails.",
    "timezone": "Zeitzone des Büros; gilt auch für Daten in Dateien, die keine nennen.",
    "state": "Zustandsordner: Merkbuch, Zwischenablage und abgelegte Mails; lokale Platte, keine Freigabe.",
    "templates": "Ordner mit eigenen Fassungen der Vorlagen.",
    "layouts": "Ordner mit selbst gelehrten Layouts und Wörtern (abgleich learn); fehlt er: layouts im Zustandsordner.",
    "dropzone": "Wo Dateien ankommen und wie lange sie ruhen müssen.",
    "dropzone.folder": "Ablageordner. Das Marketing speichert Exporte hier oder in optouts/ und bounces/ darunter.",
    "dropzone.quiet_seconds": "Eine Datei ist fertig, wenn sie sich so lange nicht geändert hat.",
    "dropzone.scan_seconds": "Mindestens so oft in den Ordner sehen; Ereignisse kommen nur hinzu.",
    "dropzone.sftp": "Ein SFTP-Server, dessen Dateien geholt werden, als wären sie hier abgelegt worden.",
    "dropzone.sftp.after": "Was dort mit einer Datei geschieht, die hier sicher liegt: nach done/, löschen, lassen.",
    "dropzone.sftp.receipts": "Den Beleg zu jeder Datei dort in done/ daneben legen; er enthält Adressen.",
    "dropzone.sftp.every_seconds": "So oft nach neuen Dateien sehen.",
    "dropzone.sftp.max_megabytes": "Größere Dateien werden nicht geholt, sondern gemeldet.",
    "ledger": "Wo abgleich festhält, was es weiß und versprochen hat.",
    "ledger.url": 'SQLAlchemy-URL einer anderen Datenbank; "" = SQLite im Zustandsordner.',
    **ERP,
    "policy": "Wozu Abmeldungen und Rückläufer führen.",
    "policy.bounces": "Wozu eine Klasse von Rückläufern führt; nur nennen, was von den üblichen Regeln abweichen soll.",
    "policy.bounces.*": "Die Regel für diese Klasse von Rückläufern.",
    "policy.bounces.*.effect": (
        "mark = Adresse fehlerhaft; report = nur nennen; never = Schuld des Absenders; ignore = kein Rückläufer."
    ),
    "policy.bounces.*.mailings": "Erst nach so vielen verschiedenen Versänden.",
    "policy.bounces.*.days": "Erst wenn der erste und der letzte davon mindestens so viele Tage auseinander liegen.",
    "policy.window_days": "Ältere Rückläufer zählen nicht.",
    "policy.forgive_days": "So viele Tage mit einem Versand und ohne Rückläufer: das Zählen beginnt von vorn.",
    "policy.confirm_days": "Ein zweiter, mindestens so viel späterer Rückläufer bestätigt die fehlerhafte Adresse.",
    "policy.quarantine_days": "So lange fehlerhaft ohne Berichtigung gilt als bestätigt; 0 = nur ein zweiter zählt.",
    "policy.trust_optin": "true = eine spätere, bestätigte Anmeldung in einer Datei hebt die Abmeldung auf.",
    "guard": "Mehr als das Größere aus Anzahl und Anteil der Kunden in einer Datei: sie wird angehalten und gefragt.",
    "guard.optouts_absolute": "Abmeldungen und Beschwerden: bis zu so vielen Zeilen immer erlaubt.",
    "guard.optouts_share": "Abmeldungen und Beschwerden: erlaubter Anteil der Kunden.",
    "guard.bounces_absolute": "Unzustellbare Adressen: bis zu so vielen Zeilen immer erlaubt.",
    "guard.bounces_share": "Unzustellbare Adressen: erlaubter Anteil der Kunden.",
    "guard.unknown_share": (
        "Personen, die weder ERP noch abgleich kennt: erlaubter Anteil in einer Datei; 1 = nie fragen."
    ),
    "guard.repair": (
        "Jemand hat Nein gesagt und steht wieder auf JA: zurück auf NEIN setzen (set) oder nur melden (report)."
        " Exportiert wird davon niemand."
    ),
    "export": "Die Datei mit neuen Abonnenten für den Newsletter-Server.",
    "export.folder": "Ordner, aus dem der Newsletter-Server liest; weglassen, wenn nicht exportiert wird.",
    "export.done_marker": (
        "Endung einer zweiten Datei, die erscheint, wenn die erste vollständig ist; falls der Server darauf wartet."
    ),
    "export.fetched_within_hours": (
        "Eine Datei melden, die nach so langer Zeit noch daliegt; 0 = der Server lässt Dateien liegen."
    ),
    "export.sftp": "Ein SFTP-Server, zu dem die Dateien gebracht werden, statt in einen Ordner.",
    "export.name": "Dateiname; {number} zählt lückenlos hoch.",
    "export.server": (
        "Der Newsletter-Server; sein Importformat wird genau eingehalten, und was folgt, muss nicht angegeben werden."
    ),
    "export.columns": "Überschrift = {email} oder ein Name aus fields der Tabellen, in der Reihenfolge der Datei.",
    "export.container": "Textdatei oder Excel-Mappe.",
    "export.delimiter": "Trennzeichen.",
    "export.encoding": "Zeichenkodierung.",
    "export.bom": "Byte-Order-Mark vor utf-8 setzen; die meisten Server stolpern darüber.",
    "export.line_end": "Zeilenende.",
    "export.quoting": (
        "Welche Zellen in Anführungszeichen stehen; never = ein Trennzeichen in einer Zelle wird zum Leerzeichen."
    ),
    "export.dates": "Wie Daten geschrieben werden, nach strftime; leer: wie im ERP, 2024-08-09.",
    "export.booleans": "Wörter für wahr und falsch, für jedes Feld, das nur eines von beiden ist.",
    "export.between": "Was in einer Zelle zwischen mehreren Listen oder Tags steht; leer: je Liste eine Zeile.",
    "export.rest": "Die Liste derer, die auf keiner anderen sind; leer: sie werden nicht übergeben, nur gemeldet.",
    "export.lists": (
        "Eine Verteilerliste: wer darauf gehört, nach Spalten des ERP. Ohne sie kommen alle in eine Datei."
    ),
    "export.lists.name": "Name der Liste, wie ihn der Newsletter-Server kennt.",
    "export.lists.when": (
        "Namen aus fields der Tabellen und Werte, von denen einer genügt; alle müssen zutreffen;"
        ' * steht für alles, "" für keinen Wert; weggelassen: jeder.'
    ),
    "export.lists.unless": "Dasselbe für die, die nicht darauf gehören; eines, das zutrifft, genügt.",
    "export.lists.file": (
        "Name eigener Dateien dieser Liste; weggelassen: die Liste steht in einer Spalte, wo der Server eine liest."
    ),
    "export.exclude": (
        "Adressen, die nie exportiert werden: Weiterleitungen, Platzhalter, die eigene Domain (*@example.com);"
        " * steht für alles."
    ),
    "export.start": (
        "Der allererste Export meldet nur, wer es wäre (report), und wartet auf: abgleich release export."
        " at once = sofort."
    ),
    "export.untaken": (
        "Eine noch nicht abgeholte Datei: bleibt, und wer neu ist, kommt in die nächste (next); oder wird mit ihr"
        " vereint, wo der Server Gelesenes wegnimmt (merge). Bei beiden wird eine, in der jemand inzwischen Nein sagte,"
        " zurückgezogen. left = nie."
    ),
    "export.removals": (
        "Adressen, die Kunden aufgegeben haben, zum Entfernen übergeben, in einer Datei mit der Endung -remove."
    ),
    "export.sidecar": (
        "Ordner für die Notiz zu jedem Export: kann versendet werden? Weggelassen: exports im Zustandsordner."
    ),
    "mail": "Der Tagesbericht und eilige Nachrichten.",
    "mail.to": "Wer den Tagesbericht bekommt; leer: er wird nur abgelegt.",
    "mail.sender": "Absenderadresse.",
    "mail.host": "SMTP-Server; leer: Mails werden nur im Zustandsordner abgelegt.",
    "mail.port": "SMTP-Port.",
    "mail.security": "none nur in einem vertrauten Netz.",
    "mail.user": "SMTP-Benutzer, wenn der Server einen verlangt.",
    "mail.password": "SMTP-Passwort, am besten aus der Umgebung.",
    "mail.ca_file": "Zertifizierungsstelle des SMTP-Servers, wenn es die eigene ist.",
    "mail.timeout_seconds": "Nach so vielen Sekunden aufgeben; die Mail wartet und geht später hinaus.",
    "mail.at": "Ortszeit des Tagesberichts, als HH:MM.",
}
