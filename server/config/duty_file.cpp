#include "server/config/duty_file.hpp"

#include "server/config/city_file.hpp"
#include "server/config/clock_text.hpp"
#include "server/config/enum_names.hpp"

#include <map>
#include <utility>

namespace hotline::server {

namespace {

using dispatch::DutyKind;
using dispatch::DutyStatus;

constexpr NameTable<DutyKind, 3> duty_kind_names{{
    {"leader_session", DutyKind::leader_session},
    {"duty_officer", DutyKind::duty_officer},
    {"head_of_duty", DutyKind::head_of_duty},
}};
// `running` and `done` follow from the time and are not planned.
constexpr NameTable<DutyStatus, 3> planned_status_names{{
    {"planned", DutyStatus::planned},
    {"published", DutyStatus::published},
    {"cancelled", DutyStatus::cancelled},
}};
constexpr NameTable<OnDayOff, 3> on_day_off_names{{
    {"hold", OnDayOff::hold},
    {"skip", OnDayOff::skip},
    {"postpone", OnDayOff::postpone},
}};
constexpr NameTable<Rotation, 2> rotation_names{{
    {"each_turn", Rotation::each_turn},
    {"each_week", Rotation::each_week},
}};
constexpr NameTable<int, 7> weekday_names{{
    {"monday", 0},
    {"tuesday", 1},
    {"wednesday", 2},
    {"thursday", 3},
    {"friday", 4},
    {"saturday", 5},
    {"sunday", 6},
}};

class DutyReader {
  public:
    DutyReader(TableReader root, const dispatch::City& city)
        : root_(std::move(root)), city_(city) {}

    void read() {
        for (TableReader& table : root_.tables("person"))
            read_person(table);
        for (TableReader& table : root_.tables("rule"))
            read_rule(table);
        for (TableReader& table : root_.tables("turn"))
            read_turn(table);
        root_.finish();
    }

    std::vector<DutyRule> rules;
    std::vector<SingleTurn> turns;

  private:
    void read_person(TableReader& table) {
        DutyPerson person;
        person.code = table.text("code");
        person.name = table.text("name");
        person.post = table.text("post");
        person.unit = read_unit(table, "unit", city_);
        person.phone = table.text_or("phone", "");
        table.finish();
        if (person.code.empty()) return;
        if (!people_.emplace(person.code, person).second)
            table.problem("code", "a code of its own", TableReader::quoted(person.code) + " again");
    }

    DutyPerson find_person(TableReader& table, std::string_view key, const PlacedText& code) {
        const auto found = people_.find(code.value);
        if (found != people_.end()) return found->second;
        table.problem_at(code.at, key, "the code of a person of this file",
                         TableReader::quoted(code.value));
        return {};
    }

    int read_clock(TableReader& table, std::string_view key) {
        const std::string text = table.text(key);
        const auto minute = parse_clock(text);
        if (!minute && !text.empty())
            table.problem(key, "a time of day such as \"08:30\"", TableReader::quoted(text));
        return minute.value_or(0);
    }

    void read_rule(TableReader& table) {
        DutyRule rule;
        rule.kind = table.choice("kind", Names<DutyKind>{duty_kind_names});
        rule.weekdays.fill(!table.has("weekdays"));  // absent: every day
        for (const int weekday : table.choices("weekdays", Names<int>{weekday_names}))
            rule.weekdays[static_cast<std::size_t>(weekday)] = true;
        rule.from_minute = read_clock(table, "from");
        rule.to_minute = read_clock(table, "to");
        const auto starts = table.date("starts");
        rule.starts = starts.value_or(Day{});
        rule.ends = table.date_or_none("ends");
        if (starts && rule.ends && *rule.ends < *starts)
            table.problem("ends", "a day not before " + day_text(*starts), day_text(*rule.ends));
        rule.on_day_off =
            table.choice_or("on_day_off", OnDayOff::hold, Names<OnDayOff>{on_day_off_names});
        rule.rotation =
            table.choice_or("rotation", Rotation::each_turn, Names<Rotation>{rotation_names});
        for (const PlacedText& code : table.texts("people"))
            rule.people.push_back(find_person(table, "people", code));
        if (rule.people.empty()) table.problem("people", "codes of one or more people", "none");
        rule.seat = table.text_or("seat", "");
        rule.scope = table.text_or("scope", "");
        table.finish();
        rules.push_back(std::move(rule));
    }

    void read_turn(TableReader& table) {
        SingleTurn turn;
        turn.kind = table.choice("kind", Names<DutyKind>{duty_kind_names});
        turn.date = table.date("date").value_or(Day{});
        turn.from_minute = read_clock(table, "from");
        turn.to_minute = read_clock(table, "to");
        const std::string code = table.text("person");
        if (!code.empty())
            turn.person = find_person(table, "person", {code, table.position_of("person")});
        turn.seat = table.text_or("seat", "");
        turn.scope = table.text_or("scope", "");
        turn.status = table.choice_or("status", DutyStatus::published,
                                      Names<DutyStatus>{planned_status_names});
        table.finish();
        turns.push_back(std::move(turn));
    }

    TableReader root_;
    const dispatch::City& city_;
    std::map<std::string, DutyPerson> people_;
};

}  // namespace

std::shared_ptr<const DutyPlan> read_duty(const std::filesystem::path& path,
                                          const dispatch::City& city,
                                          std::shared_ptr<const WorkCalendar> calendar,
                                          ConfigProblems& problems) {
    if (!std::filesystem::exists(path))
        return std::make_shared<const DutyPlan>(std::vector<DutyRule>{}, std::vector<SingleTurn>{},
                                                std::move(calendar));
    const std::size_t problems_before = problems.lines().size();
    const TomlFile file{path, problems};
    if (!file.parsed()) return nullptr;
    DutyReader reader{file.root(), city};
    reader.read();
    if (problems.lines().size() != problems_before) return nullptr;
    return std::make_shared<const DutyPlan>(std::move(reader.rules), std::move(reader.turns),
                                            std::move(calendar));
}

}  // namespace hotline::server
