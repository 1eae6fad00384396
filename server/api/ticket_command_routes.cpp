// Everything that is done to a ticket as a whole.
#include "server/api/command_route.hpp"
#include "server/api/commands.hpp"

namespace hotline::server {
namespace {

using enum Role;
using Made = Result<Command>;

boost::asio::awaitable<Response> open_ticket(const Services* services, Request request) {
    auto body = decode<api::NewTicket>(request.body);
    if (!body) co_return problem_response(problem_of(body.error()), request.request_id);
    auto command = open_command(*services, request.actor, std::move(*body));
    if (!command) co_return refusal_response(command.error(), request.request_id);
    Submission submission;
    submission.request = std::move(request);
    submission.command = std::move(*command);
    co_return co_await submit(services, std::move(submission));
}

Route open_route(const Services* services) {
    Route route;
    route.method = Method::post;
    route.path = "/api/v1/tickets";
    route.id = "open_ticket";
    route.summary = "Open a ticket; it is durable when 201 comes back";
    route.roles = {agent, admin};
    route.body_bytes_max = json_body_bytes_max;
    route.request_schema = "NewTicket";
    route.response_schema = "Receipt";
    route.success_status = 201;
    route.handler = [services](Request request) {
        return open_ticket(services, std::move(request));
    };
    return route;
}

std::string at(const char* verb) {
    return std::string{"/api/v1/tickets/{number}/"} + verb;
}

template <class Body>
Route on_ticket(const Services* services, CommandRow row, MakeCommand<TicketTarget, Body> make) {
    return command_route<TicketTarget, Body>(services, std::move(row), make);
}

RouteTable before_dispatch(const Services* s) {
    return {
        on_ticket<api::WithText>(
            s,
            {at("supplement"),
             "supplement",
             "Add what the citizen said later",
             {agent, dispatcher, visitor},
             "WithText"},
            [](const Services&, const TicketNumber&, api::WithText body) -> Made {
                return Command{Supplement{std::move(body.text.value)}};
            }),
        on_ticket<api::NewAnswer>(
            s,
            {at("answer"),
             "answer_directly",
             "Answer on the spot and close",
             {agent, dispatcher},
             "NewAnswer"},
            [](const Services&, const TicketNumber&, api::NewAnswer body) -> Made {
                return Command{AnswerDirectly{std::move(body.answer.value)}};
            }),
        on_ticket<api::NewDecline>(
            s,
            {at("decline"),
             "decline",
             "Not accepted, with a reason of the closed list",
             {agent, dispatcher},
             "NewDecline"},
            [](const Services&, const TicketNumber&, api::NewDecline body) -> Made {
                return Command{Decline{body.reason, std::move(body.told.value)}};
            }),
        on_ticket<api::NewTransfer>(
            s,
            {at("transfer"),
             "transfer_to_emergency",
             "Handed over to 110, 119, 120 or 122",
             {agent, dispatcher},
             "NewTransfer"},
            [](const Services&, const TicketNumber&, api::NewTransfer body) -> Made {
                return Command{TransferToEmergency{body.line, std::move(body.note.value)}};
            }),
        on_ticket<api::NewDispatch>(
            s,
            {at("assignments"),
             "dispatch",
             "Dispatch to a lead unit and assisting units",
             {dispatcher, agent},
             "NewDispatch"},
            [](const Services& services, const TicketNumber&, api::NewDispatch body) -> Made {
                auto command = dispatch_command(services, std::move(body));
                if (!command) return command.error();
                return Command{std::move(*command)};
            }),
    };
}

RouteTable after_reply(const Services* s) {
    return {
        on_ticket<api::NewVisit>(
            s,
            {at("visit"),
             "record_visit",
             "Record the call back to the citizen",
             {visitor, dispatcher},
             "NewVisit"},
            [](const Services&, const TicketNumber&, api::NewVisit body) -> Made {
                return Command{RecordVisit{body.reached, body.contacted, body.solved,
                                           body.satisfied, body.final, std::move(body.note.value)}};
            }),
        on_ticket<api::WithReason>(
            s,
            {at("redo"),
             "redo",
             "Order the lead unit to handle it again",
             {visitor, dispatcher, supervisor},
             "WithReason"},
            [](const Services&, const TicketNumber&, api::WithReason body) -> Made {
                return Command{Redo{std::move(body.reason.value)}};
            }),
        on_ticket<api::WithText>(
            s,
            {at("caller-answer"),
             "answer_caller",
             "Tell the caller of a merged ticket the answer",
             {visitor, dispatcher, agent},
             "WithText"},
            [](const Services&, const TicketNumber&, api::WithText body) -> Made {
                return Command{AnswerCaller{std::move(body.text.value)}};
            }),
        on_ticket<api::Empty>(
            s, {at("archive"), "archive", "Put the file away", {dispatcher, supervisor}, "Empty"},
            [](const Services&, const TicketNumber&, api::Empty) -> Made {
                return Command{Archive{}};
            }),
    };
}

RouteTable any_time(const Services* s) {
    return {
        on_ticket<api::WithNote>(s,
                                 {at("urge"),
                                  "urge",
                                  "Urge the units that handle it",
                                  {agent, dispatcher, supervisor, visitor},
                                  "WithNote"},
                                 [](const Services&, const TicketNumber&, api::WithNote body)
                                     -> Made { return Command{Urge{std::move(body.note.value)}}; }),
        on_ticket<api::OnOff>(s,
                              {at("supervise"),
                               "supervise",
                               "Put under supervision, or end it",
                               {supervisor, dispatcher},
                               "OnOff"},
                              [](const Services&, const TicketNumber&, api::OnOff body) -> Made {
                                  return Command{Supervise{body.on, std::move(body.note.value)}};
                              }),
        on_ticket<api::OnOff>(s,
                              {at("complex"),
                               "mark_complex",
                               "Mark as complex, or not: longer windows and extensions",
                               {dispatcher, supervisor},
                               "OnOff"},
                              [](const Services&, const TicketNumber&, api::OnOff body) -> Made {
                                  return Command{MarkComplex{body.on, std::move(body.note.value)}};
                              }),
        on_ticket<api::NewMerge>(s,
                                 {at("merge"),
                                  "merge",
                                  "Merge this ticket into another",
                                  {dispatcher, agent},
                                  "NewMerge"},
                                 [](const Services&, const TicketNumber&, api::NewMerge body)
                                     -> Made { return Command{Merge{body.into}}; }),
        on_ticket<api::WithReason>(
            s,
            {at("withdraw"),
             "withdraw",
             "The citizen takes it back",
             {agent, dispatcher},
             "WithReason"},
            [](const Services&, const TicketNumber&, api::WithReason body) -> Made {
                return Command{Withdraw{std::move(body.reason.value)}};
            }),
    };
}

}  // namespace

RouteTable ticket_command_routes(const Services* services) {
    RouteTable table;
    table.push_back(open_route(services));
    for (auto* part : {&before_dispatch, &after_reply, &any_time}) {
        for (Route& route : part(services))
            table.push_back(std::move(route));
    }
    return table;
}

}  // namespace hotline::server
