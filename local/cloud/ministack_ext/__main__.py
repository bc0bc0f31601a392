"""MiniStack with what the registry's stack needs beyond it. Started by local/cloud/cloud.ts."""
import pins

pins.check()

import address_rules  # noqa: E402, F401  (everything from here on patches MiniStack and must come after the check)
import audit  # noqa: E402
import edge_store_rules  # noqa: E402, F401
import extensions  # noqa: E402, F401
import lifeline  # noqa: E402
import ministack.app  # noqa: E402
import object_rules  # noqa: E402, F401
import query_rules  # noqa: E402, F401
import record_only  # noqa: E402, F401
import registry  # noqa: E402
import report  # noqa: E402
import services  # noqa: E402, F401
import sessions  # noqa: E402, F401

registry.leave_event_loop()
audit.install()
report.install()
lifeline.hold()
# With TLS it would also take port 443 where it can; nothing here needs that.
ministack.app._port_is_bindable = lambda _host, _port: False
ministack.app.main()
