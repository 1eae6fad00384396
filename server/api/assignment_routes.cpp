// What units do with their assignments, and how their petitions are decided.
#include "server/api/command_route.hpp"
#include "server/api/commands.hpp"

namespace hotline::server {
namespace {

using enum Role;
using Made = Result<Command>;

std::string at(const char* verb) {
    return std::string{"/api/v1/assignments/{id}/"} + verb;
}

template <class Body>
Route on_leg(const Services* services, CommandRow row, MakeCommand<LegTarget, Body> make) {
    return command_route<LegTarget, Body>(services, std::move(row), make);
}

RouteTable handling(const Services* s) {
    return {
        on_leg<api::Empty>(
            s, {at("receive"), "receive", "Sign for the ticket", {unit, dispatcher}, "Empty"},
            [](const Services&, const LegRef& ref, api::Empty) -> Made {
                return Command{Receive{ref.leg}};
            }),
        on_leg<api::WithNote>(s,
                              {at("contact"),
                               "record_contact",
                               "Record a contact with the citizen",
                               {unit, dispatcher},
                               "WithNote"},
                              [](const Services&, const LegRef& ref, api::WithNote body) -> Made {
                                  return Command{
                                      RecordContact{ref.leg, std::move(body.note.value)}};
                              }),
        on_leg<api::WithText>(s,
                              {at("plan"),
                               "submit_plan",
                               "Say how it will be handled",
                               {unit, dispatcher},
                               "WithText"},
                              [](const Services&, const LegRef& ref, api::WithText body) -> Made {
                                  return Command{SubmitPlan{ref.leg, std::move(body.text.value)}};
                              }),
        on_leg<api::WithText>(s,
                              {at("progress"),
                               "answer_progress",
                               "Tell the citizen how it stands, before the reply",
                               {unit, dispatcher},
                               "WithText"},
                              [](const Services&, const LegRef& ref, api::WithText body) -> Made {
                                  return Command{
                                      AnswerProgress{ref.leg, std::move(body.text.value)}};
                              }),
        on_leg<api::WithNote>(s,
                              {at("confirm"),
                               "confirm_service",
                               "The enterprise confirmed that it was served",
                               {unit, dispatcher, visitor},
                               "WithNote"},
                              [](const Services&, const LegRef& ref, api::WithNote body) -> Made {
                                  return Command{
                                      ConfirmService{ref.leg, std::move(body.note.value)}};
                              }),
    };
}

RouteTable answering(const Services* s) {
    return {
        on_leg<api::NewSubDispatch>(
            s,
            {at("subdispatch"),
             "subdispatch",
             "Pass parts on to units below",
             {unit, dispatcher},
             "NewSubDispatch"},
            [](const Services& services, const LegRef& ref, api::NewSubDispatch body) -> Made {
                auto command = subdispatch_command(services, ref.leg, std::move(body));
                if (!command) return command.error();
                return Command{std::move(*command)};
            }),
        on_leg<api::NewReply>(s,
                              {at("reply"),
                               "reply",
                               "Answer: the public text and the internal one apart",
                               {unit, dispatcher},
                               "NewReply"},
                              [](const Services&, const LegRef& ref, api::NewReply body) -> Made {
                                  return Command{Reply{ref.leg, std::move(body.public_text.value),
                                                       std::move(body.internal_text.value)}};
                              }),
        on_leg<api::NewCheck>(s,
                              {at("check"),
                               "check_reply",
                               "Accept the reply or send it back",
                               {dispatcher},
                               "NewCheck"},
                              [](const Services&, const LegRef& ref, api::NewCheck body) -> Made {
                                  return Command{
                                      CheckReply{ref.leg, body.accept, std::move(body.note.value)}};
                              }),
        on_leg<api::WithReason>(
            s,
            {at("exit"),
             "exit_assignment",
             "An assisting unit leaves",
             {unit, dispatcher},
             "WithReason"},
            [](const Services&, const LegRef& ref, api::WithReason body) -> Made {
                return Command{ExitLeg{ref.leg, std::move(body.reason.value)}};
            }),
    };
}

RouteTable asking(const Services* s) {
    return {
        on_leg<api::NewReturn>(
            s,
            {at("return"),
             "ask_return",
             "Object: not our duty, with the legal basis",
             {unit},
             "NewReturn"},
            [](const Services& services, const LegRef& ref, api::NewReturn body) -> Made {
                auto command = return_command(services, ref.leg, std::move(body));
                if (!command) return command.error();
                return Command{std::move(*command)};
            }),
        on_leg<api::NewExtension>(
            s,
            {at("extend"),
             "ask_extension",
             "Ask for more working days before the limit ends",
             {unit},
             "NewExtension"},
            [](const Services&, const LegRef& ref, api::NewExtension body) -> Made {
                return Command{AskExtension{ref.leg,
                                            static_cast<std::int32_t>(body.working_days.value),
                                            std::move(body.reason.value)}};
            }),
        on_leg<api::NewSuspension>(
            s,
            {at("suspend"),
             "ask_suspension",
             "Ask that the limits stand still, for a reason of the policy",
             {unit, dispatcher},
             "NewSuspension"},
            [](const Services&, const LegRef& ref, api::NewSuspension body) -> Made {
                return Command{AskSuspension{ref.leg, std::move(body.code.value),
                                             static_cast<std::int32_t>(body.working_days.value),
                                             std::move(body.reason.value)}};
            }),
        on_leg<api::WithNote>(s,
                              {at("resume"),
                               "resume",
                               "End a suspension before its time",
                               {unit, dispatcher},
                               "WithNote"},
                              [](const Services&, const LegRef& ref, api::WithNote body) -> Made {
                                  return Command{Resume{ref.leg, std::move(body.note.value)}};
                              }),
    };
}

Route decide_route(const Services* s, bool approve) {
    const std::string verb = approve ? "approve" : "reject";
    const CommandRow row{"/api/v1/petitions/{id}/" + verb,
                         verb + "_petition",
                         approve ? "Grant what was asked" : "Refuse what was asked",
                         {dispatcher, supervisor, leader, admin},
                         "WithNote"};
    if (approve) {
        return command_route<PetitionTarget, api::WithNote>(
            s, row, [](const Services&, const PetitionRef& ref, api::WithNote body) -> Made {
                return Command{DecidePetition{ref.petition, true, std::move(body.note.value)}};
            });
    }
    return command_route<PetitionTarget, api::WithNote>(
        s, row, [](const Services&, const PetitionRef& ref, api::WithNote body) -> Made {
            return Command{DecidePetition{ref.petition, false, std::move(body.note.value)}};
        });
}

}  // namespace

RouteTable assignment_routes(const Services* services) {
    RouteTable table;
    for (auto* part : {&handling, &answering, &asking}) {
        for (Route& route : part(services))
            table.push_back(std::move(route));
    }
    table.push_back(decide_route(services, true));
    table.push_back(decide_route(services, false));
    return table;
}

}  // namespace hotline::server
