// Publications of calendars and policies, and the jobs that follow them.
#include "tests/record/faulty_engine.hpp"
#include "tests/record/gate.hpp"
#include "tests/record/world.hpp"
#include "ticketing/record/failpoint.hpp"
#include "ticketing/record/sha256.hpp"
#include "ticketing/record/verify.hpp"

using namespace hotline;
using namespace hotline::test;

namespace {

// 2026-03-04, a Wednesday, becomes a holiday.
std::shared_ptr<const PolicyBook> book_with_holiday() {
    return book_of(city_policy(), {city_calendar(), city_calendar("2026.2", {day(2026, 3, 4)})});
}

PublishWork publication(const std::string& version, const std::string& text,
                        std::shared_ptr<const PolicyBook> book) {
    PublishWork work;
    work.kind = PublicationKind::calendar;
    work.name = "city";
    work.version = version;
    work.text = text;
    work.sha256 = sha256_hex(text);
    work.by = "admin-1";
    work.note = "国务院通知";
    work.book = std::move(book);
    return work;
}

std::string code(const Outcome& outcome) {
    return outcome ? "" : outcome.error().code;
}

const Clock& resolve_of(const TicketState& state) {
    return state.clocks.at(2);
}

bool is_sound(World& world) {
    return verify(world.engine()).sound();
}

}  // namespace

TEST_CASE("a publication is kept and the writer decides with its book from the next group on") {
    World world;
    const TicketNumber before = world.opened("x", "a3-light");
    const auto book = book_with_holiday();
    const PublishWork work = publication("2026.2", "第二版", book);
    const Outcome published = world.writer().execute(work);
    REQUIRE(published.has_value());
    CHECK(published->id == 1);
    CHECK_FALSE(published->repeated);
    const TicketNumber after = world.opened("y", "a3-light");
    // 5 working days from Monday 2026-03-02; the later ticket without Wednesday.
    const auto old_state = *world.read().ticket(before);
    const auto new_state = *world.read().ticket(after);
    CHECK(resolve_of(old_state).due_at == at("2026-03-09 17:30"));
    CHECK(resolve_of(old_state).calendar_version == "2026.1");
    CHECK(resolve_of(new_state).due_at == at("2026-03-10 17:30"));
    CHECK(resolve_of(new_state).calendar_version == "2026.2");

    const auto all = world.read().publications();
    REQUIRE(all.size() == 1);
    const Publication expected{1,           PublicationKind::calendar, "city",           "2026.2",
                               "第二版",    sha256_hex("第二版"),      world.time.now(), "admin-1",
                               "国务院通知"};
    CHECK(all[0] == expected);
    CHECK(is_sound(world));
}

TEST_CASE("publications come in the order in which they were published") {
    World world;
    for (const std::string version : {"9", "10", "2"})
        REQUIRE(world.writer().execute(publication(version, version, nullptr))->id.has_value());
    world.reopen();
    CHECK(world.writer().execute(publication("11", "x", nullptr))->id == 4);
    std::vector<std::string> versions;
    for (const Publication& each : world.read().publications())
        versions.push_back(each.version);
    CHECK(versions == std::vector<std::string>{"9", "10", "2", "11"});
}

TEST_CASE("a version is published once and the same text again is a repetition") {
    World world;
    REQUIRE(world.writer().execute(publication("2026.2", "text", nullptr)).has_value());
    const Outcome other = world.writer().execute(publication("2026.2", "other", nullptr));
    CHECK(code(other) == "publication_exists");
    const Outcome again =
        world.writer().execute(publication("2026.2", "text", book_with_holiday()));
    REQUIRE(again.has_value());
    CHECK(again->repeated);
    CHECK(again->id == 1);
    CHECK(world.read().publications().size() == 1);
    // The repetition's book decides: after a restart the publisher may be the first to load it.
    const TicketNumber number = world.opened("y", "a3-light");
    CHECK(resolve_of(*world.read().ticket(number)).calendar_version == "2026.2");
    PublishWork policies = publication("2026.2", "other", nullptr);
    policies.kind = PublicationKind::policies;
    CHECK(world.writer().execute(policies)->id == 2);
    CHECK(is_sound(world));
}

TEST_CASE("a book that misses a publication in between is refused and a repetition harms nobody") {
    World world;
    PublishWork first = publication("2", "a", nullptr);
    first.after = 0;
    CHECK(world.writer().execute(first)->id == 1);
    PublishWork outrun = publication("3", "b", book_with_holiday());
    outrun.after = 0;
    CHECK(code(world.writer().execute(outrun)) == "publication_outrun");
    CHECK(world.read().publications().size() == 1);
    outrun.after = 1;
    CHECK(world.writer().execute(outrun)->id == 2);
    // The first one again, with the book of then: kept as it is, the later book goes on deciding.
    first.book = city_policies();
    CHECK(world.writer().execute(first)->repeated);
    const TicketNumber number = world.opened("y", "a3-light");
    CHECK(resolve_of(*world.read().ticket(number)).calendar_version == "2026.2");
}

TEST_CASE("everyone is told of the new book before its publisher is answered") {
    World world;
    world.close();
    std::vector<std::string> order;
    std::shared_ptr<const PolicyBook> told;
    world.on_publish = [&](const std::shared_ptr<const PolicyBook>& book) {
        order.emplace_back("told");
        told = book;
    };
    world.open();
    const auto book = book_with_holiday();
    std::promise<void> answered;
    world.writer().submit(publication("2026.2", "text", book), [&](const Outcome&) {
        order.emplace_back("answered");
        answered.set_value();
    });
    answered.get_future().wait();
    world.ask(world.opening(), {}, agent());
    world.writer().execute(publication("2026.3", "no book", nullptr));
    world.writer().stop();
    CHECK(order == std::vector<std::string>{"told", "answered"});
    CHECK(told == book);
}

TEST_CASE("items of the publication's own group are decided by the book before") {
    World world;
    Gate gate;
    gate.close(world.writer(), world.work(Withdraw{"x"}));
    Answers answers;
    world.writer().submit(publication("2026.2", "text", book_with_holiday()), answers.next());
    world.writer().submit(world.work(world.opening("x", "a3-light"), {}, agent()), answers.next());
    gate.open();
    const auto outcomes = answers.wait();
    const auto state = *world.read().ticket(outcomes[1]->number);
    CHECK(resolve_of(state).calendar_version == "2026.1");
}

TEST_CASE("a publication that fails in the store changes no book") {
    World world;
    world.close();
    const auto sqlite = open_sqlite(world.path());
    Faults faults;
    faults.poison = "POISON";
    FaultyEngine engine{*sqlite, faults};
    int told = 0;
    world.on_publish = [&told](const auto&) { ++told; };
    world.start(engine);
    const Outcome outcome =
        world.writer().execute(publication("2026.2", "POISON", book_with_holiday()));
    CHECK(code(outcome) == "store_failed");
    const Committed opened = world.must(world.opening("x", "a3-light"), {}, agent());
    // The next one gets the id that the failed one did not use.
    CHECK(world.writer().execute(publication("2026.2", "sound", nullptr))->id == 1);
    world.close();
    CHECK(told == 0);
    const auto reader = sqlite->open_reader();
    CHECK(resolve_of(*ReadSession{*reader}.ticket(opened.number)).calendar_version == "2026.1");
}

TEST_CASE("a calendar that changes while clocks run is applied by recounting each ticket") {
    World world;
    const TicketNumber number = world.opened("x", "a3-light");
    world.writer().execute(publication("2026.2", "text", book_with_holiday()));
    std::promise<Outcome> recounted;
    world.writer().submit(
        world.work(Recount{false, "调休"}, number, clock_actor()),
        [&](Outcome outcome) { recounted.set_value(std::move(outcome)); }, Lane::background);
    REQUIRE(recounted.get_future().get().has_value());
    const auto state = *world.read().ticket(number);
    CHECK(resolve_of(state).due_at == at("2026-03-10 17:30"));
    CHECK(resolve_of(state).calendar_version == "2026.2");
    CHECK(code(world.ask(Recount{false, "again"}, number, clock_actor())) == "no_change");
    CHECK(is_sound(world));
}

TEST_CASE("a job is kept with how far it has come until it is over") {
    World world;
    REQUIRE(world.writer().execute(publication("2026.2", "text", nullptr)).has_value());
    const Outcome started = world.writer().execute(JobWork{StartJob{"recount", 1, "{}", 40}});
    REQUIRE(started.has_value());
    CHECK(started->id == 1);
    Job job = *world.read().job(1);
    CHECK(job.state == JobState::running);
    CHECK(job.publication == 1);
    CHECK(job.progress == JobProgress{0, 40, 0, 0, 0});
    CHECK(job.started_at == world.time.now());
    CHECK_FALSE(job.finished_at);

    world.time.pass(Minutes{1});
    const JobProgress half{20260302000020, 40, 20, 7, 1};
    REQUIRE(world.writer().execute(JobWork{AdvanceJob{1, half}}).has_value());
    world.reopen();
    REQUIRE(world.read().unfinished_jobs().size() == 1);
    job = world.read().unfinished_jobs()[0];
    CHECK(job.progress == half);
    CHECK(job.updated_at == job.started_at + Minutes{1});

    CHECK(world.writer().execute(JobWork{StartJob{"recount", {}, "", 0}})->id == 2);
    const JobProgress all{20260302000040, 40, 40, 9, 1};
    REQUIRE(world.writer().execute(JobWork{FinishJob{1, all, ""}}).has_value());
    REQUIRE(world.writer().execute(JobWork{FinishJob{2, {}, "the disk is full"}}).has_value());
    CHECK(world.read().unfinished_jobs().empty());
    const auto jobs = world.read().jobs();
    REQUIRE(jobs.size() == 2);
    CHECK(jobs[0].state == JobState::done);
    CHECK(jobs[0].progress == all);
    CHECK(jobs[0].finished_at == world.time.now());
    CHECK(jobs[0].detail.empty());
    CHECK(jobs[1].state == JobState::failed);
    CHECK(jobs[1].detail == "the disk is full");
    CHECK_FALSE(world.read().job(3));
    CHECK(is_sound(world));
}

TEST_CASE("a job that is over or unknown is not changed") {
    World world;
    CHECK(code(world.writer().execute(JobWork{AdvanceJob{1, {}}})) == "job_not_found");
    CHECK(code(world.writer().execute(JobWork{FinishJob{1, {}, ""}})) == "job_not_found");
    REQUIRE(world.writer().execute(JobWork{StartJob{"recount", {}, "", 0}}).has_value());
    REQUIRE(world.writer().execute(JobWork{FinishJob{1, {5, 5, 5, 5, 5}, ""}}).has_value());
    CHECK(code(world.writer().execute(JobWork{AdvanceJob{1, {}}})) == "job_finished");
    CHECK(code(world.writer().execute(JobWork{FinishJob{1, {}, "no"}})) == "job_finished");
    CHECK(world.read().job(1)->progress == JobProgress{5, 5, 5, 5, 5});
    CHECK(world.read().job(1)->state == JobState::done);
    // Of an unknown publication: the store refuses, and the next job gets the id.
    CHECK(code(world.writer().execute(JobWork{StartJob{"recount", 9, "", 0}})) == "store_failed");
    CHECK(world.writer().execute(JobWork{StartJob{"recount", {}, "", 0}})->id == 2);
}

#ifdef HOTLINE_FAILPOINTS
TEST_CASE("an unanswered publication is there or not as its commit was and can be repeated") {
    const auto point = GENERATE(as<std::string>{}, "writer.before_commit", "writer.after_commit");
    const bool is_there = point == "writer.after_commit";
    World world;
    world.close();
    int told = 0;
    world.on_publish = [&told](const auto&) { ++told; };
    world.on_fatal = [](const std::string&) {};
    world.open();
    arm_failpoint(point + ":io");
    const PublishWork work = publication("2026.2", "text", book_with_holiday());
    CHECK(code(world.writer().execute(work)) == "store_failed");
    CHECK(told == 0);
    world.reopen();
    CHECK(world.read().publications().size() == (is_there ? 1 : 0));
    const Outcome again = world.writer().execute(work);
    REQUIRE(again.has_value());
    CHECK(again->repeated == is_there);
    CHECK(again->id == 1);
    world.writer().stop();
    CHECK(told == 1);
    CHECK(is_sound(world));
}
#endif
