// What the API's handlers work with. All of it is owned by the app, outlives every session, and is
// safe from any thread.
#pragma once

#include "dispatch/duty/roster.hpp"
#include "dispatch/feed.hpp"
#include "dispatch/routing/routing.hpp"
#include "ticketing/record/endpoint.hpp"
#include "ticketing/record/reads.hpp"
#include "ticketing/record/time_source.hpp"
#include "ticketing/record/writer.hpp"
#include "ticketing/rules/policy.hpp"

#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <string>

namespace hotline::server {

class Publisher;

struct Services {
    record::Writer* writer = nullptr;
    record::Reads* reads = nullptr;
    record::Reads* long_reads = nullptr;  // one thread for questions that take seconds
    Publisher* publisher = nullptr;
    dispatch::Feed* feed = nullptr;
    const record::TimeSource* time = nullptr;
    std::shared_ptr<const dispatch::Router> routing;
    // The calendars and policies in force, and all that were; a publication replaces them.
    std::function<std::shared_ptr<const PolicyBook>()> rules;
    std::shared_ptr<const record::EndpointBook> endpoints;
    std::shared_ptr<const dispatch::Roster> roster;
    std::shared_ptr<const WorkCalendar> calendar;  // the city's first, for the console's month
    bool auto_dispatch = true;
    std::function<bool()> ready;  // may work be sent here?
    // `outbox_pending` is empty when the readers could not say.
    std::function<std::string(std::optional<std::int64_t> outbox_pending)>
        metrics;                           // Prometheus text
    std::function<std::string()> health;   // JSON object of the loops' health
    std::function<std::string()> audit;    // JSON object of the deadlines' audit
    std::function<bool()> deadlines_well;  // every due step was acted on, as of lately
};

}  // namespace hotline::server
