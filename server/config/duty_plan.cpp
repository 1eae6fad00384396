#include "server/config/duty_plan.hpp"

#include "server/config/clock_text.hpp"

#include <algorithm>
#include <map>
#include <tuple>
#include <utility>

namespace hotline::server {

namespace {

using dispatch::DutyKind;
using dispatch::DutySlot;
using std::chrono::days;

// No run of days off is longer, so no turn is postponed further.
constexpr days postponed_max{31};

std::string_view kind_name(DutyKind kind) {
    switch (kind) {
        case DutyKind::leader_session:
            return "leader_session";
        case DutyKind::duty_officer:
            return "duty_officer";
        case DutyKind::head_of_duty:
            return "head_of_duty";
    }
    return "";
}

bool is_scheduled(const DutyRule& rule, Day day) {
    return rule.weekdays[std::chrono::weekday{day}.iso_encoding() - 1];
}

// How many scheduled days lie in [rule.starts, day). Not a running count, so that one month asked
// for alone and a whole year give the same people.
std::size_t turns_before(const DutyRule& rule, Day day) {
    const auto whole_weeks = (day - rule.starts).count() / 7;
    const auto per_week = std::count(rule.weekdays.begin(), rule.weekdays.end(), true);
    std::size_t turns = static_cast<std::size_t>(whole_weeks * per_week);
    for (Day rest = rule.starts + days{whole_weeks * 7}; rest < day; rest += days{1})
        if (is_scheduled(rule, rest)) ++turns;
    return turns;
}

const DutyPerson& person_of(const DutyRule& rule, Day day) {
    const std::size_t turn = rule.rotation == Rotation::each_week
                                 ? static_cast<std::size_t>((day - rule.starts).count() / 7)
                                 : turns_before(rule, day);
    return rule.people[turn % rule.people.size()];
}

}  // namespace

DutyPlan::DutyPlan(std::vector<DutyRule> rules, std::vector<SingleTurn> singles,
                   std::shared_ptr<const WorkCalendar> calendar)
    : rules_(std::move(rules)), singles_(std::move(singles)), calendar_(std::move(calendar)) {}

std::vector<DutySlot> DutyPlan::slots(std::chrono::year_month first,
                                      std::chrono::year_month last) const {
    const Day from{first / 1};
    const Day to{last / std::chrono::last};
    std::vector<Turn> turns;
    for (const DutyRule& rule : rules_)
        add_turns(rule, from, to, turns);
    for (const SingleTurn& single : singles_)
        if (single.date >= from && single.date <= to) put_single(single, turns);
    std::sort(turns.begin(), turns.end(), [](const Turn& a, const Turn& b) {
        return std::tie(a.slot.from, a.slot.kind, a.slot.unit, a.slot.leader) <
               std::tie(b.slot.from, b.slot.kind, b.slot.unit, b.slot.leader);
    });
    std::map<std::pair<Day, DutyKind>, int> numbers;
    std::vector<DutySlot> result;
    for (Turn& turn : turns) {
        const int number = ++numbers[{turn.date, turn.slot.kind}];
        turn.slot.id = day_text(turn.date) + "-" + std::string{kind_name(turn.slot.kind)} + "-" +
                       std::to_string(number);
        result.push_back(std::move(turn.slot));
    }
    return result;
}

void DutyPlan::add_turns(const DutyRule& rule, Day first, Day last,
                         std::vector<Turn>& turns) const {
    const Day from = std::max(first - postponed_max, rule.starts);
    const Day to = rule.ends ? std::min(last, *rule.ends) : last;
    for (Day day = from; day <= to; day += days{1}) {
        if (!is_scheduled(rule, day)) continue;
        const std::optional<Day> held = day_held(rule, day);
        if (!held || *held < first || *held > last) continue;
        DutySlot slot =
            make_slot(rule.kind, *held, rule.from_minute, rule.to_minute, person_of(rule, day));
        slot.seat = rule.seat;
        slot.scope = rule.scope;
        turns.push_back({*held, std::move(slot)});
    }
}

std::optional<Day> DutyPlan::day_held(const DutyRule& rule, Day scheduled) const {
    const bool is_off = calendar_->covers(scheduled) && !calendar_->is_working_day(scheduled);
    if (!is_off || rule.on_day_off == OnDayOff::hold) return scheduled;
    if (rule.on_day_off == OnDayOff::skip) return std::nullopt;
    Day day = scheduled;
    while (calendar_->covers(day) && !calendar_->is_working_day(day))
        day += days{1};
    return day;
}

void DutyPlan::put_single(const SingleTurn& single, std::vector<Turn>& turns) const {
    DutySlot slot =
        make_slot(single.kind, single.date, single.from_minute, single.to_minute, single.person);
    slot.seat = single.seat;
    slot.scope = single.scope;
    slot.status = single.status;
    const auto replaced = std::find_if(turns.begin(), turns.end(), [&](const Turn& turn) {
        return turn.slot.kind == slot.kind && turn.slot.from == slot.from;
    });
    if (replaced != turns.end())
        replaced->slot = std::move(slot);
    else
        turns.push_back({single.date, std::move(slot)});
}

DutySlot DutyPlan::make_slot(DutyKind kind, Day date, int from_minute, int to_minute,
                             const DutyPerson& person) const {
    DutySlot slot;
    slot.kind = kind;
    slot.from = calendar_->instant_of(date, from_minute);
    slot.to = calendar_->instant_of(date + days{to_minute <= from_minute ? 1 : 0}, to_minute);
    slot.leader = person.name;
    slot.post = person.post;
    slot.unit = person.unit;
    slot.phone = person.phone;
    return slot;
}

}  // namespace hotline::server
