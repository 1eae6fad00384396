// Rows and state: every field of a ticket comes back from its rows as it was.
#include "tests/record/random_values.hpp"
#include "tests/record/world.hpp"
#include "ticketing/record/summary.hpp"
#include "ticketing/record/ticket_load.hpp"
#include "ticketing/record/ticket_save.hpp"

using namespace hotline;
using namespace hotline::test;

namespace {

// Ids of a ticket's rows count from 1.
template <class Row>
void number_rows(std::vector<Row>& rows) {
    for (std::size_t i = 0; i < rows.size(); ++i)
        rows[i].id.value = static_cast<std::int32_t>(i) + 1;
}

TicketState random_state(RandomValues& random, TicketNumber number) {
    TicketState state;
    random.fill(state);
    state.number = number;
    number_rows(state.legs);
    number_rows(state.petitions);
    number_rows(state.clocks);
    number_rows(state.notices);
    return state;
}

// A later state of the same ticket: anything may have changed, nothing has gone.
TicketState random_successor(RandomValues& random, const TicketState& before) {
    TicketState after = random_state(random, before.number);
    if (random.below(2) == 0) {
        after = before;
        after.stage = static_cast<Stage>(random.below(13));
        after.supplements.push_back("补充");
    }
    after.legs.resize(std::max(after.legs.size(), before.legs.size()));
    after.petitions.resize(std::max(after.petitions.size(), before.petitions.size()));
    after.clocks.resize(std::max(after.clocks.size(), before.clocks.size()));
    after.notices.resize(std::max(after.notices.size(), before.notices.size()));
    number_rows(after.legs);
    number_rows(after.petitions);
    number_rows(after.clocks);
    number_rows(after.notices);
    return after;
}

}  // namespace

TEST_CASE("every field of a ticket comes back from its rows") {
    const auto seed = std::random_device{}();
    INFO("seed " << seed);
    RandomValues random{seed};
    const TempDir dir;
    const auto engine = open_sqlite(dir.path());
    const auto connection = engine->open_writer();
    TicketSaver saver{*connection};
    TicketLoader loader{*connection};
    for (int round = 0; round < 300; ++round) {
        TicketState state = random_state(random, {20260302000001 + round});
        state.request.source += "s" + std::to_string(round);  // unique with the external id
        connection->begin();
        saver.save(nullptr, state);
        connection->commit();
        REQUIRE(loader.load(state.number) == state);
        TicketState after = random_successor(random, state);
        after.request.source += "t" + std::to_string(round);
        connection->begin();
        saver.save(&state, after);
        connection->commit();
        REQUIRE(loader.load(after.number) == after);
        REQUIRE(loader.stage_of(after.number) == after.stage);
        REQUIRE(loader.by_external_id(after.request.source, after.request.external_id) ==
                after.number);
        const TicketSummary expected = summary_of(after);
        const auto line = loader.summary(after.number);
        REQUIRE(line);
        CHECK(line->title == expected.title);
        CHECK(line->lead_unit == expected.lead_unit);
        CHECK(line->next_due_at == expected.next_due_at);
        CHECK(line->version == expected.version);
        CHECK(line->confidential == expected.confidential);
        CHECK(line->complex == expected.complex);
        CHECK(line->led_by == expected.led_by);
        CHECK(line->urge_count == expected.urge_count);
        CHECK((line->yellow == expected.yellow && line->red == expected.red));
    }
    CHECK_FALSE(loader.load({7}));
    CHECK_FALSE(loader.stage_of({7}));
    CHECK_FALSE(loader.summary({7}));
}

TEST_CASE("a new clock is kept whichever of its members is not as usual") {
    const Instant later{Millis{7}};
    const std::vector<std::function<void(Clock&)>> changes = {
        [](Clock&) {},
        [](Clock& clock) { clock.state = ClockState::met; },
        [](Clock& clock) { clock.steps_reached = 1; },
        [&](Clock& clock) { clock.stopped_at = later; },
        [](Clock& clock) { clock.yellow = true; },
        [](Clock& clock) { clock.red = true; },
        [](Clock& clock) { clock.overdue = true; },
        [&](Clock& clock) { clock.correction = Correction{later, true, later, "x"}; },
        [](Clock& clock) { clock.derivation.extended_working_days = 1; },
        [&](Clock& clock) { clock.derivation.pauses = {{later, later, "x"}}; },
        [&](Clock& clock) { clock.derivation.cap = later; },
        [](Clock& clock) { clock.derivation.cap_reason = CapReason::external; },
        [](Clock& clock) { clock.derivation.limit = limit("same_day any_day"); },
        [](Clock& clock) { clock.leg.reset(); },
        [](Clock& clock) { clock.guessed = true; },
    };
    const TempDir dir;
    const auto engine = open_sqlite(dir.path());
    const auto connection = engine->open_writer();
    TicketSaver saver{*connection};
    TicketState state;
    state.number = {20260302000001};
    for (std::size_t i = 0; i < changes.size(); ++i) {
        Clock& clock = state.clocks.emplace_back();
        clock.id = {static_cast<std::int32_t>(i) + 1};
        clock.leg = LegId{1};
        clock.steps = {{StepKind::overdue, later}};
        clock.derivation.limit = limit("5wd");
        changes[i](clock);
    }
    connection->begin();
    saver.save(nullptr, state);
    connection->commit();
    const auto back = TicketLoader{*connection}.load(state.number);
    REQUIRE(back);
    for (std::size_t i = 0; i < changes.size(); ++i) {
        INFO("change " << i);
        CHECK(back->clocks.at(i) == state.clocks[i]);
    }
}

TEST_CASE("the lead unit of a list line is that of the last lead leg of the hotline") {
    TicketState state;
    state.legs.resize(4);
    state.legs[0].unit = "first";
    state.legs[1].unit = "second";
    state.legs[2].unit = "assisting";
    state.legs[2].role = LegRole::assist;
    state.legs[3].unit = "below";
    state.legs[3].level = 2;
    CHECK(summary_of(state).lead_unit == "second");
}

TEST_CASE("the next due instant and the warnings of a list line are those of running clocks") {
    TicketState state;
    state.clocks.resize(3);
    state.clocks[0].due_at = Instant{Millis{300}};
    state.clocks[1].due_at = Instant{Millis{200}};
    state.clocks[1].yellow = true;
    state.clocks[2].due_at = Instant{Millis{100}};
    state.clocks[2].state = ClockState::met;
    state.clocks[2].red = true;
    const TicketSummary line = summary_of(state);
    CHECK(line.next_due_at == Instant{Millis{200}});
    CHECK(line.yellow);
    CHECK_FALSE(line.red);
}
