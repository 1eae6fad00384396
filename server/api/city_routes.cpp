// The city as the console needs it: who am I, units and catalogue, routing's suggestion, calendar,
// duty.
#include "server/api/calls.hpp"
#include "server/api/read_route.hpp"
#include "server/api/requests.hpp"
#include "server/api/routes.hpp"
#include "server/api/ticket_view.hpp"
#include "server/api/views.hpp"
#include "server/json/encode.hpp"
#include "ticketing/record/rfc3339.hpp"

#include <optional>

namespace hotline::server {
namespace {

using enum Role;
using boost::asio::awaitable;
namespace chrono = std::chrono;

awaitable<Response> me(const Services* services, Request request) {
    const Actor& actor = request.actor;
    api::Me out{actor.role, actor.name, actor.unit, {}};
    if (!actor.unit.empty()) out.unit_name = unit_name(*services, actor.unit);
    co_return json_response(encode(out));
}

std::string_view kind_text(dispatch::UnitKind kind) {
    switch (kind) {
        case dispatch::UnitKind::hotline:
            return "hotline";
        case dispatch::UnitKind::department:
            return "department";
        case dispatch::UnitKind::district:
            return "district";
        case dispatch::UnitKind::street:
            return "street";
        case dispatch::UnitKind::enterprise:
            return "enterprise";
    }
    return {};
}

awaitable<Response> city(const Services* services, Request /*request*/) {
    const dispatch::City& pack = services->routing->city();
    api::City out{pack.name, pack.version, {}, {}, {}};
    for (const dispatch::Unit& unit : pack.units) {
        const bool webhook = !services->endpoints->of_unit(unit.code).empty();
        out.units.push_back({unit.code, unit.name, std::string{kind_text(unit.kind)}, unit.parent,
                             unit.district, webhook});
    }
    for (const auto& district : pack.districts)
        out.districts.push_back({district.code, district.name});
    for (const auto& item : pack.catalogue)
        out.catalogue.push_back({item.code, item.name, item.parent});
    co_return json_response(encode(out));
}

awaitable<Response> suggest_unit(const Services* services, Request request) {
    auto body = decode<api::RoutingQuestion>(request.body);
    if (!body) co_return problem_response(problem_of(body.error()), request.request_id);
    hotline::Request asked;
    asked.kind = body->kind;
    asked.title = body->title;
    asked.body = body->body;
    asked.district = body->district;
    asked.place = body->place;
    asked.item = body->item;
    const dispatch::RoutingProposal proposal = services->routing->propose(asked);
    api::RoutingSuggestion out{
        proposal.unit, {}, proposal.district, proposal.item, proposal.explanation};
    if (!proposal.unit.empty()) out.unit_name = unit_name(*services, proposal.unit);
    co_return json_response(encode(out));
}

std::string month_text(chrono::year_month month) {
    return record::rfc3339(chrono::sys_days{month / 1}, 0).substr(0, 7);
}

std::string date_text(Day day) {
    return record::rfc3339(chrono::sys_days{day.time_since_epoch()}, 0).substr(0, 10);
}

// "2026-02"; without the parameter the present month.
Result<chrono::year_month> month_of(const Services& services, const Request& request) {
    const auto found = request.query.find("month");
    std::string text = found == request.query.end() ? "" : found->second;
    if (text.empty()) {
        const Day today = services.calendar->day_of(services.time->now());
        const chrono::year_month_day date{today};
        return chrono::year_month{date.year(), date.month()};
    }
    Instant first{};
    if (text.size() != 7 || !JsonText<Instant>::parse(text + "-01T00:00:00Z", first)) {
        return Refusal{"invalid_query", "query/month", "expected a month such as 2026-02"};
    }
    const chrono::year_month_day date{chrono::floor<chrono::days>(first)};
    return chrono::year_month{date.year(), date.month()};
}

api::CalendarDay calendar_day(const WorkCalendar& calendar, Day day) {
    api::CalendarDay out;
    out.date = date_text(day);
    out.known = calendar.is_known(day);
    const DayException* exception = calendar.exception_of(day);
    using enum api::CalendarDayKind;
    if (exception == nullptr) {
        out.kind = calendar.is_working_day(day) ? working : off;
        return out;
    }
    out.name = exception->name;
    switch (exception->kind) {
        case DayKind::holiday:
            out.kind = holiday;
            break;
        case DayKind::make_up_day:
            out.kind = make_up;
            break;
        case DayKind::half_day:
            out.kind = half_day;
            break;
    }
    return out;
}

awaitable<Response> calendar_month(const Services* services, Request request) {
    const auto month = month_of(*services, request);
    if (!month) co_return refusal_response(month.error(), request.request_id);
    const WorkCalendar& calendar = *services->calendar;
    api::CalendarMonth out{month_text(*month), calendar.version(), {}};
    const Day last{(*month / chrono::last)};
    for (Day day{*month / 1}; day <= last; day += chrono::days{1}) {
        out.days.push_back(calendar_day(calendar, day));
    }
    co_return json_response(encode(out));
}

template <class Enum>
std::string name_in(Enum value, std::initializer_list<const char*> names) {
    return *(names.begin() + static_cast<std::ptrdiff_t>(value));
}

api::DutySlot slot_view(const Services& services, const dispatch::DutySlot& slot) {
    api::DutySlot out;
    out.id = slot.id;
    out.date = date_text(services.calendar->day_of(slot.from));
    out.from = slot.from;
    out.to = slot.to;
    out.kind = name_in(slot.kind, {"leader_session", "duty_officer", "head_of_duty"});
    out.leader = slot.leader;
    out.post = slot.post;
    out.unit = slot.unit;
    if (!slot.unit.empty()) out.unit_name = unit_name(services, slot.unit);
    out.seat = slot.seat;
    out.phone = slot.phone;
    out.scope = slot.scope;
    out.status = name_in(slot.status, {"planned", "published", "running", "done", "cancelled"});
    return out;
}

awaitable<Response> duty_month(const Services* services, Request request) {
    const auto month = month_of(*services, request);
    if (!month) co_return refusal_response(month.error(), request.request_id);
    const WorkCalendar& calendar = *services->calendar;
    const Day first{*month / 1};
    const Day end = Day{*month / chrono::last} + chrono::days{1};
    api::DutyMonth out{month_text(*month), {}, {}};
    const Instant from = calendar.instant_of(first, 0);
    const Instant to = calendar.instant_of(end, 0);
    for (const auto* slot : services->roster->slots_between(from, to)) {
        out.slots.push_back(slot_view(*services, *slot));
    }
    for (Day day = first; day < end; day += chrono::days{1}) {
        const auto gaps = services->roster->vacancies(calendar.instant_of(day, 0),
                                                      calendar.instant_of(day + chrono::days{1}, 0),
                                                      dispatch::DutyKind::duty_officer);
        if (!gaps.empty()) out.vacant.push_back(date_text(day));
    }
    co_return json_response(encode(out));
}

awaitable<Response> duty_now(const Services* services, Request /*request*/) {
    api::DutyNow out;
    out.at = services->time->now();
    using enum dispatch::DutyKind;
    for (const auto kind : {leader_session, head_of_duty, duty_officer}) {
        for (const auto* slot : services->roster->on_duty(out.at, kind)) {
            out.slots.push_back(slot_view(*services, *slot));
        }
    }
    out.vacant = services->roster->on_duty(out.at, duty_officer).empty();
    co_return json_response(encode(out));
}

awaitable<Response> overview(const Services* services, Request request) {
    std::function<api::Overview(record::ReadSession&)> job = [](record::ReadSession& session) {
        const auto counts = session.counts();
        api::Overview out;
        for (const auto& [stage, count] : counts.by_stage)
            out.stages.push_back({stage, count});
        out.overdue_open = counts.overdue_open;
        out.outbox_pending = session.outbox_pending();
        out.last_seq = session.last_seq();
        return out;
    };
    const auto out = co_await read<api::Overview>(services, std::move(job));
    if (!out) co_return refusal_response(out.error(), request.request_id);
    co_return json_response(encode(*out));
}

Route suggestion_route(const Services* services) {
    Route route = read_route(services,
                             {"/api/v1/routing/suggestion", "suggest_unit",
                              "Which unit routing would choose, and why", "RoutingSuggestion"},
                             suggest_unit);
    route.method = Method::post;
    route.roles = {agent, dispatcher, admin};
    route.body_bytes_max = json_body_bytes_max;
    route.request_schema = "RoutingQuestion";
    return route;
}

}  // namespace

RouteTable city_routes(const Services* services) {
    RouteTable table;
    table.push_back(
        read_route(services, {"/api/v1/me", "me", "Whom this token speaks for", "Me"}, me));
    table.push_back(read_route(
        services, {"/api/v1/city", "city", "Units, districts and the catalogue", "City"}, city));
    table.push_back(read_route(services,
                               {"/api/v1/overview", "overview",
                                "Tickets by stage, overdue ones, webhooks waiting", "Overview"},
                               overview));
    table.back().roles = {agent, dispatcher, visitor, supervisor, leader, admin};
    table.push_back(suggestion_route(services));
    table.push_back(read_route(
        services,
        {"/api/v1/calendar", "calendar_month", "The working calendar of a month", "CalendarMonth"},
        calendar_month));
    table.back().query = {"month"};
    table.push_back(read_route(
        services, {"/api/v1/duty", "duty_month", "The duty roster of a month", "DutyMonth"},
        duty_month));
    table.back().query = {"month"};
    table.push_back(read_route(
        services, {"/api/v1/duty/now", "duty_now", "Who is on duty now", "DutyNow"}, duty_now));
    return table;
}

}  // namespace hotline::server
