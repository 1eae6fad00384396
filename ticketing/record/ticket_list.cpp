#include "ticketing/record/ticket_list.hpp"

#include "ticketing/record/counter_store.hpp"
#include "ticketing/record/row.hpp"
#include "ticketing/record/ticket_load.hpp"

#include <algorithm>
#include <limits>

namespace hotline::record {
namespace {

constexpr std::int32_t page_max = 200;
// Walking this many index entries of a stage takes a few milliseconds.
constexpr std::int64_t small_stage = 20'000;

// $3 to $6 of lists.sql, as many as the block uses.
void bind_filters(Binder& binder, std::string_view block, const TicketFilter& filter) {
    if (block == "list_newest" || block == "list_not_overdue") return;
    const std::string_view stage =
        filter.stage ? enum_table<Stage>[static_cast<std::size_t>(*filter.stage)] : "";
    binder.add(stage, filter.district);
    if (block == "list_overdue") return;
    binder.add(filter.overdue ? int{*filter.overdue} : -1);
    if (block == "list_by_stage" || block == "list_by_district") return;
    binder.add(filter.unit);
}

}  // namespace

std::string_view list_block(const TicketFilter& filter, std::int64_t stage_size) {
    const bool few_in_stage = filter.stage && stage_size <= small_stage;
    if (!filter.unit.empty()) {
        if (filter.live_legs_only) return "list_by_unit_live";
        return few_in_stage ? "list_by_stage_of_unit" : "list_by_unit";
    }
    if (few_in_stage) return "list_by_stage";
    if (!filter.district.empty()) return "list_by_district";
    if (filter.stage) return "list_by_stage";
    if (filter.overdue) return *filter.overdue ? "list_overdue" : "list_not_overdue";
    return "list_newest";
}

std::vector<TicketSummary> read_list(Connection& connection, const TicketFilter& filter) {
    const std::int64_t stage_size =
        filter.stage ? read_counter(connection, stage_counter(*filter.stage)) : 0;
    const std::string_view block = list_block(filter, stage_size);
    const std::int64_t cursor =
        filter.before ? filter.before->value : std::numeric_limits<std::int64_t>::max();
    Statement& numbers = connection.query(block);
    Binder binder{numbers};
    binder.add(cursor, std::clamp(filter.limit, 1, page_max));
    bind_filters(binder, block, filter);
    TicketLoader loader{connection};
    std::vector<TicketSummary> page;
    const ResetOnExit reset{numbers};
    while (numbers.step()) {
        TicketNumber number;
        Row{numbers}.read(number);
        if (auto line = loader.summary(number)) page.push_back(std::move(*line));
    }
    return page;
}

}  // namespace hotline::record
