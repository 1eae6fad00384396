#include "server/config/city_pack.hpp"

#include "dispatch/duty/roster.hpp"
#include "server/config/calendar_file.hpp"
#include "server/config/catalogue_file.hpp"
#include "server/config/city_file.hpp"
#include "server/config/clock_text.hpp"
#include "server/config/duty_file.hpp"
#include "server/config/endpoint_file.hpp"

#include <set>

namespace hotline::server {

namespace {

using std::chrono::days;

constexpr days calendar_ahead{60};
constexpr days duty_ahead{31};
constexpr std::size_t vacancies_told_max = 3;

void read_calendars(const std::filesystem::path& dir, const std::filesystem::path& city_path,
                    const CityFile& file, LoadedCity& loaded, ConfigProblems& problems) {
    std::set<std::string> ids;
    for (const PlacedText& name : file.calendar_files) {
        auto text = read_config_text((dir / name.value).lexically_normal(), problems);
        auto calendar = text ? read_calendar(*text, problems) : nullptr;
        if (!calendar) continue;
        if (ids.insert(calendar->id()).second) {
            loaded.calendars.push_back(std::move(calendar));
            loaded.calendar_texts.push_back(std::move(*text));
        } else {
            problems.add(city_path.string(), name.at,
                         "calendars: expected each calendar id once, found " +
                             TableReader::quoted(calendar->id()) + " again");
        }
    }
}

// Null, and told, when no calendar of the city has that id.
std::shared_ptr<const WorkCalendar> office_calendar(const Calendars& calendars,
                                                    const std::filesystem::path& city_path,
                                                    const CityFile& file,
                                                    ConfigProblems& problems) {
    for (const auto& calendar : calendars)
        if (calendar->id() == file.calendar_id.value) return calendar;
    if (!file.calendar_id.value.empty())
        problems.add(city_path.string(), file.calendar_id.at,
                     "calendar: expected the id of a calendar of this city, found " +
                         TableReader::quoted(file.calendar_id.value));
    return nullptr;
}

Day last_known_day(const WorkCalendar& calendar, Day from) {
    Day day = from;
    while (calendar.is_known(day + days{1}) && day < from + calendar_ahead)
        day += days{1};
    return day;
}

void warn_of_calendar(const WorkCalendar& calendar, Day today, std::vector<std::string>& warnings) {
    const std::string name = "calendar " + calendar.id() + " " + calendar.version();
    if (!calendar.is_known(today)) {
        warnings.push_back(name + " does not know today, " + day_text(today) +
                           ": every limit is guessed from the bare week");
        return;
    }
    const Day last = last_known_day(calendar, today);
    if (last < today + calendar_ahead)
        warnings.push_back(name + " is known until " + day_text(last) +
                           " only: later limits are guessed from the bare week");
}

void warn_of_duty(const LoadedCity& city, Instant now, std::vector<std::string>& warnings) {
    const auto month_of = [](Day day) {
        const std::chrono::year_month_day date{day};
        return date.year() / date.month();
    };
    const Day today = city.calendar->day_of(now);
    // From yesterday: a night's turn began then.
    const dispatch::Roster roster{
        city.duty->slots(month_of(today - days{1}), month_of(today + duty_ahead))};
    std::size_t told = 0;
    for (const auto& vacancy :
         roster.vacancies(now, now + duty_ahead, dispatch::DutyKind::duty_officer)) {
        if (++told > vacancies_told_max) break;
        warnings.push_back("nobody is duty officer on " +
                           day_text(city.calendar->day_of(vacancy.from)) +
                           ": nobody would be told of limits that break");
    }
}

}  // namespace

std::shared_ptr<const WorkCalendar> LoadedCity::find_calendar(const std::string& id) const {
    for (const auto& candidate : calendars)
        if (candidate->id() == id) return candidate;
    return nullptr;
}

LoadedCity load_city(const std::filesystem::path& dir, std::optional<Instant> now) {
    ConfigProblems problems;
    LoadedCity loaded;
    const auto city_path = dir / "city.toml";
    auto file = read_city_file(city_path, problems);
    // Without the city or a calendar, names in the other files would be unknown and their problems
    // noise.
    if (!file) problems.throw_if_any();
    read_calendars(dir, city_path, *file, loaded, problems);
    if (loaded.calendars.size() < file->calendar_files.size()) problems.throw_if_any();
    loaded.calendar = office_calendar(loaded.calendars, city_path, *file, problems);
    read_catalogue(dir / "catalogue.toml", *file, problems, loaded.warnings);
    loaded.city = std::make_shared<const dispatch::City>(std::move(file->city));
    if (auto text = read_config_text(dir / "policies.toml", problems)) {
        PolicyFile policies = read_policies(*text, loaded.city.get(), loaded.calendars, problems);
        loaded.policies = std::move(policies.policies);
        loaded.examples = std::move(policies.examples);
        loaded.policies_text = std::move(*text);
    }
    auto endpoints = read_endpoints(dir / "endpoints.toml", *loaded.city, problems);
    loaded.endpoints = std::make_shared<const record::EndpointBook>(std::move(endpoints));
    loaded.duty = read_duty(dir / "duty.toml", *loaded.city, loaded.calendar, problems);
    problems.throw_if_any();
    if (loaded.duty->empty())
        loaded.warnings.push_back(dir.string() +
                                  ": no duty roster: nobody is told of limits that break");
    else if (now)
        for (std::string& warning : upcoming_warnings(loaded, *now))
            loaded.warnings.push_back(std::move(warning));
    return loaded;
}

std::vector<std::string> upcoming_warnings(const LoadedCity& city, Instant now) {
    std::vector<std::string> warnings;
    warn_of_calendar(*city.calendar, city.calendar->day_of(now), warnings);
    if (!city.duty->empty()) warn_of_duty(city, now, warnings);
    return warnings;
}

std::vector<std::string> check_city(const std::filesystem::path& dir, std::optional<Instant> now) {
    std::vector<std::string> lines;
    try {
        const LoadedCity city = load_city(dir, now);
        lines = run_examples(city.examples, *city.policies);
        if (!lines.empty()) return lines;
        for (const std::string& warning : city.warnings)
            lines.push_back("warning: " + warning);
    } catch (const ConfigError& error) {
        lines = error.lines();
    }
    return lines;
}

}  // namespace hotline::server
