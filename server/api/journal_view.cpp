// The journal as the API shows it: the record's own JSON form of the events, with times as RFC 3339
// text, and without what the actor may not see.
#include "server/api/text_forms.hpp"
#include "server/api/ticket_view.hpp"
#include "server/auth/visibility.hpp"
#include "server/json/encode.hpp"
#include "ticketing/record/event_json.hpp"
#include "ticketing/record/rfc3339.hpp"

#include <boost/json/array.hpp>
#include <boost/json/object.hpp>
#include <boost/json/parse.hpp>
#include <boost/json/serialize.hpp>

namespace hotline::server {
namespace {

namespace json = boost::json;

bool is_time_member(std::string_view name) {
    return name == "at" || name.ends_with("_at");
}

// Epoch milliseconds become text wherever they stand.
void show_times(json::value& value) {
    if (value.is_array()) {
        for (json::value& item : value.get_array())
            show_times(item);
    } else if (value.is_object()) {
        for (auto& member : value.get_object()) {
            const std::string_view name{member.key().data(), member.key().size()};
            if (is_time_member(name) && member.value().is_int64()) {
                const Instant at{Millis{member.value().get_int64()}};
                member.value() = record::rfc3339(at);
            } else {
                show_times(member.value());
            }
        }
    }
}

void mask_caller(json::object& event, const Actor& actor, const TicketState& ticket) {
    json::value* request = event.if_contains("request");
    if (request == nullptr || !request->is_object()) return;
    const CallerView view = caller_view(actor, ticket);
    if (view == CallerView::full) return;
    json::value* caller = request->get_object().if_contains("caller");
    if (caller == nullptr || !caller->is_object()) return;
    const Caller shown = shown_caller(ticket.request.caller, view);
    json::object& members = caller->get_object();
    for (const char* name : {"name", "phone", "address"})
        members.erase(name);
    if (!shown.name.empty()) members["name"] = shown.name;
    if (!shown.phone.empty()) members["phone"] = shown.phone;
}

void hide_internal_reply(json::object& event, const Actor& actor, const TicketState& ticket) {
    if (event.if_contains("internal_text") == nullptr) return;
    const json::value* id = event.if_contains("leg");
    const Leg* leg = id != nullptr && id->is_int64()
                         ? find_leg(ticket, LegId{static_cast<std::int32_t>(id->get_int64())})
                         : nullptr;
    if (leg == nullptr || !may_see_internal_reply(actor, *leg)) event.erase("internal_text");
}

// A notice that an actor may not see on the ticket is not in its journal either.
bool may_see_event(const json::object& event, const Actor& actor, const TicketState& ticket) {
    const json::value* id = event.if_contains("notice");
    if (id == nullptr || !id->is_int64()) return true;
    const Notice* notice =
        find_notice(ticket, NoticeId{static_cast<std::int32_t>(id->get_int64())});
    return notice == nullptr || may_see(actor, ticket, *notice);
}

std::string events_json(const record::JournalEntry& entry, const Actor& actor,
                        const TicketState& ticket) {
    json::value all = json::parse(record::to_json(entry.events));
    json::array events;
    for (json::value& event : all.get_array()) {
        if (!may_see_event(event.get_object(), actor, ticket)) continue;
        mask_caller(event.get_object(), actor, ticket);
        hide_internal_reply(event.get_object(), actor, ticket);
        events.push_back(std::move(event));
    }
    json::value shown = std::move(events);
    show_times(shown);
    return json::serialize(shown);
}

}  // namespace

void append_journal_entry(std::string& out, const record::JournalEntry& entry, const Actor& actor,
                          const TicketState& ticket) {
    JsonWriter writer{out};
    writer.begin_object();
    writer.member("seq", entry.seq);
    writer.member("ticket", ticket_text(entry.ticket));
    writer.member("version", entry.version);
    writer.member("at", record::rfc3339(entry.at));
    writer.key("actor");
    encode(writer, entry.actor);
    writer.key("events").raw(events_json(entry, actor, ticket));
    writer.end_object();
}

}  // namespace hotline::server
