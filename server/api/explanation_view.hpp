// Why is this the deadline? The derivation of one milestone as data and as text in Chinese and
// English: the segments of time that add up to its limit, and every change since.
#pragma once

#include "server/api/views.hpp"
#include "ticketing/record/journal_entry.hpp"
#include "ticketing/rules/policy.hpp"

#include <string>
#include <vector>

namespace hotline::server::api {

enum class AmountUnit { days, milliseconds };
BOOST_DESCRIBE_ENUM(AmountUnit, days, milliseconds)

struct ExplainedSegment {
    Instant from{}, to{};
    SegmentKind kind = SegmentKind::counted;
    std::int64_t amount = 0;  // what it counted
    std::string name;         // of a holiday, a make-up day, a pause
    BothTongues text;
};
BOOST_DESCRIBE_STRUCT(ExplainedSegment, (), (from, to, kind, amount, name, text))

struct ExplainedStep {
    StepKind kind = StepKind::overdue;
    Instant at{};
    bool reached = false;
};
BOOST_DESCRIBE_STRUCT(ExplainedStep, (), (kind, at, reached))

struct ExplainedMove {
    Instant at{};
    MoveCause cause = MoveCause::extended;
    Instant due_at{};
    std::string by, policy_version, calendar_version;
};
BOOST_DESCRIBE_STRUCT(ExplainedMove, (), (at, cause, due_at, by, policy_version, calendar_version))

struct ExplainedPolicy {
    std::string id, version, name, source;
    bool official = true;
};
BOOST_DESCRIBE_STRUCT(ExplainedPolicy, (), (id, version, name, source, official))

struct ExplainedCalendar {
    std::string id, version;
};
BOOST_DESCRIBE_STRUCT(ExplainedCalendar, (), (id, version))

struct Explanation {
    std::string milestone;
    MilestoneKind kind = MilestoneKind::resolve;
    std::string label;
    ClockState state = ClockState::running;
    Instant started_at{}, due_at{};
    std::optional<Instant> stopped_at;
    bool guessed = false, overdue = false, counts_overdue = false, assessed = true;
    std::string limit;  // "5wd"
    BothTongues limit_text;
    AmountUnit unit = AmountUnit::days;
    std::int64_t required = 0;  // by the limit, in `unit`
    std::int64_t counted = 0;   // by the segments of kind counted
    std::int32_t extended_working_days = 0;
    CapReason cap_reason = CapReason::none;
    std::optional<Instant> cap_at;
    ExplainedPolicy policy;
    ExplainedCalendar calendar;
    std::vector<ExplainedSegment> segments;
    std::vector<ExplainedStep> steps;
    std::vector<ExplainedMove> moves;  // of the due instant, oldest first
    std::optional<Correction> correction;
    BothTongues text;  // the whole, in one paragraph
};
BOOST_DESCRIBE_STRUCT(Explanation, (),
                      (milestone, kind, label, state, started_at, due_at, stopped_at, guessed,
                       overdue, counts_overdue, assessed, limit, limit_text, unit, required,
                       counted, extended_working_days, cap_reason, cap_at, policy, calendar,
                       segments, steps, moves, correction, text))

}  // namespace hotline::server::api

namespace hotline::server {

// Refused with policy_gone when the book no longer holds the versions that the clock was counted
// by, and with not_explained for a clock of before derivations were kept.
Result<api::Explanation> explanation_view(const PolicyBook& book, const TicketState& ticket,
                                          const Clock& clock,
                                          const std::vector<record::JournalEntry>& journal);

}  // namespace hotline::server
