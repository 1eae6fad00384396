// What can be done in a story: one row a verb.
#include "server/config/story.hpp"

#include <algorithm>
#include <array>

namespace hotline::server {

namespace {

constexpr std::string_view some_text = "算例";  // wherever a command needs a text

LegId leg_in(StoryWords& words, const TicketState& ticket) {
    const auto number = words.number();
    return number ? LegId{*number} : lead_of(ticket);
}

StoryWish hotline_does(Role role, Command command) {
    return {std::move(command), {role, std::string{some_text}, {}}};
}

StoryWish unit_does(LegId leg, const TicketState& ticket, Command command) {
    const Leg* found = find_leg(ticket, leg);
    const UnitCode unit = found ? found->unit : UnitCode{};
    return {std::move(command), {Role::unit, std::string{some_text}, unit}};
}

// A command of the unit that needs nothing but its leg.
template <class C>
StoryWish unit_work(StoryWords& words, const StoryWorld& world) {
    C command;
    command.leg = leg_in(words, world.ticket);
    if constexpr (requires { command.note; }) command.note = some_text;
    if constexpr (requires { command.text; }) command.text = some_text;
    if constexpr (requires { command.reason; }) command.reason = some_text;
    if constexpr (requires { command.basis; }) command.basis = some_text;
    if constexpr (requires { command.public_text; }) command.public_text = some_text;
    const LegId leg = command.leg;
    return unit_does(leg, world.ticket, std::move(command));
}

StoryWish open(StoryWords&, const StoryWorld& world) {
    OpenTicket command;
    command.request = world.request;
    command.received_at = world.now;
    return hotline_does(Role::agent, std::move(command));
}

StoryWish dispatch(StoryWords& words, const StoryWorld&) {
    Dispatch command;
    for (std::string& unit : words.rest()) {
        const LegRole role = command.legs.empty() ? LegRole::lead : LegRole::assist;
        command.legs.push_back({std::move(unit), role});
    }
    return hotline_does(Role::dispatcher, std::move(command));
}

StoryWish assist(StoryWords& words, const StoryWorld&) {
    Dispatch command;
    for (std::string& unit : words.rest())
        command.legs.push_back({std::move(unit), LegRole::assist});
    return hotline_does(Role::dispatcher, std::move(command));
}

StoryWish subdispatch(StoryWords& words, const StoryWorld& world) {
    SubDispatch command;
    const LegId leg = command.leg = leg_in(words, world.ticket);
    command.units = words.rest();
    return unit_does(leg, world.ticket, std::move(command));
}

StoryWish extend(StoryWords& words, const StoryWorld& world) {
    AskExtension command;
    const LegId leg = command.leg = leg_in(words, world.ticket);
    command.working_days = words.working_days();
    command.reason = some_text;
    return unit_does(leg, world.ticket, std::move(command));
}

StoryWish suspend(StoryWords& words, const StoryWorld& world) {
    AskSuspension command;
    const LegId leg = command.leg = leg_in(words, world.ticket);
    command.code = words.word();
    command.working_days = words.working_days();
    command.reason = some_text;
    return unit_does(leg, world.ticket, std::move(command));
}

StoryWish appeal(StoryWords& words, const StoryWorld& world) {
    AskAppeal command;
    const Clock* clock = find_clock(world.ticket, words.clock());
    if (clock) command.clock = clock->id;
    command.reason = some_text;
    const LegId leg = clock && clock->leg ? *clock->leg : lead_of(world.ticket);
    return unit_does(leg, world.ticket, std::move(command));
}

// The last petition that waits, of that leg when one is named.
StoryWish decide_petition(StoryWords& words, const StoryWorld& world, bool approve) {
    DecidePetition command;
    const auto leg = words.number();
    for (const Petition& petition : world.ticket.petitions)
        if (petition.state == PetitionState::pending && (!leg || petition.leg.value == *leg))
            command.petition = petition.id;
    command.approve = approve;
    command.note = some_text;
    const Role role = words.finished() ? Role::dispatcher : words.choice(people());
    return hotline_does(role, std::move(command));
}

StoryWish approve(StoryWords& words, const StoryWorld& world) {
    return decide_petition(words, world, true);
}

StoryWish reject(StoryWords& words, const StoryWorld& world) {
    return decide_petition(words, world, false);
}

StoryWish check_reply(StoryWords& words, const StoryWorld& world, bool accept) {
    return hotline_does(Role::dispatcher,
                        CheckReply{leg_in(words, world.ticket), accept, std::string{some_text}});
}

StoryWish accept(StoryWords& words, const StoryWorld& world) {
    return check_reply(words, world, true);
}

StoryWish send_back(StoryWords& words, const StoryWorld& world) {
    return check_reply(words, world, false);
}

StoryWish resume(StoryWords& words, const StoryWorld& world) {
    return hotline_does(Role::dispatcher,
                        Resume{leg_in(words, world.ticket), std::string{some_text}});
}

StoryWish visit(StoryWords& words, const StoryWorld&) {
    const std::string answer = words.word();
    RecordVisit command;
    command.reached = command.contacted = answer != "unreached";
    command.solved = command.satisfied = answer == "solved";
    if (answer != "solved" && answer != "unsolved" && answer != "unreached") words.fail();
    return hotline_does(Role::visitor, std::move(command));
}

StoryWish redo(StoryWords&, const StoryWorld&) {
    return hotline_does(Role::dispatcher, Redo{std::string{some_text}});
}

StoryWish complex(StoryWords&, const StoryWorld&) {
    return hotline_does(Role::dispatcher, MarkComplex{true, std::string{some_text}});
}

StoryWish not_complex(StoryWords&, const StoryWorld&) {
    return hotline_does(Role::dispatcher, MarkComplex{false, std::string{some_text}});
}

StoryWish urge(StoryWords&, const StoryWorld&) {
    return hotline_does(Role::supervisor, Urge{std::string{some_text}});
}

StoryWish supervise(StoryWords&, const StoryWorld&) {
    return hotline_does(Role::supervisor, Supervise{true, std::string{some_text}});
}

// Into a ticket that is being handled.
StoryWish merge(StoryWords&, const StoryWorld& world) {
    return hotline_does(Role::dispatcher, Merge{TicketNumber{world.ticket.number.value + 1}});
}

StoryWish answer_caller(StoryWords&, const StoryWorld&) {
    return hotline_does(Role::agent, AnswerCaller{std::string{some_text}});
}

StoryWish withdraw(StoryWords&, const StoryWorld&) {
    return hotline_does(Role::agent, Withdraw{std::string{some_text}});
}

StoryWish recount(StoryWords&, const StoryWorld&) {
    return hotline_does(Role::system, Recount{false, std::string{some_text}});
}

struct Verb {
    std::string_view word;
    std::string_view usage;
    StoryWish (*wish)(StoryWords&, const StoryWorld&);
};

constexpr std::array verbs{
    Verb{"open", "open", open},
    Verb{"dispatch", "dispatch UNIT...", dispatch},
    Verb{"assist", "assist UNIT...", assist},
    Verb{"receive", "receive [LEG]", unit_work<Receive>},
    Verb{"contact", "contact [LEG]", unit_work<RecordContact>},
    Verb{"plan", "plan [LEG]", unit_work<SubmitPlan>},
    Verb{"progress", "progress [LEG]", unit_work<AnswerProgress>},
    Verb{"confirm", "confirm [LEG]", unit_work<ConfirmService>},
    Verb{"reply", "reply [LEG]", unit_work<Reply>},
    Verb{"accept", "accept [LEG]", accept},
    Verb{"send_back", "send_back [LEG]", send_back},
    Verb{"visit", "visit solved|unsolved|unreached", visit},
    Verb{"redo", "redo", redo},
    Verb{"return", "return [LEG]", unit_work<AskReturn>},
    Verb{"extend", "extend [LEG] Nwd", extend},
    Verb{"suspend", "suspend [LEG] CODE Nwd", suspend},
    Verb{"resume", "resume [LEG]", resume},
    Verb{"appeal", "appeal KIND", appeal},
    Verb{"approve", "approve [LEG] [ROLE]", approve},
    Verb{"reject", "reject [LEG] [ROLE]", reject},
    Verb{"complex", "complex", complex},
    Verb{"not_complex", "not_complex", not_complex},
    Verb{"subdispatch", "subdispatch [LEG] UNIT...", subdispatch},
    Verb{"exit", "exit [LEG]", unit_work<ExitLeg>},
    Verb{"urge", "urge", urge},
    Verb{"supervise", "supervise", supervise},
    Verb{"merge", "merge", merge},
    Verb{"answer_caller", "answer_caller", answer_caller},
    Verb{"withdraw", "withdraw", withdraw},
    Verb{"recount", "recount", recount},
};

}  // namespace

std::optional<StoryWish> story_wish(StoryWords& words, const StoryWorld& world) {
    const std::string given = words.word();
    if (given == "wait") return std::nullopt;
    for (const Verb& verb : verbs)
        if (verb.word == given) return verb.wish(words, world);
    words.fail();
    return std::nullopt;
}

std::string verb_usage(std::string_view word) {
    std::string all = "one of ";
    for (const Verb& verb : verbs) {
        if (verb.word == word) return '"' + std::string{verb.usage} + '"';
        all += std::string{verb.word} + ", ";
    }
    return all + "wait";
}

}  // namespace hotline::server
