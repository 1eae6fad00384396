// Intake: what may be opened, what opening decides, and the ways a ticket ends without a unit.
#include "tests/rules/story.hpp"
#include "tests/support/catch.hpp"
#include "ticketing/rules/text.hpp"

#include <functional>

using namespace hotline;
using namespace hotline::test;

namespace {

std::string repeat(const std::string& text, std::size_t times) {
    std::string all;
    for (std::size_t i = 0; i < times; ++i)
        all += text;
    return all;
}

Lines open_with(const std::function<void(OpenTicket&)>& change) {
    Story story;
    OpenTicket command = open_at(story.now());
    change(command);
    return story.ask(command);
}

const Lines opened{"opened"};

}  // namespace

TEST_CASE("a request is opened or refused with the field that is wrong") {
    struct Row {
        std::string what;
        std::function<void(OpenTicket&)> change;
        Lines answer;
    };
    const std::string nul("a\0b", 3);
    const std::vector<Row> table{
        {"as it is", [](OpenTicket&) {}, opened},
        {"no title", [](OpenTicket& c) { c.request.title.clear(); }, {"required /title"}},
        {"blank title", [](OpenTicket& c) { c.request.title = " \t　"; }, {"required /title"}},
        {"200 characters of title", [](OpenTicket& c) { c.request.title = repeat("灯", 200); },
         opened},
        {"201 characters of title",
         [](OpenTicket& c) { c.request.title = repeat("灯", 201); },
         {"too_long /title"}},
        {"200 characters outside the basic plane",
         [](OpenTicket& c) { c.request.title = repeat("𠮷", 200); }, opened},
        {"a NUL in the title",
         [&](OpenTicket& c) { c.request.title = nul; },
         {"invalid_text /title"}},
        {"no body", [](OpenTicket& c) { c.request.body.clear(); }, opened},
        {"20,000 characters of body", [](OpenTicket& c) { c.request.body = repeat("灯", 20'000); },
         opened},
        {"20,001 characters of body",
         [](OpenTicket& c) { c.request.body = repeat("灯", 20'001); },
         {"too_long /body"}},
        {"a NUL in the body", [&](OpenTicket& c) { c.request.body = nul; }, {"invalid_text /body"}},
        {"a long name",
         [](OpenTicket& c) { c.request.caller.name = repeat("张", 201); },
         {"too_long /caller/name"}},
        {"a name at the limit", [](OpenTicket& c) { c.request.caller.name = repeat("张", 200); },
         opened},
        {"a long phone",
         [](OpenTicket& c) { c.request.caller.phone = repeat("1", 201); },
         {"too_long /caller/phone"}},
        {"a long address",
         [](OpenTicket& c) { c.request.caller.address = repeat("路", 201); },
         {"too_long /caller/address"}},
        {"no caller at all", [](OpenTicket& c) { c.request.caller = {}; }, opened},
        {"a long place",
         [](OpenTicket& c) { c.request.place = repeat("路", 201); },
         {"too_long /place"}},
        {"a long district",
         [](OpenTicket& c) { c.request.district = repeat("3", 65); },
         {"too_long /district"}},
        {"a long item",
         [](OpenTicket& c) { c.request.item = repeat("3", 65); },
         {"too_long /item"}},
        {"an external id without source",
         [](OpenTicket& c) { c.request.external_id = "7"; },
         {"required /source"}},
        {"a source without external id",
         [](OpenTicket& c) { c.request.source = "province"; },
         {"required /external_id"}},
        {"both of them",
         [](OpenTicket& c) {
             c.request.source = "province";
             c.request.external_id = "7";
         },
         opened},
        {"received 5 minutes ahead", [](OpenTicket& c) { c.received_at += Minutes{5}; }, opened},
        {"received later than that",
         [](OpenTicket& c) { c.received_at += Minutes{5} + Millis{1}; },
         {"received_in_future /received_at"}},
        {"received last year", [](OpenTicket& c) { c.received_at = at("2025-03-02 10:00"); },
         opened},
        {"a long leader",
         [](OpenTicket& c) { c.led_by = repeat("王", 201); },
         {"too_long /led_by"}},
        {"a long list of what is missing",
         [](OpenTicket& c) { c.missing = repeat("缺", 2'001); },
         {"too_long /missing"}},
    };
    for (const Row& row : table) {
        INFO(row.what);
        CHECK(open_with(row.change) == row.answer);
    }
}

TEST_CASE("opening keeps the request byte for byte and stamps its policy") {
    Story story;
    OpenTicket command = open_at(at("2026-02-27 09:00"));
    command.request.body = "  两端的空格\r\n保留 ";
    command.request.urgency = Urgency::urgent;
    command.led_by = "李市长";
    command.routing = {"a1", "事项 0301"};
    story.must(command);
    const TicketState& state = story.state();
    CHECK(state.number == number_one);
    CHECK(state.request == command.request);
    CHECK(state.received_at == at("2026-02-27 09:00"));
    CHECK(state.opened_at == at("2026-03-02 10:00"));
    CHECK(state.opened_by == "someone");
    CHECK(state.policy_id == "city-default");
    CHECK(state.policy_version == "2026.1");
    CHECK(state.routing == command.routing);
    CHECK(state.led_by == "李市长");
    CHECK(state.stage == Stage::awaiting_dispatch);
    CHECK(state.legs.empty());
    CHECK(state.version == 1);
}

TEST_CASE("opening dispatches at once only when it is asked for and routed and complete") {
    struct Row {
        std::string what;
        bool dispatch_now;
        UnitCode unit;
        std::string missing;
        Stage stage;
    };
    const std::vector<Row> table{
        {"asked and routed", true, "a1", "", Stage::handling},
        {"not asked", false, "a1", "", Stage::awaiting_dispatch},
        {"no unit found", true, "", "", Stage::awaiting_dispatch},
        {"incomplete", true, "a1", "没有地址", Stage::needs_supplement},
        {"blank is not missing", true, "a1", " ", Stage::handling},
    };
    for (const Row& row : table) {
        INFO(row.what);
        Story story;
        OpenTicket command = open_at(story.now());
        command.dispatch_now = row.dispatch_now;
        command.routing.unit = row.unit;
        command.missing = row.missing;
        story.must(command);
        CHECK(story.state().stage == row.stage);
        CHECK(story.state().legs.size() == (row.stage == Stage::handling ? 1u : 0u));
    }
}

TEST_CASE("an automatic dispatch is dispatched now and starts the clocks of its leg") {
    Story story;
    OpenTicket command = open_at(at("2026-02-27 09:00"));
    command.dispatch_now = true;
    command.routing.unit = "a1";
    CHECK(story.ask(command) == Lines{"opened", "dispatched 1 a1 lead level 1",
                                      "started m1 receive of 1", "started m2 contact of 1",
                                      "started m3 resolve of 1"});
    CHECK(story.leg(1).dispatched_at == story.now());
    CHECK(story.clock(1).started_at == story.now());
}

TEST_CASE("a request that no policy matches is refused") {
    Policy only_complaints = city_policy();
    only_complaints.selector.kinds = {RequestKind::complaint};
    Story story("2026-03-02 10:00", only_complaints);
    CHECK(story.ask(open_at(story.now())) == Lines{"no_policy"});
    OpenTicket complaint = open_at(story.now());
    complaint.request.kind = RequestKind::complaint;
    CHECK(story.ask(complaint) == opened);
}

TEST_CASE("a date outside the calendar is refused and does not throw") {
    Policy from_receipt = city_policy();
    from_receipt.milestones.push_back(
        milestone(MilestoneKind::reply, StartEvent::opened, 2, LimitUnit::working_days));
    Story story("2026-03-02 10:00", from_receipt);
    CHECK(story.ask(open_at(at("1999-12-31 10:00"))) == Lines{"outside_calendar"});
}

TEST_CASE("a supplement completes the ticket and is kept") {
    Story story = story_in(Stage::needs_supplement);
    CHECK(story.state().missing == "没有地址");
    CHECK(story.ask(Supplement{"地址是青檀路"}) == Lines{"supplemented"});
    CHECK(story.state().stage == Stage::awaiting_dispatch);
    CHECK(story.state().missing.empty());
    CHECK(story.ask(Supplement{"又来电"}) == Lines{"supplemented"});
    CHECK(story.state().stage == Stage::awaiting_dispatch);
    CHECK(story.state().supplements == Lines{"地址是青檀路", "又来电"});
    CHECK(story.ask(Supplement{"　"}) == Lines{"required /text"});
}

TEST_CASE("a supplement of a live ticket leaves its stage") {
    for (const Stage stage :
         {Stage::handling, Stage::awaiting_check, Stage::awaiting_visit, Stage::awaiting_redo}) {
        Story story = story_in(stage);
        story.must(Supplement{"又来电"});
        CHECK(story.state().stage == stage);
    }
}

TEST_CASE("a ticket holds at most 200 supplements") {
    Story story = story_in(Stage::awaiting_dispatch);
    story.state_to_bend().supplements.resize(199);
    CHECK(story.ask_bent(Supplement{"补充"}) == Lines{"supplemented"});
    CHECK(story.ask_bent(Supplement{"补充"}) == Lines{"ticket_full"});
}

TEST_CASE("the ends without a unit keep what was told and when") {
    Story answered = story_in(Stage::awaiting_dispatch);
    CHECK(answered.ask(AnswerDirectly{"九点至五点"}) == Lines{"answered_directly"});
    CHECK(answered.state().direct_answer == "九点至五点");
    CHECK(answered.state().closed_at == answered.now());

    Story declined = story_in(Stage::needs_supplement);
    CHECK(declined.ask(Decline{DeclineReason::statutory_route, "请向法院起诉"}) ==
          Lines{"declined"});
    CHECK(declined.state().decline_reason == DeclineReason::statutory_route);
    CHECK(declined.state().closing_note == "请向法院起诉");
    CHECK(declined.state().closed_at == declined.now());

    Story transferred = story_in(Stage::awaiting_dispatch);
    CHECK(transferred.ask(TransferToEmergency{EmergencyLine::medical_120, "有人受伤"}) ==
          Lines{"transferred"});
    CHECK(transferred.state().emergency_line == EmergencyLine::medical_120);
    CHECK(transferred.state().closing_note == "有人受伤");
    CHECK(transferred.state().closed_at == transferred.now());
}

TEST_CASE("answering and declining need their text and a transfer does not wait for one") {
    Story story = story_in(Stage::awaiting_dispatch);
    CHECK(story.ask(AnswerDirectly{""}) == Lines{"required /answer"});
    CHECK(story.ask(Decline{DeclineReason::malicious_or_empty, ""}) == Lines{"required /told"});
    CHECK(story.ask(TransferToEmergency{}) == Lines{"transferred"});
}

TEST_CASE("a direct answer meets the ticket's own limits and other ends cancel them") {
    Policy policy = city_policy();
    policy.milestones.push_back(
        milestone(MilestoneKind::reply, StartEvent::opened, 2, LimitUnit::working_days));
    Story answered("2026-03-02 10:00", policy);
    CHECK(answered.ask(open_at(answered.now())) ==
          Lines{"opened", "started m1 reply of the ticket"});
    Story declined = answered;
    CHECK(answered.ask(AnswerDirectly{"九点"}) == Lines{"answered_directly", "stopped m1 met"});
    CHECK(declined.ask(Decline{DeclineReason::already_handled, "已答复过"}) ==
          Lines{"declined", "stopped m1 cancelled"});
}

TEST_CASE("text is counted in characters and blank text is no text") {
    CHECK(count_chars("") == 0);
    CHECK(count_chars("abc") == 3);
    CHECK(count_chars("路灯é𠮷") == 4);
    CHECK(is_blank(""));
    CHECK(is_blank(" \t\r\n　 "));
    CHECK_FALSE(is_blank("　x"));
    CHECK_FALSE(is_blank("路"));
}
