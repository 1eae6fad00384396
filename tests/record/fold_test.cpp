// The rows are what the journal folds to, after any sequence of commands; and the verifier sees it
// when they are not.
#include "tests/record/random_city.hpp"
#include "tests/record/world.hpp"
#include "ticketing/record/sha256.hpp"
#include "ticketing/record/verify.hpp"

#include <sqlite3.h>

#include <random>

using namespace hotline;
using namespace hotline::test;
using Catch::Matchers::Contains;

namespace {

std::string problems_of(const VerifyReport& report) {
    std::string all;
    for (const std::string& problem : report.first_problems)
        all += problem + "\n";
    return all;
}

// What the verifier says after `sql` was done to a small sound database behind the program's back.
std::string after_damage(const std::string& sql) {
    World world;
    const TicketNumber number = world.opened("x", "a3-light");
    world.must(Urge{"快"}, number);
    world.opened("y");
    PublishWork publication;
    publication.name = "city";
    publication.version = "1";
    publication.text = "text";
    publication.sha256 = sha256_hex("text");
    REQUIRE(world.writer().execute(publication).has_value());
    world.close();
    sqlite3* db = nullptr;
    REQUIRE(sqlite3_open((world.path() + "/hotline.db").c_str(), &db) == SQLITE_OK);
    char* error = nullptr;
    const int code = sqlite3_exec(db, sql.c_str(), nullptr, nullptr, &error);
    INFO((error != nullptr ? error : ""));
    REQUIRE(code == SQLITE_OK);
    sqlite3_close(db);
    const auto engine = open_sqlite(world.path());
    return problems_of(verify(*engine));
}

}  // namespace

TEST_CASE("after random commands the rows are what the journal folds to") {
    const auto seed = std::random_device{}();
    INFO("seed " << seed);
    World world;
    world.close();
    world.policies = rich_policies();
    world.durability = Durability::scratch;
    world.open();
    RandomCity city{world, seed};
    for (int i = 0; i < 2500; ++i)
        city.step();
    const VerifyReport report = verify(world.engine());
    INFO(problems_of(report));
    CHECK(report.sound());
    CHECK(report.tickets > 60);
    CHECK(report.entries == world.read().last_seq());
    CHECK(report.outbox_rows > 60);
    const auto counts = world.read().counts();
    CHECK(counts.phone_tasks_open ==
          static_cast<std::int64_t>(world.read().open_phone_tasks({}, 200).size()));
    // The walk must reach what it is meant to test.
    for (const char* kind :
         {"open",   "dispatch", "receive", "reply",  "check",   "visit",   "decide",
          "reach",  "deliver",  "plan",    "answer", "served",  "complex", "suspend",
          "resume", "appeal",   "called",  "told",   "publish", "recount"}) {
        INFO(kind);
        CHECK(city.done[kind] > 0);
    }
    world.reopen();
    CHECK(verify(world.engine()).sound());
}

TEST_CASE("the verifier finds every kind of damage") {
    CHECK(after_damage("SELECT 1").empty());
    const std::pair<std::string, std::string> rows[] = {
        {"UPDATE tickets SET title = 'forged' WHERE number = 20260302000001",
         "rows and journal differ request"},
        {"UPDATE tickets SET lead_unit = 'other' WHERE number = 20260302000001",
         "list columns differ"},
        {"UPDATE tickets SET next_due_at = 5 WHERE number = 20260302000001", "list columns differ"},
        {"UPDATE assignments SET live = 0", "live flag of leg 1"},
        {"UPDATE assignments SET unit = 'other'", "rows and journal differ legs"},
        {"UPDATE milestones SET next_at = NULL WHERE clock = 1", "next step of clock 1"},
        {"UPDATE milestones SET due_at = 5 WHERE clock = 2", "rows and journal differ clocks"},
        {"DELETE FROM journal WHERE seq = 2", "entries from seq 1 to 3"},
        {"UPDATE journal SET version = 99 WHERE seq = 1", "version 99"},
        {"UPDATE journal SET events = '[{\"type\":\"urged\"' WHERE seq = 2", "seq 2: JSON"},
        {"UPDATE journal SET events = '[{\"type\":\"received\",\"leg\":9}]' WHERE seq = 2",
         "unknown rows"},
        {"PRAGMA foreign_keys=OFF; UPDATE journal SET ticket = 5 WHERE seq = 3",
         "journal of unknown ticket 5"},
        {"PRAGMA foreign_keys=OFF; UPDATE assignments SET ticket = 5", "rows belong to no ticket"},
        {"UPDATE counters SET amount = amount + 1 WHERE name = 'stage.handling'",
         "counter stage.handling"},
        {"UPDATE counters SET amount = 7 WHERE name = 'outbox_pending'", "counter outbox_pending"},
        {"UPDATE milestones SET limit_text = '6wd' WHERE clock = 3",
         "rows and journal differ clocks"},
        {"UPDATE milestones SET pauses = '[{\"from\":1,\"to\":2}]' WHERE clock = 3",
         "rows and journal differ clocks"},
        {"UPDATE tickets SET complex = 1 WHERE number = 20260302000001",
         "rows and journal differ complex"},
        {"INSERT INTO notices VALUES (20260302000001, 1, 'phone_task', 1, 1, '', 5, NULL, '', '')",
         "counter phone_tasks_open is 0, counted 1"},
        {"UPDATE journal SET events = '[{\"type\":\"notice_done\",\"notice\":1}]' WHERE seq = 2",
         "unknown rows"},
        {"UPDATE journal SET events = '[{\"type\":\"notice_issued\",\"notice\":1,\"clock\":9}]' "
         "WHERE seq = 2",
         "unknown rows"},
        {"UPDATE publications SET text = 'other'", "publication 1: text differs"},
        {"UPDATE publications SET id = 2", "publication 2: ids have a gap"},
        {"DELETE FROM outbox WHERE sequence = 1", "sequence gap"},
        {"UPDATE outbox SET head = 1", "false head"},
        {"UPDATE outbox SET head = 0", "head not marked"},
        {"UPDATE outbox SET delivered_at = 5 WHERE sequence = 2", "delivered out of order"},
        {"UPDATE outbox SET attempts = 3 WHERE sequence = 1", "attempts differ"},
        {"UPDATE number_days SET last_number = 1", "gave out 1 numbers but has number 2"},
        {"PRAGMA foreign_keys=OFF; UPDATE outbox SET ticket = 5", "has no tickets"},
    };
    for (const auto& [sql, expected] : rows) {
        INFO(sql);
        CHECK_THAT(after_damage(sql), Contains(expected));
    }
}
