// The rows are what the journal folds to, after any sequence of commands; and the verifier sees it
// when they are not.
#include "tests/record/world.hpp"
#include "ticketing/record/event_json.hpp"
#include "ticketing/record/verify.hpp"
#include "ticketing/rules/decide.hpp"

#include <sqlite3.h>

#include <map>
#include <random>

using namespace hotline;
using namespace hotline::test;
using Catch::Matchers::Contains;

namespace {

// Sends random commands of random actors at random times; most are refused by the rules, which is
// fine.
class RandomCity {
  public:
    RandomCity(World& world, std::uint32_t seed) : world_(world), random_(seed) {}

    void step() {
        if (below(20) == 0) world_.time.set(world_.time.now() + Minutes{below(60 * 24 * 3)});
        if (below(9) == 0) return open();
        if (below(8) == 0) return tick();
        if (below(5) == 0) return deliver();
        change();
    }

    std::map<std::string, int> done;  // accepted commands by kind

  private:
    int below(int bound) { return std::uniform_int_distribution<int>{0, bound - 1}(random_); }
    bool flip() { return below(2) == 0; }
    UnitCode unit() {
        static const UnitCode units[] = {"a3-housing", "a3-light", "a3-water"};
        return units[below(3)];
    }
    std::string text() { return flip() ? "说明 \"" + std::to_string(below(100)) + "\"\n" : "好"; }

    void ask(const std::string& name, Command command, std::optional<TicketNumber> number,
             Actor actor) {
        TicketWork work = world_.work(std::move(command), number, std::move(actor));
        if (below(4) == 0) work.idempotency_key = "k" + std::to_string(below(300));
        const Outcome outcome = world_.writer().execute(std::move(work));
        if (outcome && !outcome->repeated) ++done[name];
    }

    void open() {
        OpenTicket open = world_.opening(text(), flip() ? unit() : "");
        open.received_at = world_.time.now() - Minutes{below(60)};
        if (below(5) == 0) open.missing = "地点";
        if (below(4) == 0) {
            open.request.source = "sf311";
            open.request.external_id = std::to_string(below(50));
        }
        ask("open", open, {}, agent());
        TicketFilter newest;
        newest.limit = 12;  // few enough that tickets come far
        numbers_.clear();
        for (const TicketSummary& line : world_.read().list(newest))
            numbers_.push_back(line.number);
    }

    void tick() {
        const auto due = world_.read().due_clocks(world_.time.now(), 5);
        for (const DueClock& each : due) {
            const auto state = world_.read().ticket(each.ticket);
            const auto step = next_step(*find_clock(*state, each.clock));
            ask("reach", ReachStep{each.clock, step->kind, "duty"}, each.ticket,
                Actor{Role::system, "clock", ""});
        }
    }

    void deliver() {
        for (const OutboxItem& item : world_.read().due_outbox(world_.time.now(), 3, 3)) {
            DeliveryWork work;
            work.outbox_id = item.id;
            work.attempt = item.attempts + 1;
            work.started_at = world_.time.now();
            work.result = flip() ? AttemptResult::delivered : AttemptResult::failed;
            work.next_attempt_at = world_.time.now() + Minutes{below(90)};
            if (world_.writer().execute(work)) ++done["deliver"];
        }
    }

    // What the stage waits for, or few tickets would come far. False when that is nothing.
    bool go_on(TicketNumber number, const TicketState& state, LegId leg, const Actor& liaison) {
        const bool asked =
            !state.petitions.empty() && state.petitions.back().state == PetitionState::pending;
        if (state.stage == Stage::awaiting_check) {
            ask("check", CheckReply{leg, flip(), text()}, number, dispatcher());
        } else if (state.stage == Stage::awaiting_visit) {
            const RecordVisit visit{flip(), flip(), flip(), flip(), below(4) == 0, text()};
            ask("visit", visit, number, dispatcher());
        } else if (asked) {
            ask("decide", DecidePetition{state.petitions.back().id, flip(), text()}, number,
                dispatcher());
        } else if (state.stage == Stage::handling && below(3) == 0) {
            ask("receive", Receive{leg}, number, liaison);
        } else if (state.stage == Stage::handling && flip()) {
            ask("reply", Reply{leg, text(), text()}, number, liaison);
        } else {
            return false;
        }
        return true;
    }

    void change() {
        if (numbers_.empty()) return;
        const TicketNumber number =
            numbers_[static_cast<std::size_t>(below(static_cast<int>(numbers_.size())))];
        const auto state = world_.read().ticket(number);
        const int legs = static_cast<int>(state->legs.size());
        const LegId leg{legs == 0 ? 1 : 1 + below(legs)};
        const bool is_own = legs > 0 && below(5) != 0;
        const Actor liaison = unit_actor(is_own ? find_leg(*state, leg)->unit : unit());
        const Actor someone = flip() ? dispatcher() : liaison;
        if (flip() && go_on(number, *state, leg, liaison)) return;
        switch (below(18)) {
            case 0:
                return ask("supplement", Supplement{text()}, number, agent());
            case 1:
                return ask("answer", AnswerDirectly{text()}, number, agent());
            case 2:
                return ask("decline", Decline{DeclineReason::already_handled, text()}, number,
                           agent());
            case 3:
                return ask("transfer", TransferToEmergency{EmergencyLine::fire_119, text()}, number,
                           agent());
            case 4:
                return ask("dispatch",
                           Dispatch{{{unit(), LegRole::lead}, {unit(), LegRole::assist}}, text()},
                           number, dispatcher());
            case 5:
                return ask("receive", Receive{leg}, number, someone);
            case 6:
                return ask("contact", RecordContact{leg, text()}, number, someone);
            case 7:
                return ask("subdispatch", SubDispatch{leg, {unit()}, text()}, number, someone);
            case 8:
                return ask("return", AskReturn{leg, text(), "三定", unit()}, number, liaison);
            case 9:
                return ask("extend", AskExtension{leg, 1 + below(12), text()}, number, liaison);
            case 10:
                return ask(
                    "decide",
                    DecidePetition{
                        {static_cast<std::int32_t>(state->petitions.size())}, flip(), text()},
                    number, dispatcher());
            case 11:
                return ask("reply", Reply{leg, text(), text()}, number, someone);
            case 12:
                return ask("check", CheckReply{leg, flip(), text()}, number, dispatcher());
            case 13:
                return ask("exit", ExitLeg{leg, text()}, number, someone);
            case 14:
                return ask("visit",
                           RecordVisit{flip(), flip(), flip(), flip(), below(4) == 0, text()},
                           number, dispatcher());
            case 15:
                return ask("redo", Redo{text()}, number, dispatcher());
            case 16:
                return ask("urge", Urge{text()}, number, dispatcher());
            default:
                return rare(number);
        }
    }

    void rare(TicketNumber number) {
        switch (below(5)) {
            case 0:
                return ask("supervise", Supervise{flip(), text()}, number, dispatcher());
            case 1:
                return ask("merge", Merge{numbers_.back()}, number, dispatcher());
            case 2:
                return ask("withdraw", Withdraw{text()}, number, dispatcher());
            default:
                return ask("archive", Archive{}, number, dispatcher());
        }
    }

    World& world_;
    std::mt19937 random_;
    std::vector<TicketNumber> numbers_;
};

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
    RandomCity city{world, seed};
    for (int i = 0; i < 1200; ++i)
        city.step();
    const VerifyReport report = verify(world.engine());
    INFO(problems_of(report));
    CHECK(report.sound());
    CHECK(report.tickets > 60);
    CHECK(report.entries == world.read().last_seq());
    CHECK(report.outbox_rows > 60);
    // The walk must reach what it is meant to test.
    for (const char* kind :
         {"open", "dispatch", "receive", "reply", "check", "visit", "decide", "reach", "deliver"}) {
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
