// The only place that changes a TicketState. It computes nothing: whatever needs a calendar or a
// policy is in the event. Events come from decide() for this very state, so ids are trusted; a
// wrong one is a bug and stops in the library's assertion.
#include "ticketing/rules/decide.hpp"

#include <algorithm>
#include <utility>
#include <variant>

namespace hotline {
namespace {

Leg& leg_of(TicketState& state, LegId id) {
    return state.legs[static_cast<std::size_t>(id.value) - 1];
}

Petition& petition_of(TicketState& state, PetitionId id) {
    return state.petitions[static_cast<std::size_t>(id.value) - 1];
}

Clock& clock_of(TicketState& state, ClockId id) {
    return state.clocks[static_cast<std::size_t>(id.value) - 1];
}

void end(TicketState& state, Stage stage, Instant at) {
    state.stage = stage;
    state.closed_at = at;
}

bool was_reached(const Clock& clock, StepKind kind) {
    const auto end = clock.steps.begin() + clock.steps_reached;
    return std::any_of(clock.steps.begin(), end,
                       [kind](const ClockStep& step) { return step.kind == kind; });
}

void on(TicketState& state, const Opened& e) {
    state.number = e.number;
    state.stage = e.missing.empty() ? Stage::awaiting_dispatch : Stage::needs_supplement;
    state.request = e.request;
    state.received_at = e.received_at;
    state.opened_at = e.opened_at;
    state.opened_by = e.opened_by;
    state.policy_id = e.policy_id;
    state.policy_version = e.policy_version;
    state.routing = e.routing;
    state.missing = e.missing;
    state.led_by = e.led_by;
    state.complex = e.request.complex;
}

void on(TicketState& state, const Supplemented& e) {
    state.supplements.push_back(e.text);
    state.missing.clear();
    if (state.stage == Stage::needs_supplement) state.stage = Stage::awaiting_dispatch;
}

void on(TicketState& state, const AnsweredDirectly& e) {
    state.direct_answer = e.answer;
    end(state, Stage::answered_directly, e.at);
}

void on(TicketState& state, const Declined& e) {
    state.decline_reason = e.reason;
    state.closing_note = e.told;
    end(state, Stage::declined, e.at);
}

void on(TicketState& state, const TransferredToEmergency& e) {
    state.emergency_line = e.line;
    state.closing_note = e.note;
    end(state, Stage::transferred, e.at);
}

void on(TicketState& state, const Dispatched& e) {
    Leg leg;
    leg.id = e.leg;
    leg.unit = e.unit;
    leg.role = e.role;
    leg.level = e.level;
    leg.parent = e.parent;
    leg.dispatched_at = e.at;
    leg.policy_id = e.policy_id;
    leg.policy_version = e.policy_version;
    leg.designated = e.designated;
    state.legs.push_back(std::move(leg));
    state.stage = Stage::handling;
}

void on(TicketState& state, const Received& e) {
    Leg& leg = leg_of(state, e.leg);
    leg.state = LegState::handling;
    leg.received_at = e.at;
    leg.received_by_clock = e.by_clock;
}

void on(TicketState& state, const DeemedAccepted& e) {
    leg_of(state, e.leg).accepted_at = e.at;
}

void on(TicketState& state, const ContactRecorded& e) {
    Leg& leg = leg_of(state, e.leg);
    if (!leg.contacted_at) leg.contacted_at = e.at;
}

void on(TicketState& state, const PlanSubmitted& e) {
    leg_of(state, e.leg).plan = e.text;
}

void on(TicketState& state, const ProgressAnswered& e) {
    Leg& leg = leg_of(state, e.leg);
    leg.progress = e.text;
    if (!leg.contacted_at) leg.contacted_at = e.at;
}

void on(TicketState& state, const ServiceConfirmed& e) {
    leg_of(state, e.leg).confirmed_at = e.at;
}

void on(TicketState& state, const ComplexMarked& e) {
    state.complex = e.on;
}

void on(TicketState& state, const PetitionAsked& e) {
    Petition petition;
    petition.id = e.petition;
    petition.kind = e.kind;
    petition.leg = e.leg;
    petition.reason = e.reason;
    petition.basis = e.basis;
    petition.suggested_unit = e.suggested_unit;
    petition.working_days = e.working_days;
    petition.code = e.code;
    petition.clock = e.clock;
    petition.asked_at = e.at;
    state.petitions.push_back(std::move(petition));
}

void on(TicketState& state, const PetitionDecided& e) {
    Petition& petition = petition_of(state, e.petition);
    petition.state = e.state;
    petition.decision_note = e.note;
    petition.decided_at = e.at;
    if (petition.kind == PetitionKind::extend && e.state == PetitionState::approved) {
        leg_of(state, petition.leg).extension_count += 1;
    }
}

void on(TicketState& state, const LegEnded& e) {
    Leg& leg = leg_of(state, e.leg);
    leg.state = e.state;
    // A returned lead leaves the ticket to the dispatcher again.
    if (leg.role == LegRole::lead && e.state == LegState::returned) {
        state.stage = Stage::awaiting_dispatch;
    }
}

void on(TicketState& state, const Replied& e) {
    Leg& leg = leg_of(state, e.leg);
    leg.public_reply = e.public_text;
    leg.internal_reply = e.internal_text;
    leg.replied_at = e.at;
    if (leg.role == LegRole::lead) {
        leg.state = LegState::replied;
        state.stage = Stage::awaiting_check;
    } else {
        leg.state = LegState::done;
    }
}

void on(TicketState& state, const ReplyChecked& e) {
    Leg& leg = leg_of(state, e.leg);
    if (e.accepted) {
        leg.state = LegState::done;
        state.stage = Stage::awaiting_visit;
    } else {
        leg.state = LegState::handling;
        leg.sent_back_count += 1;
        state.stage = Stage::handling;
    }
}

void on(TicketState& state, const VisitOpened&) {
    state.visit_open = true;
}

void on(TicketState& state, const Visited& e) {
    state.visit_attempts += 1;
    if (e.visit.reached) {
        if (!state.first_visit) state.first_visit = e.visit;
        state.final_visit = e.visit;
        state.visit_open = false;
    }
    if (e.closes) {
        state.visit_open = false;
        end(state, Stage::closed, e.visit.at);
    } else if (e.visit.reached && state.stage == Stage::awaiting_visit) {
        state.stage = Stage::awaiting_redo;
    }
}

void on(TicketState& state, const RedoOrdered& e) {
    leg_of(state, e.leg).state = LegState::handling;
    state.stage = Stage::handling;
    state.redo_count += 1;
    state.closed_at.reset();
}

void on(TicketState& state, const Urged&) {
    state.urge_count += 1;
}

void on(TicketState& state, const SupervisionSet& e) {
    state.supervised = e.on;
}

void on(TicketState& state, const NoticeIssued& e) {
    Notice notice;
    notice.id = e.notice;
    notice.kind = e.kind;
    notice.clock = e.clock;
    notice.leg = e.leg;
    notice.to = e.to;
    notice.at = e.at;
    state.notices.push_back(std::move(notice));
}

void on(TicketState& state, const NoticeDone& e) {
    Notice& notice = state.notices[static_cast<std::size_t>(e.notice.value) - 1];
    notice.done_at = e.at;
    notice.done_by = e.by;
    notice.note = e.note;
}

void on(TicketState& state, const CallerAnswered& e) {
    state.caller_answer = e.text;
    state.caller_answered_at = e.at;
}

void on(TicketState& state, const MergedInto& e) {
    state.merged_into = e.into;
    end(state, Stage::merged, e.at);
}

void on(TicketState& state, const Withdrawn& e) {
    state.closing_note = e.reason;
    end(state, Stage::withdrawn, e.at);
}

void on(TicketState& state, const Archived&) {
    state.stage = Stage::archived;
}

// A known clock id means that the clock runs again; see ClockStarted.
void on(TicketState& state, const ClockStarted& e) {
    if (find_clock(state, e.clock) == nullptr) {
        Clock fresh;
        fresh.id = e.clock;
        fresh.kind = e.kind;
        fresh.leg = e.leg;
        state.clocks.push_back(std::move(fresh));
    }
    Clock& clock = clock_of(state, e.clock);
    clock.state = ClockState::running;
    clock.started_at = e.started_at;
    clock.due_at = e.due_at;
    clock.guessed = e.guessed;
    clock.policy_id = e.policy_id;
    clock.policy_version = e.policy_version;
    clock.calendar_id = e.calendar_id;
    clock.calendar_version = e.calendar_version;
    clock.derivation = e.derivation;
    clock.stopped_at.reset();
    clock.steps.resize(static_cast<std::size_t>(clock.steps_reached));
    clock.steps.insert(clock.steps.end(), e.steps.begin(), e.steps.end());
}

void on(TicketState& state, const ClockStopped& e) {
    Clock& clock = clock_of(state, e.clock);
    clock.state = e.state;
    clock.stopped_at = e.at;
    // Acting at the due instant itself is on time.
    if (e.state == ClockState::met && e.at > clock.due_at) {
        clock.overdue = true;
        state.overdue = true;
        // Late again after an earlier overdue was corrected away. An appeal leaves the step
        // reached.
        const bool is_again = !was_reached(clock, StepKind::overdue);
        if (clock.correction && is_again) clock.correction->counts = true;
    }
}

void on(TicketState& state, const ClockMoved& e) {
    Clock& clock = clock_of(state, e.clock);
    clock.due_at = e.due_at;
    clock.guessed = e.guessed;
    clock.policy_version = e.policy_version;
    if (!e.calendar_id.empty()) clock.calendar_id = e.calendar_id;
    clock.calendar_version = e.calendar_version;
    clock.derivation = e.derivation;
    clock.steps = e.steps;
    clock.steps_reached = e.steps_reached;
    clock.yellow = was_reached(clock, StepKind::warn_yellow);
    clock.red = was_reached(clock, StepKind::warn_red);
}

void on(TicketState& state, const ClockCorrected& e) {
    clock_of(state, e.clock).correction = e.correction;
}

void on(TicketState& state, const StepReached& e) {
    Clock& clock = clock_of(state, e.clock);
    clock.steps_reached += 1;
    // The other steps do their work by events of their own (ladder.cpp).
    if (e.step == StepKind::warn_yellow) clock.yellow = true;
    if (e.step == StepKind::warn_red) clock.red = true;
    if (e.step != StepKind::overdue) return;
    clock.overdue = true;
    state.overdue = true;
    // Missed again after an earlier overdue was corrected away.
    if (clock.correction) clock.correction->counts = true;
}

}  // namespace

void apply(TicketState& state, const Event& event) {
    std::visit([&state](const auto& e) { on(state, e); }, event);
    state.version += 1;
}

TicketState fold(const std::vector<Event>& events) {
    TicketState state;
    for (const Event& event : events)
        apply(state, event);
    return state;
}

}  // namespace hotline
