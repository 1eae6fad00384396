// Events: what happened to a ticket. They are journaled as JSON by record/event_json and never
// changed.
//
// An event carries everything apply() needs, computed instants included, so that folding the
// journal needs no calendar and no policy. A new event extends apply.cpp, record/event_json and the
// feed's docs.
#pragma once

#include "ticketing/rules/ticket.hpp"

#include <optional>
#include <string>
#include <variant>
#include <vector>

namespace hotline {

struct Opened {
    TicketNumber number;
    Request request;
    Instant received_at{};
    Instant opened_at{};
    std::string opened_by;
    std::string policy_id;
    std::string policy_version;
    RoutingNote routing;
    std::string missing;
    std::string led_by;
};
struct Supplemented {
    std::string text;
};
struct AnsweredDirectly {
    Instant at{};
    std::string answer;
};
struct Declined {
    Instant at{};
    DeclineReason reason = DeclineReason::outside_jurisdiction;
    std::string told;
};
struct TransferredToEmergency {
    Instant at{};
    EmergencyLine line = EmergencyLine::police_110;
    std::string note;
};
// One per leg: a dispatch to three units is three events.
struct Dispatched {
    LegId leg;
    UnitCode unit;
    LegRole role = LegRole::lead;
    std::int32_t level = 1;
    std::optional<LegId> parent;
    Instant at{};
    std::string note;
    std::string policy_id;
    std::string policy_version;
    bool designated = false;
};
struct Received {
    LegId leg;
    Instant at{};
    bool by_clock = false;
};
// The return window passed unused.
struct DeemedAccepted {
    LegId leg;
    Instant at{};
};
struct PlanSubmitted {
    LegId leg;
    std::string text;
    Instant at{};
};
struct ProgressAnswered {
    LegId leg;
    std::string text;
    Instant at{};
};
struct ServiceConfirmed {
    LegId leg;
    std::string note;
    Instant at{};
};
struct ComplexMarked {
    bool on = true;
    std::string note;
    Instant at{};
};
struct ContactRecorded {
    LegId leg;
    Instant at{};
    std::string note;
};
struct PetitionAsked {
    PetitionId petition;
    PetitionKind kind = PetitionKind::return_leg;
    LegId leg;
    std::string reason;
    std::string basis;
    UnitCode suggested_unit;
    std::int32_t working_days = 0;
    std::string code;
    std::optional<ClockId> clock;
    Instant at{};
};
struct PetitionDecided {
    PetitionId petition;
    PetitionState state = PetitionState::approved;  // approved, rejected or void_
    std::string note;
    Instant at{};
};
// A leg ended other than by its reply: returned, exited or superseded. Its clocks end with it.
struct LegEnded {
    LegId leg;
    LegState state = LegState::returned;
    std::string reason;
    Instant at{};
};
struct Replied {
    LegId leg;
    std::string public_text;
    std::string internal_text;
    Instant at{};
};
struct ReplyChecked {
    LegId leg;
    bool accepted = false;
    std::string note;
    Instant at{};
};
struct Visited {
    Visit visit;
    bool closes = false;  // the ticket closes, else a reached visit leads to redo
};
struct RedoOrdered {
    LegId leg;  // the lead leg that handles again
    std::string reason;
    Instant at{};
};
struct Urged {
    std::string note;
    Instant at{};
};
struct SupervisionSet {
    bool on = true;
    std::string note;
    Instant at{};
};
struct MergedInto {
    TicketNumber into;
    Instant at{};
};
struct Withdrawn {
    std::string reason;
    Instant at{};
};
struct Archived {
    Instant at{};
};
// An id that exists already is the same clock running again (the check sent the reply back): same
// start and due, and `steps` are those not yet reached.
struct ClockStarted {
    ClockId clock;
    MilestoneKind kind = MilestoneKind::resolve;
    std::optional<LegId> leg;
    Instant started_at{};
    Instant due_at{};
    bool guessed = false;
    std::string policy_id;
    std::string policy_version;
    std::string calendar_id;
    std::string calendar_version;
    Derivation derivation;
    std::vector<ClockStep> steps;
};
// `state` is met or cancelled. A clock met after its due instant becomes overdue by this event.
struct ClockStopped {
    ClockId clock;
    ClockState state = ClockState::met;
    Instant at{};
};
struct ClockMoved {
    ClockId clock;
    MoveCause cause = MoveCause::extended;
    Instant at{};
    Instant due_at{};
    bool guessed = false;
    std::string policy_version;
    std::string calendar_id;  // another one only with another policy version; empty: the same
    std::string calendar_version;
    Derivation derivation;
    // All steps of the clock from now on, the first `steps_reached` of them acted on. A reached
    // step that is not among those was taken back: its new instant lies ahead.
    std::vector<ClockStep> steps;
    std::int32_t steps_reached = 0;
};
// A decided overdue is not rewritten: this is written beside it.
struct ClockCorrected {
    ClockId clock;
    Correction correction;
};
struct NoticeIssued {
    NoticeId notice;
    NoticeKind kind = NoticeKind::message;
    ClockId clock;
    std::optional<LegId> leg;
    std::string to;
    Instant at{};
};
struct NoticeDone {
    NoticeId notice;
    std::string note;
    std::string by;
    Instant at{};
};
struct VisitOpened {
    Instant at{};
};
struct CallerAnswered {
    std::string text;
    Instant at{};
};
struct StepReached {
    ClockId clock;
    StepKind step = StepKind::overdue;
    Instant at{};      // when it was acted on, not when it was due
    std::string told;  // the duty officer
};

using Event =
    std::variant<Opened, Supplemented, AnsweredDirectly, Declined, TransferredToEmergency,
                 Dispatched, Received, DeemedAccepted, ContactRecorded, PlanSubmitted,
                 ProgressAnswered, ServiceConfirmed, ComplexMarked, PetitionAsked, PetitionDecided,
                 LegEnded, Replied, ReplyChecked, VisitOpened, Visited, RedoOrdered, Urged,
                 SupervisionSet, NoticeIssued, NoticeDone, MergedInto, CallerAnswered, Withdrawn,
                 Archived, ClockStarted, ClockStopped, ClockMoved, ClockCorrected, StepReached>;

}  // namespace hotline
