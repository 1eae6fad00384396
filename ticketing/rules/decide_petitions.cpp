// Petitions (申请): a unit asks to return its leg (退单) or for more time (延期), the hotline
// decides.
#include "ticketing/rules/draft.hpp"
#include "ticketing/rules/limits.hpp"
#include "ticketing/rules/refusals.hpp"
#include "ticketing/rules/text.hpp"

#include <utility>

namespace hotline {
namespace {

// One petition of a leg at a time.
Verdict check_can_ask(const TicketState& state, LegId leg) {
    if (pending_petition(state, leg) != nullptr) {
        return refuse(refusals::petition_pending, "a petition of this assignment waits");
    }
    if (state.petitions.size() >= limits::petitions_max) {
        return refuse(refusals::ticket_full, "the ticket has too many petitions");
    }
    return std::nullopt;
}

// The window runs from dispatch; who lets it pass has accepted the ticket
// (山东省政务服务热线管理办法, 2 days; 天津 draft: not returned in time means it must be handled).
// Acting at its last instant is in time.
Verdict check_return_window(const Draft& draft, const Leg& leg) {
    const std::int32_t days = draft.policy()->returning.window_working_days;
    if (days == 0) return std::nullopt;
    const Instant end = draft.calendar()->add_working_days_civil(leg.dispatched_at, days).at;
    if (draft.now() <= end) return std::nullopt;
    return refuse(refusals::return_window_closed, "the time to return the ticket is over");
}

std::int32_t days_granted(const TicketState& state, LegId leg) {
    std::int32_t days = 0;
    for (const Petition& petition : state.petitions) {
        if (petition.leg == leg && petition.kind == PetitionKind::extend &&
            petition.state == PetitionState::approved) {
            days += petition.working_days;
        }
    }
    return days;
}

// The caps hold for a leg's whole life, redo included: a redo has its own fresh limit.
Verdict check_extension(const Draft& draft, const Leg& leg, std::int32_t working_days) {
    const ExtensionRule& rule = draft.policy()->extension;
    const Clock* clock = resolve_clock(draft.state(), leg.id);
    if (clock == nullptr) {
        return refuse(refusals::clock_not_running, "the assignment has no limit to extend");
    }
    if (draft.now() > clock->due_at) {
        return refuse(refusals::already_due, "the limit has ended");
    }
    if (leg.extension_count >= rule.max_times) {
        return refuse(refusals::extension_count, "no further extension is allowed");
    }
    // Compared this way round, the sum cannot overflow.
    if (working_days > rule.max_working_days - days_granted(draft.state(), leg.id)) {
        return refuse(refusals::extension_cap,
                      "together at most " + std::to_string(rule.max_working_days) +
                          " working days are allowed",
                      "/working_days");
    }
    return std::nullopt;
}

PetitionAsked asked(const Draft& draft, PetitionKind kind, LegId leg) {
    PetitionAsked event;
    event.petition = draft.next_petition();
    event.kind = kind;
    event.leg = leg;
    event.at = draft.now();
    return event;
}

Verdict approve_extension(Draft& draft, const Petition& petition, const std::string& note) {
    if (auto no = draft.check_policy()) return no;
    const Clock* clock = resolve_clock(draft.state(), petition.leg);
    if (clock == nullptr) {
        return refuse(refusals::clock_not_running, "the assignment has no limit to extend");
    }
    auto moved = extended(draft, *clock, petition.working_days);
    if (!moved) return moved.error();
    draft.emit(PetitionDecided{petition.id, PetitionState::approved, note, draft.now()});
    draft.emit(std::move(*moved));
    return std::nullopt;
}

}  // namespace

Verdict decide_on(Draft& draft, const AskReturn& command) {
    const auto leg = working_leg(draft, command.leg);
    if (!leg) return leg.error();
    if (auto no = check_can_ask(draft.state(), command.leg)) return no;
    if (auto no = check_note(command.reason, "/reason", true)) return no;
    if (auto no = check_note(command.basis, "/basis", true)) return no;
    if (auto no = check_text(command.suggested_unit,
                             {"/suggested_unit", limits::code_chars_max, false})) {
        return no;
    }
    if (auto no = draft.check_policy()) return no;
    if (auto no = check_return_window(draft, *leg)) return no;
    emit_receipt(draft, command.leg);
    PetitionAsked event = asked(draft, PetitionKind::return_leg, command.leg);
    event.reason = command.reason;
    event.basis = command.basis;
    event.suggested_unit = command.suggested_unit;
    draft.emit(std::move(event));
    return std::nullopt;
}

Verdict decide_on(Draft& draft, const AskExtension& command) {
    const auto leg = working_leg(draft, command.leg);
    if (!leg) return leg.error();
    if (auto no = check_can_ask(draft.state(), command.leg)) return no;
    if (command.working_days < 1) {
        return refuse(refusals::out_of_range, "must be at least 1", "/working_days");
    }
    if (auto no = check_note(command.reason, "/reason", true)) return no;
    if (auto no = draft.check_policy()) return no;
    if (auto no = check_extension(draft, *leg, command.working_days)) return no;
    emit_receipt(draft, command.leg);
    PetitionAsked event = asked(draft, PetitionKind::extend, command.leg);
    event.reason = command.reason;
    event.working_days = command.working_days;
    draft.emit(std::move(event));
    return std::nullopt;
}

// A petition that was asked in time may be decided late: the unit is not made to pay for the
// hotline's delay, though an overdue that has happened meanwhile stays on record. A rejection gives
// its reason.
Verdict decide_on(Draft& draft, const DecidePetition& command) {
    if (auto no = check_stage(draft, {Stage::handling})) return no;
    const Petition* found = find_petition(draft.state(), command.petition);
    if (found == nullptr) return refuse(refusals::petition_not_found, "no such petition");
    if (found->state != PetitionState::pending) {
        return refuse(refusals::petition_decided, "the petition was decided before");
    }
    if (auto no = check_note(command.note, "/note", !command.approve)) return no;
    const Petition petition = *found;
    if (!command.approve) {
        draft.emit(
            PetitionDecided{petition.id, PetitionState::rejected, command.note, draft.now()});
        return std::nullopt;
    }
    if (petition.kind == PetitionKind::extend) {
        return approve_extension(draft, petition, command.note);
    }
    draft.emit(PetitionDecided{petition.id, PetitionState::approved, command.note, draft.now()});
    emit_leg_end(draft, petition.leg, LegState::returned, petition.reason);
    return std::nullopt;
}

}  // namespace hotline
