#include "ticketing/rules/draft.hpp"

#include "ticketing/rules/limits.hpp"
#include "ticketing/rules/refusals.hpp"
#include "ticketing/rules/text.hpp"

#include <algorithm>
#include <utility>

namespace hotline {

Refusal refuse(std::string_view code, std::string detail, std::string field) {
    return Refusal{std::string(code), std::move(field), std::move(detail)};
}

Draft::Draft(const TicketState* state, const DecideContext& context)
    : state_(state == nullptr ? TicketState{} : *state), context_(context) {
    if (state != nullptr) {
        set_policy(context.policies->find(state_.policy_id, state_.policy_version));
    }
}

void Draft::emit(Event event) {
    hotline::apply(state_, event);  // unqualified, std::apply would be found too
    events_.push_back(std::move(event));
}

const Policy* Draft::policy_of(std::optional<LegId> leg) const {
    const Leg* found = leg ? find_leg(state_, *leg) : nullptr;
    if (found == nullptr || found->policy_id.empty()) return policy_;
    return context_.policies->find(found->policy_id, found->policy_version);
}

const WorkCalendar& Draft::calendar_of(const Policy& policy) const {
    return *context_.policies->calendar_of(policy);
}

Verdict Draft::check_policy(std::optional<LegId> leg) const {
    if (policy_ != nullptr && policy_of(leg) != nullptr) return std::nullopt;
    const Leg* found = policy_ != nullptr && leg ? find_leg(state_, *leg) : nullptr;
    const std::string& id = found != nullptr ? found->policy_id : state_.policy_id;
    const std::string& version = found != nullptr ? found->policy_version : state_.policy_version;
    return refuse(refusals::policy_gone, "policy " + id + " version " + version + " is not loaded");
}

LegId Draft::next_leg() const {
    return {static_cast<std::int32_t>(state_.legs.size()) + 1};
}

PetitionId Draft::next_petition() const {
    return {static_cast<std::int32_t>(state_.petitions.size()) + 1};
}

ClockId Draft::next_clock() const {
    return {static_cast<std::int32_t>(state_.clocks.size()) + 1};
}

NoticeId Draft::next_notice() const {
    return {static_cast<std::int32_t>(state_.notices.size()) + 1};
}

Verdict check_stage(const Draft& draft, std::initializer_list<Stage> allowed) {
    const Stage stage = draft.state().stage;
    if (std::find(allowed.begin(), allowed.end(), stage) != allowed.end()) return std::nullopt;
    return refuse(refusals::wrong_stage, "the ticket is in another stage");
}

Verdict check_not_over(const Draft& draft) {
    if (!is_over(draft.state().stage)) return std::nullopt;
    return refuse(refusals::wrong_stage, "the ticket is over");
}

Verdict check_not_archived(const Draft& draft) {
    if (draft.state().stage != Stage::archived) return std::nullopt;
    return refuse(refusals::wrong_stage, "the ticket is archived");
}

Verdict check_note(std::string_view text, std::string_view field, bool is_required) {
    return check_text(text, {field, limits::note_chars_max, is_required});
}

Verdict check_long_text(std::string_view text, std::string_view field) {
    return check_text(text, {field, limits::text_chars_max, true});
}

Result<Leg> working_leg(const Draft& draft, LegId id) {
    if (auto no = check_stage(draft, {Stage::handling})) return *no;
    const Leg* leg = find_leg(draft.state(), id);
    if (leg == nullptr) return refuse(refusals::assignment_not_found, "no such assignment");
    const Actor& actor = draft.context().actor;
    // Sub-dispatched legs belong to the unit below: the unit above follows them but does not act
    // for them.
    if (actor.role == Role::unit && actor.unit != leg->unit) {
        return refuse(refusals::not_your_assignment, "the assignment is another unit's");
    }
    if (leg->state != LegState::awaiting_receipt && leg->state != LegState::handling) {
        return refuse(refusals::wrong_leg_state, "the assignment is not being handled");
    }
    return *leg;
}

const Leg* live_lead(const TicketState& state) {
    for (const Leg& leg : state.legs) {
        if (leg.role == LegRole::lead && is_live(leg)) return &leg;
    }
    return nullptr;
}

const Leg* last_done_lead(const TicketState& state) {
    for (auto leg = state.legs.rbegin(); leg != state.legs.rend(); ++leg) {
        if (leg->role == LegRole::lead && leg->state == LegState::done) return &*leg;
    }
    return nullptr;
}

const Leg* last_lead(const TicketState& state) {
    for (auto leg = state.legs.rbegin(); leg != state.legs.rend(); ++leg) {
        if (leg->role == LegRole::lead) return &*leg;
    }
    return nullptr;
}

bool has_live_unit(const TicketState& state, const UnitCode& unit) {
    return std::any_of(state.legs.begin(), state.legs.end(),
                       [&](const Leg& leg) { return leg.unit == unit && is_live(leg); });
}

const Petition* pending_petition(const TicketState& state, LegId leg) {
    for (const Petition& petition : state.petitions) {
        if (petition.kind == PetitionKind::appeal) continue;  // about the past, not about the work
        if (petition.leg == leg && petition.state == PetitionState::pending) return &petition;
    }
    return nullptr;
}

}  // namespace hotline
