#include "server/config/calendar_file.hpp"

#include "server/config/clock_text.hpp"

namespace hotline::server {

namespace {

constexpr std::array<std::string_view, 7> weekday_keys{
    "monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"};
constexpr IntegerRange year_range{1970, 2200};
constexpr int holiday_days_max = 31;  // a longer one is a slip of the pen

std::vector<WorkInterval> read_intervals(TableReader& table, std::string_view key) {
    std::vector<WorkInterval> intervals;
    int end_of_last = 0;
    for (const PlacedText& item : table.texts(key)) {
        const auto interval = parse_interval(item.value);
        if (!interval) {
            table.problem_at(item.at, key, "working hours such as \"08:30-12:00\"",
                             TableReader::quoted(item.value));
            continue;
        }
        if (interval->from_minute < end_of_last) {
            table.problem_at(item.at, key, "working hours in order and apart",
                             TableReader::quoted(item.value));
            continue;
        }
        end_of_last = interval->to_minute;
        intervals.push_back(*interval);
    }
    return intervals;
}

// Reads the file into a spec; the members are read in the order of the file.
class CalendarReader {
  public:
    explicit CalendarReader(TableReader root) : root_(std::move(root)) {}

    CalendarSpec read() {
        spec_.id = root_.text("id");
        spec_.version = root_.text("version");
        read_offset();
        spec_.known_from_year = static_cast<int>(root_.integer("known_from_year", year_range));
        spec_.known_to_year = static_cast<int>(root_.integer("known_to_year", year_range));
        if (spec_.known_to_year < spec_.known_from_year) {
            root_.problem("known_to_year", "a year from " + std::to_string(spec_.known_from_year),
                          std::to_string(spec_.known_to_year));
            spec_.known_to_year = spec_.known_from_year;  // so that the years below can be read
        }
        read_week();
        for (TableReader& year : root_.tables("year"))
            read_year(year);
        root_.finish();
        return spec_;
    }

  private:
    void read_offset() {
        const std::string text = root_.text_or("utc_offset", "+08:00");
        const auto offset = parse_utc_offset(text);
        if (!offset)
            root_.problem("utc_offset", "an offset such as \"+08:00\"", TableReader::quoted(text));
        spec_.utc_offset_minutes = offset.value_or(480);
    }

    void read_week() {
        auto week = root_.table("week");
        if (!week) {
            if (!root_.has("week")) root_.problem("week", "a table of weekdays", "nothing");
            return;
        }
        bool any_works = false;
        for (std::size_t i = 0; i < weekday_keys.size(); ++i) {
            spec_.week[i] = read_intervals(*week, weekday_keys[i]);
            any_works = any_works || week->has(weekday_keys[i]);
        }
        if (!any_works) root_.problem("week", "working hours of at least one weekday", "none");
        week->finish();
    }

    void read_year(TableReader& table) {
        const int year =
            static_cast<int>(table.integer("year", {spec_.known_from_year, spec_.known_to_year}));
        table.texts("sources");  // for people: where the notices of that year were published
        for (TableReader& holiday : table.tables("holidays"))
            read_holiday(holiday, year);
        for (TableReader& half_day : table.tables("half_days"))
            read_half_day(half_day, year);
        table.finish();
    }

    void read_holiday(TableReader& table, int year) {
        const std::string name = table.text("name");
        const std::string off = table.text("off");
        const auto range = parse_day_range(off, year);
        if (range && range->last - range->first < std::chrono::days{holiday_days_max}) {
            for (Day day = range->first; day <= range->last; day += std::chrono::days{1})
                add(table, "off", table.position_of("off"), day, {DayKind::holiday, name, {}});
        } else if (!off.empty()) {
            table.problem("off", "days such as \"02-15..02-23\", at most 31",
                          TableReader::quoted(off));
        }
        for (const PlacedText& item : table.texts("work"))
            read_make_up(table, item, year, name);
        table.finish();
    }

    void read_make_up(TableReader& table, const PlacedText& item, int year,
                      const std::string& name) {
        const auto day = parse_day(item.value, year);
        if (!day) {
            table.problem_at(item.at, "work", "a day such as \"02-14\"",
                             TableReader::quoted(item.value));
            return;
        }
        // Guards against a wrong date: working on a day that works anyway makes nothing up.
        if (!spec_.week[std::chrono::weekday{*day}.iso_encoding() - 1].empty()) {
            table.problem_at(item.at, "work", "a day that the week leaves free",
                             TableReader::quoted(item.value));
            return;
        }
        add(table, "work", item.at, *day, {DayKind::make_up_day, name, {}});
    }

    void read_half_day(TableReader& table, int year) {
        const std::string name = table.text("name");
        const std::string text = table.text("day");
        const auto day = parse_day(text, year);
        if (!day && !text.empty())
            table.problem("day", "a day such as \"02-14\"", TableReader::quoted(text));
        DayException exception{DayKind::half_day, name, read_intervals(table, "hours")};
        if (!table.has("hours")) table.problem("hours", "working hours", "nothing");
        if (day && !exception.intervals.empty())
            add(table, "day", table.position_of("day"), *day, std::move(exception));
        table.finish();
    }

    void add(TableReader& table, std::string_view key, FilePosition at, Day day,
             DayException exception) {
        const int year = static_cast<int>(std::chrono::year_month_day{day}.year());
        if (year < spec_.known_from_year || year > spec_.known_to_year)
            table.problem_at(at, key, "a day of the known years", day_text(day));
        else if (!spec_.exceptions.emplace(day, std::move(exception)).second)
            table.problem_at(at, key, "each day once", day_text(day) + " again");
    }

    TableReader root_;
    CalendarSpec spec_;
};

}  // namespace

std::shared_ptr<const WorkCalendar> read_calendar(const std::filesystem::path& path,
                                                  ConfigProblems& problems) {
    const auto text = read_config_text(path, problems);
    return text ? read_calendar(*text, problems) : nullptr;
}

std::shared_ptr<const WorkCalendar> read_calendar(const ConfigText& text,
                                                  ConfigProblems& problems) {
    const std::size_t problems_before = problems.lines().size();
    const TomlFile file{text, problems};
    if (!file.parsed()) return nullptr;
    CalendarSpec spec = CalendarReader{file.root()}.read();
    if (problems.lines().size() != problems_before) return nullptr;
    try {
        return std::make_shared<const WorkCalendar>(std::move(spec));
    } catch (const std::invalid_argument& error) {
        problems.add(text.name, {},
                     std::string{"expected a sound calendar, found: "} + error.what());
        return nullptr;
    }
}

std::shared_ptr<const WorkCalendar> load_calendar(const std::filesystem::path& path) {
    ConfigProblems problems;
    auto calendar = read_calendar(path, problems);
    problems.throw_if_any();
    return calendar;
}

}  // namespace hotline::server
