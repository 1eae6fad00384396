// The journal's JSON: an exact round trip of every event, and the promises of its form.
#include "ticketing/record/event_json.hpp"

#include "tests/record/random_values.hpp"
#include "tests/support/catch.hpp"
#include "ticketing/record/json_read.hpp"
#include "ticketing/record/json_write.hpp"

#include <boost/json/value.hpp>
#include <boost/pfr.hpp>

#include <array>
#include <set>
#include <utility>

using namespace hotline;
using namespace hotline::record;
using hotline::test::RandomValues;

namespace {

// Events have no operator==; their described members have. static_assert below: none is forgotten.
template <class T>
bool same(const T& a, const T& b) {
    bool equal = true;
    boost::mp11::mp_for_each<boost::describe::describe_members<T, boost::describe::mod_public>>(
        [&](auto member) { equal = equal && a.*member.pointer == b.*member.pointer; });
    return equal;
}

bool same_event(const Event& a, const Event& b) {
    if (a.index() != b.index()) return false;
    return std::visit(
        [&](const auto& body) { return same(body, std::get<std::decay_t<decltype(body)>>(b)); }, a);
}

template <class T>
constexpr bool all_members_described =
    boost::mp11::mp_size<
        boost::describe::describe_members<T, boost::describe::mod_public>>::value ==
    boost::pfr::tuple_size_v<T>;

template <std::size_t... I>
constexpr bool events_described(std::index_sequence<I...>) {
    return (all_members_described<std::variant_alternative_t<I, Event>> && ...);
}
template <std::size_t... I>
constexpr bool commands_described(std::index_sequence<I...>) {
    return (all_members_described<std::variant_alternative_t<I, Command>> && ...);
}
static_assert(commands_described(std::make_index_sequence<std::variant_size_v<Command>>{}));
static_assert(all_members_described<Policy> && all_members_described<PolicySelector> &&
              all_members_described<MilestoneRule> && all_members_described<StepRule> &&
              all_members_described<ItemLimit> && all_members_described<ExtensionRule> &&
              all_members_described<ExtensionStep> && all_members_described<ReturnRule> &&
              all_members_described<RedoRule> && all_members_described<PauseRule> &&
              all_members_described<PauseReason>);
static_assert(events_described(std::make_index_sequence<std::variant_size_v<Event>>{}));
static_assert(all_members_described<Request> && all_members_described<Caller> &&
              all_members_described<Leg> && all_members_described<Petition> &&
              all_members_described<Clock> && all_members_described<ClockStep> &&
              all_members_described<Visit> && all_members_described<RoutingNote> &&
              all_members_described<Correction> && all_members_described<Notice> &&
              all_members_described<Pause> && all_members_described<Derivation> &&
              all_members_described<Segment> && all_members_described<DaySpan> &&
              all_members_described<TicketState> && all_members_described<Actor>);

template <std::size_t I>
Event random_event(RandomValues& random) {
    std::variant_alternative_t<I, Event> event;
    random.fill(event);
    return event;
}

template <std::size_t... I>
constexpr auto generators(std::index_sequence<I...>) {
    return std::array<Event (*)(RandomValues&), sizeof...(I)>{&random_event<I>...};
}

}  // namespace

TEST_CASE("every kind of event comes back from JSON exactly as it was") {
    const auto seed = std::random_device{}();
    INFO("seed " << seed);
    RandomValues random{seed};
    constexpr auto make = generators(std::make_index_sequence<std::variant_size_v<Event>>{});
    for (int round = 0; round < 300; ++round) {
        std::vector<Event> events;
        for (const auto one : make)
            events.push_back(one(random));
        const std::string json = to_json(events);
        const std::vector<Event> back = events_from_json(json);
        REQUIRE(back.size() == events.size());
        for (std::size_t i = 0; i < events.size(); ++i) {
            INFO(event_name(events[i]) << " in " << json);
            REQUIRE(same_event(events[i], back[i]));
        }
    }
}

TEST_CASE("an event is written with its type first and members in snake case") {
    Dispatched event;
    event.leg = {2};
    event.unit = "a3-housing";
    event.at = Instant{Millis{1772416800000}};
    CHECK(to_json({event}) ==
          R"([{"type":"dispatched","leg":2,"unit":"a3-housing","role":"lead","level":1,)"
          R"("at":1772416800000,"note":"","policy_id":"","policy_version":"",)"
          R"("designated":false}])");
    CHECK(to_json({PetitionDecided{{1}, PetitionState::void_, "", {}}}) ==
          R"([{"type":"petition_decided","petition":1,"state":"void","note":"","at":0}])");
    CHECK(to_json({MergedInto{{20260213000017}, {}}}) ==
          R"([{"type":"merged_into","into":"20260213000017","at":0}])");
    CHECK(to_json({}) == "[]");
}

TEST_CASE("a time limit is written as its text and of a derivation only what is something") {
    ClockStarted event;
    event.clock = {1};
    event.policy_id = "p";
    event.policy_version = "1";
    event.calendar_id = "c";
    event.calendar_version = "2";
    std::string why;
    event.derivation.limit = *parse_time_limit("13wd next_day", why);
    const std::string head =
        R"([{"type":"clock_started","clock":1,"kind":"resolve","started_at":0,"due_at":0,)"
        R"("guessed":false,"policy_id":"p","policy_version":"1","calendar_id":"c",)"
        R"("calendar_version":"2","derivation":)";
    CHECK(to_json({event}) == head + R"({"limit":"13wd next_day"},"steps":[]}])");
    event.derivation.extended_working_days = 3;
    event.derivation.pauses = {{Instant{Millis{1000}}, Instant{Millis{2000}}, "litigation"}};
    event.derivation.cap = Instant{Millis{5}};
    event.derivation.cap_reason = CapReason::parent;
    event.steps = {{StepKind::urge, Instant{Millis{7}}}};
    CHECK(to_json({event}) ==
          head + R"({"limit":"13wd next_day","extended_working_days":3,)"
                 R"("pauses":[{"from":1000,"to":2000,"code":"litigation"}],"cap":5,)"
                 R"("cap_reason":"parent"},"steps":[{"kind":"urge","at":7}]}])");
    event.derivation = {};
    event.steps.clear();
    CHECK(to_json({event}) == head + R"({},"steps":[]}])");
}

TEST_CASE("a policy is written with the texts of its limits and read back") {
    RandomValues random{std::random_device{}()};
    for (int round = 0; round < 50; ++round) {
        Policy policy;
        random.fill(policy);
        std::string json;
        JsonWriter{json}.value(policy);
        Policy back;
        read_json(parse_json(json), back);
        INFO(json);
        REQUIRE(same(policy, back));
    }
}

TEST_CASE("a journal written before a member existed reads with its default") {
    const auto events = events_from_json(R"([{"type":"dispatched","leg":1,"unit":"u"}])");
    REQUIRE(events.size() == 1);
    const auto& event = std::get<Dispatched>(events[0]);
    CHECK(event.leg == LegId{1});
    CHECK(event.level == 1);
    CHECK_FALSE(event.parent);
    CHECK_FALSE(event.designated);
    const auto clocks = events_from_json(
        R"([{"type":"clock_started","clock":1,"kind":"resolve","leg":1,"started_at":1,"due_at":2,)"
        R"("guessed":false,"policy_version":"1","calendar_version":"2","steps":[]}])");
    CHECK(std::get<ClockStarted>(clocks[0]).derivation == Derivation{});
    CHECK(std::get<ClockStarted>(clocks[0]).policy_id.empty());
    const auto opened = events_from_json(
        R"([{"type":"opened","request":{"channel":"web","caller":{"name":"x"}}}])");
    CHECK(std::get<Opened>(opened[0]).request.origin == Origin::citizen);
    CHECK(std::get<Opened>(opened[0]).request.caller.type == CallerType::person);
}

TEST_CASE("damaged journal text is refused with a reason") {
    const std::string bad[] = {
        "",
        "{}",
        "[1]",
        "[{}]",
        R"([{"type":7}])",
        R"([{"type":"unheard_of"}])",
        R"([{"type":"urged","note":1}])",
        R"([{"type":"urged","at":"soon"}])",
        R"([{"type":"urged","surprise":1}])",
        R"([{"type":"dispatched","role":"boss"}])",
        R"([{"type":"dispatched","leg":4294967296}])",
        R"([{"type":"merged_into","into":"12x"}])",
        R"([{"type":"urged","note":"a"})",
        R"([{"type":"clock_started","derivation":{"limit":"5 moons"}}])",
        R"([{"type":"clock_started","derivation":{"limit":"0wd"}}])",
        R"([{"type":"clock_started","derivation":{"limit":5}}])",
        R"([{"type":"clock_moved","cause":"whim"}])",
    };
    for (const std::string& text : bad) {
        INFO(text);
        CHECK_THROWS_AS(events_from_json(text), std::runtime_error);
    }
}

TEST_CASE("enumerators have their names both ways and no others") {
    CHECK(enum_name(Stage::awaiting_redo) == "awaiting_redo");
    CHECK(enum_name(PetitionState::void_) == "void");
    CHECK(enum_name(Role::system) == "system");
    PetitionState state{};
    CHECK(enum_from_name("void", state));
    CHECK(state == PetitionState::void_);
    CHECK_FALSE(enum_from_name("void_", state));
    CHECK_FALSE(enum_from_name("", state));
    DeclineReason reason{};
    CHECK(enum_from_name("malicious_or_empty", reason));
    CHECK(reason == DeclineReason::malicious_or_empty);
}

TEST_CASE("outside the journal times are RFC 3339 and texts are cut between characters") {
    std::string out;
    append_event(out, Urged{"请尽快办理此事，已经三天了", Instant{Millis{1772416800000}}},
                 {true, 23});
    CHECK(out == R"({"type":"urged","note":"请…（已截断）","at":"2026-03-02T10:00:00.000+08:00"})");
}

TEST_CASE("JSON text is cut within its bound whatever the text") {
    const auto seed = std::random_device{}();
    INFO("seed " << seed);
    RandomValues random{seed};
    for (int round = 0; round < 2000; ++round) {
        std::string text;
        random.fill(text);
        std::string whole;
        append_json_text(whole, text);
        const auto bound = static_cast<std::size_t>(random.below(60));
        std::string cut;
        append_json_text(cut, text, bound);
        REQUIRE(cut.size() <= bound);
        if (whole.size() <= bound) REQUIRE(cut == whole);
    }
}
