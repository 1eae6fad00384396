#include "ticketing/record/event_json.hpp"

#include "ticketing/record/json_read.hpp"
#include "ticketing/record/json_write.hpp"

#include <boost/json/monotonic_resource.hpp>
#include <boost/json/parse.hpp>

#include <array>
#include <utility>

namespace hotline::record {
namespace {

// In the order of the Event variant.
constexpr std::array<std::string_view, 34> event_names = {"opened",
                                                          "supplemented",
                                                          "answered_directly",
                                                          "declined",
                                                          "transferred_to_emergency",
                                                          "dispatched",
                                                          "received",
                                                          "deemed_accepted",
                                                          "contact_recorded",
                                                          "plan_submitted",
                                                          "progress_answered",
                                                          "service_confirmed",
                                                          "complex_marked",
                                                          "petition_asked",
                                                          "petition_decided",
                                                          "leg_ended",
                                                          "replied",
                                                          "reply_checked",
                                                          "visit_opened",
                                                          "visited",
                                                          "redo_ordered",
                                                          "urged",
                                                          "supervision_set",
                                                          "notice_issued",
                                                          "notice_done",
                                                          "merged_into",
                                                          "caller_answered",
                                                          "withdrawn",
                                                          "archived",
                                                          "clock_started",
                                                          "clock_stopped",
                                                          "clock_moved",
                                                          "clock_corrected",
                                                          "step_reached"};
static_assert(event_names.size() == std::variant_size_v<Event>);

template <std::size_t I>
Event read_event(const boost::json::value& json) {
    std::variant_alternative_t<I, Event> event;
    read_json(json, event, "type");
    return event;
}

template <std::size_t... I>
constexpr auto make_readers(std::index_sequence<I...>) {
    return std::array<Event (*)(const boost::json::value&), sizeof...(I)>{&read_event<I>...};
}
constexpr auto readers = make_readers(std::make_index_sequence<std::variant_size_v<Event>>{});

Event read_any_event(const boost::json::value& json) {
    if (!json.is_object()) json_mismatch("expected an event");
    const auto* type = json.get_object().if_contains("type");
    if (type == nullptr || !type->is_string()) json_mismatch("an event without a type");
    const std::string_view name{type->get_string().data(), type->get_string().size()};
    for (std::size_t i = 0; i < event_names.size(); ++i) {
        if (event_names[i] == name) return readers[i](json);
    }
    json_mismatch("unknown event type " + std::string{name});
}

}  // namespace

std::string_view event_name(const Event& event) {
    return event_names[event.index()];
}

void append_event(std::string& out, const Event& event, EventForm form) {
    JsonWriter writer{out, form.rfc3339_times ? TimeForm::rfc3339 : TimeForm::epoch_ms,
                      form.text_bytes_max};
    writer.open();
    writer.member("type", event_name(event));
    std::visit([&](const auto& body) { writer.members(body); }, event);
    writer.close();
}

std::string to_json(const std::vector<Event>& events) {
    std::string out;
    out.reserve(256 * events.size() + 1024);
    out += '[';
    for (const Event& event : events) {
        if (&event != events.data()) out += ',';
        append_event(out, event, {});
    }
    out += ']';
    return out;
}

boost::json::value parse_json(std::string_view text, boost::json::storage_ptr memory) {
    boost::json::parse_options options;
    options.allow_invalid_utf8 = true;
    options.max_depth = 16;
    boost::json::error_code error;
    boost::json::value json =
        boost::json::parse({text.data(), text.size()}, error, std::move(memory), options);
    if (error) json_mismatch(error.message());
    return json;
}

std::vector<Event> events_from_json(std::string_view text) {
    boost::json::monotonic_resource memory;
    const boost::json::value json = parse_json(text, &memory);
    if (!json.is_array()) json_mismatch("expected an array of events");
    std::vector<Event> events;
    events.reserve(json.get_array().size());
    for (const auto& each : json.get_array())
        events.push_back(read_any_event(each));
    return events;
}

}  // namespace hotline::record
