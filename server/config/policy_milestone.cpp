// [[policy.milestone]] and the text form of its limit and of its steps' places.
#include "server/config/policy_names.hpp"
#include "server/config/policy_parts.hpp"

#include <charconv>

namespace hotline::server {

namespace {

constexpr std::int32_t step_days_max = 60;
constexpr std::int32_t step_minutes_max = 60 * 24 * 60;

// The whole number that `text` begins with; `text` then is what follows it.
std::optional<std::int32_t> take_number(std::string_view& text) {
    std::int32_t number = 0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
    if (error != std::errc{} || number < 1) return std::nullopt;
    text.remove_prefix(static_cast<std::size_t>(end - text.data()));
    return number;
}

// "due", "80%", "-1wd", "+1wd", "-2h", "+30min".
bool parse_place(std::string_view text, StepRule& step) {
    if (text == "due") return true;
    const bool has_sign = text.starts_with('-') || text.starts_with('+');
    const std::int32_t sign = text.starts_with('-') ? -1 : 1;
    if (has_sign) text.remove_prefix(1);
    const auto amount = take_number(text);
    if (!amount) return false;
    if (!has_sign) {
        step.percent = *amount;
        return text == "%" && *amount <= 99;
    }
    if (text == "wd") {
        step.working_days = sign * *amount;
        return *amount <= step_days_max;
    }
    if (text != "h" && text != "min") return false;
    const std::int32_t unit = text == "h" ? 60 : 1;
    if (*amount > step_minutes_max / unit) return false;
    step.minutes = sign * *amount * unit;
    return true;
}

// One table of `steps`: as many steps as `do` names, all at one place.
void read_steps(TableReader& table, std::vector<StepRule>& steps) {
    StepRule place;
    const std::string at = table.text("at");
    if (!at.empty() && !parse_place(at, place))
        table.problem("at", "\"due\", \"80%\", \"-1wd\", \"+1wd\", \"-2h\" or \"+30min\"",
                      TableReader::quoted(at));
    for (const StepKind kind : table.one_or_more_choices("do", rule_steps())) {
        place.kind = kind;
        steps.push_back(place);
    }
    table.finish();
}

}  // namespace

std::optional<TimeLimit> read_limit_or_none(TableReader& table, std::string_view key) {
    if (!table.has(key)) return std::nullopt;
    return read_limit(table, key);
}

TimeLimit read_limit(TableReader& table, std::string_view key) {
    TimeLimit harmless;
    harmless.amount = 1;
    const std::string text = table.text(key);
    if (text.empty()) return harmless;
    std::string why;
    const auto limit = parse_time_limit(text, why);
    if (!limit)
        table.problem(key, "a time limit such as \"5wd\"", TableReader::quoted(text) + ": " + why);
    return limit.value_or(harmless);
}

MilestoneRule read_milestone(TableReader& milestone) {
    MilestoneRule rule;
    rule.kind = milestone.choice("kind", rule_milestones());
    rule.start = milestone.choice("start", names_of<StartEvent>());
    rule.limit = read_limit(milestone, "limit");
    rule.label = milestone.text_or("label", "");
    for (TableReader& step : milestone.tables("steps"))
        read_steps(step, rule.steps);
    milestone.finish();
    return rule;
}

}  // namespace hotline::server
