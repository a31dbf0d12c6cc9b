"""What a program reads before it asks for a paper: every refusal that it may meet."""

import pytest

from events_app.app import create_app


@pytest.mark.parametrize(
    ("path", "method", "refusals"),
    [
        ("/reports/papers", "get", {"404", "409", "422"}),
        ("/paper-runs/{own_run_id}/file", "get", {"404", "409"}),
        ("/paper-runs/{own_run_id}/again", "post", {"404", "409"}),
        ("/events/{event_id}/paper-runs/{run_id}/file", "get", {"404", "409"}),
        ("/indicators/{indicator_id}/evidence", "get", {"403", "404", "409"}),
        ("/reports/plots", "get", set()),
    ],
)
def test_the_document_names_the_refusals_of_papers(path: str, method: str, refusals: set[str]) -> None:
    document = create_app().litestar.openapi_schema.to_schema()
    known = document["paths"][f"/api/v1{path}"][method]["responses"].keys()
    assert refusals <= known
    assert refusals or "409" not in known
