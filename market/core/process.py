"""A process declared as a table of states and moves: buttons, guards, timers, messages, the diagram and the tests of a
process are all made from it, so that none of them can say something else.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any


def always(_situation: Any) -> bool:
    """The guard of a move that needs nothing beside its state."""
    return True


@dataclass(frozen=True)
class Move:
    """One move: from where to where, by whom, and the condition that must hold.

    `needs` is what to bring ("reason", "file" ...); `holds` says the guard in words; `timer` says by which clock the
    system makes it; `tells` names who is told. `override`: the operator may make it as well, with a reason, whatever
    the guard says. An empty `to` means that the state stays.
    """

    label: str
    come_from: frozenset[str]
    to: str
    who: frozenset[str]
    guard: Callable[[Any], bool] = always
    needs: str = ""
    holds: str = ""
    timer: str = ""
    tells: tuple[str, ...] = ()
    override: bool = False


@dataclass(frozen=True)
class Process:
    """One kind of deal: its states in reading order with their names, where it starts, and the moves between them."""

    name: str
    title: str
    states: Mapping[str, str]
    start: str
    moves: Mapping[str, Move]
    parties: Mapping[str, str] = field(default_factory=dict)
    """What each party is called."""

    @property
    def ends(self) -> list[str]:
        """The states that no move leaves."""
        left = {state for move in self.moves.values() for state in move.come_from}
        return [state for state in self.states if state not in left]

    def problems(self) -> list[str]:
        """What is wrong with the table itself: moves to or from nowhere, states that cannot be reached."""
        found = [
            f"{name}: unknown state {state}"
            for name, move in self.moves.items()
            for state in {*move.come_from, move.to}
            if state and state not in self.states
        ]
        reached = {self.start}
        while more := {
            move.to for move in self.moves.values() if move.come_from & reached and move.to and move.to not in reached
        }:
            reached |= more
        return found + [f"{state} cannot be reached" for state in self.states if state not in reached]


def may(moves: Mapping[str, Move], name: str, state: str, who: str, situation: Any) -> bool:
    """Whether this one may make this move now."""
    move = moves[name]
    return state in move.come_from and who in move.who and move.guard(situation)


def open_moves(moves: Mapping[str, Move], state: str, who: str, situation: Any) -> list[str]:
    """The moves somebody may make now, in the table's order: the page's buttons."""
    return [name for name in moves if may(moves, name, state, who, situation)]


def may_override(moves: Mapping[str, Move], name: str, state: str) -> bool:
    """Whether the operator may force this move in this state, with a reason."""
    move = moves[name]
    return move.override and state in move.come_from


def overrides(moves: Mapping[str, Move], state: str) -> list[str]:
    """The moves the operator may force in this state."""
    return [name for name in moves if may_override(moves, name, state)]


def mermaid(process: Process) -> str:
    """The states and moves as a Mermaid state diagram."""
    lines = ["stateDiagram-v2", f"    [*] --> {process.start}"]
    lines += [f"    {state} : {name}" for state, name in process.states.items()]
    for move in process.moves.values():
        for state in process.states:
            if state in move.come_from:
                lines.append(f"    {state} --> {move.to or state} : {move.label}")
    lines += [f"    {state} --> [*]" for state in process.ends]
    return "\n".join(lines)


HEADS = ("Move", "From", "To", "Who", "Only when", "Brings", "By the clock", "Told", "Operator may force it")


def table(process: Process) -> str:
    """Every move of a process as a Markdown table."""
    rows = [HEADS, tuple("---" for _ in HEADS)]
    for move in process.moves.values():
        rows.append(
            (
                move.label,
                ", ".join(process.states[state] for state in process.states if state in move.come_from),
                process.states.get(move.to, "stays"),
                _named(process, sorted(move.who)),
                move.holds or ("-" if move.guard is always else "see the table in the code"),
                move.needs or "-",
                move.timer or "-",
                _named(process, move.tells) or "-",
                "with a reason" if move.override else "-",
            )
        )
    return "\n".join("| " + " | ".join(cell.replace("|", "/") for cell in row) + " |" for row in rows)


def _named(process: Process, parties: Sequence[str]) -> str:
    return ", ".join(process.parties.get(party, str(party)) for party in parties)


def document(processes: Iterable[Process], opening: str) -> str:
    """The whole document: each process with its diagram and its table."""
    parts = [opening.strip()]
    for process in processes:
        parts.append(f"## {process.title}\n\n```mermaid\n{mermaid(process)}\n```\n\n{table(process)}")
    return "\n\n".join(parts) + "\n"
