"""JSON doors of the proof: submissions with their evidence, and verdicts."""

from typing import Any

from litestar import get, post, put
from litestar.di import NamedDependency
from litestar.params import JSONBody
from litestar.response import Stream

from events_app import clock
from events_app.accounts.access import requires
from events_app.accounts.rights import Right
from events_app.commitments import actions, reading, story
from events_app.commitments.access import Asker
from events_app.commitments.answers import EvidenceOut, SubmissionOut, VerificationOut
from events_app.commitments.api.bodies import SubmissionOperation, read_proof
from events_app.commitments.downloads import content_of
from events_app.commitments.evidence.actions import PersonalDataIn, mark
from events_app.commitments.forms import SubmissionIn, VerdictIn
from events_app.commitments.shaping import evidence_out, part, verification_out
from events_app.commitments.tables import Evidence, FollowUpAction, Submission
from events_app.errors import NotFound
from events_app.web.api import Cursor, Limit, Page, after

READ = [requires(Right.read)]


@post("/actions/{action_id:uuid}/submissions", operation_class=SubmissionOperation)
async def submit_action(request: Asker, action: NamedDependency[FollowUpAction]) -> SubmissionOut:
    """Say it is done and prove it, by files (multipart) or links (JSON). Neither is 422."""
    data, files = await read_proof(request, SubmissionIn)
    made = await actions.submit(request.user, action, data, files, clock.now())
    return await reading.one_submission(request.user, made.id)


@get("/actions/{action_id:uuid}/submissions", guards=READ)
async def list_submissions(
    request: Asker, action: NamedDependency[FollowUpAction], limit: Limit = 100, cursor: Cursor = None
) -> Page[SubmissionOut]:
    """The submissions of an action, in order, with evidence and verdicts."""
    rows = await story.submissions(action.id, after(cursor), limit)
    return part(rows, limit, await reading.with_evidence(request.user, rows[:limit]))


@get("/submissions/{submission_id:uuid}", guards=READ)
async def read_submission_of_action(request: Asker, submission: NamedDependency[Submission]) -> SubmissionOut:
    """One submission with its evidence and verdict."""
    return await reading.one_submission(request.user, submission.id)


@post("/submissions/{submission_id:uuid}/withdrawal", status_code=200)
async def withdraw_submission(request: Asker, submission: NamedDependency[Submission]) -> SubmissionOut:
    """Take it back before the verdict. 409 `already_judged` afterwards."""
    await actions.withdraw_submission(request.user, submission, clock.now())
    return await reading.one_submission(request.user, submission.id)


@post("/submissions/{submission_id:uuid}/verification")
async def verify_submission(
    request: Asker, submission: NamedDependency[Submission], data: JSONBody[VerdictIn]
) -> VerificationOut:
    """Accept, or return with a reason. 403 `own_work` and `not_the_verifier`, 409 `already_judged`."""
    await actions.verify(request.user, submission, data, clock.now())
    return await _verdict(submission)


@get("/submissions/{submission_id:uuid}/verification", guards=READ)
async def read_verification(submission: NamedDependency[Submission]) -> VerificationOut:
    """The verdict on a submission; 404 as long as there is none."""
    return await _verdict(submission)


@get("/submissions/{submission_id:uuid}/evidence", guards=READ)
async def list_evidence(request: Asker, submission: NamedDependency[Submission]) -> Page[EvidenceOut]:
    """The evidence of a submission, all at once."""
    rows = (await story.evidence_of([submission.id]))[submission.id]
    return part(rows, len(rows), lambda row: evidence_out(row, request.user))


@get("/evidence/{evidence_id:uuid}", guards=READ)
async def read_evidence(request: Asker, evidence: NamedDependency[Evidence]) -> EvidenceOut:
    """One piece of evidence; of one with personal data those who need not see it only learn that it is there."""
    return evidence_out(await story.evidence(evidence.id), request.user)


@get("/evidence/{evidence_id:uuid}/content", guards=READ, media_type="application/octet-stream")
async def download_evidence(request: Asker, evidence: NamedDependency[Evidence]) -> Stream:
    """The bytes of a file; always a download. A link has none: 404. 403 `personal_data` to who need not see it."""
    return await content_of(request.user, evidence)


@put("/evidence/{evidence_id:uuid}/personal-data", status_code=200)
async def mark_evidence(
    request: Asker, evidence: NamedDependency[Evidence], data: JSONBody[PersonalDataIn]
) -> EvidenceOut:
    """Say whether it holds personal data; those who keep commitments or judge them may, and whoever works on it."""
    await mark(request.user, evidence, data.contains_personal_data, clock.now())
    return evidence_out(await story.evidence(evidence.id), request.user)


async def _verdict(submission: Submission) -> VerificationOut:
    row: Any = await story.submission(submission.id)
    verdict = verification_out(row)
    if verdict is None:
        raise NotFound()
    return verdict


handlers = [
    submit_action,
    list_submissions,
    read_submission_of_action,
    withdraw_submission,
    verify_submission,
    read_verification,
    list_evidence,
    read_evidence,
    download_evidence,
    mark_evidence,
]
