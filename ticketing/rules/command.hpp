// Commands: everything that can be asked of a ticket. One struct per wish; no behaviour.
//
// A new command extends: draft.hpp (decide() does not compile until it has its decide_on),
// server/api (its route), docs/api.md, and tests/rules/illegal_commands_test.cpp, whose table must
// name it.
#pragma once

#include "ticketing/rules/ticket.hpp"

#include <optional>
#include <string>
#include <variant>
#include <vector>

namespace hotline {

struct NewLeg {
    UnitCode unit;
    LegRole role = LegRole::lead;
};

struct OpenTicket {
    Request request;
    Instant received_at{};
    RoutingNote routing;
    bool dispatch_now = false;  // dispatch to routing.unit in the same breath
    std::string missing;        // not empty: stage needs_supplement
    std::string led_by;
};
struct Supplement {
    std::string text;  // 1..20,000 characters
};
struct AnswerDirectly {
    std::string answer;
};
struct Decline {
    DeclineReason reason = DeclineReason::outside_jurisdiction;
    std::string told;  // what the caller was told, with the right route
};
struct TransferToEmergency {
    EmergencyLine line = EmergencyLine::police_110;
    std::string note;
};
struct Dispatch {
    std::vector<NewLeg> legs;  // exactly one lead
    std::string note;
};
struct Receive {
    LegId leg;
};
struct RecordContact {
    LegId leg;
    std::string note;
};
struct SubmitPlan {
    LegId leg;
    std::string text;
};
// 阶段性答复: the citizen was told how the matter stands; the ticket goes on.
struct AnswerProgress {
    LegId leg;
    std::string text;
};
// 服务确认: the enterprise confirmed that it was served, solved or not.
struct ConfirmService {
    LegId leg;
    std::string note;
};
struct MarkComplex {
    bool on = true;
    std::string note;
};
struct SubDispatch {
    LegId leg;
    std::vector<UnitCode> units;
    std::string note;
};
struct AskReturn {
    LegId leg;
    std::string reason;
    std::string basis;
    UnitCode suggested_unit;
};
struct AskExtension {
    LegId leg;
    std::int32_t working_days = 0;
    std::string reason;
};
// 挂起, until `working_days` from now.
struct AskSuspension {
    LegId leg;
    std::string code;  // a reason of the policy
    std::int32_t working_days = 0;
    std::string reason;
};
// The suspension's cause is gone before its end.
struct Resume {
    LegId leg;
    std::string note;
};
// 考核申诉: this overdue shall not count.
struct AskAppeal {
    ClockId clock;
    std::string reason;
};
struct DecidePetition {
    PetitionId petition;
    bool approve = false;
    std::string note;
};
struct Reply {
    LegId leg;
    std::string public_text;
    std::string internal_text;
};
struct CheckReply {
    LegId leg;
    bool accept = false;
    std::string note;
};
struct ExitLeg {
    LegId leg;
    std::string reason;
};
struct RecordVisit {
    bool reached = false;
    bool contacted = false;
    bool solved = false;
    bool satisfied = false;
    bool final = false;  // close whatever the answer, no redo
    std::string note;
};
struct Redo {
    std::string reason;
};
struct Urge {
    std::string note;
};
struct Supervise {
    bool on = true;
    std::string note;
};
// The work of a notice is done: the phone task's call was made.
struct CompleteNotice {
    NoticeId notice;
    std::string note;
};
struct Merge {
    TicketNumber into;
};
// 并单答复: the caller of this merged ticket was told the answer.
struct AnswerCaller {
    std::string text;
};
struct Withdraw {
    std::string reason;
};
struct Archive {};

// A clock reached a step. Sent by dispatch/deadlines, never by people.
struct ReachStep {
    ClockId clock;
    StepKind step = StepKind::overdue;
    Instant at{};      // when it was due; with `step` it names the step
    std::string told;  // the duty officer who is told, or why nobody could be
    std::string to;    // whom a notice goes to (Notice::to), for steps that issue one
};

// Counts the running clocks again on the current version of their calendars; with `adopt_policies`
// also by the current version of their policies (PolicyBook::current). Sent by a recalculation,
// never by people. Refused with no_change when no due instant and no step moves.
struct Recount {
    bool adopt_policies = false;
    std::string reason;
};

using Command =
    std::variant<OpenTicket, Supplement, AnswerDirectly, Decline, TransferToEmergency, Dispatch,
                 Receive, RecordContact, SubmitPlan, AnswerProgress, ConfirmService, MarkComplex,
                 SubDispatch, AskReturn, AskExtension, AskSuspension, Resume, AskAppeal,
                 DecidePetition, Reply, CheckReply, ExitLeg, RecordVisit, Redo, Urge, Supervise,
                 CompleteNotice, Merge, AnswerCaller, Withdraw, Archive, ReachStep, Recount>;

}  // namespace hotline
