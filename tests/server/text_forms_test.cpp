// Ids as they stand in JSON and paths, and times as people and other systems write them.
#include "server/api/text_forms.hpp"

#include "tests/support/catch.hpp"
#include "ticketing/record/rfc3339.hpp"
#include "ticketing/record/time_text.hpp"

using namespace hotline;
using namespace hotline::server;

TEST_CASE("ids are read back as they were written and nothing else is an id") {
    const TicketNumber number{20260213000017};
    CHECK(parse_ticket(ticket_text(number)) == number);
    const auto leg = parse_leg(leg_text(number, LegId{12}));
    REQUIRE(leg.has_value());
    CHECK((leg->ticket == number && leg->leg == LegId{12}));
    const auto petition = parse_petition(petition_text(number, PetitionId{3}));
    REQUIRE(petition.has_value());
    CHECK((petition->ticket == number && petition->petition == PetitionId{3}));
    CHECK(clock_text(number, ClockId{4}) == "20260213000017-m4");
    for (const char* text : {"", "1", "2026021300001", "202602130000177", "2026021300001x",
                             "+2026021300001", "00260213000017"}) {
        CHECK_FALSE(parse_ticket(text).has_value());
    }
    for (const char* text :
         {"20260213000017", "20260213000017-", "20260213000017-0", "20260213000017-01",
          "20260213000017-p1", "20260213000017-99999", "20260213000017--1", "x-1"}) {
        CHECK_FALSE(parse_leg(text).has_value());
    }
}

TEST_CASE("times are read with a T or a blank and with or without an offset") {
    struct Row {
        const char* text;
        const char* expected;  // empty: refused
    };
    for (const Row& row : {
             Row{"2026-02-13T16:00:00+08:00", "2026-02-13T16:00:00.000+08:00"},
             Row{"2026-02-13T08:00:00Z", "2026-02-13T16:00:00.000+08:00"},
             Row{"2016-07-13 15:11:07+00:00", "2016-07-13T23:11:07.000+08:00"},
             Row{"2026-02-13 16:00:00", "2026-02-13T16:00:00.000+08:00"},
             Row{"2026-02-13T16:00:00.5-01:30", "2026-02-14T01:30:00.500+08:00"},
             Row{"2024-02-29T00:00:00.123456+08:00", "2024-02-29T00:00:00.123+08:00"},
             Row{"2026-02-29T00:00:00Z", ""},
             Row{"2026-13-01T00:00:00Z", ""},
             Row{"2026-02-13T24:00:00Z", ""},
             Row{"2026-02-13", ""},
             Row{"2026-02-13T16:00:00+8:00", ""},
             Row{"2026-02-13T16:00:00Zx", ""},
             Row{"1969-12-31T23:59:59Z", ""},
             Row{"yesterday", ""},
         }) {
        CAPTURE(row.text);
        const auto at = record::parse_time(row.text, record::china_offset_minutes);
        CHECK((at ? record::rfc3339(*at) : "") == row.expected);
    }
}
