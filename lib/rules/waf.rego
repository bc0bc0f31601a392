package registry.waf

import rego.v1

# https://docs.aws.amazon.com/waf/latest/APIReference/API_CustomResponse.html: a custom response names a body that the same
# web ACL declares.
violation contains v if {
	some name in resources_of_type("AWS::WAFv2::WebACL")
	rules := resolve(name, "Properties.Rules")
	bodies := object.get(input.resources[name].properties, "CustomResponseBodies", {})
	some i, rule in rules
	key := rule.Action.Block.CustomResponse.CustomResponseBodyKey
	not key in object.keys(bodies)
	v := make_diag_at(
		"REGISTRY-WAF-001", "ERROR", name,
		sprintf("Properties.Rules.%d.Action.Block.CustomResponse.CustomResponseBodyKey", [i]),
		sprintf("The web ACL declares no custom response body %v; add it to CustomResponseBodies", [key]),
	)
}

# https://docs.aws.amazon.com/waf/latest/APIReference/API_Rule.html: every rule of a web ACL has its own priority.
violation contains v if {
	some name in resources_of_type("AWS::WAFv2::WebACL")
	rules := resolve(name, "Properties.Rules")
	some i, rule in rules
	some j, earlier in rules
	j < i
	earlier.Priority == rule.Priority
	v := make_diag_at(
		"REGISTRY-WAF-002", "ERROR", name,
		sprintf("Properties.Rules.%d.Priority", [i]),
		sprintf("Rules %v and %v have the same priority %v; give each its own", [earlier.Name, rule.Name, rule.Priority]),
	)
}
