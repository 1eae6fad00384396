#include "server/api/ticket_view.hpp"

#include "server/api/policy_view.hpp"
#include "server/auth/visibility.hpp"

namespace hotline::server {
namespace {

api::Caller view_of(const Actor& actor, const TicketState& ticket) {
    const CallerView view = caller_view(actor, ticket);
    const Caller shown = shown_caller(ticket.request.caller, view);
    return {shown.type,
            shown.name,
            shown.phone,
            shown.address,
            shown.confidential,
            shown.anonymous,
            view != CallerView::full};
}

api::Visit view_of(const Visit& visit) {
    return {visit.at, visit.reached, visit.contacted, visit.solved, visit.satisfied, visit.note};
}

api::Assignment view_of(const Services& services, const Actor& actor, const TicketState& ticket,
                        const Leg& leg) {
    api::Assignment out;
    out.id = leg_text(ticket.number, leg.id);
    out.unit = leg.unit;
    out.unit_name = unit_name(services, leg.unit);
    out.role = leg.role;
    out.level = leg.level;
    if (leg.parent) out.parent = leg_text(ticket.number, *leg.parent);
    out.state = leg.state;
    out.dispatched_at = leg.dispatched_at;
    out.received_at = leg.received_at;
    out.contacted_at = leg.contacted_at;
    out.replied_at = leg.replied_at;
    out.public_reply = leg.public_reply;
    if (may_see_internal_reply(actor, leg)) out.internal_reply = leg.internal_reply;
    out.sent_back_count = leg.sent_back_count;
    out.extension_count = leg.extension_count;
    if (!leg.policy_id.empty()) out.policy = leg.policy_id + "@" + leg.policy_version;
    out.designated = leg.designated;
    out.received_by_clock = leg.received_by_clock;
    out.accepted_at = leg.accepted_at;
    out.confirmed_at = leg.confirmed_at;
    out.progress = leg.progress;
    if (may_see_internal_reply(actor, leg)) out.plan = leg.plan;
    for (const Clock& clock : ticket.clocks) {
        const Pause* pause = clock.leg == leg.id && clock.state == ClockState::running
                                 ? pause_at(clock, services.time->now())
                                 : nullptr;
        if (pause != nullptr) out.suspended_until = pause->to;
    }
    return out;
}

api::Petition view_of(const TicketState& ticket, const Petition& petition) {
    api::Petition out;
    out.id = petition_text(ticket.number, petition.id);
    out.kind = petition.kind;
    out.assignment = leg_text(ticket.number, petition.leg);
    out.state = petition.state;
    out.reason = petition.reason;
    out.basis = petition.basis;
    out.suggested_unit = petition.suggested_unit;
    out.working_days = petition.working_days;
    out.code = petition.code;
    if (petition.clock) out.milestone = clock_text(ticket.number, *petition.clock);
    out.asked_at = petition.asked_at;
    out.decided_at = petition.decided_at;
    out.decision_note = petition.decision_note;
    return out;
}

api::Correction view_of(const Correction& correction) {
    return {correction.at, correction.counts, correction.due_at, correction.reason};
}

api::Milestone view_of(const WorkCalendar& calendar, Instant now, const TicketState& ticket,
                       const Clock& clock) {
    api::Milestone out;
    out.id = clock_text(ticket.number, clock.id);
    out.kind = clock.kind;
    if (clock.leg) out.assignment = leg_text(ticket.number, *clock.leg);
    out.state = clock.state;
    out.started_at = clock.started_at;
    out.due_at = clock.due_at;
    out.guessed = clock.guessed;
    out.yellow = clock.yellow;
    out.red = clock.red;
    out.overdue = clock.overdue;
    out.stopped_at = clock.stopped_at;
    if (clock.state == ClockState::running) {
        out.working_minutes_left = working_minutes(calendar, now, clock.due_at);
        if (const Pause* pause = pause_at(clock, now)) out.paused_until = pause->to;
    }
    if (clock.correction) out.correction = view_of(*clock.correction);
    return out;
}

const WorkCalendar& calendar_of(const Services& services, const PolicyBook& book,
                                const TicketState& ticket) {
    const Policy* policy = book.find(ticket.policy_id, ticket.policy_version);
    return policy ? *book.calendar_of(*policy) : *services.calendar;
}

// What the request was and how it stands, without its parts.
api::Ticket head_view(const TicketState& ticket) {
    api::Ticket out;
    const hotline::Request& request = ticket.request;
    out.number = ticket.number;
    out.version = ticket.version;
    out.stage = ticket.stage;
    out.channel = request.channel;
    out.kind = request.kind;
    out.urgency = request.urgency;
    out.title = request.title;
    out.body = request.body;
    out.district = request.district;
    out.place = request.place;
    out.item = request.item;
    out.origin = request.origin;
    out.tags = request.tags;
    out.law = request.law;
    out.external_due_at = request.external_due_at;
    out.received_at = ticket.received_at;
    out.opened_at = ticket.opened_at;
    out.opened_by = ticket.opened_by;
    out.policy = ticket.policy_id + "@" + ticket.policy_version;
    out.routing = {ticket.routing.unit, ticket.routing.explanation};
    out.missing = ticket.missing;
    out.supplements = ticket.supplements;
    out.direct_answer = ticket.direct_answer;
    out.decline_reason = ticket.decline_reason;
    out.emergency_line = ticket.emergency_line;
    out.closing_note = ticket.closing_note;
    out.merged_into = ticket.merged_into;
    out.led_by = ticket.led_by;
    out.source = request.source;
    out.external_id = request.external_id;
    out.urge_count = ticket.urge_count;
    out.supervised = ticket.supervised;
    out.overdue = ticket.overdue;
    out.complex = ticket.complex;
    out.visit_open = ticket.visit_open;
    out.caller_answer = ticket.caller_answer;
    out.caller_answered_at = ticket.caller_answered_at;
    out.redo_count = ticket.redo_count;
    out.visit_attempts = ticket.visit_attempts;
    out.closed_at = ticket.closed_at;
    return out;
}

}  // namespace

std::int64_t working_minutes(const WorkCalendar& calendar, Instant now, Instant due) {
    return std::chrono::duration_cast<Minutes>(calendar.working_time_between(now, due)).count();
}

std::string unit_name(const Services& services, const UnitCode& code) {
    const dispatch::Unit* unit = services.routing->city().unit(code);
    return unit ? unit->name : code;
}

api::Ticket ticket_view(const Services& services, const Actor& actor, const TicketState& ticket) {
    api::Ticket out = head_view(ticket);
    out.caller = view_of(actor, ticket);
    if (ticket.first_visit) out.first_visit = view_of(*ticket.first_visit);
    if (ticket.final_visit) out.final_visit = view_of(*ticket.final_visit);
    const auto book = services.rules();
    for (const Leg& leg : ticket.legs) {
        out.assignments.push_back(view_of(services, actor, ticket, leg));
        add_policy(out.assignments.back(), *book, ticket, leg);
    }
    for (const Petition& petition : ticket.petitions) {
        out.petitions.push_back(view_of(ticket, petition));
        add_policy(out.petitions.back(), *book, ticket, petition);
    }
    const WorkCalendar& calendar = calendar_of(services, *book, ticket);
    const Instant now = services.time->now();
    for (const Clock& clock : ticket.clocks) {
        out.milestones.push_back(view_of(calendar, now, ticket, clock));
        add_policy(out.milestones.back(), *book, clock);
    }
    for (const Notice& notice : ticket.notices) {
        if (!may_see(actor, ticket, notice)) continue;
        out.notices.push_back(notice_view(ticket.number, notice));
    }
    return out;
}

api::Notice notice_view(TicketNumber ticket, const Notice& notice) {
    api::Notice out;
    out.id = notice_text(ticket, notice.id);
    out.kind = notice.kind;
    out.ticket = ticket;
    out.milestone = clock_text(ticket, notice.clock);
    if (notice.leg) out.assignment = leg_text(ticket, *notice.leg);
    out.to = notice.to;
    out.at = notice.at;
    out.done_at = notice.done_at;
    out.done_by = notice.done_by;
    out.note = notice.note;
    return out;
}

api::TicketSummary summary_view(const Services& services, const record::TicketSummary& summary) {
    api::TicketSummary out;
    out.number = summary.number;
    out.version = summary.version;
    out.stage = summary.stage;
    out.channel = summary.channel;
    out.kind = summary.kind;
    out.urgency = summary.urgency;
    out.title = summary.title;
    out.district = summary.district;
    out.item = summary.item;
    out.unit = summary.lead_unit;
    if (!summary.lead_unit.empty()) out.unit_name = unit_name(services, summary.lead_unit);
    out.received_at = summary.received_at;
    out.next_due_at = summary.next_due_at;
    if (summary.next_due_at) {
        out.working_minutes_left =
            working_minutes(*services.calendar, services.time->now(), *summary.next_due_at);
    }
    out.overdue = summary.overdue;
    out.yellow = summary.yellow;
    out.red = summary.red;
    out.supervised = summary.supervised;
    out.confidential = summary.confidential;
    out.urge_count = summary.urge_count;
    out.led_by = summary.led_by;
    return out;
}

}  // namespace hotline::server
