#include "dispatch/duty/roster.hpp"

#include "tests/support/catch.hpp"

#include <random>

using namespace hotline;
using namespace hotline::dispatch;

namespace {

Instant hour(int h) {
    return Instant{std::chrono::hours{h}};
}

DutySlot slot(std::string id, int from, int to, DutyKind kind = DutyKind::duty_officer,
              DutyStatus status = DutyStatus::published) {
    DutySlot made;
    made.id = std::move(id);
    made.kind = kind;
    made.from = hour(from);
    made.to = hour(to);
    made.status = status;
    return made;
}

std::string ids(const std::vector<const DutySlot*>& slots) {
    std::string text;
    for (const auto* each : slots)
        text += each->id;
    return text;
}

// a 0-8, b 8-16, long c 2-20 of the same kind, d cancelled 16-24, e of another kind 0-24.
Roster sample() {
    return Roster({slot("d", 16, 24, DutyKind::duty_officer, DutyStatus::cancelled),
                   slot("b", 8, 16), slot("a", 0, 8), slot("c", 2, 20),
                   slot("e", 0, 24, DutyKind::leader_session)});
}

}  // namespace

TEST_CASE("the roster tells who is on duty") {
    const Roster roster = sample();
    struct Row {
        int at;
        DutyKind kind;
        std::string expected;
    };
    const std::vector<Row> rows = {
        {-1, DutyKind::duty_officer, ""},    {0, DutyKind::duty_officer, "a"},
        {2, DutyKind::duty_officer, "ca"},   {7, DutyKind::duty_officer, "ca"},
        {8, DutyKind::duty_officer, "bc"},   {16, DutyKind::duty_officer, "c"},
        {19, DutyKind::duty_officer, "c"},   {20, DutyKind::duty_officer, ""},
        {12, DutyKind::leader_session, "e"}, {24, DutyKind::leader_session, ""},
        {12, DutyKind::head_of_duty, ""},
    };
    for (const auto& row : rows) {
        INFO("at " << row.at);
        CHECK(ids(roster.on_duty(hour(row.at), row.kind)) == row.expected);
    }
    CHECK(ids(roster.on_duty(hour(8) - Millis{1}, DutyKind::duty_officer)) == "ca");
    CHECK(Roster().on_duty(hour(0), DutyKind::duty_officer).empty());
}

TEST_CASE("the roster lists the slots of a period with the cancelled ones") {
    const Roster roster = sample();
    CHECK(ids(roster.slots_between(hour(0), hour(24))) == "aecbd");
    CHECK(ids(roster.slots_between(hour(8), hour(9))) == "ecb");
    CHECK(ids(roster.slots_between(hour(20), hour(30))) == "ed");
    CHECK(roster.slots_between(hour(24), hour(30)).empty());
    CHECK(roster.slots_between(hour(9), hour(9)).empty());
}

TEST_CASE("vacancies are what nobody covers") {
    const Roster roster = sample();
    const auto officer = DutyKind::duty_officer;
    using Gaps = std::vector<Vacancy>;
    CHECK(roster.vacancies(hour(0), hour(20), officer).empty());
    CHECK(roster.vacancies(hour(-4), hour(30), officer) ==
          Gaps{{hour(-4), hour(0)}, {hour(20), hour(30)}});
    CHECK(roster.vacancies(hour(0), hour(2), DutyKind::head_of_duty) == Gaps{{hour(0), hour(2)}});
    CHECK(roster.vacancies(hour(5), hour(5), officer).empty());
    const Roster holes({slot("x", 0, 1), slot("y", 2, 3)});
    CHECK(holes.vacancies(hour(0), hour(4), officer) ==
          Gaps{{hour(1), hour(2)}, {hour(3), hour(4)}});
}

TEST_CASE("a roster refuses a slot that cannot be") {
    CHECK_THROWS_WITH(Roster({slot("x", 3, 3)}), "duty slot x does not end after it starts");
    CHECK_THROWS_WITH(Roster({slot("x", 0, 1), slot("x", 1, 2)}), "duty slot x is there twice");
}

TEST_CASE("the roster answers as a plain scan does") {
    const auto seed = std::random_device{}();
    INFO("seed " << seed);
    std::mt19937 random(seed);
    std::vector<DutySlot> slots;
    for (int i = 0; i < 200; ++i) {
        const int from = static_cast<int>(random() % 500);
        const int length = 1 + static_cast<int>(random() % (i % 10 == 0 ? 200 : 12));
        const auto status = i % 7 == 0 ? DutyStatus::cancelled : DutyStatus::published;
        slots.push_back(slot(std::to_string(i), from, from + length,
                             static_cast<DutyKind>(random() % 3), status));
    }
    const Roster roster(slots);
    for (int at = -1; at < 720; ++at) {
        for (int kind = 0; kind < 3; ++kind) {
            std::size_t expected = 0;
            for (const auto& each : slots) {
                const bool is_active = each.status != DutyStatus::cancelled;
                const bool holds = each.from <= hour(at) && hour(at) < each.to;
                expected += is_active && holds && each.kind == static_cast<DutyKind>(kind) ? 1 : 0;
            }
            REQUIRE(roster.on_duty(hour(at), static_cast<DutyKind>(kind)).size() == expected);
        }
    }
}
