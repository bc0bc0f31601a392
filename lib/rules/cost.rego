package registry.cost

import rego.v1

# https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/aws-properties-budgets-budget-budgetdata.html
time_units := {"MONTHLY", "QUARTERLY", "ANNUALLY"}

violation contains v if {
	some name in resources_of_type("AWS::Budgets::Budget")
	unit := resolve(name, "Properties.Budget.TimeUnit")
	not unit in time_units
	v := make_diag_at(
		"REGISTRY-COST-001", "ERROR", name, "Properties.Budget.TimeUnit",
		sprintf("TimeUnit %v is none of %v", [unit, concat(", ", time_units)]),
	)
}
