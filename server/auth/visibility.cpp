#include "server/auth/visibility.hpp"

#include <algorithm>

namespace hotline::server {
namespace {

// The first character of UTF-8 text, whatever its length in bytes.
std::string first_character(const std::string& text) {
    std::size_t end = text.empty() ? 0 : 1;
    while (end < text.size() && (static_cast<unsigned char>(text[end]) & 0xC0) == 0x80)
        ++end;
    return text.substr(0, end);
}

std::string masked_name(const std::string& name) {
    return name.empty() ? name : first_character(name) + "**";
}

std::string masked_phone(const std::string& phone) {
    if (phone.empty()) return phone;
    const std::string last = phone.size() > 4 ? phone.substr(phone.size() - 4) : std::string{};
    const bool digits = last.find_first_not_of("0123456789") == std::string::npos;
    return digits ? "****" + last : "****";
}

}  // namespace

bool may_see(const Actor& actor, const std::vector<UnitCode>& units_of_ticket) {
    if (actor.role != Role::unit) return true;
    return std::find(units_of_ticket.begin(), units_of_ticket.end(), actor.unit) !=
           units_of_ticket.end();
}

bool may_see(const Actor& actor, const TicketState& ticket) {
    if (actor.role != Role::unit) return true;
    return std::any_of(ticket.legs.begin(), ticket.legs.end(),
                       [&](const Leg& leg) { return leg.unit == actor.unit; });
}

bool may_see(const Actor& actor, const TicketState& ticket, const Notice& notice) {
    if (actor.role != Role::unit) return true;
    const bool is_sent = notice.kind == NoticeKind::message || notice.kind == NoticeKind::written ||
                         notice.kind == NoticeKind::supervision;
    const Leg* leg = notice.leg ? find_leg(ticket, *notice.leg) : nullptr;
    return is_sent && leg != nullptr && leg->unit == actor.unit;
}

CallerView caller_view(const Actor& actor, const TicketState& ticket) {
    switch (actor.role) {
        case Role::agent:
        case Role::dispatcher:
        case Role::visitor:
        case Role::supervisor:
        case Role::admin:
        case Role::system:
            return CallerView::full;
        case Role::unit:
        case Role::leader:
            break;
    }
    const Caller& caller = ticket.request.caller;
    return caller.confidential || caller.anonymous ? CallerView::hidden : CallerView::masked;
}

Caller shown_caller(const Caller& caller, CallerView view) {
    if (view == CallerView::full) return caller;
    Caller shown;
    shown.type = caller.type;
    shown.confidential = caller.confidential;
    shown.anonymous = caller.anonymous;
    if (view == CallerView::masked) {
        shown.name = masked_name(caller.name);
        shown.phone = masked_phone(caller.phone);
    }
    return shown;
}

bool may_see_internal_reply(const Actor& actor, const Leg& leg) {
    if (actor.role == Role::leader) return false;
    return actor.role != Role::unit || actor.unit == leg.unit;
}

}  // namespace hotline::server
