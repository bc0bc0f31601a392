"""Two addresses beside the cloud's own: what is not simulated here, and saving the state without stopping."""
import json

import ministack.app as ministack
import ministack.core.persistence as persistence

import audit
import record_only

REPORT, SAVE = "/_local/report", "/_local/save"


def _report():
    return {
        "recordOnlyTypes": record_only.TYPES,
        "recordOnly": [{"physicalId": key, **{name: entry[name] for name in ("type", "logicalId", "stack")}}
                       for key, entry in record_only.recorded.items()],
        "handlers": sorted(audit.provisioners._RESOURCE_HANDLERS),
        "created": {kind: entry["created"] for kind, entry in audit.seen.items()},
        "unread": audit.unread(),
    }


def _save():
    persistence.save_all(ministack._build_persistence_save_dict())
    return {"saved": persistence.PERSIST_STATE}


def install():
    original = ministack.app

    async def app(scope, receive, send):
        answers = {("GET", REPORT): _report, ("POST", SAVE): _save}
        answer = answers.get((scope.get("method"), scope.get("path"))) if scope["type"] == "http" else None
        if answer is None:
            await original(scope, receive, send)
            return
        body = json.dumps(answer()).encode()
        headers = [(b"content-type", b"application/json"), (b"content-length", str(len(body)).encode())]
        await send({"type": "http.response.start", "status": 200, "headers": headers})
        await send({"type": "http.response.body", "body": body})

    ministack.app = app
