// Whom each step of the ladder tells.
#include "dispatch/deadlines/telling.hpp"

#include "tests/support/catch.hpp"

using namespace hotline;
using namespace hotline::dispatch;

namespace {

const Instant noon{std::chrono::hours{12}};

DutySlot slot(const char* id, DutyKind kind, const char* leader, const char* post) {
    DutySlot made;
    made.id = id;
    made.kind = kind;
    made.from = noon - std::chrono::hours{1};
    made.to = noon + std::chrono::hours{1};
    made.leader = leader;
    made.post = post;
    return made;
}

Roster roster() {
    return Roster({slot("o", DutyKind::duty_officer, "李明", "值班长"),
                   slot("h", DutyKind::head_of_duty, "周岚", "副主任")});
}

City city() {
    City made;
    made.name = "示范市";
    made.units = {{"hotline", "热线办", UnitKind::hotline, "", "", "方主任"},
                  {"gov", "A3区政府", UnitKind::district, "hotline", "A3", "陈区长"},
                  {"street", "青檀街道", UnitKind::street, "gov", "A3", ""}};
    return made;
}

}  // namespace

TEST_CASE("each step tells whom the ladder means and keeps it as evidence") {
    struct Row {
        StepKind step;
        UnitCode unit;
        std::string told;
        std::string to;
    };
    const std::string officer = "李明（值班长）";
    const std::vector<Row> table{
        {StepKind::overdue, "street", officer, ""},
        {StepKind::warn_yellow, "street", officer, ""},
        {StepKind::urge, "street", officer, "青檀街道"},
        {StepKind::notify, "gov", officer, "A3区政府（抄送陈区长）"},
        {StepKind::written_notice, "gov", officer, "A3区政府（抄送陈区长）"},
        {StepKind::supervise, "street", officer, "青檀街道"},
        {StepKind::raise, "street", officer, "A3区政府（抄送陈区长）"},
        {StepKind::raise, "gov", officer, "热线办（抄送方主任）"},
        // Above the top there is the hotline's own office; a unit that is gone keeps its code.
        {StepKind::raise, "hotline", officer, "热线办（抄送方主任）"},
        {StepKind::raise, "gone", officer, "热线办（抄送方主任）"},
        {StepKind::urge, "gone", officer, "gone"},
        {StepKind::tell_duty, "street", "周岚（副主任）", ""},
    };
    for (const Row& row : table) {
        INFO(static_cast<int>(row.step) << " " << row.unit);
        const Telling telling = telling_of(row.step, row.unit, roster(), city(), noon);
        CHECK(telling.told == row.told);
        CHECK(telling.to == row.to);
    }
}

TEST_CASE("a vacant post falls through to the next and says so when nobody is left") {
    const Roster officer_only({slot("o", DutyKind::duty_officer, "李明", "")});
    CHECK(telling_of(StepKind::tell_duty, "gov", officer_only, city(), noon).told == "李明");
    CHECK(telling_of(StepKind::tell_duty, "gov", Roster{}, city(), noon).told == "无人值班");
    CHECK(who_is_told(officer_only, noon + std::chrono::hours{1}) == "无人值班");
}
