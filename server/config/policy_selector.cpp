// `when` and `item_limits`: which tickets a policy, and which items a limit of it, is for.
#include "server/config/clock_text.hpp"
#include "server/config/policy_names.hpp"
#include "server/config/policy_parts.hpp"

#include <algorithm>

namespace hotline::server {

namespace {

std::optional<DaySpan> parse_span(std::string_view text) {
    if (text.size() != 11 || text[5] != '-') return std::nullopt;
    const auto from = parse_clock(text.substr(0, 5));
    const auto to = parse_clock(text.substr(6));
    if (!from || !to || *from == 24 * 60 || *from == *to) return std::nullopt;
    return DaySpan{*from, *to};
}

std::vector<DaySpan> read_hours(TableReader& when) {
    std::vector<DaySpan> spans;
    for (const PlacedText& text : when.texts("received_hours")) {
        if (const auto span = parse_span(text.value))
            spans.push_back(*span);
        else
            when.problem_at(text.at, "received_hours", "a time of day such as \"22:00-06:00\"",
                            TableReader::quoted(text.value));
    }
    return spans;
}

// Codes of `key`; those for which `known` is false are problems.
template <class Known>
std::vector<std::string> read_codes(TableReader& when, std::string_view key,
                                    const std::string& expected, const Known& known) {
    std::vector<std::string> codes;
    for (PlacedText& text : when.texts(key)) {
        if (!known(text.value))
            when.problem_at(text.at, key, expected, TableReader::quoted(text.value));
        codes.push_back(std::move(text.value));
    }
    return codes;
}

std::vector<std::string> values_of(std::vector<PlacedText> texts) {
    std::vector<std::string> values;
    for (PlacedText& text : texts)
        values.push_back(std::move(text.value));
    return values;
}

// True when `unit` is `top` or hangs below it. The city file has no circles of parents.
bool is_at_or_below(const dispatch::City& city, const UnitCode& unit, const UnitCode& top) {
    for (const dispatch::Unit* at = city.unit(unit); at; at = city.unit(at->parent))
        if (at->code == top) return true;
    return false;
}

std::vector<UnitCode> widened(const std::vector<UnitCode>& units, const dispatch::City& city) {
    std::vector<UnitCode> all;
    for (const dispatch::Unit& unit : city.units) {
        const bool inside = std::any_of(units.begin(), units.end(), [&](const UnitCode& top) {
            return is_at_or_below(city, unit.code, top);
        });
        if (inside) all.push_back(unit.code);
    }
    return all;
}

}  // namespace

PolicySelector read_selector(TableReader& policy, const dispatch::City* city) {
    PolicySelector selector;
    auto table = policy.table("when");
    if (!table) return selector;
    TableReader& when = *table;
    selector.channels = when.choices("channels", names_of<Channel>());
    selector.kinds = when.choices("kinds", names_of<RequestKind>());
    selector.urgencies = when.choices("urgencies", names_of<Urgency>());
    selector.caller_types = when.choices("caller_types", names_of<CallerType>());
    selector.origins = when.choices("origins", names_of<Origin>());
    selector.items = read_codes(when, "items", "the code of a catalogue item",
                                [&](const auto& code) { return !city || city->item(code); });
    selector.tags = values_of(when.texts("tags"));
    selector.districts =
        read_codes(when, "districts", "the code of a district",
                   [&](const auto& code) { return !city || city->district(code); });
    selector.laws = values_of(when.texts("laws"));
    selector.units = read_codes(when, "units", "the code of a unit",
                                [&](const auto& code) { return !city || city->unit(code); });
    if (city && !selector.units.empty()) selector.units = widened(selector.units, *city);
    selector.received_hours = read_hours(when);
    selector.received_on = when.choice_or("received_on", DayClass::any, names_of<DayClass>());
    when.finish();
    return selector;
}

std::vector<ItemLimit> read_item_limits(TableReader& policy, const dispatch::City* city) {
    std::vector<ItemLimit> limits;
    for (TableReader& table : policy.tables("item_limits")) {
        ItemLimit limit;
        limit.item = table.text("item");
        if (city && !limit.item.empty() && !city->item(limit.item))
            table.problem("item", "the code of a catalogue item", TableReader::quoted(limit.item));
        limit.kind = table.choice("kind", rule_milestones());
        limit.limit = read_limit(table, "limit");
        table.finish();
        limits.push_back(std::move(limit));
    }
    return limits;
}

}  // namespace hotline::server
