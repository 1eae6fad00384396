// Decisions after the reply and about the whole ticket: check (办结审核), visit (回访), redo
// (重办), urging and supervision, and the ends: merge, withdrawal, archive.
#include "ticketing/rules/draft.hpp"
#include "ticketing/rules/refusals.hpp"

namespace hotline {
namespace {

Verdict check_visit_stage(const Draft& draft, const RecordVisit& command) {
    const Stage stage = draft.state().stage;
    if (stage == Stage::awaiting_redo && command.final) return std::nullopt;
    if (draft.state().visit_open && !is_over(stage) && stage != Stage::awaiting_redo) {
        return std::nullopt;
    }
    return check_stage(draft, {Stage::awaiting_visit});
}

// Who handles again: the lead that answered last, or the one whose work a visit on expiry ended.
const Leg* lead_to_redo(const TicketState& state) {
    const Leg* last = last_lead(state);
    if (last != nullptr && last->state == LegState::superseded) return last;
    return last_done_lead(state);
}

// The redo of that number goes up with it (≥3 redo unresolved: 提级督办).
void escalate_redo(Draft& draft, LegId leg) {
    const RedoRule& rule = draft.policy_of(leg)->redo;
    if (rule.escalate_at == 0 || draft.state().redo_count < rule.escalate_at) return;
    if (!draft.state().supervised) {
        draft.emit(SupervisionSet{true, "多次重办自动督办", draft.now()});
    }
    const Clock* clock = resolve_clock(draft.state(), leg);
    if (clock == nullptr) return;
    emit_notice(draft, NoticeKind::raised, clock->id, find_leg(draft.state(), leg)->unit);
}

}  // namespace

Verdict decide_on(Draft& draft, const CheckReply& command) {
    if (auto no = check_stage(draft, {Stage::awaiting_check})) return no;
    const Leg* leg = find_leg(draft.state(), command.leg);
    if (leg == nullptr) return refuse(refusals::assignment_not_found, "no such assignment");
    if (leg->role != LegRole::lead || leg->state != LegState::replied) {
        return refuse(refusals::wrong_leg_state, "the assignment has no reply to check");
    }
    if (auto no = check_note(command.note, "/note", !command.accept)) return no;
    if (command.accept) {
        if (auto no = draft.check_policy()) return no;
    }
    draft.emit(ReplyChecked{command.leg, command.accept, command.note, draft.now()});
    if (command.accept) {
        start_ticket_clock(draft, MilestoneKind::visit, draft.now());
    } else {
        resume_clocks(draft, command.leg);
    }
    return std::nullopt;
}

// The hotline calls the citizen, never the unit: anonymous tickets are visited by the platform only
// (蚌埠), and here every ticket is. A citizen who was not reached is called again until `final`
// ends it. After a visit that led to awaiting_redo only a final one can follow: it closes where a
// redo would be in vain. A visit that a clock ordered (到期回访) may find the unit still at work:
// it closes the ticket when the citizen is content, else the work goes on.
Verdict decide_on(Draft& draft, const RecordVisit& command) {
    if (auto no = check_visit_stage(draft, command)) return no;
    if (!command.reached && (command.contacted || command.solved || command.satisfied)) {
        return refuse(refusals::contradictory, "a citizen not reached has answered nothing",
                      "/reached");
    }
    if (auto no = check_note(command.note, "/note", false)) return no;
    Visited visited;
    visited.visit.at = draft.now();
    visited.visit.reached = command.reached;
    visited.visit.contacted = command.contacted;
    visited.visit.solved = command.solved;
    visited.visit.satisfied = command.satisfied;
    visited.visit.note = command.note;
    visited.closes = command.final || (command.solved && command.satisfied);
    draft.emit(visited);
    if (command.reached) meet_ticket_clocks(draft, {MilestoneKind::visit});
    if (visited.closes) emit_ticket_end(draft, {});
    return std::nullopt;
}

// The unit that answered handles again. A closed ticket can be redone: a close is not final.
Verdict decide_on(Draft& draft, const Redo& command) {
    if (auto no = check_stage(draft, {Stage::awaiting_redo, Stage::closed})) return no;
    const Leg* lead = lead_to_redo(draft.state());
    if (lead == nullptr) return refuse(refusals::wrong_leg_state, "no unit has answered");
    if (auto no = check_note(command.reason, "/reason", true)) return no;
    const LegId leg = lead->id;
    if (auto no = draft.check_policy(leg)) return no;
    draft.emit(RedoOrdered{leg, command.reason, draft.now()});
    start_redo_clock(draft, leg);
    escalate_redo(draft, leg);
    return std::nullopt;
}

Verdict decide_on(Draft& draft, const Urge& command) {
    if (auto no = check_not_over(draft)) return no;
    if (auto no = check_note(command.note, "/note", false)) return no;
    draft.emit(Urged{command.note, draft.now()});
    return std::nullopt;
}

Verdict decide_on(Draft& draft, const Supervise& command) {
    if (auto no = check_not_over(draft)) return no;
    if (draft.state().supervised == command.on) {
        return refuse(refusals::no_change, command.on ? "it is supervised" : "it is not supervised",
                      "/on");
    }
    if (auto no = check_note(command.note, "/note", false)) return no;
    draft.emit(SupervisionSet{command.on, command.note, draft.now()});
    return std::nullopt;
}

// 并单 (国办函〔2025〕66号). The target lives on; a target that was merged itself would make a
// chain. Each caller still gets an answer: the merged ticket keeps that one clock, from now or from
// when its own caller asked.
Verdict decide_on(Draft& draft, const Merge& command) {
    if (auto no = check_not_over(draft)) return no;
    const auto& target = draft.context().merge_target;
    if (command.into == draft.state().number || !target || is_over(*target)) {
        return refuse(refusals::merge_target_invalid, "the target must be another live ticket",
                      "/into");
    }
    draft.emit(MergedInto{command.into, draft.now()});
    emit_ticket_end(draft, {});
    const MilestoneRule* rule = draft.policy() == nullptr
                                    ? nullptr
                                    : rule_of(*draft.policy(), MilestoneKind::caller_reply, true);
    if (rule != nullptr) {
        const bool from_opening = rule->start == StartEvent::opened;
        start_ticket_clock(draft, MilestoneKind::caller_reply,
                           from_opening ? draft.state().received_at : draft.now());
    }
    return std::nullopt;
}

Verdict decide_on(Draft& draft, const AnswerCaller& command) {
    if (auto no = check_stage(draft, {Stage::merged})) return no;
    if (draft.state().caller_answered_at) {
        return refuse(refusals::already_answered, "the caller was answered before");
    }
    if (auto no = check_long_text(command.text, "/text")) return no;
    draft.emit(CallerAnswered{command.text, draft.now()});
    meet_ticket_clocks(draft, {MilestoneKind::caller_reply});
    return std::nullopt;
}

Verdict decide_on(Draft& draft, const Withdraw& command) {
    if (auto no = check_not_over(draft)) return no;
    if (auto no = check_note(command.reason, "/reason", true)) return no;
    draft.emit(Withdrawn{command.reason, draft.now()});
    emit_ticket_end(draft, command.reason);
    return std::nullopt;
}

Verdict decide_on(Draft& draft, const Archive&) {
    if (auto no = check_stage(draft, {Stage::closed, Stage::answered_directly, Stage::declined,
                                      Stage::transferred, Stage::withdrawn, Stage::merged})) {
        return no;
    }
    for (const Clock& clock : draft.state().clocks) {
        // Only the clock of a merged ticket's caller outlives the ticket.
        if (clock.state != ClockState::running) continue;
        return refuse(refusals::caller_unanswered, "answer the caller first");
    }
    draft.emit(Archived{draft.now()});
    return std::nullopt;
}

}  // namespace hotline
