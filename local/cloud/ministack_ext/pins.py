"""The private names of MiniStack that this launcher relies on. They are checked before anything starts, because a release of
MiniStack may rename them and a patch that misses its target would be silent."""
import importlib
import importlib.metadata

VERSION = "1.5.33"

NAMES = {
    "ministack.app": ["app", "main", "_build_persistence_save_dict", "_port_is_bindable"],
    "ministack.core.iam_actions": ["extract_resource_arn", "s3_service_context", "s3_additional_checks"],
    "ministack.core.iam_evaluator": ["evaluate_trust_policy", "_resolve_condition_key"],
    "ministack.core.persistence": ["STATE_DIR", "PERSIST_STATE", "save_all"],
    "ministack.services.athena": ["_executions", "_arn_workgroup"],
    "ministack.services.cloudformation.provisioners": ["_RESOURCE_HANDLERS", "_physical_name", "_cw_metric_alarm_record"],
    "ministack.services.cloudformation.stacks": ["_runs_on_worker_thread"],
    "ministack.services.cloudfront_keyvaluestore": ["_get_store"],
    "ministack.services.iam": ["_mfa_devices"],
    "ministack.services.route53": ["_zones", "_records", "_default_records"],
    "ministack.services.s3": [
        "_buckets", "_bucket_versioning", "_bucket_object_lock", "_multipart_uploads", "_create_multipart_upload",
        "_complete_multipart_upload", "_apply_object_lock_from_headers", "_OBJECT_LOCK_HEADERS", "_persist_object", "S3_PERSIST"],
    "ministack.services.sts": ["handle_request"],
    "ministack.services.waf": ["web_acl_record"],
}


def check():
    got = importlib.metadata.version("ministack")
    if got != VERSION:
        raise SystemExit(f"The local cloud needs MiniStack {VERSION}, got: {got}. Delete .local/venv and start again.")
    missing = [f"{module}.{name}" for module, names in NAMES.items()
               for name in names if not hasattr(importlib.import_module(module), name)]
    if missing:
        raise SystemExit(f"MiniStack {VERSION} lacks what the launcher patches, got no: {', '.join(missing)}. "
                         "Delete .local/venv and start again; if that does not help, update local/cloud/ministack_ext.")
