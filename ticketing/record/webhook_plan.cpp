#include "ticketing/record/webhook_plan.hpp"

#include "ticketing/record/event_json.hpp"

#include <algorithm>
#include <optional>

namespace hotline::record {
namespace {

enum class Audience { nobody, leg, all_units };

struct Target {
    Audience audience = Audience::nobody;
    std::optional<LegId> leg;
};

Target of_leg(LegId leg) {
    return {Audience::leg, leg};
}

// The clocks of the whole ticket that only the hotline works against.
bool is_of_hotline(MilestoneKind kind) {
    return kind == MilestoneKind::dispatch || kind == MilestoneKind::visit ||
           kind == MilestoneKind::caller_reply;
}

// The leg of the clock; of a clock of the whole ticket the live lead leg of the hotline's dispatch.
Target of_clock(const TicketState& state, ClockId id) {
    const Clock* clock = find_clock(state, id);
    if (clock == nullptr) return {};
    if (clock->leg) return of_leg(*clock->leg);
    if (is_of_hotline(clock->kind)) return {};
    Target target;
    for (const Leg& leg : state.legs) {
        if (leg.role == LegRole::lead && leg.level == 1 && is_live(leg)) target = of_leg(leg.id);
    }
    return target;
}

// Steps that are work for the hotline, or for someone above the unit.
bool is_of_hotline(StepKind step) {
    return step == StepKind::urge || step == StepKind::tell_duty || step == StepKind::start_visit ||
           step == StepKind::raise;
}

// Notices that reach the unit: the others are calls to make, and what others were told.
bool is_to_unit(NoticeKind kind) {
    return kind == NoticeKind::message || kind == NoticeKind::written ||
           kind == NoticeKind::supervision;
}

// A new event must say here whom it concerns: the visit does not compile until it does.
struct TargetOf {
    const TicketState& after;

    Target operator()(const Opened&) const { return {}; }
    Target operator()(const Supplemented&) const { return {Audience::all_units, {}}; }
    Target operator()(const AnsweredDirectly&) const { return {}; }
    Target operator()(const Declined&) const { return {}; }
    Target operator()(const TransferredToEmergency&) const { return {}; }
    Target operator()(const Dispatched& e) const { return of_leg(e.leg); }
    Target operator()(const Received&) const { return {}; }
    Target operator()(const DeemedAccepted& e) const { return of_leg(e.leg); }
    Target operator()(const ContactRecorded&) const { return {}; }
    Target operator()(const PlanSubmitted&) const { return {}; }
    Target operator()(const ProgressAnswered&) const { return {}; }
    Target operator()(const ServiceConfirmed& e) const { return of_leg(e.leg); }
    Target operator()(const ComplexMarked&) const { return {Audience::all_units, {}}; }
    Target operator()(const PetitionAsked&) const { return {}; }
    Target operator()(const PetitionDecided& e) const {
        const Petition* petition = find_petition(after, e.petition);
        return petition != nullptr ? of_leg(petition->leg) : Target{};
    }
    Target operator()(const LegEnded& e) const { return of_leg(e.leg); }
    Target operator()(const Replied&) const { return {}; }
    Target operator()(const ReplyChecked& e) const { return of_leg(e.leg); }
    Target operator()(const VisitOpened&) const { return {}; }
    Target operator()(const Visited&) const { return {}; }
    Target operator()(const RedoOrdered& e) const { return of_leg(e.leg); }
    Target operator()(const Urged&) const { return {Audience::all_units, {}}; }
    Target operator()(const SupervisionSet&) const { return {Audience::all_units, {}}; }
    Target operator()(const NoticeIssued& e) const {
        if (!is_to_unit(e.kind)) return {};
        return e.leg ? of_leg(*e.leg) : of_clock(after, e.clock);
    }
    Target operator()(const NoticeDone&) const { return {}; }
    Target operator()(const MergedInto&) const { return {Audience::all_units, {}}; }
    Target operator()(const CallerAnswered&) const { return {}; }
    Target operator()(const Withdrawn&) const { return {Audience::all_units, {}}; }
    Target operator()(const Archived&) const { return {}; }
    Target operator()(const ClockStarted&) const { return {}; }
    Target operator()(const ClockStopped&) const { return {}; }
    Target operator()(const ClockMoved& e) const { return of_clock(after, e.clock); }
    Target operator()(const ClockCorrected& e) const { return of_clock(after, e.clock); }
    Target operator()(const StepReached& e) const {
        return is_of_hotline(e.step) ? Target{} : of_clock(after, e.clock);
    }
};

bool ended_by(const JournalEntry& entry, LegId leg) {
    return std::any_of(entry.events.begin(), entry.events.end(), [leg](const Event& event) {
        const auto* ended = std::get_if<LegEnded>(&event);
        return ended != nullptr && ended->leg == leg;
    });
}

// The last leg of each unit that is at work on the ticket, or was until this command.
std::vector<const Leg*> legs_of_all_units(const TicketState& after, const JournalEntry& entry) {
    std::vector<const Leg*> legs;
    for (const Leg& leg : after.legs) {
        if (!is_live(leg) && !ended_by(entry, leg.id)) continue;
        std::erase_if(legs, [&](const Leg* other) { return other->unit == leg.unit; });
        legs.push_back(&leg);
    }
    return legs;
}

void add(std::vector<PlannedWebhook>& plan, const EndpointBook& book, const Event& event,
         const Leg& leg) {
    for (const Endpoint* endpoint : book.of_unit(leg.unit))
        plan.push_back({endpoint, &event, leg.id});
}

}  // namespace

std::vector<PlannedWebhook> plan_webhooks(const TicketState& after, const JournalEntry& entry,
                                          const EndpointBook& book) {
    std::vector<PlannedWebhook> plan;
    if (book.all().empty()) return plan;
    for (const Event& event : entry.events) {
        const Target target = std::visit(TargetOf{after}, event);
        if (target.audience == Audience::all_units) {
            for (const Leg* leg : legs_of_all_units(after, entry))
                add(plan, book, event, *leg);
        } else if (target.audience == Audience::leg) {
            const Leg* leg = find_leg(after, *target.leg);
            if (leg != nullptr) add(plan, book, event, *leg);
        }
    }
    return plan;
}

std::string webhook_type(const Event& event) {
    return "ticket." + std::string{event_name(event)};
}

}  // namespace hotline::record
