#include "server/api/explanation_view.hpp"

#include "server/api/explanation_text.hpp"
#include "server/api/ticket_view.hpp"

namespace hotline::server {
namespace {

std::int64_t required_by(const TimeLimit& limit) {
    switch (limit.unit) {
        case LimitUnit::minutes:
        case LimitUnit::working_minutes:
            return Millis{Minutes{limit.amount}}.count();
        case LimitUnit::hours:
        case LimitUnit::working_hours:
            return Millis{std::chrono::hours{limit.amount}}.count();
        case LimitUnit::working_days:
        case LimitUnit::calendar_days:
            return limit.amount;
        case LimitUnit::same_day:
            return 1;
    }
    return 0;
}

void explain_head(api::Explanation& out, const TicketState& ticket, const Clock& clock) {
    out.milestone = clock_text(ticket.number, clock.id);
    out.kind = clock.kind;
    out.state = clock.state;
    out.started_at = clock.started_at;
    out.due_at = clock.due_at;
    out.stopped_at = clock.stopped_at;
    out.guessed = clock.guessed;
    out.overdue = clock.overdue;
    out.counts_overdue = counts_overdue(clock);
    const Derivation& derivation = clock.derivation;
    out.limit = text_of(derivation.limit);
    out.limit_text = limit_words(derivation.limit);
    out.required = required_by(derivation.limit);
    out.extended_working_days = derivation.extended_working_days;
    out.cap_reason = derivation.cap_reason;
    out.cap_at = derivation.cap;
    if (clock.correction) {
        const Correction& correction = *clock.correction;
        out.correction = {correction.at, correction.counts, correction.due_at, correction.reason};
    }
}

void explain_rule(api::Explanation& out, const Policy& policy, const Clock& clock) {
    out.policy = {policy.id, policy.version, policy.name, policy.source, policy.official};
    out.assessed = policy.assessed && clock.kind != MilestoneKind::return_window;
    const MilestoneRule* rule = rule_of(policy, clock.kind, !clock.leg);
    if (rule != nullptr) out.label = rule->label;
}

// A pause is known to people by the policy's name of its reason.
Segment named(Segment segment, const Policy& policy) {
    if (segment.kind != SegmentKind::paused) return segment;
    if (segment.name == "return_review") segment.name = "退单审核";
    for (const PauseReason& reason : policy.pause.reasons) {
        if (reason.code == segment.name) segment.name = reason.name;
    }
    return segment;
}

void explain_time(api::Explanation& out, const WorkCalendar& calendar, const Policy& policy,
                  const Clock& clock) {
    out.calendar = {calendar.id(), calendar.version()};
    const int offset = calendar.spec().utc_offset_minutes;
    const LimitUnit unit = clock.derivation.limit.unit;
    const bool days = counts_days(unit) || unit == LimitUnit::same_day;
    out.unit = days ? api::AmountUnit::days : api::AmountUnit::milliseconds;
    for (const Segment& segment : segments_of(clock.derivation, calendar, clock.started_at)) {
        if (segment.kind == SegmentKind::counted) out.counted += segment.amount;
        out.segments.push_back(
            {segment.from, segment.to, segment.kind, segment.amount, segment.name,
             segment_words(named(segment, policy), clock.derivation.limit, offset)});
    }
    out.text = explanation_words(out, offset);
}

std::vector<api::ExplainedMove> moves_of(ClockId clock,
                                         const std::vector<record::JournalEntry>& journal) {
    std::vector<api::ExplainedMove> moves;
    for (const record::JournalEntry& entry : journal) {
        for (const Event& event : entry.events) {
            const auto* moved = std::get_if<ClockMoved>(&event);
            if (moved == nullptr || moved->clock != clock) continue;
            moves.push_back({entry.at, moved->cause, moved->due_at, entry.actor.name,
                             moved->policy_version, moved->calendar_version});
        }
    }
    return moves;
}

}  // namespace

Result<api::Explanation> explanation_view(const PolicyBook& book, const TicketState& ticket,
                                          const Clock& clock,
                                          const std::vector<record::JournalEntry>& journal) {
    if (clock.derivation.limit == TimeLimit{}) {
        return Refusal{"not_explained", "", "this milestone began before derivations were kept"};
    }
    const Policy* policy = book.find(clock.policy_id, clock.policy_version);
    const WorkCalendar* calendar = book.find_calendar(clock.calendar_id, clock.calendar_version);
    if (policy == nullptr || calendar == nullptr) {
        return Refusal{"policy_gone", "",
                       "policy " + clock.policy_id + "@" + clock.policy_version + " or calendar " +
                           clock.calendar_id + "@" + clock.calendar_version + " is not loaded"};
    }
    api::Explanation out;
    explain_head(out, ticket, clock);
    explain_rule(out, *policy, clock);
    explain_time(out, *calendar, *policy, clock);
    for (std::size_t i = 0; i < clock.steps.size(); ++i) {
        const bool reached = static_cast<std::int32_t>(i) < clock.steps_reached;
        out.steps.push_back({clock.steps[i].kind, clock.steps[i].at, reached});
    }
    out.moves = moves_of(clock.id, journal);
    return out;
}

}  // namespace hotline::server
