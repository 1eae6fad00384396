#include "ticketing/record/number_store.hpp"

#include "ticketing/record/row.hpp"

namespace hotline::record {
namespace {

constexpr std::int64_t numbers_a_day = day_numbers_max + 1;

std::int64_t yyyymmdd(Day day) {
    const std::chrono::year_month_day date{day};
    return std::int64_t{static_cast<int>(date.year())} * 10'000 +
           static_cast<unsigned>(date.month()) * 100 + static_cast<unsigned>(date.day());
}

}  // namespace

NumberStore::NumberStore(Connection& connection)
    : find_(connection.query("day_numbers")), save_(connection.query("save_day_numbers")) {}

std::optional<TicketNumber> NumberStore::next(Day day, DayNumbers& days) {
    const std::int64_t date = yyyymmdd(day);
    auto found = days.find(date);
    if (found == days.end()) {
        DayCount count;
        bound(find_, date);
        read_one(find_, count.last);
        found = days.emplace(date, count).first;
    }
    const std::int64_t last = found->second.last;
    if (last >= day_numbers_max) return std::nullopt;
    return TicketNumber{date * numbers_a_day + last + 1};
}

void NumberStore::take(TicketNumber number, DayNumbers& days) {
    days[number.value / numbers_a_day] = {number.value % numbers_a_day, true};
}

void NumberStore::save(const DayNumbers& days) {
    for (const auto& [date, count] : days) {
        if (count.taken) run(save_, date, count.last);
    }
}

}  // namespace hotline::record
