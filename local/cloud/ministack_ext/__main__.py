"""MiniStack with what the registry's stack needs beyond it. Started by local/cloud/cloud.ts."""
import pins

pins.check()

import audit  # noqa: E402  (everything below patches MiniStack and must come after the check)
import extensions  # noqa: E402, F401
import object_rules  # noqa: E402, F401
import record_only  # noqa: E402, F401
import registry  # noqa: E402
import report  # noqa: E402
import services  # noqa: E402, F401
from ministack.app import main  # noqa: E402

registry.leave_event_loop()
audit.install()
report.install()
main()
