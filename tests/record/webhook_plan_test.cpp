// Who is told of which event, and what the payload says and withholds.
#include "ticketing/record/webhook_plan.hpp"

#include "tests/record/world.hpp"
#include "ticketing/record/event_json.hpp"
#include "ticketing/record/json_read.hpp"

#include <boost/json/value.hpp>

using namespace hotline;
using namespace hotline::test;

namespace {

// Legs: 1 housing (returned), 2 light (live), 3 housing (live, lead), 4 water (live, no endpoint).
// Clocks: 1 contact of leg 2; of the whole ticket 2 visit and 3 resolve.
TicketState state_with_legs() {
    TicketState state;
    state.number = {20260302000007};
    state.version = 9;
    state.stage = Stage::handling;
    state.request = request();
    state.received_at = at("2026-03-02 09:30");
    state.legs.resize(4);
    const UnitCode units[] = {"a3-housing", "a3-light", "a3-housing", "a3-water"};
    for (std::size_t i = 0; i < 4; ++i) {
        state.legs[i].id.value = static_cast<std::int32_t>(i) + 1;
        state.legs[i].unit = units[i];
        state.legs[i].state = LegState::handling;
    }
    state.legs[0].state = LegState::returned;
    state.legs[1].role = LegRole::assist;
    state.legs[3].role = LegRole::assist;
    state.petitions.resize(1);
    state.petitions[0].id = {1};
    state.petitions[0].leg = {2};
    state.clocks.resize(3);
    state.clocks[0].id = {1};
    state.clocks[0].kind = MilestoneKind::contact;
    state.clocks[0].leg = LegId{2};
    state.clocks[0].due_at = at("2026-03-03 09:30");
    state.clocks[1].id = {2};
    state.clocks[1].kind = MilestoneKind::visit;
    state.clocks[2].id = {3};
    state.clocks[2].kind = MilestoneKind::resolve;
    state.clocks[2].due_at = at("2026-03-06 17:30");
    return state;
}

// An event that only names its leg, petition or clock.
template <class T, class Id>
T about(Id T::* member, std::int32_t id) {
    T event;
    event.*member = Id{id};
    return event;
}

Event step_of(std::int32_t clock, StepKind step) {
    return StepReached{{clock}, step, {}, ""};
}
Event notice_of(std::int32_t clock, std::optional<LegId> leg, NoticeKind kind) {
    return NoticeIssued{{1}, kind, {clock}, leg, "leader", {}};
}

JournalEntry entry_of(std::vector<Event> events) {
    JournalEntry entry;
    entry.seq = 1;
    entry.at = at("2026-03-02 10:00");
    entry.events = std::move(events);
    return entry;
}

// "endpoint leg" of each planned webhook.
std::vector<std::string> told(const std::vector<Event>& events) {
    const TicketState state = state_with_legs();
    const JournalEntry entry = entry_of(events);
    const auto book = city_endpoints();
    std::vector<std::string> lines;
    for (const PlannedWebhook& each : plan_webhooks(state, entry, *book))
        lines.push_back(each.endpoint->id + " " + std::to_string(each.leg.value));
    return lines;
}

boost::json::object data_of(const std::string& payload) {
    return parse_json(payload).as_object().at("data").as_object();
}

std::string payload_for(const std::string& endpoint, const TicketState& state, const Event& event) {
    const JournalEntry entry = entry_of({event});
    const auto book = city_endpoints();
    const PlannedWebhook webhook{book->find(endpoint), &entry.events[0], {2}};
    return webhook_payload(webhook, 3, state, entry);
}

}  // namespace

TEST_CASE("each event is told to those it concerns") {
    const std::vector<std::string> nobody;
    const std::vector<std::string> light{"light 2"};
    const std::vector<std::string> housing{"housing-1 3", "housing-2 3"};
    const std::vector<std::string> all{"light 2", "housing-1 3", "housing-2 3"};
    const std::pair<Event, std::vector<std::string>> rows[] = {
        {Opened{}, nobody},
        {Supplemented{}, all},
        {AnsweredDirectly{}, nobody},
        {Declined{}, nobody},
        {TransferredToEmergency{}, nobody},
        {about(&Dispatched::leg, 3), housing},
        {about(&Dispatched::leg, 4), nobody},  // works in the console: no endpoint
        {Received{{2}, {}}, nobody},
        {about(&DeemedAccepted::leg, 2), light},
        {ContactRecorded{{2}, {}, ""}, nobody},
        {about(&PlanSubmitted::leg, 2), nobody},
        {about(&ProgressAnswered::leg, 2), nobody},
        {about(&ServiceConfirmed::leg, 2), light},
        {ComplexMarked{}, all},
        {about(&PetitionAsked::petition, 1), nobody},
        {about(&PetitionDecided::petition, 1), light},
        {about(&LegEnded::leg, 2), light},
        {about(&Replied::leg, 2), nobody},
        {about(&ReplyChecked::leg, 2), light},
        {VisitOpened{}, nobody},
        {Visited{}, nobody},
        {about(&RedoOrdered::leg, 2), light},
        {Urged{}, all},
        {SupervisionSet{}, all},
        {notice_of(1, LegId{2}, NoticeKind::message), light},
        {notice_of(1, LegId{2}, NoticeKind::written), light},
        {notice_of(1, LegId{2}, NoticeKind::supervision), light},
        {notice_of(1, LegId{2}, NoticeKind::phone_task), nobody},
        {notice_of(1, LegId{2}, NoticeKind::duty_told), nobody},
        {notice_of(1, LegId{2}, NoticeKind::raised), nobody},
        {notice_of(3, {}, NoticeKind::written), housing},
        {notice_of(2, {}, NoticeKind::message), nobody},
        {about(&NoticeDone::notice, 1), nobody},
        {MergedInto{}, all},
        {CallerAnswered{}, nobody},
        {Withdrawn{}, all},
        {Archived{}, nobody},
        {ClockStarted{}, nobody},
        {ClockStopped{}, nobody},
        {about(&ClockMoved::clock, 1), light},
        {about(&ClockMoved::clock, 2), nobody},   // the ticket's own clock, the hotline's to meet
        {about(&ClockMoved::clock, 3), housing},  // the ticket's own clock, the lead's to meet
        {about(&ClockCorrected::clock, 1), light},
        {about(&ClockCorrected::clock, 9), nobody},
        {step_of(1, StepKind::notify), light},
        {step_of(1, StepKind::warn_yellow), light},
        {step_of(1, StepKind::overdue), light},
        {step_of(1, StepKind::auto_receive), light},
        {step_of(1, StepKind::deem_accepted), light},
        {step_of(1, StepKind::warn_red), light},
        {step_of(1, StepKind::written_notice), light},
        {step_of(1, StepKind::supervise), light},
        {step_of(1, StepKind::urge), nobody},
        {step_of(1, StepKind::start_visit), nobody},
        {step_of(1, StepKind::tell_duty), nobody},
        {step_of(1, StepKind::raise), nobody},
        {step_of(2, StepKind::overdue), nobody},
        {step_of(3, StepKind::overdue), housing},
        {step_of(9, StepKind::overdue), nobody},
    };
    std::vector<bool> seen(std::variant_size_v<Event>, false);
    for (const auto& [event, expected] : rows) {
        INFO(event_name(event));
        CHECK(told({event}) == expected);
        seen[event.index()] = true;
    }
    CHECK(std::find(seen.begin(), seen.end(), false) == seen.end());
}

TEST_CASE("a unit whose leg ended by this very command is still told why") {
    const auto lines = told({Withdrawn{"撤", {}}, LegEnded{{1}, LegState::superseded, "", {}}});
    CHECK(lines == std::vector<std::string>{"light 2", "housing-1 3", "housing-2 3", "housing-1 1",
                                            "housing-2 1"});
    TicketState state = state_with_legs();
    for (Leg& leg : state.legs)
        leg.state = LegState::superseded;
    const JournalEntry entry = entry_of({Withdrawn{}, about(&LegEnded::leg, 2)});
    CHECK(plan_webhooks(state, entry, *city_endpoints()).size() == 2);
}

TEST_CASE("the payload carries the event and the request with times of the city") {
    const std::string payload = payload_for("light", state_with_legs(),
                                            ReplyChecked{{2}, true, "好", at("2026-03-02 10:00")});
    const boost::json::object root = parse_json(payload).as_object();
    CHECK(root.at("type") == "ticket.reply_checked");
    CHECK(root.at("timestamp") == "2026-03-02T10:00:00.000+08:00");
    const boost::json::object data = data_of(payload);
    CHECK(data.at("ticket") == "20260302000007");
    CHECK(data.at("version") == 9);
    CHECK(data.at("sequence") == 3);
    CHECK(data.at("assignment") == "20260302000007-2");
    CHECK(data.at("unit") == "a3-light");
    CHECK(data.at("stage") == "handling");
    CHECK(data.at("event").as_object().at("type") == "reply_checked");
    CHECK(data.at("event").as_object().at("at") == "2026-03-02T10:00:00.000+08:00");
    CHECK(data.at("limits").as_object().at("contact") == "2026-03-03T09:30:00.000+08:00");
    CHECK(data.at("limits").as_object().at("resolve") == "2026-03-06T17:30:00.000+08:00");
    CHECK(data.at("limits").as_object().size() == 2);
    const boost::json::object& asked = data.at("request").as_object();
    CHECK(asked.at("title") == "路灯不亮");
    CHECK(asked.at("body") == "青檀路与建设路路口的路灯三天不亮。");
    CHECK(asked.at("received_at") == "2026-03-02T09:30:00.000+08:00");
}

TEST_CASE("the caller is shown only to a cleared endpoint and never against the caller's wish") {
    TicketState state = state_with_legs();
    const Event event = Urged{};
    CHECK_FALSE(data_of(payload_for("light", state, event)).contains("caller"));
    CHECK_FALSE(data_of(payload_for("housing-1", state, event)).contains("caller"));
    const auto caller = data_of(payload_for("housing-2", state, event)).at("caller").as_object();
    CHECK(caller.at("phone") == "13800000000");
    state.request.caller.confidential = true;
    CHECK(payload_for("housing-2", state, event).find("13800000000") == std::string::npos);
    state.request.caller.confidential = false;
    state.request.caller.anonymous = true;
    CHECK(payload_for("housing-2", state, event).find("13800000000") == std::string::npos);
}

TEST_CASE("a payload is bounded and says where the body was cut") {
    TicketState state = state_with_legs();
    for (const std::string& piece :
         {std::string{"路灯"}, std::string{"\x01"}, std::string{"a\"b"}}) {
        state.request.body.clear();
        while (state.request.body.size() < 60'000)
            state.request.body += piece;
        state.request.place = std::string(5000, '"');
        const std::string payload =
            payload_for("housing-2", state, Supplemented{std::string(60'000, '\n')});
        CHECK(payload.size() <= webhook_bytes_max);
        CHECK(payload.size() > webhook_bytes_max - 100);
        const std::string body{data_of(payload).at("request").as_object().at("body").as_string()};
        CHECK(body.ends_with("…（已截断）"));
    }
}
