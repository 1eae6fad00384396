// Lists against a naive filter over all tickets; clocks and counts against a recount.
#include "tests/record/world.hpp"
#include "ticketing/record/event_json.hpp"
#include "ticketing/record/summary.hpp"
#include "ticketing/record/ticket_list.hpp"

#include <random>

using namespace hotline;
using namespace hotline::test;

namespace {

bool matches(const TicketState& state, const TicketFilter& filter) {
    if (filter.stage && state.stage != *filter.stage) return false;
    if (!filter.district.empty() && state.request.district != filter.district) return false;
    if (filter.overdue && state.overdue != *filter.overdue) return false;
    if (filter.before && !(state.number < *filter.before)) return false;
    if (filter.unit.empty()) return true;
    return std::any_of(state.legs.begin(), state.legs.end(), [&](const Leg& leg) {
        return leg.unit == filter.unit && (!filter.live_legs_only || is_live(leg));
    });
}

// Newest first.
std::vector<TicketNumber> naive(const std::vector<TicketState>& all, const TicketFilter& filter) {
    std::vector<TicketNumber> numbers;
    for (auto state = all.rbegin(); state != all.rend(); ++state) {
        if (matches(*state, filter) && numbers.size() < static_cast<std::size_t>(filter.limit)) {
            numbers.push_back(state->number);
        }
    }
    return numbers;
}

std::vector<TicketNumber> numbers_of(const std::vector<TicketSummary>& lines) {
    std::vector<TicketNumber> numbers;
    for (const TicketSummary& line : lines)
        numbers.push_back(line.number);
    return numbers;
}

// Tickets of all sorts: several legs of one unit, ended legs, overdue ones, over three days.
std::vector<TicketState> fill(World& world, std::mt19937& random) {
    const auto below = [&](int bound) {
        return std::uniform_int_distribution<int>{0, bound - 1}(random);
    };
    const UnitCode units[] = {"a3-housing", "a3-light", "a3-water"};
    std::vector<TicketNumber> numbers;
    for (int i = 0; i < 120; ++i) {
        if (i % 40 == 39) world.time.set(world.time.now() + std::chrono::hours{24});
        OpenTicket open = world.opening("ticket " + std::to_string(i));
        open.request.district = below(4) == 0 ? "" : "A" + std::to_string(below(3));
        open.routing.unit = units[below(3)];
        open.dispatch_now = below(4) != 0;
        const TicketNumber number = world.must(open, {}, agent()).number;
        numbers.push_back(number);
        if (below(3) == 0) world.ask(ExitLeg{{1}, "x"}, number, unit_actor(open.routing.unit));
        if (below(3) == 0) {
            world.ask(AskReturn{{1}, "非本单位职责", "三定", ""}, number,
                      unit_actor(open.routing.unit));
            world.ask(DecidePetition{{1}, true, ""}, number);
            world.ask(Dispatch{{{open.routing.unit, LegRole::lead}}, ""}, number);
        }
        if (below(6) == 0) world.ask(Withdraw{"撤"}, number);
    }
    world.time.set(world.time.now() + std::chrono::hours{24 * 30});
    for (const DueClock& due : world.read().due_clocks(world.time.now(), 10'000)) {
        if (due.ticket.value % 3 != 0) continue;
        while (const auto state = world.read().ticket(due.ticket)) {
            const auto step = next_step(*find_clock(*state, due.clock));
            if (!step) break;
            world.ask(ReachStep{due.clock, step->kind, step->at, "duty", ""}, due.ticket,
                      clock_actor());
        }
    }
    std::sort(numbers.begin(), numbers.end());
    std::vector<TicketState> states;
    for (const TicketNumber number : numbers)
        states.push_back(*world.read().ticket(number));
    return states;
}

// All combinations of the filters, as many as there are.
std::vector<TicketFilter> all_filters() {
    const std::optional<Stage> stages[] = {std::nullopt, Stage::handling, Stage::awaiting_dispatch,
                                           Stage::withdrawn, Stage::closed};
    const UnitCode units[] = {"", "a3-housing", "a3-light", "nobody"};
    const std::string districts[] = {"", "A0", "A2", "none"};
    const std::optional<bool> overdues[] = {std::nullopt, true, false};
    std::vector<TicketFilter> filters;
    for (const auto& stage : stages)
        for (const auto& unit : units)
            for (const auto& district : districts)
                for (const auto& overdue : overdues)
                    for (const bool live : {false, true}) {
                        TicketFilter filter;
                        filter.stage = stage;
                        filter.unit = unit;
                        filter.district = district;
                        filter.overdue = overdue;
                        filter.live_legs_only = live;
                        filters.push_back(filter);
                    }
    return filters;
}

}  // namespace

TEST_CASE("every combination of filters lists what a naive filter lists page by page") {
    const auto seed = std::random_device{}();
    INFO("seed " << seed);
    std::mt19937 random{seed};
    World world;
    const std::vector<TicketState> states = fill(world, random);
    ReadSession session = world.read();
    std::size_t not_empty = 0;
    for (TicketFilter filter : all_filters()) {
        INFO("block " << list_block(filter, 0));
        filter.limit = 7;
        for (int page = 0; page < 30; ++page) {
            const auto lines = session.list(filter);
            REQUIRE(numbers_of(lines) == naive(states, filter));
            if (lines.size() < 7) break;
            ++not_empty;
            filter.before = lines.back().number;
        }
    }
    CHECK(not_empty > 100);
}

TEST_CASE("the list that is driven by a large stage gives the same as by a small one") {
    TicketFilter filter;
    filter.stage = Stage::handling;
    CHECK(list_block(filter, 1'000'000) == "list_by_stage");
    filter.district = "A3";
    CHECK(list_block(filter, 10) == "list_by_stage");
    CHECK(list_block(filter, 1'000'000) == "list_by_district");
    filter.unit = "a3-light";
    CHECK(list_block(filter, 10) == "list_by_stage_of_unit");
    CHECK(list_block(filter, 1'000'000) == "list_by_unit");
    filter.live_legs_only = true;
    CHECK(list_block(filter, 10) == "list_by_unit_live");
}

TEST_CASE("a page holds at most 200 lines and at least one is asked for") {
    World world;
    for (int i = 0; i < 3; ++i)
        world.opened();
    TicketFilter filter;
    filter.limit = 0;
    CHECK(world.read().list(filter).size() == 1);
    filter.limit = 1'000'000;
    CHECK(world.read().list(filter).size() == 3);
}

TEST_CASE("counts are those of a recount and due clocks come in order of their steps") {
    std::mt19937 random{7};
    World world;
    const std::vector<TicketState> states = fill(world, random);
    std::map<Stage, std::int64_t> stages;
    std::int64_t overdue_open = 0;
    std::vector<std::tuple<Instant, TicketNumber, ClockId>> steps;
    for (const TicketState& state : states) {
        ++stages[state.stage];
        overdue_open += state.overdue && !is_over(state.stage) ? 1 : 0;
        for (const Clock& clock : state.clocks) {
            if (const auto step = next_step(clock))
                steps.emplace_back(step->at, state.number, clock.id);
        }
    }
    const auto counts = world.read().counts();
    REQUIRE(counts.by_stage.size() == 13);
    for (const auto& [stage, count] : counts.by_stage) {
        INFO(enum_name(stage));
        CHECK(count == stages[stage]);
    }
    CHECK(counts.overdue_open == overdue_open);
    CHECK(overdue_open > 0);
    std::sort(steps.begin(), steps.end());
    std::vector<std::tuple<Instant, TicketNumber, ClockId>> listed;
    for (const DueClock& due : world.read().due_clocks(world.time.now(), 10'000))
        listed.emplace_back(due.at, due.ticket, due.clock);
    std::erase_if(steps, [&](const auto& step) { return std::get<0>(step) > world.time.now(); });
    REQUIRE_FALSE(steps.empty());
    CHECK(listed == steps);
    CHECK(world.read().next_clock_at() == std::get<0>(steps.front()));
    CHECK(world.read().oldest_due(world.time.now()) == std::get<0>(steps.front()));
    CHECK(world.read().oldest_due(std::get<0>(steps.front())) == std::get<0>(steps.front()));
    CHECK_FALSE(world.read().oldest_due(std::get<0>(steps.front()) - Millis{1}));
    CHECK(world.read().due_clocks(world.time.now(), 2).size() == 2);
    CHECK(world.read().due_clocks(std::get<0>(steps.front()) - Millis{1}, 10).empty());
}

TEST_CASE("the journal is read by ticket and from a cursor on") {
    World world;
    const TicketNumber first = world.opened();
    const TicketNumber second = world.opened();
    world.must(Supplement{"补充"}, first);
    const auto of_first = world.read().journal_of(first);
    REQUIRE(of_first.size() == 2);
    CHECK(of_first[0].seq == 1);
    CHECK(of_first[1].seq == 3);
    CHECK(world.read().journal_of({1}).empty());
    const auto page = world.read().journal_after(1, 10);
    REQUIRE(page.size() == 2);
    CHECK(page[0].ticket == second);
    CHECK(world.read().journal_after(0, 2).size() == 2);
    CHECK(world.read().journal_after(3, 10).empty());
    CHECK(world.read().last_seq() == 3);
}
