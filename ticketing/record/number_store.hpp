// Ticket numbers: yyyymmdd of the day of receipt and a count of that day. Writer thread only.
#pragma once

#include "ticketing/record/engine.hpp"
#include "ticketing/rules/ids.hpp"
#include "ticketing/rules/time.hpp"

#include <cstdint>
#include <map>
#include <optional>

namespace hotline::record {

inline constexpr std::int64_t day_numbers_max = 999'999;

// The days a transaction has looked at, by yyyymmdd.
struct DayCount {
    std::int64_t last = 0;
    bool taken = false;  // this transaction has given numbers out
};
using DayNumbers = std::map<std::int64_t, DayCount>;

class NumberStore {
  public:
    explicit NumberStore(Connection& connection);

    // The number the next ticket of that day would get; empty when the day's numbers are used up.
    // Nothing is taken until take().
    std::optional<TicketNumber> next(Day day, DayNumbers& days);
    static void take(TicketNumber number, DayNumbers& days);
    void save(const DayNumbers& days);

  private:
    Statement& find_;
    Statement& save_;
};

}  // namespace hotline::record
