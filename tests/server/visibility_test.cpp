// Who sees the caller of a ticket, and how much.
#include "server/auth/visibility.hpp"

#include "tests/support/catch.hpp"

using namespace hotline;
using namespace hotline::server;

namespace {

TicketState ticket_of(const UnitCode& unit, bool confidential, bool anonymous) {
    TicketState ticket;
    ticket.request.caller = {CallerType::person, "欧阳修",     "13800138000",
                             "A3区某街1号",      confidential, anonymous};
    Leg leg;
    leg.id = LegId{1};
    leg.unit = unit;
    leg.internal_reply = "内部情况";
    ticket.legs.push_back(leg);
    return ticket;
}

}  // namespace

TEST_CASE("the hotline's people see the caller and units and leaders a mask or nothing") {
    struct Row {
        Role role;
        CallerView open;
        CallerView confidential;
    };
    using enum CallerView;
    for (const Row& row : {Row{Role::agent, full, full}, Row{Role::dispatcher, full, full},
                           Row{Role::visitor, full, full}, Row{Role::supervisor, full, full},
                           Row{Role::admin, full, full}, Row{Role::unit, masked, hidden},
                           Row{Role::leader, masked, hidden}}) {
        const Actor actor{row.role, "甲", row.role == Role::unit ? "a3-gov" : ""};
        CHECK(caller_view(actor, ticket_of("a3-gov", false, false)) == row.open);
        CHECK(caller_view(actor, ticket_of("a3-gov", true, false)) == row.confidential);
        CHECK(caller_view(actor, ticket_of("a3-gov", false, true)) == row.confidential);
    }
}

TEST_CASE("a mask keeps one character of the name and four digits of the number") {
    const Caller masked = shown_caller(
        {CallerType::person, "欧阳修", "13800138000", "A3区", false, false}, CallerView::masked);
    CHECK(masked.name == "欧**");
    CHECK(masked.phone == "****8000");
    CHECK(masked.address.empty());
    CHECK(shown_caller({CallerType::person, "", "8000", "", false, false}, CallerView::masked)
              .phone == "****");
    CHECK(shown_caller({CallerType::person, "", "座机八千", "", false, false}, CallerView::masked)
              .phone == "****");
    const Caller hidden = shown_caller(
        {CallerType::person, "欧阳修", "13800138000", "A3区", true, false}, CallerView::hidden);
    CHECK((hidden.name.empty() && hidden.phone.empty() && hidden.confidential));
}

TEST_CASE("a unit sees tickets it has a leg of and its own internal reply only") {
    const Actor a3{Role::unit, "甲", "a3-gov"};
    const TicketState mine = ticket_of("a3-gov", false, false);
    const TicketState other = ticket_of("water", false, false);
    CHECK(may_see(a3, mine));
    CHECK_FALSE(may_see(a3, other));
    CHECK(may_see({Role::supervisor, "乙", ""}, other));
    CHECK(may_see_internal_reply(a3, mine.legs[0]));
    CHECK_FALSE(may_see_internal_reply(a3, other.legs[0]));
    CHECK_FALSE(may_see_internal_reply({Role::leader, "丙", ""}, mine.legs[0]));
}
