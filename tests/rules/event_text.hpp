// Events as short lines, so that a table can say what a command must do.
#pragma once

#include "tests/support/calendar_text.hpp"
#include "ticketing/rules/event.hpp"

#include <string>
#include <variant>
#include <vector>

namespace hotline::test {

// No default branch anywhere here: a new enumerator or event must be named.
inline std::string name_of(MilestoneKind kind) {
    switch (kind) {
        case MilestoneKind::dispatch:
            return "dispatch";
        case MilestoneKind::receive:
            return "receive";
        case MilestoneKind::return_window:
            return "return_window";
        case MilestoneKind::contact:
            return "contact";
        case MilestoneKind::plan:
            return "plan";
        case MilestoneKind::reply:
            return "reply";
        case MilestoneKind::resolve:
            return "resolve";
        case MilestoneKind::visit:
            return "visit";
        case MilestoneKind::redo:
            return "redo";
        case MilestoneKind::caller_reply:
            return "caller_reply";
    }
    return "?";
}

inline std::string name_of(StepKind kind) {
    switch (kind) {
        case StepKind::notify:
            return "notify";
        case StepKind::warn_yellow:
            return "yellow";
        case StepKind::urge:
            return "urge";
        case StepKind::overdue:
            return "overdue";
        case StepKind::auto_receive:
            return "auto_receive";
        case StepKind::deem_accepted:
            return "deem_accepted";
        case StepKind::start_visit:
            return "start_visit";
        case StepKind::warn_red:
            return "red";
        case StepKind::tell_duty:
            return "tell_duty";
        case StepKind::written_notice:
            return "written_notice";
        case StepKind::supervise:
            return "supervise";
        case StepKind::raise:
            return "raise";
    }
    return "?";
}

inline std::string name_of(MoveCause cause) {
    switch (cause) {
        case MoveCause::extended:
            return "extended";
        case MoveCause::suspended:
            return "suspended";
        case MoveCause::resumed:
            return "resumed";
        case MoveCause::return_rejected:
            return "return_rejected";
        case MoveCause::marked_complex:
            return "marked_complex";
        case MoveCause::recounted:
            return "recounted";
    }
    return "?";
}

inline std::string name_of(NoticeKind kind) {
    switch (kind) {
        case NoticeKind::message:
            return "message";
        case NoticeKind::phone_task:
            return "phone_task";
        case NoticeKind::duty_told:
            return "duty_told";
        case NoticeKind::written:
            return "written";
        case NoticeKind::supervision:
            return "supervision";
        case NoticeKind::raised:
            return "raised";
    }
    return "?";
}

inline std::string name_of(PetitionKind kind) {
    switch (kind) {
        case PetitionKind::return_leg:
            return "return";
        case PetitionKind::extend:
            return "extend";
        case PetitionKind::suspend:
            return "suspend";
        case PetitionKind::appeal:
            return "appeal";
    }
    return "?";
}

inline std::string name_of(LegState state) {
    switch (state) {
        case LegState::awaiting_receipt:
            return "awaiting_receipt";
        case LegState::handling:
            return "handling";
        case LegState::replied:
            return "replied";
        case LegState::done:
            return "done";
        case LegState::returned:
            return "returned";
        case LegState::exited:
            return "exited";
        case LegState::superseded:
            return "superseded";
    }
    return "?";
}

inline std::string name_of(PetitionState state) {
    switch (state) {
        case PetitionState::pending:
            return "pending";
        case PetitionState::approved:
            return "approved";
        case PetitionState::rejected:
            return "rejected";
        case PetitionState::void_:
            return "void";
    }
    return "?";
}

inline std::string name_of(ClockState state) {
    switch (state) {
        case ClockState::running:
            return "running";
        case ClockState::met:
            return "met";
        case ClockState::cancelled:
            return "cancelled";
    }
    return "?";
}

inline std::string name_of(Stage stage) {
    switch (stage) {
        case Stage::needs_supplement:
            return "needs_supplement";
        case Stage::awaiting_dispatch:
            return "awaiting_dispatch";
        case Stage::handling:
            return "handling";
        case Stage::awaiting_check:
            return "awaiting_check";
        case Stage::awaiting_visit:
            return "awaiting_visit";
        case Stage::awaiting_redo:
            return "awaiting_redo";
        case Stage::closed:
            return "closed";
        case Stage::answered_directly:
            return "answered_directly";
        case Stage::declined:
            return "declined";
        case Stage::transferred:
            return "transferred";
        case Stage::withdrawn:
            return "withdrawn";
        case Stage::merged:
            return "merged";
        case Stage::archived:
            return "archived";
    }
    return "?";
}

// "yellow 2026-03-06 08:30, overdue 2026-03-09 17:30 +1 ms"
inline std::string text_of(const std::vector<ClockStep>& steps) {
    std::string all;
    for (const ClockStep& step : steps) {
        if (!all.empty()) all += ", ";
        all += name_of(step.kind) + " " + text(step.at);
    }
    return all;
}

struct EventText {
    template <class Id>
    static std::string id(Id value) {
        return std::to_string(value.value);
    }

    std::string operator()(const Opened&) const { return "opened"; }
    std::string operator()(const Supplemented&) const { return "supplemented"; }
    std::string operator()(const AnsweredDirectly&) const { return "answered_directly"; }
    std::string operator()(const Declined&) const { return "declined"; }
    std::string operator()(const TransferredToEmergency&) const { return "transferred"; }
    std::string operator()(const Dispatched& e) const {
        return "dispatched " + id(e.leg) + " " + e.unit +
               (e.role == LegRole::lead ? " lead" : " assist") + " level " +
               std::to_string(e.level) + (e.designated ? " designated" : "");
    }
    std::string operator()(const Received& e) const {
        return "received " + id(e.leg) + (e.by_clock ? " by the clock" : "");
    }
    std::string operator()(const DeemedAccepted& e) const { return "accepted " + id(e.leg); }
    std::string operator()(const PlanSubmitted& e) const { return "planned " + id(e.leg); }
    std::string operator()(const ProgressAnswered& e) const { return "progress " + id(e.leg); }
    std::string operator()(const ServiceConfirmed& e) const { return "confirmed " + id(e.leg); }
    std::string operator()(const ComplexMarked& e) const {
        return e.on ? "complex" : "not complex";
    }
    std::string operator()(const ContactRecorded& e) const { return "contacted " + id(e.leg); }
    std::string operator()(const PetitionAsked& e) const {
        return "asked p" + id(e.petition) + " " + name_of(e.kind) + " " +
               (e.clock ? "m" + id(*e.clock) : id(e.leg));
    }
    std::string operator()(const PetitionDecided& e) const {
        return "decided p" + id(e.petition) + " " + name_of(e.state);
    }
    std::string operator()(const LegEnded& e) const {
        return "ended " + id(e.leg) + " " + name_of(e.state);
    }
    std::string operator()(const Replied& e) const { return "replied " + id(e.leg); }
    std::string operator()(const ReplyChecked& e) const {
        return "checked " + id(e.leg) + (e.accepted ? " accepted" : " sent back");
    }
    std::string operator()(const Visited& e) const {
        return e.closes ? "visited and closes" : "visited";
    }
    std::string operator()(const RedoOrdered& e) const { return "redo " + id(e.leg); }
    std::string operator()(const Urged&) const { return "urged"; }
    std::string operator()(const SupervisionSet& e) const {
        return e.on ? "supervised" : "not supervised";
    }
    std::string operator()(const VisitOpened&) const { return "visit opened"; }
    std::string operator()(const NoticeIssued& e) const {
        return "notice n" + id(e.notice) + " " + name_of(e.kind) + " of m" + id(e.clock);
    }
    std::string operator()(const NoticeDone& e) const {
        return "notice n" + id(e.notice) + " done";
    }
    std::string operator()(const CallerAnswered&) const { return "caller answered"; }
    std::string operator()(const MergedInto&) const { return "merged"; }
    std::string operator()(const Withdrawn&) const { return "withdrawn"; }
    std::string operator()(const Archived&) const { return "archived"; }
    std::string operator()(const ClockStarted& e) const {
        return "started m" + id(e.clock) + " " + name_of(e.kind) + " of " +
               (e.leg ? id(*e.leg) : std::string("the ticket"));
    }
    std::string operator()(const ClockStopped& e) const {
        return "stopped m" + id(e.clock) + " " + name_of(e.state);
    }
    std::string operator()(const ClockMoved& e) const {
        return "moved m" + id(e.clock) + " " + name_of(e.cause);
    }
    std::string operator()(const ClockCorrected& e) const {
        return "corrected m" + id(e.clock) + (e.correction.counts ? " counts" : " does not count");
    }
    std::string operator()(const StepReached& e) const {
        return "reached m" + id(e.clock) + " " + name_of(e.step);
    }
};

inline std::string text_of(const Event& event) {
    return std::visit(EventText{}, event);
}

}  // namespace hotline::test
