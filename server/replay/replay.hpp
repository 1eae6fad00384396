// Replays real requests with their real reply times through the whole chain on a virtual clock:
// opened when they were written, routed, received at the next opening of business, answered when
// they were answered, checked, visited, closed; with every warning and every overdue step in
// between. What comes out is a ledger (台账) of what would have been on time under each limit.
#pragma once

#include "ticketing/record/time_source.hpp"
#include "ticketing/rules/calendar.hpp"
#include "ticketing/rules/ticket.hpp"

#include <cstdint>
#include <functional>
#include <map>
#include <memory>
#include <string>
#include <vector>

namespace hotline::server {

struct ReplayRequest {
    std::string id;
    hotline::Request request;
    std::string reply;
    Instant created_at{};
    Instant replied_at{};
};

// Reads JSON lines with id, title, body, user, created_at, reply and replied_at, in order of
// creation. Throws std::runtime_error naming the line that is not such a record.
std::vector<ReplayRequest> read_replay_file(const std::string& path);

// A limit in working days; with an extension the unit asks for it shortly before the limit when its
// answer will come later, and the hotline approves.
struct ReplayLimit {
    std::int32_t working_days = 5;
    std::int32_t extension_working_days = 0;
};

struct Tally {
    std::int64_t on_time = 0;
    std::int64_t late = 0;
    friend bool operator==(const Tally&, const Tally&) = default;
};

struct LimitLedger {
    ReplayLimit limit;
    Tally since;                        // requests written in or after the first counted year
    Tally before;                       // earlier ones, on a weekday-only calendar
    std::map<UnitCode, Tally> by_unit;  // of `since`
};

struct ReplaySetup {
    std::string directory;  // an empty directory for the database of this run
    std::shared_ptr<const WorkCalendar> calendar;          // for requests since `since`
    std::shared_ptr<const WorkCalendar> weekday_calendar;  // for earlier ones
    Instant since{};
    std::function<RoutingNote(const hotline::Request&)> route;  // an empty unit: to the dispatcher
    UnitCode dispatchers_choice;  // where the dispatcher sends what routing cannot place
    std::function<void(std::size_t done, std::size_t all)> progress;  // may be empty
};

// Blocks; deterministic: the same requests give the same ledger. Throws std::runtime_error when the
// chain refuses a step, naming the request and the refusal.
LimitLedger replay(const std::vector<ReplayRequest>& requests, const ReplayLimit& limit,
                   const ReplaySetup& setup);

}  // namespace hotline::server
