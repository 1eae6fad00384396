// The one place where a command becomes events or a refusal, and the one place where events become
// state.
//
// decide() is pure: same arguments, same answer. apply() cannot fail: it is given only events that
// decide() made for that state, in order. Both are called by the writer thread, by replay and by
// verify.
#pragma once

#include "ticketing/rules/command.hpp"
#include "ticketing/rules/event.hpp"
#include "ticketing/rules/policy.hpp"
#include "ticketing/rules/result.hpp"

#include <optional>
#include <vector>

namespace hotline {

struct DecideContext {
    Instant now{};
    Actor actor;
    const PolicyBook* policies = nullptr;  // never null
    TicketNumber new_number;               // for OpenTicket: the number the writer reserved
    std::optional<Stage>
        merge_target;  // for Merge: the stage of the target, empty if it does not exist
};

// Events, or why not. `state` is nullptr exactly when the ticket does not exist. A command that
// changes nothing is refused (already_received and the like), so events are never empty.
Result<std::vector<Event>> decide(const TicketState* state, const Command& command,
                                  const DecideContext& context);

// Folds one event into the state and adds 1 to its version. An Opened event starts from
// TicketState{}.
void apply(TicketState& state, const Event& event);

TicketState fold(const std::vector<Event>& events);

}  // namespace hotline
