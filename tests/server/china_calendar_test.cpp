// The shipped calendar of China against independent data, every day of every year it claims to
// know.
#include "server/config/calendar_file.hpp"
#include "server/config/clock_text.hpp"
#include "tests/support/calendar_text.hpp"
#include "tests/support/catch.hpp"

#include <boost/json.hpp>

#include <filesystem>
#include <fstream>
#include <iostream>
#include <iterator>
#include <map>

using namespace hotline;
using namespace hotline::server;
using namespace hotline::test;

namespace {

const std::filesystem::path source_dir{HOTLINE_SOURCE_DIR};

struct PublishedDay {
    std::string name;
    bool off = false;
};

// A year's file can hold days of the year before: all are merged.
std::map<Day, PublishedDay> published_days(const std::filesystem::path& dir) {
    std::map<Day, PublishedDay> days;
    for (int year = 2018; year <= 2026; ++year) {
        std::ifstream file{dir / (std::to_string(year) + ".json")};
        const std::string content{std::istreambuf_iterator<char>{file}, {}};
        const boost::json::value document = boost::json::parse(content);
        for (const auto& entry : document.at("days").as_array()) {
            const auto date = parse_day(boost::json::value_to<std::string>(entry.at("date")), 0);
            REQUIRE(date);
            days[*date] = {boost::json::value_to<std::string>(entry.at("name")),
                           entry.at("isOffDay").as_bool()};
        }
    }
    return days;
}

}  // namespace

TEST_CASE("the shipped calendar of China agrees with the published days of 2018 to 2026") {
    const auto dir = source_dir / "../shared/data/holidays";
    if (!std::filesystem::exists(dir)) {
        std::cout << "china_calendar_test: skipped, no " << dir << '\n';
        return;
    }
    const auto published = published_days(dir);
    REQUIRE(published.size() > 300);
    const auto calendar = load_calendar(source_dir / "config/calendars/china.toml");
    int days_seen = 0;
    for (Day today = day(2018, 1, 1); today <= day(2026, 12, 31); today += std::chrono::days{1}) {
        ++days_seen;
        const auto found = published.find(today);
        const bool is_weekday = std::chrono::weekday{today}.iso_encoding() <= 5;
        const bool works = found == published.end() ? is_weekday : !found->second.off;
        if (calendar->is_working_day(today) != works)
            FAIL_CHECK(day_text(today) << " works: " << works << " by the published days");
        if (!calendar->is_known(today)) FAIL_CHECK(day_text(today) << " is not known");
        const DayException* exception = calendar->exception_of(today);
        const bool is_special = found != published.end() && works != is_weekday;
        const bool is_off = found != published.end() && found->second.off;
        if (is_special && !exception) FAIL_CHECK(day_text(today) << " is not named");
        if (exception && found == published.end())
            FAIL_CHECK(day_text(today) << " is named without being published");
        if (is_off && exception && exception->name != found->second.name)
            FAIL_CHECK(day_text(today) << " is named " << exception->name);
    }
    CHECK(days_seen == 3287);
}

TEST_CASE("the Spring Festival of 2020 stands as corrected on 27 January 2020") {
    const auto calendar = load_calendar(source_dir / "config/calendars/china.toml");
    CHECK(calendar->is_working_day(day(2020, 1, 19)));        // Sunday, made up
    CHECK_FALSE(calendar->is_working_day(day(2020, 1, 31)));  // Friday, by the extension
    CHECK_FALSE(calendar->is_working_day(day(2020, 2, 1)));   // Saturday, first announced as worked
    CHECK(calendar->is_working_day(day(2020, 2, 3)));
    CHECK(calendar->working_day_after(day(2020, 1, 23), 1) == day(2020, 2, 3));
}

TEST_CASE("the weekday calendar knows 2000 to 2017 and no holidays") {
    const auto calendar = load_calendar(source_dir / "config/calendars/weekdays.toml");
    CHECK(calendar->is_known(day(2000, 1, 1)));
    CHECK(calendar->is_known(day(2017, 12, 31)));
    CHECK_FALSE(calendar->is_known(day(2018, 1, 1)));
    CHECK(calendar->is_working_day(day(2015, 10, 1)));
    CHECK_FALSE(calendar->is_working_day(day(2015, 10, 10)));
    CHECK(text(calendar->add_working_days_civil(at("2015-09-30 18:00"), 5).at) ==
          "2015-10-07 17:30");
}
