// Limits as text: what is read and written, and what is refused with its reason.
#include "tests/rules/city_limits.hpp"
#include "tests/rules/random_limit.hpp"
#include "tests/support/catch.hpp"
#include "ticketing/rules/time_limit.hpp"

#include <string>
#include <vector>

using namespace hotline;
using namespace hotline::test;

TEST_CASE("the text of a limit is read and written alike") {
    const std::vector<std::string> canonical{
        "1min",
        "1000000min",
        "24h",
        "240000wmin",
        "4wh",
        "5wd",
        "730d",
        "same_day",
        "5wd instant",
        "5d inclusive",
        "13wd next_day",
        "2h next_day",
        "same_day any_day",
        "same_day cutoff=16:00",
        "same_day next_day any_day cutoff=00:01 night=23:00-08:00",
        "3wd instant next_day night=00:00-06:30",
        "30min night=22:00-24:00",
        "30min night=22:00-00:00",
        "same_day cutoff=23:59",
    };
    for (const std::string& text : canonical) {
        INFO(text);
        CHECK(text_of(limit_of_text(text)) == text);
        CHECK(limit_of_text(text_of(limit_of_text(text))) == limit_of_text(text));
    }
    CHECK(text_of(limit_of_text("  2h   night=23:00-08:00 next_day ")) ==
          "2h next_day night=23:00-08:00");
    const TimeLimit all = limit_of_text("same_day next_day any_day cutoff=16:05 night=23:00-08:00");
    CHECK(all.amount == 0);
    CHECK(all.unit == LimitUnit::same_day);
    CHECK(all.next_day);
    CHECK(all.any_day);
    CHECK(all.cutoff_minute == 16 * 60 + 5);
    CHECK(all.night == DaySpan{23 * 60, 8 * 60});
    CHECK(limit_of_text("7wd instant").counting == Counting::instant);
    CHECK(limit_of_text("7wd").counting == Counting::civil_code);
    CHECK(limit_of_text("7wd") != limit_of_text("7d"));
}

TEST_CASE("what is no limit is refused with the reason") {
    struct Wrong {
        std::string text, why;  // a part of the reason
    };
    const std::vector<Wrong> table{
        {"", "found nothing"},
        {"   ", "found nothing"},
        {"wd", "found 'wd'"},
        {"five wd", "found 'five'"},
        {"-1wd", "found '-1wd'"},
        {"+1wd", "found '+1wd'"},
        {"1.5h", "'.5h'"},
        {"5", "found ''"},
        {"5 wd", "found ''"},
        {"5WD", "'WD'"},
        {"5days", "'days'"},
        {"5same_day", "'same_day'"},
        {"same_day5", "'same_day5'"},
        {"0wd", "1 to 500 wd, not 0"},
        {"501wd", "1 to 500 wd, not 501"},
        {"731d", "1 to 730 d"},
        {"1000001min", "1 to 1000000 min"},
        {"17521h", "1 to 17520 h"},
        {"240001wmin", "1 to 240000 wmin"},
        {"4001wh", "1 to 4000 wh"},
        {"2147483648wd", "too much"},
        {"99999999999999999999h", "too much"},
        {"5wd tomorrow", "found 'tomorrow'"},
        {"5wd instant instant", "too many"},
        {"5wd instant inclusive", "too many"},
        {"5wd next_day next_day", "too many"},
        {"same_day any_day any_day", "too many"},
        {"same_day cutoff=16:00 cutoff=17:00", "too many"},
        {"5wd night=23:00-08:00 night=23:00-08:00", "too many"},
        {"5wd next_day inclusive", "contradict"},
        {"5h instant", "limits in days"},
        {"5wmin inclusive", "limits in days"},
        {"same_day instant", "limits in days"},
        {"5wd any_day", "for same_day"},
        {"5wd cutoff=16:00", "for same_day"},
        {"same_day cutoff=00:00", "00:01 to 23:59"},
        {"same_day cutoff=24:00", "00:01 to 23:59"},
        {"same_day cutoff=24:01", "found 'cutoff=24:01'"},
        {"same_day cutoff=12:60", "found 'cutoff=12:60'"},
        {"same_day cutoff=9:00", "found 'cutoff=9:00'"},
        {"same_day cutoff=16-00", "found 'cutoff=16-00'"},
        {"same_day cutoff=", "found 'cutoff='"},
        {"5wd night=", "found 'night='"},
        {"5wd night=23:00", "found 'night=23:00'"},
        {"5wd night=23:00-", "found 'night=23:00-'"},
        {"5wd night=23:00-08:00-09:00", "expected night="},
        {"5wd night=08:00-08:00", "empty"},
        {"5wd night=00:00-24:00", "whole day"},
        {"5wd night=24:00-08:00", "outside 00:00-24:00"},
        {"5wd\tinstant", "found"},
    };
    for (const Wrong& row : table) {
        INFO(row.text);
        std::string why;
        CHECK_FALSE(parse_time_limit(row.text, why));
        INFO(why);
        CHECK(why.find(row.why) != std::string::npos);
    }
}

TEST_CASE("a span of the day covers its first minute and not its last") {
    CHECK(covers({480, 1380}, 480));
    CHECK(covers({480, 1380}, 1379));
    CHECK_FALSE(covers({480, 1380}, 1380));
    CHECK_FALSE(covers({480, 1380}, 479));
    CHECK(covers({1380, 480}, 1380));
    CHECK(covers({1380, 480}, 0));
    CHECK(covers({1380, 480}, 479));
    CHECK_FALSE(covers({1380, 480}, 480));
    CHECK(covers({0, 1440}, 1439));
    CHECK(covers({1380, 0}, 1439));
    CHECK_FALSE(covers({1380, 0}, 0));
    CHECK_FALSE(covers({480, 480}, 480));
}

TEST_CASE("any limit that makes sense survives its text and any text is read or refused") {
    constexpr int cases = 50'000;
    Random random{seed_of_run("limit_text_test")};
    const std::string letters = "0123456789wdhmin same_yctof=:-";
    int read = 0;
    for (int i = 0; i < cases; ++i) {
        std::string why;
        const TimeLimit limit = random_limit(random);
        std::string text = text_of(limit);
        INFO(text);
        if (parse_time_limit(text, why) != limit) FAIL(why);
        // A few letters changed: whatever is read still has a text of its own.
        for (auto left = random.between(1, 3); left > 0; --left)
            text[static_cast<std::size_t>(random.between(0, std::ssize(text) - 1))] =
                letters[static_cast<std::size_t>(random.between(0, std::ssize(letters) - 1))];
        const auto changed = parse_time_limit(text, why);
        if (changed.has_value() != why.empty()) FAIL("read with a reason or refused without one");
        if (!changed) continue;
        ++read;
        if (parse_time_limit(text_of(*changed), why) != changed) FAIL(text << ": " << why);
    }
    CHECK(read > cases / 50);
}
