"""The descriptions of the keys of the ERP in German."""

from __future__ import annotations

from collections.abc import Mapping

ERP: Mapping[str, str] = {
    "erp": "Die Datenbank des ERP. Entweder url oder odbc angeben.",
    "erp.url": 'SQLite-Datei als "sqlite:///Pfad"; für Server stattdessen odbc.',
    "erp.odbc": "ODBC-Verbindung; ${NAME} kommt aus der Umgebung, ${file:/Pfad} aus einer Datei.",
    "erp.every_seconds": "Mindestens so oft nach neuen Kunden sehen.",
    "erp.timeout_seconds": "Eine Anweisung oder Verbindung nach so vielen Sekunden aufgeben.",
    "erp.max_rows_per_address": "Mehr Zeilen mit einer Adresse: anhalten und fragen (Platzhalter-Adresse).",
    "erp.before_sql": "Eigene Anweisungen am Anfang jeder Transaktion, die schreibt.",
    "erp.after_sql": "Eigene Anweisungen an ihrem Ende.",
    "erp.worklist": 'Ordner für die Arbeitslisten der Tabellen mit write = "file".',
    "erp.targets": "Tabellen mit Adressen, die wichtigste zuerst.",
    "erp.targets.name": "Name für Quittungen und Mails.",
    "erp.targets.table": 'Tabelle, wo nötig als "schema.tabelle".',
    "erp.targets.key": "Spalte(n) des Primärschlüssels.",
    "erp.targets.email": "Spalte(n) mit E-Mail-Adressen.",
    "erp.targets.where": "Bedingung für lebende Zeilen, im SQL der Datenbank.",
    "erp.targets.companies": "Mandanten mit eigenen Tabellen; {company} steht hier in jedem Text für jeden von ihnen.",
    "erp.targets.split": "Eine Zelle darf mehrere Adressen enthalten, und eine fehlerhafte darf herausgenommen werden.",
    "erp.targets.write": (
        "file = in diese Tabelle wird nichts geschrieben; stattdessen entsteht eine Arbeitsliste für den Import "
        "des ERP."
    ),
    "erp.targets.changed": (
        "Spalte mit der Zeit der letzten Änderung oder eine rowversion; neue Kunden werden damit eher gefunden."
    ),
    "erp.targets.flag": "Die Spalte, die sagt, ob der Kunde den Newsletter bekommen darf.",
    "erp.targets.flag.column": "Spalte des Kennzeichens.",
    "erp.targets.flag.columns": "Statt column: ein eigenes Kennzeichen für jede E-Mail-Spalte.",
    "erp.targets.flag.row": (
        "Statt column: Eine Zeile, die da ist, sagt JA (yes: Mitglied, eine Abmeldung löscht sie) oder NEIN (no: "
        "eine Abmeldung fügt sie ein)."
    ),
    "erp.targets.flag.yes": "Werte, die heißen: darf den Newsletter bekommen.",
    "erp.targets.flag.no": (
        "Der eine Wert, der bei einer Abmeldung geschrieben wird; {now}, {now_utc} (dasselbe in UTC), {today} oder "
        "{null} (geleert) darf dafür stehen."
    ),
    "erp.targets.flag.also_no": "Weitere Werte, die schon NEIN heißen.",
    "erp.targets.flag.null": "Was ein leeres Kennzeichen (NULL) heißt.",
    "erp.targets.flag.other": "Was alle weiteren Werte heißen; bei einer Datumsspalte: dass dort eines steht.",
    "erp.targets.flag.table": (
        "Tabelle des Kennzeichens, wenn es eine andere ist: der Kunde eines Ansprechpartners, der Eintrag in "
        "einer Liste."
    ),
    "erp.targets.flag.via": "Der Weg dorthin: Spalte dort = Spalte der Tabelle mit den Adressen.",
    "erp.targets.flag.where": "Welche Zeilen jener Tabelle zählen, im SQL der Datenbank.",
    "erp.targets.flag.insert": (
        'Mit row = "no", oder wenn jene Tabelle noch keine Zeile hat: weitere Spalten der Zeile, die eingefügt '
        "wird; {today} {now} {now_utc} {reason} {source} {null} werden ausgefüllt."
    ),
    "erp.targets.flag.also": (
        "Weitere Zuweisungen, wenn das Kennzeichen in jener anderen Tabelle geschrieben wird; {today} {now} {now_utc} "
        "{reason} {source} {null} werden ausgefüllt."
    ),
    "erp.targets.blacklist": (
        "Eine Tabelle mit Adressen, die keine Post bekommen, statt dem Kennzeichen oder neben ihm: NEIN in einem "
        "von beiden gilt."
    ),
    "erp.targets.blacklist.table": "Tabelle.",
    "erp.targets.blacklist.email": "Ihre Spalte mit der Adresse.",
    "erp.targets.blacklist.fold": "Wie sie Adressen schreibt.",
    "erp.targets.blacklist.values": (
        "Weitere Spalten einer neuen Zeile; {today} {now} {now_utc} {reason} {source} {null} werden ausgefüllt, "
        "außerdem {email} und {digest} (ein Schlüssel aus 32 Buchstaben und Ziffern, aus der Adresse gebildet)."
    ),
    "erp.targets.blacklist.where": "Welche ihrer Zeilen zählen, im SQL der Datenbank.",
    "erp.targets.blacklist.active": (
        "Spalte, die sagt, ob eine Zeile zählt; eine Abmeldung macht eine alte Zeile wieder gültig."
    ),
    "erp.targets.blacklist.active_value": "Der Wert, der das sagt.",
    "erp.targets.optout": "Eine eigene Anweisung, die das Kennzeichen auf NEIN setzt, einmal für jede Zeile.",
    "erp.targets.optout.sql": (
        'Die Anweisung, mit "?" für jeden Parameter: eine Prozedur, eine Funktion oder einfaches SQL.'
    ),
    "erp.targets.optout.params": (
        "Was die Fragezeichen füllt: eine Spalte der Zeile oder eine Lücke wie {email} {reason} {now} {now_utc}."
    ),
    "erp.targets.match": "Eine Spalte, über die das ERP selbst Adressen sucht.",
    "erp.targets.match.column": "Spalte.",
    "erp.targets.match.fold": "Ihre Schreibung: klein (lower) oder groß (upper).",
    "erp.targets.bounce": "Was in dieser Tabelle mit einer Adresse geschieht, die endgültig unzustellbar ist.",
    "erp.targets.bounce.action": (
        "mark = value in column schreiben; count = eins zu column zählen; clear = Adresse herausnehmen; set_no = "
        "wie eine Abmeldung; none = nichts."
    ),
    "erp.targets.bounce.column": 'Spalte für "mark" und "count".',
    "erp.targets.bounce.value": (
        'Wert für "mark", auch ein Text wie "bounce {today}: {reason}"; für "count" die Zahl, ab der die Adresse '
        "fehlerhaft ist."
    ),
    "erp.targets.bounce.also": "Weitere Zuweisungen nur mit der Markierung.",
    "erp.targets.bounce.keep_in": "Spalte, in der eine herausgenommene Adresse aufgehoben wird.",
    "erp.targets.bounce.keep": "Der Text, der dort aufgehoben wird.",
    "erp.targets.bounce.then": (
        "Nach Bestätigung durch eine zweite, spätere Rückmeldung: auch die Adresse herausnehmen oder die Zeile löschen."
    ),
    "erp.targets.bounce.statement": "Eine eigene Anweisung, die das tut, einmal für jede Zeile.",
    "erp.targets.bounce.statement.sql": (
        'Die Anweisung, mit "?" für jeden Parameter: eine Prozedur, eine Funktion oder einfaches SQL.'
    ),
    "erp.targets.bounce.statement.params": (
        "Was die Fragezeichen füllt: eine Spalte der Zeile oder eine Lücke wie {email} {reason} {now} {now_utc}."
    ),
    "erp.targets.also": (
        "Weitere Zuweisungen bei jedem Schreiben; {today} {now} (nach der Uhr des Büros) {now_utc} {reason} {source} "
        "werden ausgefüllt."
    ),
    "erp.targets.fields": "Spalten für den Export: unser Name = Spalte dieser Tabelle.",
}
