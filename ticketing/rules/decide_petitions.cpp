// Petitions (申请): a unit asks to return its leg (退单) or for more time (延期), the hotline
// decides.
#include "ticketing/rules/draft.hpp"
#include "ticketing/rules/limits.hpp"
#include "ticketing/rules/refusals.hpp"
#include "ticketing/rules/text.hpp"

#include <algorithm>
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
    const Policy& policy = *draft.policy_of(leg.id);
    const ReturnRule& rule = policy.returning;
    if (leg.designated) return refuse(refusals::designated, "the hotline designated this unit");
    if (!rule.window) return std::nullopt;
    const bool is_long = draft.state().complex && rule.window_complex;
    const TimeLimit& window = is_long ? *rule.window_complex : *rule.window;
    const Clock* clock = running_clock(draft.state(), leg.id, MilestoneKind::return_window);
    const Instant end = clock != nullptr
                            ? clock->due_at
                            : due_of(window, draft.calendar_of(policy), leg.dispatched_at).at;
    if (!leg.accepted_at && draft.now() <= end) return std::nullopt;
    return refuse(refusals::return_window_closed, "the time to return the ticket is over");
}

// Working days that approved petitions of that kind granted the leg, over its whole life.
std::int32_t days_granted(const TicketState& state, LegId leg, PetitionKind kind) {
    std::int32_t days = 0;
    for (const Petition& petition : state.petitions) {
        if (petition.leg == leg && petition.kind == kind &&
            petition.state == PetitionState::approved) {
            days += petition.working_days;
        }
    }
    return days;
}

bool meets(ExtensionNeeds needs, const TicketState& state) {
    switch (needs) {
        case ExtensionNeeds::nothing:
            return true;
        case ExtensionNeeds::several_units:
            return std::count_if(state.legs.begin(), state.legs.end(), [](const Leg& leg) {
                       return is_live(leg) || leg.state == LegState::done;
                   }) > 1;
        case ExtensionNeeds::complex:
            return state.complex;
    }
    return false;
}

// How many days the step and the cap allow now; by increment, what was granted counts.
std::int32_t days_allowed(const Draft& draft, const ExtensionRule& rule, const Leg& leg) {
    const ExtensionStep& step = rule.steps[static_cast<std::size_t>(leg.extension_count)];
    if (rule.cap_working_days == 0) return step.max_working_days;
    const std::int32_t used = rule.mode == ExtensionMode::add
                                  ? days_granted(draft.state(), leg.id, PetitionKind::extend)
                                  : 0;
    return std::min(step.max_working_days, rule.cap_working_days - used);
}

// The steps and the cap hold for a leg's whole life, redo included: a redo has its own fresh limit.
Verdict check_extension(const Draft& draft, const Leg& leg, std::int32_t working_days) {
    const ExtensionRule& rule = draft.policy_of(leg.id)->extension;
    const Clock* clock = resolve_clock(draft.state(), leg.id);
    if (clock == nullptr) {
        return refuse(refusals::clock_not_running, "the assignment has no limit to extend");
    }
    if (draft.now() > clock->due_at) {
        return refuse(refusals::already_due, "the limit has ended");
    }
    if (static_cast<std::size_t>(leg.extension_count) >= rule.steps.size()) {
        return refuse(refusals::extension_count, "no further extension is allowed");
    }
    const auto& step = rule.steps[static_cast<std::size_t>(leg.extension_count)];
    if (!meets(step.needs, draft.state())) {
        return refuse(refusals::extension_condition, "the ticket is not one of those");
    }
    const std::int32_t allowed = days_allowed(draft, rule, leg);
    if (working_days <= allowed) return std::nullopt;
    return refuse(refusals::extension_cap,
                  "at most " + std::to_string(allowed) + " working days are allowed",
                  "/working_days");
}

Verdict check_suspension(const Draft& draft, const Leg& leg, const AskSuspension& command) {
    const PauseRule& rule = draft.policy_of(leg.id)->pause;
    const auto reason =
        std::find_if(rule.reasons.begin(), rule.reasons.end(),
                     [&](const PauseReason& each) { return each.code == command.code; });
    if (reason == rule.reasons.end()) {
        return refuse(refusals::suspension_reason, "reason " + command.code, "/code");
    }
    if (!can_suspend(draft, leg.id)) {
        return refuse(refusals::clock_not_running, "the assignment has no limit to suspend");
    }
    if (is_suspended(draft, leg.id)) {
        return refuse(refusals::no_change, "the assignment is suspended");
    }
    std::int32_t allowed = reason->max_working_days;
    if (rule.max_total_working_days > 0) {
        allowed = std::min(allowed, rule.max_total_working_days -
                                        days_granted(draft.state(), leg.id, PetitionKind::suspend));
    }
    if (command.working_days <= allowed) return std::nullopt;
    return refuse(refusals::suspension_cap,
                  "at most " + std::to_string(allowed) + " working days are allowed",
                  "/working_days");
}

PetitionAsked asked(const Draft& draft, PetitionKind kind, LegId leg) {
    PetitionAsked event;
    event.petition = draft.next_petition();
    event.kind = kind;
    event.leg = leg;
    event.at = draft.now();
    return event;
}

// Who decides the next extension of a leg is the policy's to say; everything else is the hotline's,
// not a leader's. The server itself may, in a replay.
Verdict check_approver(const Draft& draft, const Petition& petition) {
    const Actor& actor = draft.context().actor;
    if (actor.role == Role::system) return std::nullopt;
    if (petition.kind != PetitionKind::extend) {
        if (actor.role != Role::leader) return std::nullopt;
        return refuse(refusals::approver_required, "the hotline decides this");
    }
    const auto& steps = draft.policy_of(petition.leg)->extension.steps;
    const auto nth =
        static_cast<std::size_t>(find_leg(draft.state(), petition.leg)->extension_count);
    if (nth >= steps.size() || actor.role == steps[nth].approver) return std::nullopt;
    const std::string& office = steps[nth].office;
    return refuse(refusals::approver_required,
                  office.empty() ? "another role decides this extension" : office + " decides");
}

// What approval needs, asked before anything is emitted: a refusal leaves the petition pending.
Verdict check_grant(const Draft& draft, const Petition& petition) {
    if (petition.kind == PetitionKind::return_leg || petition.kind == PetitionKind::appeal) {
        return std::nullopt;
    }
    const Clock* clock = resolve_clock(draft.state(), petition.leg);
    const bool is_suspension = petition.kind == PetitionKind::suspend;
    if (is_suspension ? !can_suspend(draft, petition.leg) : clock == nullptr) {
        return refuse(refusals::clock_not_running, "the assignment has no limit to move");
    }
    if (is_suspension) return std::nullopt;
    auto move = extended(draft, *clock, petition.working_days);
    if (!move) return move.error();
    return std::nullopt;
}

// Extends the leg's clock; for the lead also the ticket's own, because what the citizen was
// promised moves with it.
void grant_extension(Draft& draft, const Petition& petition) {
    const ClockId first = resolve_clock(draft.state(), petition.leg)->id;
    const bool is_lead = find_leg(draft.state(), petition.leg)->role == LegRole::lead;
    const std::vector<Clock> clocks = draft.state().clocks;
    for (const Clock& clock : clocks) {
        const bool is_of_ticket = is_lead && !clock.leg && clock.kind == MilestoneKind::resolve &&
                                  clock.state == ClockState::running;
        if (clock.id != first && !is_of_ticket) continue;
        auto move = extended(draft, clock, petition.working_days);
        if (move) draft.emit(std::move(*move));
    }
}

void grant_suspension(Draft& draft, const Petition& petition) {
    const WorkCalendar& calendar = draft.calendar_of(*draft.policy_of(petition.leg));
    const Instant until = calendar.add_working_days_civil(draft.now(), petition.working_days).at;
    emit_pause(draft, petition.leg, {draft.now(), until, petition.code}, MoveCause::suspended);
}

void grant(Draft& draft, const Petition& petition) {
    switch (petition.kind) {
        case PetitionKind::return_leg:
            return emit_leg_end(draft, petition.leg, LegState::returned, petition.reason);
        case PetitionKind::extend:
            return grant_extension(draft, petition);
        case PetitionKind::suspend:
            return grant_suspension(draft, petition);
        case PetitionKind::appeal: {
            const Instant due = find_clock(draft.state(), *petition.clock)->due_at;
            return correct_overdue(draft, *petition.clock, due, petition.reason);
        }
    }
}

// Where the policy does not charge it, the time of a rejected return's review is the hotline's.
void give_back_review_time(Draft& draft, const Petition& petition) {
    if (petition.kind != PetitionKind::return_leg) return;
    const Policy* policy = draft.policy_of(petition.leg);
    if (policy == nullptr || policy->returning.charge_time) return;
    emit_pause(draft, petition.leg, {petition.asked_at, draft.now(), "return_review"},
               MoveCause::return_rejected);
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
    if (auto no = draft.check_policy(command.leg)) return no;
    if (auto no = check_return_window(draft, *leg)) return no;
    emit_receipt(draft, command.leg);
    meet_clocks(draft, command.leg, {MilestoneKind::return_window});
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
    if (auto no = draft.check_policy(command.leg)) return no;
    if (auto no = check_extension(draft, *leg, command.working_days)) return no;
    emit_receipt(draft, command.leg);
    PetitionAsked event = asked(draft, PetitionKind::extend, command.leg);
    event.reason = command.reason;
    event.working_days = command.working_days;
    draft.emit(std::move(event));
    return std::nullopt;
}

Verdict decide_on(Draft& draft, const AskSuspension& command) {
    const auto leg = working_leg(draft, command.leg);
    if (!leg) return leg.error();
    if (auto no = check_can_ask(draft.state(), command.leg)) return no;
    if (command.working_days < 1) {
        return refuse(refusals::out_of_range, "must be at least 1", "/working_days");
    }
    if (auto no = check_text(command.code, {"/code", limits::code_chars_max, true})) return no;
    if (auto no = check_note(command.reason, "/reason", true)) return no;
    if (auto no = draft.check_policy(command.leg)) return no;
    if (auto no = check_suspension(draft, *leg, command)) return no;
    emit_receipt(draft, command.leg);
    PetitionAsked event = asked(draft, PetitionKind::suspend, command.leg);
    event.reason = command.reason;
    event.code = command.code;
    event.working_days = command.working_days;
    draft.emit(std::move(event));
    return std::nullopt;
}

Verdict decide_on(Draft& draft, const Resume& command) {
    const auto leg = working_leg(draft, command.leg);
    if (!leg) return leg.error();
    if (auto no = check_note(command.note, "/note", true)) return no;
    if (auto no = draft.check_policy(command.leg)) return no;
    if (!is_suspended(draft, command.leg)) {
        return refuse(refusals::not_suspended, "the assignment's limits run");
    }
    emit_resumption(draft, command.leg);
    return std::nullopt;
}

// An appeal is about the past: the leg may have ended, and the work goes on meanwhile.
Verdict decide_on(Draft& draft, const AskAppeal& command) {
    if (auto no = check_not_archived(draft)) return no;
    const Clock* clock = find_clock(draft.state(), command.clock);
    if (clock == nullptr) return refuse(refusals::clock_not_found, "no such milestone");
    const Leg* lead = clock->leg ? find_leg(draft.state(), *clock->leg) : last_lead(draft.state());
    if (lead == nullptr) return refuse(refusals::wrong_leg_state, "no unit had it");
    const Actor& actor = draft.context().actor;
    if (actor.role == Role::unit && actor.unit != lead->unit) {
        return refuse(refusals::not_your_assignment, "the milestone is another unit's");
    }
    if (!counts_overdue(*clock)) return refuse(refusals::not_overdue, "nothing to appeal against");
    for (const Petition& petition : draft.state().petitions) {
        if (petition.clock == command.clock && petition.state == PetitionState::pending) {
            return refuse(refusals::petition_pending, "an appeal of this milestone waits");
        }
    }
    if (draft.state().petitions.size() >= limits::petitions_max) {
        return refuse(refusals::ticket_full, "the ticket has too many petitions");
    }
    if (auto no = check_note(command.reason, "/reason", true)) return no;
    PetitionAsked event = asked(draft, PetitionKind::appeal, lead->id);
    event.reason = command.reason;
    event.clock = command.clock;
    draft.emit(std::move(event));
    return std::nullopt;
}

// A petition that was asked in time may be decided late: the unit is not made to pay for the
// hotline's delay, though an overdue that has happened meanwhile stays on record. A rejection gives
// its reason.
Verdict decide_on(Draft& draft, const DecidePetition& command) {
    if (auto no = check_not_archived(draft)) return no;
    const Petition* found = find_petition(draft.state(), command.petition);
    if (found == nullptr) return refuse(refusals::petition_not_found, "no such petition");
    if (found->state != PetitionState::pending) {
        return refuse(refusals::petition_decided, "the petition was decided before");
    }
    if (auto no = check_note(command.note, "/note", !command.approve)) return no;
    const Petition petition = *found;
    if (petition.kind != PetitionKind::appeal) {
        if (auto no = check_stage(draft, {Stage::handling})) return no;
    }
    if (petition.kind == PetitionKind::extend || petition.kind == PetitionKind::suspend) {
        if (auto no = draft.check_policy(petition.leg)) return no;
    }
    if (auto no = check_approver(draft, petition)) return no;
    if (command.approve) {
        if (auto no = check_grant(draft, petition)) return no;
    }
    const PetitionState state = command.approve ? PetitionState::approved : PetitionState::rejected;
    draft.emit(PetitionDecided{petition.id, state, command.note, draft.now()});
    if (command.approve) {
        grant(draft, petition);
    } else {
        give_back_review_time(draft, petition);
    }
    return std::nullopt;
}

}  // namespace hotline
