// `extension`, `return`, `redo` and `pause` of a policy.
#include "server/config/policy_names.hpp"
#include "server/config/policy_parts.hpp"

namespace hotline::server {

namespace {

constexpr IntegerRange days_range{1, 500};
constexpr IntegerRange cap_range{0, 1000};  // 0: no further cap
constexpr IntegerRange count_range{0, 100};

std::int32_t days_of(TableReader& table, std::string_view key) {
    return static_cast<std::int32_t>(table.integer(key, days_range));
}

std::int32_t cap_of(TableReader& table, std::string_view key) {
    return static_cast<std::int32_t>(table.integer_or(key, 0, cap_range));
}

std::int32_t count_of(TableReader& table, std::string_view key) {
    return static_cast<std::int32_t>(table.integer_or(key, 0, count_range));
}

ExtensionStep read_extension_step(TableReader& table) {
    ExtensionStep step;
    step.max_working_days = days_of(table, "max_working_days");
    step.approver = table.choice_or("approver", Role::dispatcher, people());
    step.office = table.text_or("office", "");
    step.needs = table.choice_or("needs", ExtensionNeeds::nothing, names_of<ExtensionNeeds>());
    table.finish();
    return step;
}

}  // namespace

ExtensionRule read_extension(TableReader& policy) {
    ExtensionRule rule;
    auto table = policy.table("extension");
    if (!table) return rule;
    rule.mode = table->choice_or("mode", ExtensionMode::add, names_of<ExtensionMode>());
    rule.cap_working_days = cap_of(*table, "cap_working_days");
    auto steps = table->tables("steps");
    if (steps.empty()) table->problem("steps", "one or more extensions", "none");
    for (TableReader& step : steps)
        rule.steps.push_back(read_extension_step(step));
    table->finish();
    return rule;
}

ReturnRule read_return(TableReader& policy) {
    ReturnRule rule;
    auto table = policy.table("return");
    if (!table) return rule;
    rule.window = read_limit_or_none(*table, "window");
    rule.window_complex = read_limit_or_none(*table, "window_complex");
    rule.deemed_acceptance = table->boolean_or("deemed_acceptance", rule.deemed_acceptance);
    rule.max_dispatches = count_of(*table, "max_dispatches");
    rule.charge_time = table->boolean_or("charge_time", rule.charge_time);
    table->finish();
    return rule;
}

RedoRule read_redo(TableReader& policy) {
    RedoRule rule;
    auto table = policy.table("redo");
    if (!table) return rule;
    rule.escalate_at = count_of(*table, "escalate_at");
    table->finish();
    return rule;
}

PauseRule read_pause(TableReader& policy) {
    PauseRule rule;
    auto table = policy.table("pause");
    if (!table) return rule;
    for (TableReader& reason : table->tables("reasons")) {
        rule.reasons.push_back(
            {reason.text("code"), reason.text_or("name", ""), days_of(reason, "max_working_days")});
        reason.finish();
    }
    if (rule.reasons.empty()) table->problem("reasons", "one or more reasons", "none");
    rule.max_total_working_days = cap_of(*table, "max_total_working_days");
    rule.stops_ticket = table->boolean_or("stops_ticket", rule.stops_ticket);
    table->finish();
    return rule;
}

}  // namespace hotline::server
