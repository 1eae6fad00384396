// What a step of a clock does: lamps, the phone call, the letter, supervision, raising; receiving
// in the unit's place; ordering the visit. Each step once, in order, never early.
#include "ticketing/rules/draft.hpp"
#include "ticketing/rules/limits.hpp"
#include "ticketing/rules/refusals.hpp"

namespace hotline {
namespace {

void supervise(Draft& draft) {
    if (draft.state().supervised) return;
    draft.emit(SupervisionSet{true, "时限到期自动督办", draft.now()});
}

// A limit of the whole ticket is the lead's to keep.
void receive_by_clock(Draft& draft, const Clock& clock) {
    const TicketState& state = draft.state();
    const Leg* leg = clock.leg ? find_leg(state, *clock.leg) : live_lead(state);
    if (leg == nullptr || leg->state != LegState::awaiting_receipt) return;
    emit_receipt(draft, leg->id, true);
}

// The window has done its work: nothing is left to be met.
void accept_by_clock(Draft& draft, const Clock& clock) {
    draft.emit(DeemedAccepted{*clock.leg, draft.now()});
    draft.emit(ClockStopped{clock.id, ClockState::cancelled, draft.now()});
}

void open_visit(Draft& draft) {
    if (draft.state().visit_open || is_over(draft.state().stage)) return;
    draft.emit(VisitOpened{draft.now()});
    start_ticket_clock(draft, MilestoneKind::visit, draft.now());
}

void act(Draft& draft, const Clock& clock, const ReachStep& command) {
    switch (command.step) {
        case StepKind::warn_yellow:
        case StepKind::warn_red:
        case StepKind::overdue:
            return;
        case StepKind::notify:
            return emit_notice(draft, NoticeKind::message, clock.id, command.to);
        case StepKind::urge:
            return emit_notice(draft, NoticeKind::phone_task, clock.id, command.to);
        case StepKind::tell_duty:
            return emit_notice(draft, NoticeKind::duty_told, clock.id, command.told);
        case StepKind::written_notice:
            return emit_notice(draft, NoticeKind::written, clock.id, command.to);
        case StepKind::supervise:
            supervise(draft);
            return emit_notice(draft, NoticeKind::supervision, clock.id, command.to);
        case StepKind::raise:
            return emit_notice(draft, NoticeKind::raised, clock.id, command.to);
        case StepKind::auto_receive:
            return receive_by_clock(draft, clock);
        case StepKind::deem_accepted:
            return accept_by_clock(draft, clock);
        case StepKind::start_visit:
            return open_visit(draft);
    }
}

}  // namespace

// A ticket holds so many notices only after hundreds of moved limits; its clocks go on without.
void emit_notice(Draft& draft, NoticeKind kind, ClockId id, const std::string& to) {
    if (draft.state().notices.size() >= limits::notices_max) return;
    const Clock& clock = *find_clock(draft.state(), id);
    draft.emit(NoticeIssued{draft.next_notice(), kind, id, clock.leg, to, draft.now()});
}

Verdict decide_on(Draft& draft, const ReachStep& command) {
    const Clock* found = find_clock(draft.state(), command.clock);
    if (found == nullptr) return refuse(refusals::clock_not_found, "no such milestone");
    if (found->state != ClockState::running) {
        return refuse(refusals::clock_not_running, "the milestone was met or cancelled");
    }
    const auto next = next_step(*found);
    if (!next || next->kind != command.step || next->at != command.at) {
        return refuse(refusals::step_not_next, "the step was reached before or is not next");
    }
    if (draft.now() < next->at) {
        return refuse(refusals::step_not_due, "the step's time has not come");
    }
    if (auto no = check_note(command.told, "/told", false)) return no;
    if (auto no = check_note(command.to, "/to", false)) return no;
    // The others need no policy: a lamp goes on even when the policy's file is gone.
    if (command.step == StepKind::auto_receive || command.step == StepKind::start_visit) {
        if (auto no = draft.check_policy(found->leg)) return no;
    }
    const Clock clock = *found;
    draft.emit(StepReached{command.clock, command.step, draft.now(), command.told});
    act(draft, clock, command);
    return std::nullopt;
}

// The call of a phone task urges the unit; what other notices ask for is acknowledged.
Verdict decide_on(Draft& draft, const CompleteNotice& command) {
    if (auto no = check_not_archived(draft)) return no;
    const Notice* found = find_notice(draft.state(), command.notice);
    if (found == nullptr) return refuse(refusals::notice_not_found, "no such notice");
    if (found->done_at) return refuse(refusals::notice_done, "the notice was completed before");
    if (auto no = check_note(command.note, "/note", true)) return no;
    const bool is_call = found->kind == NoticeKind::phone_task;
    draft.emit(NoticeDone{command.notice, command.note, draft.context().actor.name, draft.now()});
    if (is_call && !is_over(draft.state().stage)) draft.emit(Urged{command.note, draft.now()});
    return std::nullopt;
}

}  // namespace hotline
