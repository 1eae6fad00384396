// The duty plan of a city pack: turns that come back by a rule, and single turns. Expanded into
// slots for the months asked for, so that a plan of a few rules lasts for years. Immutable once
// built; any thread.
#pragma once

#include "dispatch/duty/duty_slot.hpp"
#include "ticketing/rules/calendar.hpp"

#include <array>
#include <chrono>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <vector>

namespace hotline::server {

struct DutyPerson {
    std::string code;  // "zhou-qiming", within the plan
    std::string name;
    std::string post;
    UnitCode unit;
    std::string phone;
};

// What a turn that falls on a day off does.
enum class OnDayOff {
    hold,      // takes place all the same
    skip,      // is dropped, and with it this person's turn
    postpone,  // moves to the next working day (顺延)
};

enum class Rotation {
    each_turn,  // the next person at every turn
    each_week,  // the next person every seven days from `starts`
};

struct DutyRule {
    dispatch::DutyKind kind = dispatch::DutyKind::duty_officer;
    std::array<bool, 7> weekdays{};  // index 0 is Monday
    int from_minute = 0;
    int to_minute = 0;  // not after from_minute: of the next day
    Day starts{};       // the first turn of people.front() is on or after this day
    std::optional<Day> ends;
    OnDayOff on_day_off = OnDayOff::hold;
    Rotation rotation = Rotation::each_turn;
    std::vector<DutyPerson> people;  // in turn; not empty
    std::string seat;
    std::string scope;
};

// A turn of its own. It replaces a rule's turn of the same kind that starts at the same instant,
// which is how somebody stands in, and how a turn is cancelled.
struct SingleTurn {
    dispatch::DutyKind kind = dispatch::DutyKind::duty_officer;
    Day date{};
    int from_minute = 0;
    int to_minute = 0;
    DutyPerson person;
    std::string seat;
    std::string scope;
    dispatch::DutyStatus status = dispatch::DutyStatus::published;
};

class DutyPlan {
  public:
    // `calendar` tells the days off; on days beyond its table every turn takes place.
    DutyPlan(std::vector<DutyRule> rules, std::vector<SingleTurn> singles,
             std::shared_ptr<const WorkCalendar> calendar);

    // The slots that start on a day of these months (both inclusive), by start. Ids are
    // "2026-02-11-leader_session-1", numbered by start within day and kind.
    std::vector<dispatch::DutySlot> slots(std::chrono::year_month first,
                                          std::chrono::year_month last) const;

    bool empty() const { return rules_.empty() && singles_.empty(); }

  private:
    struct Turn {
        Day date{};
        dispatch::DutySlot slot;
    };

    void add_turns(const DutyRule& rule, Day first, Day last, std::vector<Turn>& turns) const;
    std::optional<Day> day_held(const DutyRule& rule, Day scheduled) const;
    void put_single(const SingleTurn& single, std::vector<Turn>& turns) const;
    dispatch::DutySlot make_slot(dispatch::DutyKind kind, Day date, int from_minute, int to_minute,
                                 const DutyPerson& person) const;

    std::vector<DutyRule> rules_;
    std::vector<SingleTurn> singles_;
    std::shared_ptr<const WorkCalendar> calendar_;
};

}  // namespace hotline::server
