#include "ticketing/rules/decide.hpp"

#include "ticketing/rules/draft.hpp"
#include "ticketing/rules/refusals.hpp"

#include <stdexcept>
#include <type_traits>
#include <variant>

namespace hotline {
namespace {

template <class C, class... Allowed>
constexpr bool is_one_of = (std::is_same_v<C, Allowed> || ...);

// What a handling unit may ask for. Everything else is the hotline's, a new command included until
// it is named here. Which of the hotline's roles may ask for what is the door's table
// (server/auth).
template <class C>
constexpr bool is_unit_work =
    is_one_of<C, Receive, RecordContact, SubmitPlan, AnswerProgress, ConfirmService, SubDispatch,
              AskReturn, AskExtension, AskSuspension, Resume, AskAppeal, Reply, ExitLeg>;

template <class C>
Verdict check_role(const C&, const Actor& actor) {
    // Time alone reaches a step; a person cannot make a ticket overdue. A recount is ordered by
    // publishing a calendar or a policy, never for one ticket.
    if (is_one_of<C, ReachStep, Recount> && actor.role != Role::system) {
        return refuse(refusals::role_not_allowed, "only the server's clock may ask for this");
    }
    if (actor.role == Role::unit && !is_unit_work<C>) {
        return refuse(refusals::role_not_allowed, "a handling unit may not ask for this");
    }
    return std::nullopt;
}

template <class C>
Verdict check_existence(const C&, const TicketState* state) {
    if (std::is_same_v<C, OpenTicket>) {
        if (state == nullptr) return std::nullopt;
        return refuse(refusals::ticket_exists, "the ticket was opened before");
    }
    if (state != nullptr) return std::nullopt;
    return refuse(refusals::ticket_not_found, "no such ticket");
}

}  // namespace

Result<std::vector<Event>> decide(const TicketState* state, const Command& command,
                                  const DecideContext& context) {
    const auto ask = [&](const auto& wish) -> Result<std::vector<Event>> {
        if (auto no = check_existence(wish, state)) return *no;
        if (auto no = check_role(wish, context.actor)) return *no;
        Draft draft(state, context);
        if (auto no = decide_on(draft, wish)) return *no;
        return draft.take_events();
    };
    try {
        return std::visit(ask, command);
    } catch (const std::out_of_range& error) {
        // Only calendars throw this: a date decades off, or a server whose calendars ended years
        // ago.
        return refuse(refusals::outside_calendar, error.what());
    }
}

}  // namespace hotline
