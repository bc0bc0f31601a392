"""What S3 does for create-only and locked objects and MiniStack does not: condition keys of writes, and locks on multipart uploads.

https://docs.aws.amazon.com/AmazonS3/latest/userguide/conditional-writes-enforce.html
"""
import datetime
import re

import ministack.core.iam_actions as iam_actions
import ministack.services.s3 as s3

_MODE, _UNTIL, _HOLD = "x-amz-object-lock-mode", "x-amz-object-lock-retain-until-date", "x-amz-object-lock-legal-hold"


def _upload(query):
    """The multipart upload that a part or a completion belongs to."""
    upload_id = query.get("uploadId")
    return s3._multipart_uploads.get(upload_id[0] if isinstance(upload_id, list) else upload_id)


def _write_context(query, headers, now):
    """Condition keys of a PutObject, CopyObject or any step of a multipart upload."""
    multipart_step = "uploads" in query or "partNumber" in query
    keys = {"s3:ObjectCreationOperation": "false" if multipart_step else "true"}
    for name in ("if-none-match", "if-match"):
        if headers.get(name):
            keys[f"s3:{name}"] = headers[name]
    # A multipart upload names its lock in the request that begins it; its parts and its completion carry none.
    if headers.get(_MODE):
        keys["s3:object-lock-mode"] = headers[_MODE]
    if headers.get(_HOLD):
        keys["s3:object-lock-legal-hold"] = headers[_HOLD]
    if headers.get(_UNTIL):
        until = datetime.datetime.fromisoformat(headers[_UNTIL].replace("Z", "+00:00"))
        keys["s3:object-lock-retain-until-date"] = headers[_UNTIL]
        keys["s3:object-lock-remaining-retention-days"] = str((until - now).days)
    return keys


def _condition_keys(original):
    def context(action, query, path="", headers=None):
        found = original(action, query, path, headers)
        if action != "s3:PutObject":
            return found
        now = datetime.datetime.now(datetime.timezone.utc)
        return {**found, **_write_context(query or {}, headers or {}, now)}
    return context


def _permissions(original):
    """Setting a lock together with an object takes a permission of its own."""
    def checks(method, path, headers, body, query):
        found = original(method, path, headers, body, query)
        if method in ("PUT", "POST") and len([part for part in path.split("/") if part]) >= 2 and "retention" not in query:
            target = f"arn:aws:s3:::{path.strip('/')}"
            found = found + ([("s3:PutObjectRetention", target)] if headers.get(_MODE) else [])
            found = found + ([("s3:PutObjectLegalHold", target)] if headers.get(_HOLD) else [])
        return found
    return checks


def _remember_lock(original):
    def create(bucket, key, headers):
        response = original(bucket, key, headers)
        made = re.search(rb"<UploadId>([^<]+)<", response[2] or b"")
        if made:
            s3._multipart_uploads[made[1].decode()]["lock_headers"] = {
                name: headers[name] for name in s3._OBJECT_LOCK_HEADERS if headers.get(name)}
        return response
    return create


def _apply_lock(original):
    def complete(bucket, key, body, query, headers=None):
        upload = _upload(query)
        response = original(bucket, key, body, query, headers)
        if upload is not None and response[0] == 200:
            s3._apply_object_lock_from_headers(
                bucket, key, upload.get("lock_headers", {}), response[1].get("x-amz-version-id"))
            if s3.S3_PERSIST:
                s3._persist_object(bucket, key, s3._buckets[bucket]["objects"][key])
        return response
    return complete


iam_actions.s3_service_context = _condition_keys(iam_actions.s3_service_context)
iam_actions.s3_additional_checks = _permissions(iam_actions.s3_additional_checks)
s3._create_multipart_upload = _remember_lock(s3._create_multipart_upload)
s3._complete_multipart_upload = _apply_lock(s3._complete_multipart_upload)
