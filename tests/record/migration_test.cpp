// A database of version 0.1.0 is opened, read and worked on by this version.
#include "tests/record/world.hpp"
#include "ticketing/record/row.hpp"
#include "ticketing/record/sql_blocks.hpp"
#include "ticketing/record/sqlite/migrate.hpp"
#include "ticketing/record/sqlite/sqlite_connection.hpp"
#include "ticketing/record/verify.hpp"

#include <sqlite3.h>

#include <fstream>
#include <sstream>

using namespace hotline;
using namespace hotline::test;

namespace {

const TicketNumber closed{20260302000001};
const TicketNumber extended{20260313000004};
const TicketNumber fresh{20260320000001};

// `world` holds the database that 0.1.0 left, and is closed.
void leave_old_database(World& world) {
    world.close();
    std::filesystem::remove_all(world.path());
    std::filesystem::create_directory(world.path());
    std::ifstream file{HOTLINE_SOURCE_DIR "/tests/record/database_0001.sql"};
    REQUIRE(file);
    std::ostringstream rows;
    rows << file.rdbuf();
    SqliteConnection old{world.path() + "/hotline.db", Access::writer};
    migrate(old.handle(), {embedded_migrations()[0]});
    char* error = nullptr;
    const int code = sqlite3_exec(old.handle(), rows.str().c_str(), nullptr, nullptr, &error);
    INFO((error != nullptr ? error : ""));
    REQUIRE(code == SQLITE_OK);
}

void check_sound(World& world) {
    const VerifyReport report = verify(world.engine());
    for (const std::string& problem : report.first_problems)
        UNSCOPED_INFO(problem);
    CHECK(report.sound());
    CHECK(report.tickets == 6);
}

}  // namespace

TEST_CASE("a database of the first version opens with its rows as its journals say") {
    World world;
    leave_old_database(world);
    world.open();
    check_sound(world);
    const auto state = *world.read().ticket(closed);
    CHECK(state.stage == Stage::closed);
    CHECK(state.request.origin == Origin::citizen);
    CHECK(state.request.caller.type == CallerType::person);
    CHECK(state.request.caller.name == "张三");
    CHECK(state.request.tags.empty());
    CHECK_FALSE(state.request.external_due_at);
    CHECK_FALSE((state.complex || state.request.complex || state.visit_open));
    CHECK(state.notices.empty());
    CHECK_FALSE((state.legs.at(0).designated || state.legs.at(0).received_by_clock));
    CHECK(state.petitions.at(0).code.empty());
    const Clock& clock = state.clocks.at(2);
    CHECK(clock.steps_reached == 3);
    CHECK(clock.overdue);
    CHECK(clock.policy_version == "2026.1");
    CHECK(clock.policy_id.empty());
    CHECK(clock.derivation == Derivation{});
    CHECK_FALSE(clock.correction);
    CHECK(world.read().counts().phone_tasks_open == 0);
    CHECK(world.read().publications().empty());
    CHECK(world.read().jobs().empty());
}

TEST_CASE("a clock that the first version moved is what its rows and its journal say") {
    World world;
    leave_old_database(world);
    world.open();
    const auto state = *world.read().ticket(extended);
    const Clock& clock = state.clocks.at(2);
    CHECK(text(clock.due_at) == "2026-03-23 17:30");
    CHECK(clock.yellow);
    CHECK(clock.steps_reached == 1);
    CHECK(clock.steps.size() == 3);
    CHECK(clock.policy_version == "2026.1");
    check_sound(world);
}

TEST_CASE("tickets of the first version go on under this one") {
    World world;
    leave_old_database(world);
    world.time.set(at("2026-03-20 12:00"));
    world.open();
    const auto running = world.read().running_clocks({}, 100);
    REQUIRE(running.size() == 8);
    CHECK(running.back().ticket == fresh);
    CHECK(running.back().derivation.limit == TimeLimit{});
    CHECK(running.back().calendar_id.empty());
    const Actor liaison = unit_actor("a3-housing");
    world.must(Receive{{1}}, fresh, liaison);
    world.must(AskExtension{{1}, 2, "备件"}, fresh, liaison);
    world.must(DecidePetition{{1}, true, "同意"}, fresh);
    // 5 working days from Friday 2026-03-20, and 2 more.
    CHECK(text(find_clock(*world.read().ticket(fresh), {3})->due_at) == "2026-03-31 17:30");
    world.must(Reply{{1}, "已处理", ""}, fresh, liaison);
    world.must(CheckReply{{1}, false, "请补照片"}, fresh);
    world.must(Reply{{1}, "已处理", ""}, fresh, liaison);
    world.must(CheckReply{{1}, true, ""}, fresh);
    check_sound(world);
    CHECK(world.opened("new", "a3-light") == TicketNumber{20260320000002});
}

TEST_CASE("the second migration fails whole and is done by the next start") {
    World world;
    leave_old_database(world);
    {
        SqliteConnection connection{world.path() + "/hotline.db", Access::writer};
        auto broken = embedded_migrations();
        broken[1].text += "INSERT INTO nowhere VALUES (1);";
        CHECK_THROWS_AS(migrate(connection.handle(), broken), DbError);
    }
    world.open();
    check_sound(world);
}
