#include "dispatch/delivery/retry_schedule.hpp"

#include "tests/support/catch.hpp"

using namespace hotline;
using namespace hotline::dispatch;
using std::chrono_literals::operator""h;
using std::chrono_literals::operator""min;
using std::chrono_literals::operator""s;

TEST_CASE("retries follow the schedule and never end") {
    struct Row {
        std::int32_t attempt;
        Millis delay;
    };
    const std::vector<Row> rows = {
        {1, 5s}, {2, 5min}, {3, 30min}, {4, 2h}, {5, 5h},  {6, 10h},           {7, 10h},
        {8, 1h}, {9, 1h},   {1000, 1h}, {0, 5s}, {-5, 5s}, {2'000'000'000, 1h}};
    for (const auto& row : rows) {
        INFO("attempt " << row.attempt);
        const FailedAttempt failed{.attempt = row.attempt, .http_status = 500};
        CHECK(retry_delay(failed, 0.5) == row.delay);
        CHECK(retry_delay(failed, 0.0) == row.delay * 8 / 10);
        CHECK(retry_delay(failed, 1.0) <= row.delay * 12 / 10);
        CHECK(retry_delay(failed, 0.999) > row.delay * 119 / 100);
        CHECK(retry_delay(failed, 7.0) <= row.delay * 12 / 10);
    }
}

TEST_CASE("an overloaded receiver is given a minute and its wish up to twice the delay") {
    struct Row {
        std::string name;
        FailedAttempt failed;
        Millis delay;
    };
    const std::vector<Row> rows = {
        {"429", {.attempt = 1, .http_status = 429}, 60s},
        {"time out", {.attempt = 1, .timed_out = true}, 60s},
        {"429 later", {.attempt = 2, .http_status = 429}, 5min},
        {"no answer", {.attempt = 1}, 5s},
        {"wish below", {.attempt = 2, .http_status = 503, .retry_after = 10s}, 5min},
        {"wish within", {.attempt = 2, .http_status = 503, .retry_after = 7min}, 7min},
        {"wish above", {.attempt = 2, .http_status = 503, .retry_after = 72h}, 10min},
        {"wish with 429", {.attempt = 1, .http_status = 429, .retry_after = 90s}, 90s},
        {"wish of nothing", {.attempt = 1, .http_status = 503, .retry_after = 0s}, 5s},
    };
    for (const auto& row : rows) {
        INFO(row.name);
        CHECK(retry_delay(row.failed, 0.5) == row.delay);
    }
}

TEST_CASE("Retry-After is seconds or a date") {
    const Instant now{784'111'700s};  // 1994-11-06T08:48:20Z
    struct Row {
        std::string value;
        std::optional<Millis> expected;
    };
    const std::vector<Row> rows = {
        {"120", 120s},
        {"0", 0s},
        {"99999999999999999999999", 366 * 24h},
        {"31622401", 366 * 24h},
        {"Sun, 06 Nov 1994 08:49:37 GMT", 77s},
        {"Sun, 06 Nov 1994 08:00:00 GMT", 0s},
        {"Tue, 01 Jan 2999 00:00:00 GMT", 366 * 24h},
        {"", std::nullopt},
        {"-1", std::nullopt},
        {"1.5", std::nullopt},
        {" 5", std::nullopt},
        {"soon", std::nullopt},
        {"Sun, 06 Nov 1994 08:49:37 CST", std::nullopt},
        {"Sun, 31 Feb 1994 08:49:37 GMT", std::nullopt},
        {"Sun, 06 Noc 1994 08:49:37 GMT", std::nullopt},
        {"Sun, 06 ovD 1994 08:49:37 GMT", std::nullopt},
        {"Sun, 06 Nov 1994 24:49:37 GMT", std::nullopt},
        {"Sun, -6 Nov 1994 08:49:37 GMT", std::nullopt},
        {"Sunday, 06-Nov-94 08:49:37 GMT", std::nullopt},
    };
    for (const auto& row : rows) {
        INFO(row.value);
        CHECK(parse_retry_after(row.value, now) == row.expected);
    }
}
