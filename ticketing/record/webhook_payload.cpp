#include "ticketing/record/event_json.hpp"
#include "ticketing/record/json_write.hpp"
#include "ticketing/record/webhook_plan.hpp"

namespace hotline::record {
namespace {

// Bounds of single texts, in bytes of JSON, so that no note and no place can fill a payload alone.
// An event has at most two long texts.
constexpr std::size_t event_text_bytes_max = 4000;
constexpr std::size_t request_text_bytes_max = 1500;

std::string assignment_id(TicketNumber number, LegId leg) {
    return std::to_string(number.value) + "-" + std::to_string(leg.value);
}

// The last clock of a kind that is the leg's, or the ticket's own.
const Clock* clock_of(const TicketState& state, MilestoneKind kind, LegId leg) {
    const Clock* found = nullptr;
    for (const Clock& clock : state.clocks) {
        if (clock.kind == kind && clock.leg.value_or(leg) == leg) found = &clock;
    }
    return found;
}

void write_limits(JsonWriter& json, const TicketState& state, LegId leg) {
    json.key("limits");
    json.open();
    using enum MilestoneKind;
    for (const MilestoneKind kind : {receive, return_window, contact, plan, reply, resolve, redo}) {
        const Clock* clock = clock_of(state, kind, leg);
        if (clock != nullptr) json.member(enum_name(kind), clock->due_at);
    }
    json.close();
}

void write_caller(JsonWriter& json, const Endpoint& endpoint, const Caller& caller) {
    if (!endpoint.full_caller || caller.confidential || caller.anonymous) return;
    json.key("caller");
    json.open();
    json.member("name", caller.name);
    json.member("phone", caller.phone);
    json.member("address", caller.address);
    json.close();
}

void write_request(JsonWriter& json, const TicketState& state) {
    const Request& request = state.request;
    json.member("title", request.title);
    json.member("district", request.district);
    json.member("place", request.place);
    json.member("item", request.item);
    json.member("channel", request.channel);
    json.member("kind", request.kind);
    json.member("urgency", request.urgency);
    json.member("received_at", state.received_at);
}

}  // namespace

std::string webhook_payload(const PlannedWebhook& webhook, std::int64_t sequence,
                            const TicketState& after, const JournalEntry& entry) {
    std::string out;
    out.reserve(1024 + after.request.body.size());
    JsonWriter json{out, TimeForm::rfc3339, request_text_bytes_max};
    json.open();
    json.member("type", webhook_type(*webhook.event));
    json.member("timestamp", entry.at);
    json.key("data");
    json.open();
    json.member("ticket", after.number);
    json.member("version", after.version);
    json.member("sequence", sequence);
    json.member("assignment", assignment_id(after.number, webhook.leg));
    json.member("unit", webhook.endpoint->unit);
    json.member("stage", after.stage);
    json.member("urge_count", after.urge_count);
    json.member("supervised", after.supervised);
    json.key("event");
    append_event(out, *webhook.event, {true, event_text_bytes_max});
    write_limits(json, after, webhook.leg);
    write_caller(json, *webhook.endpoint, after.request.caller);
    json.key("request");
    json.open();
    write_request(json, after);
    json.key("body");
    constexpr std::size_t closing_bytes = 8;  // "" and }}}
    out += '"';
    append_json_text(out, after.request.body,
                     webhook_bytes_max - std::min(webhook_bytes_max, out.size() + closing_bytes));
    out += '"';
    json.close();
    json.close();
    json.close();
    return out;
}

}  // namespace hotline::record
