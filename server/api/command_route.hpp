// A route that turns a JSON body into a command for the ticket, assignment or petition in its path.
#pragma once

#include "server/api/calls.hpp"
#include "server/api/routes.hpp"
#include "server/api/text_forms.hpp"

#include <string>
#include <utility>
#include <vector>

namespace hotline::server {

// How each kind of target reads its path and names a target that is none.
struct TicketTarget {
    using Id = TicketNumber;
    static constexpr const char* param = "number";
    static constexpr const char* missing = "ticket_not_found";
    static std::optional<Id> parse(std::string_view text) { return parse_ticket(text); }
    static TicketNumber ticket(const Id& id) { return id; }
};
struct LegTarget {
    using Id = LegRef;
    static constexpr const char* param = "id";
    static constexpr const char* missing = "assignment_not_found";
    static std::optional<Id> parse(std::string_view text) { return parse_leg(text); }
    static TicketNumber ticket(const Id& id) { return id.ticket; }
};
struct PetitionTarget {
    using Id = PetitionRef;
    static constexpr const char* param = "id";
    static constexpr const char* missing = "petition_not_found";
    static std::optional<Id> parse(std::string_view text) { return parse_petition(text); }
    static TicketNumber ticket(const Id& id) { return id.ticket; }
};

struct ClockTarget {
    using Id = ClockRef;
    static constexpr const char* param = "id";
    static constexpr const char* missing = "clock_not_found";
    static std::optional<Id> parse(std::string_view text) { return parse_milestone(text); }
    static TicketNumber ticket(const Id& id) { return id.ticket; }
};
struct NoticeTarget {
    using Id = NoticeRef;
    static constexpr const char* param = "id";
    static constexpr const char* missing = "notice_not_found";
    static std::optional<Id> parse(std::string_view text) { return parse_notice(text); }
    static TicketNumber ticket(const Id& id) { return id.ticket; }
};

template <class Target, class Body>
using MakeCommand = Result<Command> (*)(const Services&, const typename Target::Id&, Body);

template <class Target, class Body>
boost::asio::awaitable<Response> run_command(const Services* services, Request request,
                                             MakeCommand<Target, Body> make) {
    const std::string request_id = request.request_id;
    const auto id = Target::parse(request.params[Target::param]);
    if (!id) {
        const Refusal refusal{Target::missing, "", "this is not an id of ours"};
        co_return refusal_response(refusal, request_id);
    }
    auto body = decode<Body>(request.body);
    if (!body) co_return problem_response(problem_of(body.error()), request_id);
    auto command = make(*services, *id, std::move(*body));
    if (!command) co_return refusal_response(command.error(), request_id);
    Submission submission;
    submission.request = std::move(request);
    submission.ticket = Target::ticket(*id);
    submission.command = std::move(*command);
    co_return co_await submit(services, std::move(submission));
}

// What differs from route to route. `schema` is the name of Body's schema.
struct CommandRow {
    std::string path;
    std::string id;
    std::string summary;
    std::vector<Role> roles;
    std::string schema;
};

template <class Target, class Body>
Route command_route(const Services* services, CommandRow row, MakeCommand<Target, Body> make) {
    Route route;
    route.method = Method::post;
    route.path = std::move(row.path);
    route.id = std::move(row.id);
    route.summary = std::move(row.summary);
    route.roles = std::move(row.roles);
    route.body_bytes_max = json_body_bytes_max;
    route.request_schema = std::move(row.schema);
    route.response_schema = "Receipt";
    route.handler = [services, make](Request request) {
        return run_command<Target, Body>(services, std::move(request), make);
    };
    return route;
}

}  // namespace hotline::server
