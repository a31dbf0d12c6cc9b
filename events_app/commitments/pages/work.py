"""The owner's forms, as staff and the holder of a link both fill them in."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, TypeVar

from litestar import Request
from litestar.datastructures import UploadFile
from pydantic import BaseModel

from events_app.accounts.actor import Actor
from events_app.commitments import actions
from events_app.commitments.actions.evidence import File
from events_app.commitments.asking import actions as asking
from events_app.commitments.asking.forms import WithdrawalRequestIn
from events_app.commitments.forms import DueChangeIn, UpdateIn
from events_app.commitments.tables import FollowUpAction
from events_app.commitments.typed import InfeasibleForm, SubmissionForm
from events_app.errors import NotAllowed, NotFound, Refusal
from events_app.web.forms import Form, read_form

M = TypeVar("M", bound=BaseModel)
AnyRequest = Request[Any, Any, Any]


@dataclass
class Forms:
    """Progress, submission and what may be asked; the one that was sent carries what was typed."""

    progress: Form[UpdateIn] = field(default_factory=lambda: Form.blank(UpdateIn, obstacle="none"))
    submission: Form[SubmissionForm] = field(default_factory=lambda: Form.blank(SubmissionForm))
    due: Form[DueChangeIn] = field(default_factory=lambda: Form.blank(DueChangeIn))
    impossible: Form[InfeasibleForm] = field(default_factory=lambda: Form.blank(InfeasibleForm))
    withdrawal: Form[WithdrawalRequestIn] = field(default_factory=lambda: Form.blank(WithdrawalRequestIn))

    @property
    def status(self) -> int:
        return max(
            form.status
            for form in (self.progress, self.submission, self.due, self.impossible, self.withdrawal)
        )


async def report(request: AnyRequest, actor: Actor, action: FollowUpAction, now: datetime) -> Forms:
    """A progress report."""
    form = await read_form(request, UpdateIn)
    await _try(form, lambda value: actions.report_progress(actor, action, value, now))
    return Forms(progress=form)


async def submit(request: AnyRequest, actor: Actor, action: FollowUpAction, now: datetime) -> Forms:
    """A submission with its files."""
    form = await read_form(request, SubmissionForm)
    files = await _files(form)
    await _try(form, lambda value: actions.submit(actor, action, value.plain(), files, now))
    return Forms(submission=form)


async def ask(request: AnyRequest, actor: Actor, action: FollowUpAction, now: datetime) -> Forms:
    """Another due date."""
    form = await read_form(request, DueChangeIn)
    await _try(form, lambda value: actions.ask_due_change(actor, action, value, now))
    return Forms(due=form)


async def ask_infeasible(request: AnyRequest, actor: Actor, action: FollowUpAction, now: datetime) -> Forms:
    """That it cannot be done, with what shows it."""
    form = await read_form(request, InfeasibleForm)
    files = await _files(form)
    await _try(form, lambda value: asking.ask_infeasible(actor, action, value.plain(), files, now))
    return Forms(impossible=form)


async def ask_withdrawal(request: AnyRequest, actor: Actor, action: FollowUpAction, now: datetime) -> Forms:
    """That the institution takes its promise back."""
    form = await read_form(request, WithdrawalRequestIn)
    promise = await actions.moves.commitment_of(action)
    await _try(form, lambda value: asking.ask_withdrawal(actor, promise, value, now, action.id))
    return Forms(withdrawal=form)


async def _files(form: Form[Any]) -> list[File]:
    if not form.ok:
        return []
    return [File(one.filename, await one.read()) for one in form.value.files if isinstance(one, UploadFile)]


async def _try(form: Form[M], act: Callable[[M], Awaitable[Any]]) -> None:
    """Do it, or put the refusal beside its field; what nobody could mend by typing flies on."""
    if not form.ok:
        return
    try:
        await act(form.value)
    except (NotAllowed, NotFound):
        raise
    except Refusal as refusal:
        form.refuse(refusal)
