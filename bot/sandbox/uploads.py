"""Where the bytes of a file go, and where they come from again."""

from starlette.requests import Request
from starlette.responses import HTMLResponse, PlainTextResponse, Response
from starlette.routing import Route

from bot.sandbox.reading import file_in
from bot.sandbox.workspace import Workspace

_SIGN_IN = "<!doctype html><title>Sign in | Slack</title><p>Sign in to see this file."


def routes(workspace: Workspace) -> list[Route]:
    async def upload(request: Request) -> Response:
        file = workspace.files.get(request.path_params["file_id"])
        if file is None or file.content is not None:
            return PlainTextResponse("not found", 404)
        file.content = file_in(request.headers.get("content-type", ""), await request.body())
        file.size = len(file.content)
        workspace.journal.note("upload", file.id, outcome="ok", size=file.size)
        return PlainTextResponse(f"OK - {file.size}")

    async def download(request: Request) -> Response:
        file = workspace.files.get(request.path_params["file_id"])
        token = request.headers.get("authorization", "").removeprefix("Bearer ")
        if workspace.kind_of(token) != "bot" or not workspace.manifest.grants("files:read"):
            return HTMLResponse(_SIGN_IN)  # Slack: no error, but a page to sign in
        if file is None or not file.complete:
            return PlainTextResponse("file_not_found", 404)
        return Response(file.content, media_type="application/octet-stream")

    return [
        Route("/upload/{file_id}", upload, methods=["POST", "PUT"]),
        Route("/files/{file_id}/{name}", download, methods=["GET"]),
    ]
