// Decisions while units handle a ticket: receive (签收), contact, sub-dispatch (下派), reply
// (答复), exit.
#include "ticketing/rules/draft.hpp"
#include "ticketing/rules/limits.hpp"
#include "ticketing/rules/refusals.hpp"
#include "ticketing/rules/text.hpp"

#include <algorithm>
#include <set>

namespace hotline {
namespace {

// A unit that asks the hotline to take the ticket back neither passes it on nor answers it
// meanwhile.
Verdict check_no_return_pending(const TicketState& state, LegId leg) {
    const Petition* petition = pending_petition(state, leg);
    if (petition == nullptr || petition->kind != PetitionKind::return_leg) return std::nullopt;
    return refuse(refusals::petition_pending, "a return of this assignment waits");
}

// The lead answers for all: every other leg has finished. A unit below answers for its own
// sub-units.
bool has_open_helpers(const TicketState& state, const Leg& leg) {
    return std::any_of(state.legs.begin(), state.legs.end(), [&](const Leg& other) {
        if (!is_live(other) || other.id == leg.id) return false;
        return leg.role == LegRole::lead || other.parent == leg.id;
    });
}

Verdict check_sub_units(const TicketState& state, const SubDispatch& command) {
    if (command.units.empty()) return refuse(refusals::required, "name a unit", "/units");
    std::set<UnitCode> seen;
    for (std::size_t i = 0; i < command.units.size(); ++i) {
        const UnitCode& unit = command.units[i];
        const std::string field = "/units/" + std::to_string(i);
        if (auto no = check_text(unit, {field, limits::code_chars_max, true})) return no;
        if (!seen.insert(unit).second || has_live_unit(state, unit)) {
            return refuse(refusals::unit_already_assigned, "unit " + unit, field);
        }
    }
    if (state.legs.size() + command.units.size() > limits::legs_max) {
        return refuse(refusals::ticket_full, "the ticket has too many assignments", "/units");
    }
    return std::nullopt;
}

}  // namespace

Verdict decide_on(Draft& draft, const Receive& command) {
    const auto leg = working_leg(draft, command.leg);
    if (!leg) return leg.error();
    if (leg->state == LegState::handling) {
        return refuse(refusals::already_received, "the assignment was received before");
    }
    if (auto no = draft.check_policy(command.leg)) return no;
    emit_receipt(draft, command.leg);
    return std::nullopt;
}

// Each contact is kept; the first one meets the contact limit. The note is the evidence: number and
// time.
Verdict decide_on(Draft& draft, const RecordContact& command) {
    const auto leg = working_leg(draft, command.leg);
    if (!leg) return leg.error();
    if (auto no = check_note(command.note, "/note", true)) return no;
    if (auto no = draft.check_policy(command.leg)) return no;
    emit_receipt(draft, command.leg);
    draft.emit(ContactRecorded{command.leg, draft.now(), command.note});
    meet_clocks(draft, command.leg, {MilestoneKind::contact});
    if (!leg->contacted_at) start_clocks(draft, StartEvent::contacted, command.leg, draft.now());
    return std::nullopt;
}

// 办理方案; in an enforcement matter, the decision whether to take it up. The first one starts what
// waits for it.
Verdict decide_on(Draft& draft, const SubmitPlan& command) {
    const auto leg = working_leg(draft, command.leg);
    if (!leg) return leg.error();
    if (auto no = check_long_text(command.text, "/text")) return no;
    if (auto no = draft.check_policy(command.leg)) return no;
    emit_receipt(draft, command.leg);
    draft.emit(PlanSubmitted{command.leg, command.text, draft.now()});
    meet_clocks(draft, command.leg, {MilestoneKind::plan});
    if (leg->plan.empty()) start_clocks(draft, StartEvent::planned, command.leg, draft.now());
    return std::nullopt;
}

Verdict decide_on(Draft& draft, const AnswerProgress& command) {
    const auto leg = working_leg(draft, command.leg);
    if (!leg) return leg.error();
    if (auto no = check_long_text(command.text, "/text")) return no;
    if (auto no = draft.check_policy(command.leg)) return no;
    emit_receipt(draft, command.leg);
    draft.emit(ProgressAnswered{command.leg, command.text, draft.now()});
    meet_clocks(draft, command.leg, {MilestoneKind::contact, MilestoneKind::reply});
    if (!leg->contacted_at) start_clocks(draft, StartEvent::contacted, command.leg, draft.now());
    return std::nullopt;
}

// Ends the limit, not the work: the reply and its check still follow (枣庄企呼枣应).
Verdict decide_on(Draft& draft, const ConfirmService& command) {
    const auto leg = working_leg(draft, command.leg);
    if (!leg) return leg.error();
    if (auto no = check_note(command.note, "/note", true)) return no;
    if (auto no = draft.check_policy(command.leg)) return no;
    if (!draft.policy_of(command.leg)->service_confirmation) {
        return refuse(refusals::not_in_policy, "this policy knows no service confirmation");
    }
    // A redo is confirmed anew.
    if (leg->confirmed_at && resolve_clock(draft.state(), command.leg) == nullptr) {
        return refuse(refusals::no_change, "the service was confirmed before");
    }
    emit_receipt(draft, command.leg);
    draft.emit(ServiceConfirmed{command.leg, command.note, draft.now()});
    meet_clocks(draft, command.leg, {MilestoneKind::resolve, MilestoneKind::redo});
    return std::nullopt;
}

Verdict decide_on(Draft& draft, const SubDispatch& command) {
    const auto leg = working_leg(draft, command.leg);
    if (!leg) return leg.error();
    if (auto no = check_no_return_pending(draft.state(), command.leg)) return no;
    if (auto no = check_sub_units(draft.state(), command)) return no;
    if (leg->level >= limits::level_max) {
        return refuse(refusals::ticket_full, "the assignment is too many levels down", "/units");
    }
    if (auto no = check_note(command.note, "/note", false)) return no;
    if (auto no = draft.check_policy(command.leg)) return no;
    emit_receipt(draft, command.leg);
    for (const UnitCode& unit : command.units) {
        emit_dispatch(draft, {unit, LegRole::assist, command.leg}, command.note);
    }
    return std::nullopt;
}

// The lead's reply goes to the hotline's check; other legs answer to the lead and are done. A reply
// is a contact with the citizen, too. A pending extension has lost its purpose and becomes void.
Verdict decide_on(Draft& draft, const Reply& command) {
    const auto leg = working_leg(draft, command.leg);
    if (!leg) return leg.error();
    if (auto no = check_no_return_pending(draft.state(), command.leg)) return no;
    if (has_open_helpers(draft.state(), *leg)) {
        return refuse(refusals::assisting_legs_open, "other units have not finished");
    }
    if (auto no = check_long_text(command.public_text, "/public_text")) return no;
    if (auto no =
            check_text(command.internal_text, {"/internal_text", limits::text_chars_max, false})) {
        return no;
    }
    if (auto no = draft.check_policy(command.leg)) return no;
    emit_receipt(draft, command.leg);
    draft.emit(Replied{command.leg, command.public_text, command.internal_text, draft.now()});
    emit_void_petitions(draft, command.leg);
    // Who answers has accepted; the window was not a duty to be met.
    const Clock* window = running_clock(draft.state(), command.leg, MilestoneKind::return_window);
    if (window != nullptr) {
        draft.emit(ClockStopped{window->id, ClockState::cancelled, draft.now()});
    }
    meet_clocks(draft, command.leg,
                {MilestoneKind::contact, MilestoneKind::plan, MilestoneKind::reply,
                 MilestoneKind::resolve, MilestoneKind::redo});
    return std::nullopt;
}

// 退出会办: an assisting unit leaves a joint ticket; its own sub-units leave with it.
Verdict decide_on(Draft& draft, const ExitLeg& command) {
    const auto leg = working_leg(draft, command.leg);
    if (!leg) return leg.error();
    if (leg->role == LegRole::lead) {
        return refuse(refusals::lead_cannot_exit, "the lead may ask to return the ticket");
    }
    if (auto no = check_note(command.reason, "/reason", true)) return no;
    emit_leg_end(draft, command.leg, LegState::exited, command.reason);
    return std::nullopt;
}

}  // namespace hotline
