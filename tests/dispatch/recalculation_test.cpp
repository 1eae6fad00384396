// A calendar or policy changes while tickets run: the preview says what would move, the job moves
// exactly that, in the background, and goes on after a restart. HOTLINE_SEED=N runs one seed again.
#include "dispatch/deadlines/deadlines.hpp"
#include "dispatch/recalculation/preview.hpp"
#include "dispatch/recalculation/recalculator.hpp"
#include "tests/dispatch/record_world.hpp"
#include "tests/support/calendar_text.hpp"
#include "tests/support/catch.hpp"

#include <cstdlib>
#include <iostream>
#include <map>
#include <random>

using namespace hotline;
using namespace hotline::dispatch;
using namespace hotline::dispatch::test;
using hotline::test::at;
using hotline::test::day;
using std::chrono_literals::operator""h;

namespace {

using Book = std::shared_ptr<const PolicyBook>;
using Calendar = std::shared_ptr<const WorkCalendar>;

// Office hours from Monday to Friday; `off` are days off besides.
Calendar office(const std::string& version, const std::vector<Day>& off) {
    CalendarSpec spec;
    spec.id = "office";
    spec.version = version;
    spec.known_from_year = 2025;
    spec.known_to_year = 2027;
    for (std::size_t i = 0; i < 5; ++i)
        spec.week[i] = {{510, 720}, {810, 1050}};
    for (const Day each : off)
        spec.exceptions[each] = {DayKind::holiday, "停工", {}};
    return std::make_shared<const WorkCalendar>(std::move(spec));
}

MilestoneRule rule(MilestoneKind kind, StartEvent start, std::int32_t amount, LimitUnit unit) {
    MilestoneRule made;
    made.kind = kind;
    made.start = start;
    made.limit.amount = amount;
    made.limit.unit = unit;
    return made;
}

Policy office_policy(const std::string& version, std::int32_t resolve_days) {
    Policy policy;
    policy.id = "office";
    policy.version = version;
    policy.calendar_id = "office";
    policy.milestones = {
        rule(MilestoneKind::dispatch, StartEvent::opened, 4, LimitUnit::working_hours),
        rule(MilestoneKind::receive, StartEvent::dispatched, 1, LimitUnit::working_days),
        rule(MilestoneKind::contact, StartEvent::dispatched, 24, LimitUnit::hours),
        rule(MilestoneKind::resolve, StartEvent::dispatched, resolve_days,
             LimitUnit::working_days)};
    policy.milestones.back().steps = {{StepKind::warn_yellow, -1}, {StepKind::supervise, 1}};
    policy.extension.steps = {{5, Role::dispatcher, "", ExtensionNeeds::nothing}};
    policy.external_margin = TimeLimit{1, LimitUnit::working_days};
    return policy;
}

Book book_of(std::vector<Policy> policies, std::vector<Calendar> calendars) {
    return std::make_shared<const PolicyBook>(std::move(policies), std::move(calendars));
}

const std::vector<Day> stopped_days{day(2026, 3, 5), day(2026, 3, 6), day(2026, 3, 9)};

Book before_change() {
    return book_of({office_policy("1", 5)}, {office("1", {})});
}
Book after_calendar_change() {
    return book_of({office_policy("1", 5)}, {office("1", {}), office("2", stopped_days)});
}
// Two working days fewer on a calendar with the days off taken back again.
Book after_policy_change() {
    return book_of({office_policy("1", 5), office_policy("2", 3)},
                   {office("1", stopped_days), office("2", {})});
}

std::uint64_t seed_of_run() {
    const char* given = std::getenv("HOTLINE_SEED");
    const std::uint64_t seed = given ? std::strtoull(given, nullptr, 10) : std::random_device{}();
    std::cout << "recalculation_test: HOTLINE_SEED=" << seed << '\n';
    return seed;
}

// Tickets in every state that a week of work leaves behind, overdue ones among them.
void work_a_week(RecordWorld& world, std::uint64_t seed, int tickets) {
    std::mt19937_64 random(seed);
    const auto between = [&](int low, int high) {
        return std::uniform_int_distribution<int>{low, high}(random);
    };
    const auto ask = [&](Command command, TicketNumber number) {
        record::TicketWork work;
        work.actor = {Role::dispatcher, "test", ""};
        work.ticket = number;
        work.command = std::move(command);
        return world.writer().execute(std::move(work)).has_value();
    };
    std::vector<TicketNumber> numbers;
    auto session = world.read();
    for (int i = 0; i < tickets; ++i) {
        world.time.pass(Minutes{between(0, 9'000 / tickets)});
        run_due(session, world.writer(), Roster{}, City{}, world.time.now());
        OpenTicket open;
        open.request.title = "停水";
        open.received_at = world.time.now();
        open.routing = {"one", "by hand"};
        open.dispatch_now = between(0, 9) > 0;
        if (between(0, 5) == 0)
            open.request.external_due_at = world.time.now() + 24h * between(1, 9);
        numbers.push_back(world.must(std::move(open)).number);
        const TicketNumber one = numbers[static_cast<std::size_t>(between(0, i))];
        switch (between(0, 7)) {
            case 0:
                ask(Receive{{1}}, one);
                break;
            case 1:
                ask(SubDispatch{{1}, {"two"}, ""}, one);
                break;
            case 2:
                ask(Reply{{1}, "修好了", ""}, one);
                break;
            case 3:
                if (ask(AskExtension{{1}, 3, "配件未到"}, one)) {
                    ask(DecidePetition{{1}, true, ""}, one);
                }
                break;
            case 4:
                ask(RecordContact{{1}, "电话"}, one);
                break;
            default:
                break;
        }
    }
    world.time.pass(24h);
    run_due(session, world.writer(), Roster{}, City{}, world.time.now());
}

RecalculatorSetup setup_of(RecordWorld& world, IoThreads& io, std::int32_t tickets_of_page) {
    RecalculatorSetup setup;
    setup.strand = io.strand();
    setup.reads = &world.reads();
    setup.writer = &world.writer();
    setup.time = &world.time;
    setup.tickets_of_page = tickets_of_page;
    return setup;
}

std::int64_t start_job(RecordWorld& world, const Recount& command) {
    record::JobWork job = start_recount(command, std::nullopt, 0);
    return *world.writer().execute(std::move(job))->id;
}

void finish_job(RecordWorld& world, std::int64_t id, std::int32_t tickets_of_page) {
    IoThreads io;
    Recalculator recalculator(setup_of(world, io, tickets_of_page));
    recalculator.start();
    CHECK(eventually([&] { return world.read().job(id)->state != record::JobState::running; }));
    CHECK(stop_and_wait(recalculator));
}

struct Moves {
    std::map<std::pair<TicketNumber, ClockId>, Instant> due;
    int corrected_running = 0;
    int corrected_ended = 0;
};

// What the journal says that recounts did after `seq`.
Moves moves_after(RecordWorld& world, std::int64_t seq) {
    Moves moves;
    for (const auto& entry : world.read().journal_after(seq, 100'000)) {
        const auto ticket = world.read().ticket(entry.ticket);
        for (const auto& event : entry.events) {
            if (const auto* moved = std::get_if<ClockMoved>(&event)) {
                moves.due[{entry.ticket, moved->clock}] = moved->due_at;
            } else if (const auto* correction = std::get_if<ClockCorrected>(&event)) {
                const bool runs =
                    find_clock(*ticket, correction->clock)->state == ClockState::running;
                (runs ? moves.corrected_running : moves.corrected_ended) += 1;
            }
        }
    }
    return moves;
}

using DueInstants = std::map<std::pair<TicketNumber, ClockId>, Instant>;

DueInstants due_instants(RecordWorld& world) {
    DueInstants due;
    for (const record::RunningClock& clock : world.read().running_clocks({}, 100'000))
        due[{clock.ticket, clock.clock}] = clock.due_at;
    return due;
}

void check_preview(const RecountPreview& preview, const DueInstants& before, const Moves& moves) {
    // The journal also holds moves of steps alone; the preview counts due instants.
    std::size_t moved = 0;
    for (const auto& [clock, due] : moves.due)
        moved += due != before.at(clock) ? 1 : 0;
    CHECK(preview.first.size() == moved);
    for (const PreviewedMove& move : preview.first) {
        INFO(move.ticket.value << " m" << move.clock.value);
        const auto found = moves.due.find({move.ticket, move.clock});
        REQUIRE(found != moves.due.end());
        CHECK(found->second == move.new_due_at);
    }
    CHECK(preview.stop_being_overdue == moves.corrected_running);
    CHECK(preview.corrected_ended == moves.corrected_ended);
}

RecountPreview preview_of(RecordWorld& world, const Book& book, const Recount& command) {
    PreviewSetup setup;
    setup.book = book.get();
    setup.command = command;
    setup.now = world.time.now();
    setup.listed_max = 1'000'000;
    auto session = world.read();
    return preview_recount(session, setup);
}

}  // namespace

TEST_CASE("a changed calendar moves exactly what the preview said and corrects what was decided") {
    RecordWorld world({}, before_change());
    world.time.set(at("2026-03-02 09:00"));
    work_a_week(world, seed_of_run(), 150);
    const Recount command{false, "停工三日"};
    const auto overdue_before = world.read().counts().overdue_open;

    const RecountPreview preview = preview_of(world, after_calendar_change(), command);
    CHECK(preview.moved == static_cast<std::int64_t>(preview.first.size()));
    CHECK(preview.moved > 50);
    CHECK(preview.stop_being_overdue > 0);
    // More days off give more time, but the margin before an external deadline begins earlier.
    CHECK(preview.become_overdue < preview.stop_being_overdue);

    const DueInstants before = due_instants(world);
    const auto seq = world.read().last_seq();
    world.close();
    world.use(after_calendar_change());
    world.open();
    const auto id = start_job(world, command);
    finish_job(world, id, 64);

    const record::Job job = *world.read().job(id);
    CHECK(job.state == record::JobState::done);
    CHECK(job.progress.visited == preview.tickets);
    const Moves moves = moves_after(world, seq);
    check_preview(preview, before, moves);
    CHECK(job.progress.corrected == preview.stop_being_overdue + preview.corrected_ended);
    // Nothing decided was rewritten.
    CHECK(world.read().counts().overdue_open == overdue_before);
    // Asked again, nothing moves.
    CHECK(preview_of(world, after_calendar_change(), command).moved == 0);
    finish_job(world, start_job(world, command), 64);
    CHECK(moves_after(world, world.read().last_seq()).due.empty());
}

TEST_CASE("a shorter policy that running tickets adopt makes overdue what the preview said") {
    RecordWorld world({}, book_of({office_policy("1", 5)}, {office("1", stopped_days)}));
    world.time.set(at("2026-03-02 09:00"));
    work_a_week(world, seed_of_run(), 100);
    const Recount command{true, "新规则"};
    const RecountPreview preview = preview_of(world, after_policy_change(), command);
    CHECK(preview.become_overdue > 0);

    const DueInstants before = due_instants(world);
    const auto seq = world.read().last_seq();
    world.close();
    world.use(after_policy_change());
    world.open();
    finish_job(world, start_job(world, command), 256);
    check_preview(preview, before, moves_after(world, seq));

    auto session = world.read();
    CHECK(run_due(session, world.writer(), Roster{}, City{}, world.time.now()) > 0);
    for (const PreviewedMove& move : preview.first) {
        const auto ticket = session.ticket(move.ticket);
        INFO(move.ticket.value << " m" << move.clock.value);
        const bool is_overdue = find_clock(*ticket, move.clock)->overdue;
        if (move.effect == MoveEffect::becomes_overdue) CHECK(is_overdue);
        if (move.effect == MoveEffect::moves && move.new_due_at > world.time.now()) {
            CHECK((!is_overdue || move.due_at < world.time.now()));
        }
    }
}

TEST_CASE("without adoption a new policy version leaves running clocks alone") {
    RecordWorld world({}, before_change());
    world.time.set(at("2026-03-02 09:00"));
    work_a_week(world, 1, 20);
    const Book longer = book_of({office_policy("1", 5), office_policy("2", 9)}, {office("1", {})});
    CHECK(preview_of(world, longer, Recount{false, "新规则"}).moved == 0);
    CHECK(preview_of(world, longer, Recount{true, "新规则"}).moved > 0);
}

TEST_CASE("a recalculation that was stopped goes on behind the last ticket it reported") {
    RecordWorld world({}, before_change());
    world.time.set(at("2026-03-02 09:00"));
    work_a_week(world, 7, 120);
    const Recount command{false, "停工三日"};
    const RecountPreview preview = preview_of(world, after_calendar_change(), command);
    const DueInstants before = due_instants(world);
    const auto seq = world.read().last_seq();
    world.close();
    world.use(after_calendar_change());
    world.open();
    const auto id = start_job(world, command);
    int starts = 0;
    while (world.read().job(id)->state == record::JobState::running) {
        REQUIRE(++starts < 200);
        IoThreads io;
        const auto visited = world.read().job(id)->progress.visited;
        {
            Recalculator recalculator(setup_of(world, io, 8));
            recalculator.start();
            REQUIRE(eventually([&] {
                const auto job = world.read().job(id);
                return job->progress.visited > visited || job->state != record::JobState::running;
            }));
            CHECK(stop_and_wait(recalculator));
        }
        io.join();
        world.close();
        world.open();
    }
    CHECK(starts > 1);
    CHECK(world.read().job(id)->progress.visited == preview.tickets);
    check_preview(preview, before, moves_after(world, seq));
}
