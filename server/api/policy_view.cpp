#include "server/api/policy_view.hpp"

#include "server/api/explanation_text.hpp"

namespace hotline::server {
namespace {

const Policy* policy_of(const PolicyBook& book, const TicketState& ticket, const Leg* leg) {
    if (leg != nullptr && !leg->policy_id.empty()) {
        return book.find(leg->policy_id, leg->policy_version);
    }
    return book.find(ticket.policy_id, ticket.policy_version);
}

const ExtensionStep* next_step(const Policy& policy, const Leg& leg) {
    const auto nth = static_cast<std::size_t>(leg.extension_count);
    return nth < policy.extension.steps.size() ? &policy.extension.steps[nth] : nullptr;
}

// Until when the leg may be returned; empty: any time, or not at all (designated).
std::optional<Instant> return_until(const PolicyBook& book, const Policy& policy,
                                    const TicketState& ticket, const Leg& leg) {
    const ReturnRule& rule = policy.returning;
    if (!rule.window || leg.designated) return std::nullopt;
    for (const Clock& clock : ticket.clocks) {
        if (clock.kind == MilestoneKind::return_window && clock.leg == leg.id) return clock.due_at;
    }
    const bool is_long = ticket.complex && rule.window_complex;
    const TimeLimit& window = is_long ? *rule.window_complex : *rule.window;
    return due_of(window, *book.calendar_of(policy), leg.dispatched_at).at;
}

}  // namespace

void add_policy(api::Assignment& out, const PolicyBook& book, const TicketState& ticket,
                const Leg& leg) {
    const Policy* policy = policy_of(book, ticket, &leg);
    if (policy == nullptr || !is_live(leg)) return;
    if (const ExtensionStep* step = next_step(*policy, leg)) {
        out.next_extension = {policy->extension.mode, step->max_working_days, step->approver,
                              step->office, step->needs};
    }
    out.return_until = return_until(book, *policy, ticket, leg);
    for (const PauseReason& reason : policy->pause.reasons)
        out.pause_reasons.push_back({reason.code, reason.name, reason.max_working_days});
    out.service_confirmation = policy->service_confirmation;
}

void add_policy(api::Petition& out, const PolicyBook& book, const TicketState& ticket,
                const Petition& petition) {
    const bool waits = petition.state == PetitionState::pending;
    if (petition.kind != PetitionKind::extend || !waits) return;
    const Leg* leg = find_leg(ticket, petition.leg);
    const Policy* policy = policy_of(book, ticket, leg);
    const ExtensionStep* step =
        policy != nullptr && leg != nullptr ? next_step(*policy, *leg) : nullptr;
    if (step == nullptr) return;
    out.approver = step->approver;
    out.office = step->office;
}

void add_policy(api::Milestone& out, const PolicyBook& book, const Clock& clock) {
    if (clock.derivation.limit != TimeLimit{}) {
        out.limit = text_of(clock.derivation.limit);
        out.limit_text = limit_words(clock.derivation.limit);
    }
    const Policy* policy = book.find(clock.policy_id, clock.policy_version);
    const MilestoneRule* rule =
        policy != nullptr ? rule_of(*policy, clock.kind, !clock.leg) : nullptr;
    if (rule != nullptr) out.label = rule->label;
}

}  // namespace hotline::server
