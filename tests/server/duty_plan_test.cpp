// Duty rules become slots: rotation, nights, days off, stand-ins. The same month gives the same
// slots whatever months are asked for with it.
#include "server/config/duty_plan.hpp"

#include "tests/support/calendar_text.hpp"
#include "tests/support/catch.hpp"

using namespace hotline;
using namespace hotline::server;
using namespace hotline::test;
using dispatch::DutyKind;
using dispatch::DutySlot;

namespace {

// Monday to Friday, 2026, the Spring Festival off from Monday 16 to Friday 20 February.
std::shared_ptr<const WorkCalendar> calendar_2026() {
    CalendarSpec spec;
    spec.id = "cn";
    spec.version = "1";
    spec.known_from_year = spec.known_to_year = 2026;
    for (std::size_t i = 0; i < 5; ++i)
        spec.week[i] = {{510, 1050}};
    for (int d = 16; d <= 20; ++d)
        spec.exceptions[day(2026, 2, d)] = {DayKind::holiday, "春节", {}};
    return std::make_shared<const WorkCalendar>(spec);
}

DutyPerson person(const std::string& name) {
    return {name, name, "主任", "hotline", "0000-1"};
}

DutyRule wednesdays(OnDayOff on_day_off) {
    DutyRule rule;
    rule.kind = DutyKind::leader_session;
    rule.weekdays[2] = true;
    rule.from_minute = 540;
    rule.to_minute = 690;
    rule.starts = day(2026, 1, 5);
    rule.on_day_off = on_day_off;
    rule.people = {person("甲"), person("乙"), person("丙")};
    return rule;
}

std::vector<std::string> lines(const std::vector<DutySlot>& slots) {
    std::vector<std::string> result;
    for (const DutySlot& slot : slots)
        result.push_back(slot.id + " " + text(slot.from) + " " + text(slot.to) + " " + slot.leader);
    return result;
}

std::chrono::year_month month(int number) {
    return std::chrono::year{2026} / std::chrono::month{static_cast<unsigned>(number)};
}

using Lines = std::vector<std::string>;

}  // namespace

TEST_CASE("leaders take turns and a turn on a day off is held or skipped or postponed") {
    const auto february = [](OnDayOff on_day_off) {
        return lines(
            DutyPlan{{wednesdays(on_day_off)}, {}, calendar_2026()}.slots(month(2), month(2)));
    };
    const std::string feb4 = "2026-02-04-leader_session-1 2026-02-04 09:00 2026-02-04 11:30 乙";
    const std::string feb11 = "2026-02-11-leader_session-1 2026-02-11 09:00 2026-02-11 11:30 丙";
    const std::string feb25 = "2026-02-25-leader_session-1 2026-02-25 09:00 2026-02-25 11:30 乙";
    CHECK(february(OnDayOff::hold) ==
          Lines{feb4, feb11, "2026-02-18-leader_session-1 2026-02-18 09:00 2026-02-18 11:30 甲",
                feb25});
    CHECK(february(OnDayOff::skip) == Lines{feb4, feb11, feb25});
    CHECK(february(OnDayOff::postpone) ==
          Lines{feb4, feb11, "2026-02-23-leader_session-1 2026-02-23 09:00 2026-02-23 11:30 甲",
                feb25});
}

TEST_CASE("a turn postponed over the end of a month appears in the next") {
    CalendarSpec spec;
    spec.id = "cn";
    spec.known_from_year = spec.known_to_year = 2026;
    for (std::size_t i = 0; i < 5; ++i)
        spec.week[i] = {{510, 1050}};
    for (int d = 27; d <= 30; ++d)
        spec.exceptions[day(2026, 4, d)] = {DayKind::holiday, "", {}};
    const DutyPlan plan{
        {wednesdays(OnDayOff::postpone)}, {}, std::make_shared<const WorkCalendar>(spec)};
    CHECK(lines(plan.slots(month(5), month(5)))[0] ==
          "2026-05-01-leader_session-1 2026-05-01 09:00 2026-05-01 11:30 乙");
    CHECK(plan.slots(month(4), month(4)).size() == 4);
}

TEST_CASE("a night ends on the next day and numbers follow the clock") {
    DutyRule by_day;
    by_day.weekdays.fill(true);
    by_day.from_minute = 510;
    by_day.to_minute = 1050;
    by_day.starts = day(2026, 3, 1);
    by_day.ends = day(2026, 3, 2);
    by_day.people = {person("甲"), person("乙")};
    DutyRule by_night = by_day;
    std::swap(by_night.from_minute, by_night.to_minute);
    by_night.people = {person("丙")};
    CHECK(lines(DutyPlan{{by_night, by_day}, {}, calendar_2026()}.slots(month(3), month(3))) ==
          Lines{"2026-03-01-duty_officer-1 2026-03-01 08:30 2026-03-01 17:30 甲",
                "2026-03-01-duty_officer-2 2026-03-01 17:30 2026-03-02 08:30 丙",
                "2026-03-02-duty_officer-1 2026-03-02 08:30 2026-03-02 17:30 乙",
                "2026-03-02-duty_officer-2 2026-03-02 17:30 2026-03-03 08:30 丙"});
}

TEST_CASE("several turns a week go round the people without a break") {
    DutyRule rule = wednesdays(OnDayOff::hold);
    rule.weekdays[4] = true;
    std::string leaders;
    for (const DutySlot& slot : DutyPlan{{rule}, {}, calendar_2026()}.slots(month(2), month(3)))
        leaders += slot.leader;
    // January from the 5th has eight turns, so February begins with the third person.
    CHECK(leaders == "丙甲乙丙甲乙丙甲乙丙甲乙丙甲乙丙");
}

TEST_CASE("a weekly rotation changes every seven days") {
    DutyRule rule = wednesdays(OnDayOff::hold);
    rule.weekdays.fill(true);
    rule.rotation = Rotation::each_week;
    const auto slots = DutyPlan{{rule}, {}, calendar_2026()}.slots(month(1), month(1));
    CHECK(slots.size() == 27);  // from the 5th
    CHECK(slots[0].leader == "甲");
    CHECK(slots[6].leader == "甲");
    CHECK(slots[7].leader == "乙");
    CHECK(slots[21].leader == "甲");
}

TEST_CASE("a single turn replaces the rule's turn that starts with it and adds to the others") {
    SingleTurn stand_in;
    stand_in.kind = DutyKind::leader_session;
    stand_in.date = day(2026, 2, 4);
    stand_in.from_minute = 540;
    stand_in.to_minute = 720;
    stand_in.person = person("丁");
    stand_in.status = dispatch::DutyStatus::cancelled;
    SingleTurn added = stand_in;
    added.from_minute = 840;
    added.to_minute = 1020;
    added.status = dispatch::DutyStatus::published;
    const DutyPlan plan{{wednesdays(OnDayOff::skip)}, {stand_in, added}, calendar_2026()};
    const auto slots = plan.slots(month(2), month(2));
    const Lines expected{"2026-02-04-leader_session-1 2026-02-04 09:00 2026-02-04 12:00 丁",
                         "2026-02-04-leader_session-2 2026-02-04 14:00 2026-02-04 17:00 丁",
                         "2026-02-11-leader_session-1 2026-02-11 09:00 2026-02-11 11:30 丙",
                         "2026-02-25-leader_session-1 2026-02-25 09:00 2026-02-25 11:30 乙"};
    CHECK(lines(slots) == expected);
    CHECK(slots[0].status == dispatch::DutyStatus::cancelled);
    CHECK(slots[1].status == dispatch::DutyStatus::published);
}

TEST_CASE("months asked for one by one give the slots of the whole") {
    DutyRule weekly = wednesdays(OnDayOff::postpone);
    weekly.weekdays[4] = true;
    weekly.starts = day(2026, 1, 7);
    const DutyPlan plan{{weekly, wednesdays(OnDayOff::skip)}, {}, calendar_2026()};
    const Lines whole = lines(plan.slots(month(1), month(12)));
    Lines parts;
    for (int number = 1; number <= 12; ++number)
        for (const std::string& line : lines(plan.slots(month(number), month(number))))
            parts.push_back(line);
    CHECK(whole == parts);
    CHECK(whole.size() > 150);
    // Far beyond the calendar's table every turn takes place.
    CHECK(plan.slots(std::chrono::year{2090} / 3, std::chrono::year{2090} / 3).size() > 10);
    CHECK(plan.slots(std::chrono::year{2020} / 3, std::chrono::year{2020} / 3).empty());
}
