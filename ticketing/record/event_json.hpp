// Events and enumerations as JSON: the journal's on-disk form, the feed's and the webhooks' wire
// form.
//
// An event is {"type":"dispatched", ...members in snake_case...}; times are epoch milliseconds in
// the journal; enumerators are their C++ names (void_ is "void"). The form is append-only: members
// are added, never renamed, because journals outlive programs.
#pragma once

#include "ticketing/rules/event.hpp"

#include <boost/json/fwd.hpp>

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

namespace hotline::record {

std::string_view event_name(const Event& event);  // "opened", "dispatched", ...

// How one event is written outside the journal: webhooks and pages want RFC 3339 times, and a bound
// on texts.
struct EventForm {
    bool rfc3339_times = false;
    std::size_t text_bytes_max = static_cast<std::size_t>(-1);  // of each string, in bytes of JSON
};
void append_event(std::string& out, const Event& event, EventForm form);

std::string to_json(const std::vector<Event>& events);       // a JSON array
std::vector<Event> events_from_json(std::string_view json);  // throws std::runtime_error

// Enumerator names, both ways; from_name gives false on an unknown name.
template <class Enum>
std::string_view enum_name(Enum value);
template <class Enum>
bool enum_from_name(std::string_view name, Enum& value);

}  // namespace hotline::record
