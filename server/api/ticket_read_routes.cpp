// Reading tickets: one, many, its journal, its deliveries. What an actor may not see does not exist
// for it.
#include "server/api/calls.hpp"
#include "server/api/read_route.hpp"
#include "server/api/routes.hpp"
#include "server/api/ticket_view.hpp"
#include "server/auth/visibility.hpp"
#include "server/json/encode.hpp"
#include "ticketing/record/summary.hpp"

#include <algorithm>
#include <charconv>

namespace hotline::server {
namespace {

using enum Role;
using boost::asio::awaitable;

constexpr std::int32_t page_default = 50;
constexpr std::int32_t page_max = 200;

Refusal no_such_ticket() {
    return {"ticket_not_found", "", "there is no such ticket"};
}

awaitable<Result<TicketState>> visible_ticket(const Services* services, Actor actor,
                                              std::string number_text) {
    const auto number = parse_ticket(number_text);
    if (!number) co_return no_such_ticket();
    using Found = std::optional<TicketState>;
    std::function<Found(record::ReadSession&)> job = [id = *number](record::ReadSession& session) {
        return session.ticket(id);
    };
    auto found = co_await read<Found>(services, std::move(job));
    if (!found) co_return found.error();
    if (!*found || !may_see(actor, **found)) co_return no_such_ticket();
    co_return std::move(**found);
}

awaitable<Response> get_ticket(const Services* services, Request request) {
    auto ticket = co_await visible_ticket(services, request.actor, request.params["number"]);
    if (!ticket) co_return refusal_response(ticket.error(), request.request_id);
    const std::string tag = etag_of(ticket->version);
    Response response;
    if (request.header("if-none-match") == tag) {
        response.status = 304;
        response.content_type.clear();
    } else {
        response = json_response(encode(ticket_view(*services, request.actor, *ticket)));
    }
    response.headers.emplace_back("ETag", tag);
    co_return response;
}

std::optional<std::int32_t> parse_limit(const std::string& text) {
    std::int32_t limit = 0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), limit);
    if (error != std::errc{} || end != text.data() + text.size()) return std::nullopt;
    if (limit < 1 || limit > page_max) return std::nullopt;
    return limit;
}

Refusal invalid_query(const std::string& name, const std::string& expected) {
    return {"invalid_query", "query/" + name, "expected " + expected};
}

// A unit's list is always its own unit's.
void restrict_to_unit(const Actor& actor, record::TicketFilter& filter) {
    if (actor.role == unit) filter.unit = actor.unit;
}

Result<record::TicketFilter> filter_of(const Request& request) {
    record::TicketFilter filter;
    filter.limit = page_default;
    for (const auto& [name, text] : request.query) {
        if (name == "stage") {
            Stage stage{};
            if (!enum_from_text(text, stage)) return invalid_query(name, "a stage");
            filter.stage = stage;
        } else if (name == "unit") {
            filter.unit = text;
        } else if (name == "district") {
            filter.district = text;
        } else if (name == "overdue" || name == "mine") {
            if (text != "1" && text != "0" && text != "true" && text != "false") {
                return invalid_query(name, "true or false");
            }
            const bool on = text == "1" || text == "true";
            if (name == "overdue")
                filter.overdue = on;
            else
                filter.live_legs_only = on;
        } else if (name == "cursor") {
            filter.before = parse_ticket(text);
            if (!filter.before) return invalid_query(name, "a cursor of an earlier page");
        } else if (name == "limit") {
            const auto limit = parse_limit(text);
            if (!limit) return invalid_query(name, "a number from 1 to 200");
            filter.limit = *limit;
        }
    }
    restrict_to_unit(request.actor, filter);
    return filter;
}

using Summaries = std::vector<record::TicketSummary>;

// The one ticket that came from elsewhere under that id, if the actor may see it.
std::function<Summaries(record::ReadSession&)> by_origin(const Request& request) {
    return [source = request.query.at("source"), id = request.query.at("external_id"),
            actor = request.actor](record::ReadSession& session) {
        Summaries found;
        const auto number = session.by_external_id(source, id);
        if (!number) return found;
        const auto ticket = session.ticket(*number);
        if (ticket && may_see(actor, *ticket)) found.push_back(record::summary_of(*ticket));
        return found;
    };
}

Response list_response(const Services& services, const Summaries& summaries, std::int32_t limit) {
    api::TicketList list;
    for (const auto& summary : summaries)
        list.items.push_back(summary_view(services, summary));
    if (static_cast<std::int32_t>(summaries.size()) == limit) {
        list.next = ticket_text(summaries.back().number);
    }
    return json_response(encode(list));
}

awaitable<Response> list_tickets(const Services* services, Request request) {
    const auto filter = filter_of(request);
    if (!filter) co_return refusal_response(filter.error(), request.request_id);
    const bool has_source = request.query.contains("source");
    if (has_source != request.query.contains("external_id")) {
        const Refusal refusal = invalid_query("source", "source and external_id together");
        co_return refusal_response(refusal, request.request_id);
    }
    std::function<Summaries(record::ReadSession&)> job;
    if (has_source) {
        job = by_origin(request);
    } else {
        job = [filter = *filter](record::ReadSession& session) { return session.list(filter); };
    }
    const auto found = co_await read<Summaries>(services, std::move(job));
    if (!found) co_return refusal_response(found.error(), request.request_id);
    co_return list_response(*services, *found, filter->limit);
}

awaitable<Response> ticket_journal(const Services* services, Request request) {
    const auto ticket = co_await visible_ticket(services, request.actor, request.params["number"]);
    if (!ticket) co_return refusal_response(ticket.error(), request.request_id);
    using Entries = std::vector<record::JournalEntry>;
    std::function<Entries(record::ReadSession&)> job =
        [number = ticket->number](record::ReadSession& session) {
            return session.journal_of(number);
        };
    const auto entries = co_await read<Entries>(services, std::move(job));
    if (!entries) co_return refusal_response(entries.error(), request.request_id);
    std::string body = R"({"items":[)";
    for (const record::JournalEntry& entry : *entries) {
        if (body.back() != '[') body += ',';
        append_journal_entry(body, entry, request.actor, *ticket);
    }
    body += "]}";
    co_return json_response(std::move(body));
}

api::DeliveryList deliveries_of(const std::vector<record::OutboxItem>& items,
                                const std::vector<record::DeliveryAttempt>& attempts) {
    api::DeliveryList list;
    for (const record::OutboxItem& item : items) {
        api::Delivery delivery;
        delivery.id = "msg_" + std::to_string(item.id);
        delivery.endpoint = item.endpoint;
        delivery.sequence = item.sequence;
        delivery.type = item.type;
        delivery.created_at = item.created_at;
        for (const record::DeliveryAttempt& attempt : attempts) {
            if (attempt.outbox_id != item.id) continue;
            if (attempt.delivered) delivery.state = api::DeliveryState::delivered;
            delivery.attempts.push_back({attempt.attempt, attempt.started_at, attempt.duration_ms,
                                         attempt.http_status, attempt.delivered, attempt.detail});
        }
        list.items.push_back(std::move(delivery));
    }
    return list;
}

awaitable<Response> ticket_deliveries(const Services* services, Request request) {
    const auto ticket = co_await visible_ticket(services, request.actor, request.params["number"]);
    if (!ticket) co_return refusal_response(ticket.error(), request.request_id);
    std::function<api::DeliveryList(record::ReadSession&)> job =
        [number = ticket->number](record::ReadSession& session) {
            return deliveries_of(session.outbox_of(number), session.attempts_of(number));
        };
    const auto list = co_await read<api::DeliveryList>(services, std::move(job));
    if (!list) co_return refusal_response(list.error(), request.request_id);
    co_return json_response(encode(*list));
}

}  // namespace

RouteTable ticket_read_routes(const Services* services) {
    RouteTable table;
    table.push_back(read_route(
        services, {"/api/v1/tickets", "list_tickets", "Tickets, newest first", "TicketList"},
        list_tickets));
    table.back().query = {"stage",  "unit",  "mine",   "district",   "overdue",
                          "cursor", "limit", "source", "external_id"};
    table.push_back(read_route(services,
                               {"/api/v1/tickets/{number}", "get_ticket",
                                "A ticket with its assignments and milestones", "Ticket"},
                               get_ticket));
    table.push_back(read_route(services,
                               {"/api/v1/tickets/{number}/journal", "ticket_journal",
                                "Everything that happened to it, oldest first", "Journal"},
                               ticket_journal));
    table.push_back(read_route(services,
                               {"/api/v1/tickets/{number}/deliveries", "ticket_deliveries",
                                "Its webhooks and every attempt", "DeliveryList"},
                               ticket_deliveries));
    table.back().roles = {dispatcher, supervisor, admin};
    return table;
}

}  // namespace hotline::server
