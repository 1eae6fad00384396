// Decisions before a unit works: intake (受理), supplement, the ways to end without a unit,
// dispatch (派单).
#include "ticketing/rules/draft.hpp"
#include "ticketing/rules/limits.hpp"
#include "ticketing/rules/refusals.hpp"
#include "ticketing/rules/text.hpp"

#include <algorithm>
#include <set>
#include <utility>

namespace hotline {
namespace {

Verdict check_tags(const std::vector<std::string>& tags) {
    if (tags.size() > limits::tags_max) {
        return refuse(refusals::out_of_range, "too many tags", "/tags");
    }
    std::set<std::string> seen;
    for (std::size_t i = 0; i < tags.size(); ++i) {
        const std::string field = "/tags/" + std::to_string(i);
        if (auto no = check_text(tags[i], {field, limits::code_chars_max, true})) return no;
        if (!seen.insert(tags[i]).second) {
            return refuse(refusals::contradictory, "the tag is there twice", field);
        }
    }
    return std::nullopt;
}

Verdict check_texts(const OpenTicket& command) {
    const Request& r = command.request;
    const std::pair<const std::string&, TextRule> texts[] = {
        {r.title, {"/title", limits::title_chars_max, true}},
        {r.body, {"/body", limits::text_chars_max, false}},
        {r.district, {"/district", limits::code_chars_max, false}},
        {r.place, {"/place", limits::field_chars_max, false}},
        {r.item, {"/item", limits::code_chars_max, false}},
        {r.law, {"/law", limits::code_chars_max, false}},
        {r.caller.name, {"/caller/name", limits::field_chars_max, false}},
        {r.caller.phone, {"/caller/phone", limits::field_chars_max, false}},
        {r.caller.address, {"/caller/address", limits::field_chars_max, false}},
        {r.source, {"/source", limits::code_chars_max, false}},
        {r.external_id, {"/external_id", limits::field_chars_max, false}},
        {command.missing, {"/missing", limits::note_chars_max, false}},
        {command.led_by, {"/led_by", limits::field_chars_max, false}},
    };
    for (const auto& [text, rule] : texts) {
        if (auto no = check_text(text, rule)) return no;
    }
    return check_tags(r.tags);
}

Verdict check_opening(const Draft& draft, const OpenTicket& command) {
    if (auto no = check_texts(command)) return no;
    const Request& r = command.request;
    if (r.source.empty() != r.external_id.empty()) {
        return refuse(refusals::required, "source and external_id come together",
                      r.source.empty() ? "/source" : "/external_id");
    }
    if (command.received_at > draft.now() + limits::received_ahead_max) {
        return refuse(refusals::received_in_future, "received_at lies ahead", "/received_at");
    }
    return std::nullopt;
}

Opened opened(const Draft& draft, const OpenTicket& command, const Policy& policy) {
    Opened event;
    event.number = draft.context().new_number;
    event.request = command.request;
    event.received_at = command.received_at;
    event.opened_at = draft.now();
    event.opened_by = draft.context().actor.name;
    event.policy_id = policy.id;
    event.policy_version = policy.version;
    event.routing = command.routing;
    event.missing = is_blank(command.missing) ? std::string() : command.missing;
    event.led_by = command.led_by;
    return event;
}

// The units of a dispatch: codes are given, no unit twice, none already at work on the ticket.
Verdict check_units(const TicketState& state, const std::vector<NewLeg>& legs) {
    std::set<UnitCode> seen;
    for (std::size_t i = 0; i < legs.size(); ++i) {
        const std::string field = "/assignments/" + std::to_string(i) + "/unit";
        if (auto no = check_text(legs[i].unit, {field, limits::code_chars_max, true})) return no;
        if (!seen.insert(legs[i].unit).second || has_live_unit(state, legs[i].unit)) {
            return refuse(refusals::unit_already_assigned, "unit " + legs[i].unit, field);
        }
    }
    return std::nullopt;
}

// While a lead handles the ticket only assisting units are added; otherwise exactly one lead is
// named.
Verdict check_lead(const TicketState& state, const std::vector<NewLeg>& legs) {
    const auto leads = std::count_if(legs.begin(), legs.end(),
                                     [](const NewLeg& leg) { return leg.role == LegRole::lead; });
    if (const Leg* lead = live_lead(state)) {
        if (leads == 0) return std::nullopt;
        return refuse(refusals::lead_exists, "unit " + lead->unit + " leads", "/assignments");
    }
    if (leads == 1) return std::nullopt;
    return refuse(refusals::one_lead_required, "name exactly one lead unit", "/assignments");
}

}  // namespace

// A ticket may be accepted incomplete when the caller can be reached; it then waits for its
// supplement and is not dispatched yet. Limits that start at opening run from received_at, when the
// citizen asked: an import or a mailbox read late does not give the city more time. Dispatch always
// happens now.
Verdict decide_on(Draft& draft, const OpenTicket& command) {
    if (auto no = check_opening(draft, command)) return no;
    const Policy* policy = draft.context().policies->select(command.request, command.received_at);
    if (policy == nullptr) return refuse(refusals::no_policy, "no policy in force matches");
    draft.set_policy(policy);
    draft.emit(opened(draft, command, *policy));
    start_clocks(draft, StartEvent::opened, std::nullopt, command.received_at);
    const bool is_complete = draft.state().missing.empty();
    if (command.dispatch_now && is_complete && !command.routing.unit.empty()) {
        emit_dispatch(draft, {command.routing.unit, LegRole::lead, std::nullopt}, {});
    }
    return std::nullopt;
}

// 疑难: units get the longer window to object, and the extensions that complex tickets have.
Verdict decide_on(Draft& draft, const MarkComplex& command) {
    if (auto no = check_not_over(draft)) return no;
    if (draft.state().complex == command.on) {
        return refuse(refusals::no_change, command.on ? "it is complex" : "it is not complex",
                      "/on");
    }
    if (auto no = check_note(command.note, "/note", false)) return no;
    draft.emit(ComplexMarked{command.on, command.note, draft.now()});
    if (command.on) emit_longer_windows(draft);
    return std::nullopt;
}

Verdict decide_on(Draft& draft, const Supplement& command) {
    if (auto no = check_not_over(draft)) return no;
    if (auto no = check_long_text(command.text, "/text")) return no;
    if (draft.state().supplements.size() >= limits::supplements_max) {
        return refuse(refusals::ticket_full, "the ticket has too many supplements");
    }
    draft.emit(Supplemented{command.text});
    return std::nullopt;
}

// 直办: the answer is what the ticket's own reply and resolve limits ask for, so they are met.
Verdict decide_on(Draft& draft, const AnswerDirectly& command) {
    if (auto no = check_stage(draft, {Stage::needs_supplement, Stage::awaiting_dispatch})) {
        return no;
    }
    if (auto no = check_long_text(command.answer, "/answer")) return no;
    draft.emit(AnsweredDirectly{draft.now(), command.answer});
    meet_ticket_clocks(draft, {MilestoneKind::dispatch, MilestoneKind::contact,
                               MilestoneKind::reply, MilestoneKind::resolve});
    emit_ticket_end(draft, {});
    return std::nullopt;
}

// 不予受理: the caller is told why and which way is right (国办函〔2025〕66号 art. 2), so `told` is
// required.
Verdict decide_on(Draft& draft, const Decline& command) {
    if (auto no = check_stage(draft, {Stage::needs_supplement, Stage::awaiting_dispatch})) {
        return no;
    }
    if (auto no = check_note(command.told, "/told", true)) return no;
    draft.emit(Declined{draft.now(), command.reason, command.told});
    meet_ticket_clocks(draft, {MilestoneKind::dispatch});
    emit_ticket_end(draft, {});
    return std::nullopt;
}

// Danger goes on at once (国办发〔2022〕12号): no note is demanded before it.
Verdict decide_on(Draft& draft, const TransferToEmergency& command) {
    if (auto no = check_stage(draft, {Stage::needs_supplement, Stage::awaiting_dispatch})) {
        return no;
    }
    if (auto no = check_note(command.note, "/note", false)) return no;
    draft.emit(TransferredToEmergency{draft.now(), command.line, command.note});
    meet_ticket_clocks(draft, {MilestoneKind::dispatch});
    emit_ticket_end(draft, {});
    return std::nullopt;
}

Verdict decide_on(Draft& draft, const Dispatch& command) {
    const TicketState& state = draft.state();
    if (auto no = check_stage(draft, {Stage::awaiting_dispatch, Stage::handling})) return no;
    if (command.legs.empty()) return refuse(refusals::required, "name a unit", "/assignments");
    if (auto no = check_lead(state, command.legs)) return no;
    if (auto no = check_units(state, command.legs)) return no;
    if (state.legs.size() + command.legs.size() > limits::legs_max) {
        return refuse(refusals::ticket_full, "the ticket has too many assignments", "/assignments");
    }
    if (auto no = check_note(command.note, "/note", false)) return no;
    if (auto no = draft.check_policy()) return no;
    for (const NewLeg& leg : command.legs) {
        emit_dispatch(draft, {leg.unit, leg.role, std::nullopt}, command.note);
    }
    return std::nullopt;
}

}  // namespace hotline
