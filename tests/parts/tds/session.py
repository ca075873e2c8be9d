"""The talk with one client, from PRELOGIN to its hanging up."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path

from tests.parts.tds import answers, line, requests
from tests.parts.tds.database import Database
from tests.parts.tds.describing import described, told
from tests.parts.tds.line import Line
from tests.parts.tds.prepared import DATATYPES, DESCRIBE, Prepared, Request
from tests.parts.tds.refusal import Refused
from tests.parts.tds.script import Director, Fault, Sent
from tests.parts.tds.types import Result

DATABASE, USER, PASSWORD = "ERP", "abgleich", "geheim"
MOST = 2_100
"""Parameters of one call, those that bring the statement among them."""

STALLED = 30.0
"""Seconds after which a stalled server hangs up after all: no test waits for ever."""

_ENDING = (1_205, 3_609)
"""Errors with which the server takes the transaction back itself: the victim of a deadlock, and a trigger's will."""


class Session:
    """One client's session. `number` tells sessions apart in the record."""

    def __init__(self, client: Line, number: int, director: Director, file: Path, certificate: str) -> None:
        self._line, self._number, self._director, self._certificate = client, number, director, certificate
        self._database = Database(file, lambda: director.script)
        self._prepared = Prepared()
        self._earlier: list[str] = []

    def talk(self) -> None:
        """Answer until the client hangs up or the script cuts the line: raises OSError then."""
        self._line.receive()
        self._line.send(answers.prelogin())
        self._line.secure(self._certificate)
        if not self._let_in(requests.login(self._line.receive()[1])):
            return
        while True:
            kind, content = self._line.receive()
            if kind == line.ATTENTION:
                self._give_up()
            elif kind == line.RPC:
                self._called(self._prepared.request(requests.call(content)))
            elif kind == line.TRANSACTION:
                self._asked("transaction", *requests.transaction(content))
            else:
                self._asked("batch", requests.batch(content))

    def close(self) -> None:
        """End the session."""
        self._director.note(Sent(self._number, "end"))
        self._line.cut()
        self._database.close()

    def _let_in(self, login: requests.Login) -> bool:
        self._director.note(Sent(self._number, "login", f"{login.user}@{login.database}"))
        try:
            if fault := self._director.fault("LOGIN", ()):
                self._suffer(fault)
            if (login.user, login.password) != (USER, PASSWORD):
                raise Refused(18_456, f"Login failed for user '{login.user}'.", 14)
            if login.database != DATABASE:
                raise Refused(4_060, f'Cannot open database "{login.database}" requested by the login.', 11)
        except Refused as problem:
            self._line.send(_error(problem))
            return False
        self._line.send(answers.welcome(DATABASE))
        return True

    def _asked(self, way: str, sql: str, again: bool = False) -> None:
        """Answer a batch, or a request to the transaction manager: `again`, with the next transaction begun."""

        def work() -> Sequence[Result]:
            results = self._database.run(sql, {})
            if again:
                self._database.begin()
            return results

        self._answer(Sent(self._number, way, sql), work)

    def _called(self, request: Request) -> None:
        types = tuple(str(parameter.type) for parameter in request.parameters)
        sent = Sent(self._number, request.procedure, request.sql, types, tuple(request.values.values()))
        self._answer(sent, lambda: self._work(request), request)

    def _work(self, request: Request) -> Sequence[Result]:
        if not request.runs:
            return ()
        if request.procedure == DESCRIBE:
            return [described(request.sql, self._database.types_of)]
        if request.procedure == DATATYPES:
            return [told(request.parameters[0].value)]
        if not request.sql:
            return self._database.call(request.procedure, list(request.values.values()))
        return self._database.run(request.sql, request.values)

    def _answer(self, sent: Sent, work: Callable[[], Sequence[Result]], request: Request | None = None) -> None:
        """Note a request, do it, and send what comes of it; where the script has a fault for it, suffer that."""
        self._director.note(sent)
        before = self._database.transaction
        fault = self._director.fault(sent.sql or sent.way, self._earlier)
        self._earlier.append(sent.sql)
        try:
            if fault and not fault.done:
                self._suffer(fault)
            if request and request.total > MOST:
                raise Refused(8_003, f"The incoming request has too many parameters. The most is {MOST}.")
            results = work()
            if fault:
                self._suffer(fault)
            body = self._transaction_since(before) + _results(results, request)
        except Refused as problem:
            if problem.number in _ENDING and self._database.transaction:
                self._database.rollback()
            body = self._transaction_since(before) + _error(problem, request)
        except _GivenUpError:
            return
        self._line.send(body)

    def _transaction_since(self, before: int) -> bytes:
        now = self._database.transaction
        if now == before:
            return b""
        end = answers.ended(before, self._database.committed) if before else b""
        return end + (answers.began(now) if now else b"")

    def _suffer(self, fault: Fault) -> None:
        """Let a fault of the script happen."""
        if fault.deed in ("stall", "be silent"):
            self._stall(fault.deed == "be silent")
        if fault.deed != "say":
            raise ConnectionAbortedError("cut as the script wants it")
        raise Refused(fault.number, fault.text, fault.severity)

    def _stall(self, silent: bool) -> None:
        while self._line.speaks(STALLED):
            if self._line.receive()[0] == line.ATTENTION and not silent:
                self._give_up()
                raise _GivenUpError
            self._director.note(Sent(self._number, "attention"))
        raise ConnectionAbortedError("stalled for long enough")

    def _give_up(self) -> None:
        """Answer an ATTENTION: the client waits no longer (MS-TDS 2.2.1.7)."""
        self._director.note(Sent(self._number, "attention"))
        self._line.send(answers.done(attention=True))


class _GivenUpError(Exception):
    """The client gave up on its request and was told so."""


def _results(results: Sequence[Result], request: Request | None) -> bytes:
    """Return results as an answer to a batch, or to a call of a procedure."""
    body = _tables(results, request)
    if request is None:
        return body or answers.done()
    handle = b"" if request.handle is None else answers.output("", 0, request.handle)
    return body + answers.returned() + handle + answers.done_procedure()


def _tables(results: Sequence[Result], request: Request | None) -> bytes:
    body = b""
    for result in results:
        body += answers.table(result.columns, result.rows) if result.columns else b""
        body += answers.done_with(result, in_procedure=request is not None)
    return body


def _error(problem: Refused, request: Request | None = None) -> bytes:
    end = answers.done_procedure(failed=True) if request else answers.done(failed=True)
    return _tables(problem.results, request) + answers.error(problem.number, str(problem), problem.severity) + end
