// What tests of the record room share: a directory that goes away, a small city, commands.
#pragma once

#include "tests/support/calendar_text.hpp"
#include "tests/support/catch.hpp"
#include "ticketing/record/engine.hpp"
#include "ticketing/record/reads.hpp"
#include "ticketing/record/time_source.hpp"
#include "ticketing/record/writer.hpp"

#include <unistd.h>

#include <atomic>
#include <filesystem>
#include <memory>
#include <string>
#include <utility>
#include <vector>

namespace hotline::test {

using namespace hotline::record;

class TempDir {
  public:
    TempDir() {
        static std::atomic<int> count{0};
        path_ = std::filesystem::temp_directory_path() /
                ("hotline-" + std::to_string(::getpid()) + "-" + std::to_string(++count));
        std::filesystem::remove_all(path_);
    }
    ~TempDir() {
        std::error_code ignored;
        std::filesystem::remove_all(path_, ignored);
    }
    TempDir(const TempDir&) = delete;
    TempDir& operator=(const TempDir&) = delete;
    std::string path() const { return path_.string(); }
    std::string file(const std::string& name) const { return (path_ / name).string(); }

  private:
    std::filesystem::path path_;
};

inline TimeLimit limit(const std::string& text) {
    std::string why;
    const auto parsed = parse_time_limit(text, why);
    INFO(text << ": " << why);
    REQUIRE(parsed);
    return *parsed;
}

inline MilestoneRule milestone(MilestoneKind kind, StartEvent start, const std::string& text,
                               std::vector<StepRule> steps = {}) {
    MilestoneRule rule;
    rule.kind = kind;
    rule.start = start;
    rule.limit = limit(text);
    rule.steps = std::move(steps);
    return rule;
}

// Weekdays 08:30-12:00 and 13:30-17:30 but for `holidays`.
inline std::shared_ptr<const WorkCalendar> city_calendar(const std::string& version = "2026.1",
                                                         const std::vector<Day>& holidays = {}) {
    CalendarSpec spec;
    spec.id = "city";
    spec.version = version;
    spec.known_from_year = 2026;
    spec.known_to_year = 2026;
    for (std::size_t i = 0; i < 5; ++i)
        spec.week[i] = {{510, 720}, {810, 1050}};
    for (const Day day : holidays)
        spec.exceptions[day] = {DayKind::holiday, "休息", {}};
    return std::make_shared<const WorkCalendar>(std::move(spec));
}

// Receive 1 working day, contact 24 hours, resolve 5 working days with both warnings and one
// extension, visit 1 working day.
inline Policy city_policy(const std::string& version = "2026.1") {
    Policy policy;
    policy.id = "city-default";
    policy.version = version;
    policy.calendar_id = "city";
    policy.milestones = {
        milestone(MilestoneKind::receive, StartEvent::dispatched, "1wd"),
        milestone(MilestoneKind::contact, StartEvent::dispatched, "24h"),
        milestone(MilestoneKind::resolve, StartEvent::dispatched, "5wd",
                  {{StepKind::warn_yellow, -1, 0, 0}, {StepKind::warn_red, 1, 0, 0}}),
        milestone(MilestoneKind::visit, StartEvent::reply_accepted, "1wd"),
    };
    policy.extension.cap_working_days = 10;
    policy.extension.steps = {{10, Role::dispatcher, "", ExtensionNeeds::nothing}};
    return policy;
}

inline std::shared_ptr<const PolicyBook> book_of(
    Policy policy, std::vector<std::shared_ptr<const WorkCalendar>> calendars = {}) {
    if (calendars.empty()) calendars.push_back(city_calendar());
    return std::make_shared<const PolicyBook>(std::vector{std::move(policy)}, std::move(calendars));
}

inline std::shared_ptr<const PolicyBook> city_policies() {
    return book_of(city_policy());
}

// a3-housing has two endpoints, one of them cleared for callers; a3-light has one; a3-water has
// none.
inline std::shared_ptr<const EndpointBook> city_endpoints() {
    return std::make_shared<const EndpointBook>(std::vector<Endpoint>{
        {"housing-1", "a3-housing", "http://127.0.0.1:1/a", "whsec_YQ==", false},
        {"housing-2", "a3-housing", "http://127.0.0.1:1/b", "whsec_Yg==", true},
        {"light", "a3-light", "http://127.0.0.1:1/c", "whsec_Yw==", false},
    });
}

inline Request request(const std::string& title = "路灯不亮") {
    Request request;
    request.title = title;
    request.body = "青檀路与建设路路口的路灯三天不亮。";
    request.district = "A3";
    request.place = "青檀路";
    request.item = "urban.light";
    request.caller.name = "张三";
    request.caller.phone = "13800000000";
    return request;
}

inline Actor agent() {
    return {Role::agent, "agent-1", ""};
}
inline Actor dispatcher() {
    return {Role::dispatcher, "dispatcher-1", ""};
}
inline Actor unit_actor(const UnitCode& unit) {
    return {Role::unit, "liaison of " + unit, unit};
}

inline Actor clock_actor() {
    return {Role::system, "clock", ""};
}

// A fresh database, a fake clock at Monday 2026-03-02 10:00 and a writer.
class World {
  public:
    explicit World(WriterLimits limits = {}) : limits_(limits) { open(); }
    ~World() { close(); }
    World(const World&) = delete;
    World& operator=(const World&) = delete;

    void open() {
        engine_ = open_sqlite(dir_.path(), durability);
        start(*engine_);
    }
    void close() {
        writer_.reset();
        reader_.reset();
        engine_.reset();
    }
    void reopen() {
        close();
        open();
    }
    void start(Engine& engine) {
        WriterSetup setup;
        setup.engine = &engine;
        setup.time = &time;
        setup.policies = policies;
        setup.endpoints = city_endpoints();
        setup.limits = limits_;
        setup.on_commit = on_commit;
        setup.on_publish = on_publish;
        setup.on_fatal = on_fatal;
        writer_ = std::make_unique<Writer>(std::move(setup));
    }

    Writer& writer() { return *writer_; }
    Engine& engine() { return *engine_; }
    const std::string path() const { return dir_.path(); }
    const TempDir& dir() const { return dir_; }

    // A session that sees everything committed so far.
    ReadSession read() {
        if (!reader_) reader_ = engine_->open_reader();
        return ReadSession{*reader_};
    }

    OpenTicket opening(const std::string& title = "路灯不亮", const UnitCode& unit = "") {
        OpenTicket open;
        open.request = request(title);
        open.received_at = time.now();
        open.routing = {unit, unit.empty() ? "" : "按派单目录"};
        open.dispatch_now = !unit.empty();
        return open;
    }
    TicketWork work(Command command, std::optional<TicketNumber> ticket = {},
                    Actor actor = dispatcher()) {
        TicketWork work;
        work.actor = std::move(actor);
        work.ticket = ticket;
        work.command = std::move(command);
        return work;
    }
    Outcome ask(Command command, std::optional<TicketNumber> ticket = {},
                Actor actor = dispatcher()) {
        return writer_->execute(work(std::move(command), ticket, std::move(actor)));
    }
    // A step that must succeed.
    Committed must(Command command, std::optional<TicketNumber> ticket = {},
                   Actor actor = dispatcher()) {
        const Outcome outcome = ask(std::move(command), ticket, std::move(actor));
        INFO((outcome ? std::string{} : outcome.error().code + " " + outcome.error().detail));
        REQUIRE(outcome.has_value());
        return *outcome;
    }
    TicketNumber opened(const std::string& title = "路灯不亮", const UnitCode& unit = "") {
        return must(opening(title, unit), {}, agent()).number;
    }

    // The clock's next step as the command that reaches it.
    ReachStep step_of(TicketNumber number, ClockId clock) {
        const auto state = read().ticket(number);
        const auto step = next_step(*find_clock(*state, clock));
        REQUIRE(step);
        return {clock, step->kind, step->at, "duty", "leader"};
    }
    // Reaches every step that is due at this time, in order.
    void reach_due() {
        for (auto due = read().due_clocks(time.now(), 1000); !due.empty();
             due = read().due_clocks(time.now(), 1000)) {
            for (const DueClock& each : due)
                must(step_of(each.ticket, each.clock), each.ticket, clock_actor());
        }
    }

    VirtualTime time{at("2026-03-02 10:00")};
    // Of the next open(). Long walks do not wait for the disk at each of their steps.
    std::shared_ptr<const PolicyBook> policies = city_policies();
    Durability durability = Durability::full;
    std::function<void(std::span<const CommittedChange>)> on_commit;
    std::function<void(const std::shared_ptr<const PolicyBook>&)> on_publish;
    std::function<void(const std::string&)> on_fatal;

  private:
    TempDir dir_;
    WriterLimits limits_;
    std::unique_ptr<Engine> engine_;
    std::unique_ptr<Connection> reader_;
    std::unique_ptr<Writer> writer_;
};

}  // namespace hotline::test
