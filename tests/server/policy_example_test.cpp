// Worked examples: what a story does to a ticket, what can be expected of it, and what is told when
// it is otherwise. The policies' own arithmetic is tested in tests/rules.
#include "server/config/city_pack.hpp"
#include "tests/server/policy_text.hpp"
#include "tests/support/calendar_text.hpp"
#include "tests/support/catch.hpp"

using namespace hotline;
using namespace hotline::server;
using namespace hotline::test;

namespace {

using Lines = std::vector<std::string>;

// A city that has everything, on a calendar without holidays.
const std::string everything = R"(calendars = ["weekdays.toml"]
[[policy]]
id = "everything"
version = "1"
priority = 0
calendar = "weekdays"
extension = { steps = [{ max_working_days = 5, approver = "supervisor" }] }
return = { window = "1wd", deemed_acceptance = true, max_dispatches = 3 }
redo = { escalate_at = 2 }
pause = { reasons = [{ code = "litigation", max_working_days = 10 }] }
service_confirmation = true
[[policy.milestone]]
kind = "dispatch"
start = "opened"
limit = "2h"
[[policy.milestone]]
kind = "receive"
start = "dispatched"
limit = "1wd"
steps = [{ do = "auto_receive", at = "due" }]
[[policy.milestone]]
kind = "contact"
start = "dispatched"
limit = "24h"
[[policy.milestone]]
kind = "plan"
start = "received"
limit = "2wd"
[[policy.milestone]]
kind = "resolve"
start = "dispatched"
limit = "5wd"
steps = [{ do = "urge", at = "-2h" }, { do = ["warn_red", "supervise"], at = "+1wd" }]
[[policy.milestone]]
kind = "visit"
start = "reply_accepted"
limit = "3wd"
[[policy.milestone]]
kind = "redo"
start = "opened"
limit = "3wd"
[[policy.milestone]]
kind = "caller_reply"
start = "merged"
limit = "1wd"
[[policy]]
id = "of-waterworks"
version = "1"
priority = 5
calendar = "weekdays"
when = { units = ["water"] }
[[policy.milestone]]
kind = "resolve"
start = "dispatched"
limit = "2wd"
[[example]]
name = "x"
request = { kind = "help", complex = true }
story = [
)";
constexpr int first_story_line = 60;

const std::string opened = "2026-03-02 09:00 open";              // a Monday
const std::string dispatched = "2026-03-02 09:00 dispatch a b";  // legs 1 and 2

class StoryTest {
  public:
    StoryTest() {
        dir_.write("weekdays.toml",
                   "id = \"weekdays\"\nversion = \"1\"\nknown_from_year = 2026\n"
                   "known_to_year = 2026\n[week]\n"
                   "monday = [\"08:30-17:30\"]\ntuesday = [\"08:30-17:30\"]\n"
                   "wednesday = [\"08:30-17:30\"]\nthursday = [\"08:30-17:30\"]\n"
                   "friday = [\"08:30-17:30\"]\n");
    }

    // What is told of a story, without the file and the example's name.
    Lines told(const Lines& story) const {
        std::string content = everything;
        for (const std::string& line : story)
            content += "\"" + line + "\",\n";
        Lines lines = regime_problems(dir_, content + "]\n");
        for (std::string& line : lines) {
            line = replaced(line, "regime.toml:", "");
            if (line.find("example \"x\": ") != std::string::npos)
                line = replaced(line, "example \"x\": ", "");
        }
        return lines;
    }

  private:
    PackDir dir_;
};

// The story goes as told, and every expectation of `wrong` after it does not hold.
void check(const Lines& story, const Lines& wrong = {}) {
    const StoryTest test;
    CHECK(test.told(story) == Lines{});
    for (const std::string& expectation : wrong) {
        Lines longer = story;
        longer.push_back("expect " + expectation);
        const Lines lines = test.told(longer);
        INFO(expectation);
        REQUIRE(lines.size() == 1);
        CHECK(lines[0].find(": expected " + expectation + ", found ") != std::string::npos);
    }
}

}  // namespace

TEST_CASE("a story goes from intake to the closed ticket") {
    check({opened,
           "expect stage awaiting_dispatch",
           "expect dispatch due 2026-03-02 11:00",
           dispatched,
           "expect met dispatch",
           "expect policy everything",
           "expect policy 2 everything",
           "expect leg awaiting_receipt",
           "expect no received",
           "2026-03-02 10:00 receive",
           "expect met receive#1",
           "expect running receive#2",
           "expect leg handling",
           "expect leg 2 awaiting_receipt",
           "expect plan started 2026-03-02 10:00 due 2026-03-04 17:30",
           "2026-03-02 10:30 contact",
           "2026-03-02 11:00 plan",
           "expect met plan",
           "2026-03-02 11:00 contact 2",
           "expect met contact#1",
           "expect met receive#2",
           "2026-03-03 10:00 reply 2",
           "expect met resolve#2",
           "2026-03-03 11:00 progress",
           "2026-03-04 09:00 reply",
           "expect stage awaiting_check",
           "2026-03-04 10:00 send_back",
           "expect running resolve#1",
           "2026-03-04 11:00 reply",
           "2026-03-04 12:00 accept",
           "expect stage awaiting_visit",
           "2026-03-04 15:00 visit unreached",
           "expect running visit",
           "2026-03-04 16:00 visit unsolved",
           "expect met visit",
           "expect stage awaiting_redo",
           "2026-03-05 09:00 redo",
           "expect redo due 2026-03-10 17:30",
           "2026-03-05 09:30 reply",
           "2026-03-05 10:00 accept",
           "2026-03-05 11:00 visit solved",
           "expect stage closed",
           "expect no overdue",
           "expect no supervised"},
          {"stage handling", "overdue", "overdue resolve", "running visit", "cancelled visit",
           "supervised", "no met redo", "policy other", "leg 9 done", "no leg 9 done",
           "running return_window#7", "no overdue visit#4", "notices 5", "notice written",
           "no complex", "redo due 2026-03-10 17:31", "redo guessed"});
}

TEST_CASE("time that runs between two lines reaches every step at its own instant") {
    check({opened,
           dispatched,
           "expect resolve#1 urge 2026-03-09 15:30",
           "expect resolve#1 warn_red 2026-03-10 08:30 supervise 2026-03-10 08:30",
           "expect no received 2",
           "2026-03-03 17:30 wait",
           "expect no received",
           "2026-03-03 17:31 wait",
           "expect received",
           "expect received 2",
           "expect accepted",
           "expect accepted 2",
           "expect overdue contact#1",
           "2026-03-09 15:29 wait",
           "expect no notice phone_task",
           "2026-03-09 15:30 wait",
           "expect notice phone_task 2026-03-09 15:30",
           "2026-03-09 17:30 wait",
           "expect no overdue resolve",
           "2026-03-09 17:31 wait",
           "expect overdue resolve",
           "expect counts resolve",
           "expect no supervised",
           "2026-03-10 08:30 wait",
           "expect supervised",
           "2026-03-10 09:00 appeal resolve#2",
           "2026-03-10 09:30 approve",
           "expect no counts resolve",
           "expect counts resolve#1",
           "expect overdue resolve"},
          {"counts resolve#2", "no supervised", "no received", "no accepted 2",
           "no notice phone_task", "notice phone_task 2026-03-09 15:31",
           "resolve#1 urge 2026-03-09 15:31", "resolve#1 notify 2026-03-09 15:31"});
}

TEST_CASE("a story extends suspends and resumes") {
    check({opened,
           dispatched,
           "2026-03-02 10:00 receive",
           "2026-03-02 10:00 contact",
           "2026-03-06 10:00 extend 6wd -> extension_cap",
           "2026-03-06 10:00 extend 5wd",
           "2026-03-06 10:00 approve -> approver_required",
           "2026-03-06 10:00 reject 2 supervisor -> petition_not_found",
           "2026-03-06 10:00 approve 1 supervisor",
           "expect resolve#1 due 2026-03-16 17:30",
           "expect resolve#2 due 2026-03-09 17:30",
           "2026-03-06 10:00 extend 1wd -> extension_count",
           "2026-03-06 11:00 suspend weather 5wd -> suspension_reason",
           "2026-03-06 11:00 suspend litigation 5wd",
           "2026-03-06 12:00 approve",
           "expect resolve#1 due 2026-03-23 17:30",
           "2026-03-09 12:00 resume",
           "2026-03-09 12:00 resume -> not_suspended",
           "2026-03-09 12:00 extend 2 1wd",
           "2026-03-09 12:30 reject 2 supervisor",
           "expect resolve#2 due 2026-03-09 17:30"});
}

TEST_CASE("a story returns and dispatches again until a unit is designated") {
    check({opened, "2026-03-02 09:00 dispatch a", "2026-03-02 10:00 return",
           "2026-03-02 11:00 approve", "expect leg returned", "expect cancelled resolve",
           "2026-03-02 12:00 dispatch b", "expect no designated", "2026-03-02 13:00 return",
           "2026-03-02 13:00 approve", "2026-03-02 14:00 dispatch c", "expect designated",
           "expect designated 3", "expect no designated 1",
           "2026-03-02 15:00 return -> designated"});
}

TEST_CASE("a unit's own policy times its legs") {
    check({opened, "2026-03-02 09:00 dispatch a water", "expect policy everything",
           "expect policy 1 everything", "expect policy 2 of-waterworks",
           "expect resolve#1 due 2026-03-09 17:30", "expect resolve#2 due 2026-03-04 17:30"});
}

TEST_CASE("a story sub-dispatches exits confirms merges and withdraws") {
    check({opened,
           dispatched,
           "2026-03-02 10:00 receive",
           "2026-03-02 10:00 subdispatch a1 a2",
           "expect leg 4 awaiting_receipt",
           "2026-03-02 10:00 exit 2",
           "expect leg 2 exited",
           "2026-03-02 11:00 exit -> lead_cannot_exit",
           "2026-03-02 11:00 confirm",
           "expect met resolve#1",
           "2026-03-02 11:00 urge",
           "2026-03-02 11:00 supervise",
           "expect supervised",
           "expect complex",
           "2026-03-02 11:00 not_complex",
           "expect no complex",
           "2026-03-02 11:00 complex",
           "2026-03-02 12:00 assist d",
           "expect leg 5 awaiting_receipt",
           "2026-03-02 12:00 recount -> no_change",
           "2026-03-02 13:00 withdraw",
           "expect stage withdrawn"});
    check({opened, dispatched, "2026-03-02 10:00 merge", "expect stage merged",
           "expect caller_reply due 2026-03-03 17:30", "2026-03-02 11:00 answer_caller",
           "expect met caller_reply"});
}

TEST_CASE("lines that mean nothing are problems of the file") {
    const StoryTest test;
    const std::string form =
        ": story: expected \"YYYY-MM-DD HH:MM VERB ...\" or \"expect ...\", with \"-> CODE\" only "
        "after a verb, found ";
    const std::string at = std::to_string(first_story_line + 1) + ":1";
    for (const std::string line :
         {"open", "2026-03-02 open", "2026-03-02 9:00 receive", "2026-02-30 09:00 receive",
          "2026-03-02 09:00", "expect", "expect stage closed -> no_change",
          "2026-03-02 09:00 receive -> ", "2026-03-02 09:00 receive -> a b", "-> no_change"})
        CHECK(test.told({opened, line}) == Lines{at + form + '"' + line + '"'});
    struct Row {
        std::string line, expected;
    };
    const std::string clock = "\"KIND [guessed | due TIME | started TIME | STEP TIME]...\"";
    for (const auto& [line, expected] : std::vector<Row>{
             {"2026-03-02 09:00 receive x", "\"receive [LEG]\""},
             {"2026-03-02 09:00 receive 1 2", "\"receive [LEG]\""},
             {"2026-03-02 09:00 dispatch", "\"dispatch UNIT...\""},
             {"2026-03-02 09:00 extend 5", "\"extend [LEG] Nwd\""},
             {"2026-03-02 09:00 extend 1 5d", "\"extend [LEG] Nwd\""},
             {"2026-03-02 09:00 suspend 5wd", "\"suspend [LEG] CODE Nwd\""},
             {"2026-03-02 09:00 approve system", "\"approve [LEG] [ROLE]\""},
             {"2026-03-02 09:00 appeal", "\"appeal KIND\""},
             {"2026-03-02 09:00 appeal frob", "\"appeal KIND\""},
             {"2026-03-02 09:00 visit", "\"visit solved|unsolved|unreached\""},
             {"2026-03-02 09:00 visit happy", "\"visit solved|unsolved|unreached\""},
             {"2026-03-02 09:00 receive -> nonsense",
              "a refusal's code (docs/api.md) after \"->\""},
             {"expect stage frob", "\"stage STAGE\""},
             {"expect no stage frob", "\"stage STAGE\""},
             {"expect met", "\"met KIND\""},
             {"expect met resolve#0", "\"met KIND\""},
             {"expect met resolve#x", "\"met KIND\""},
             {"expect notices", "\"notices N\""},
             {"expect notice letter", "\"notice KIND [TIME]\""},
             {"expect resolve due", clock},
             {"expect resolve due 2026-03-02", clock},
             {"expect resolve late 2026-03-02 09:00", clock},
             {"expect resolve#2 guessed now", clock},
             {"expect supervised now", "\"supervised\""},
         })
        CHECK(test.told({opened, line}) ==
              Lines{at + ": story: expected " + expected + ", found \"" + line + '"'});
    const Lines verb = test.told({opened, "2026-03-02 09:00 frob"});
    REQUIRE(verb.size() == 1);
    CHECK(verb[0].starts_with(at + ": story: expected one of open, dispatch, assist, receive, "));
    const Lines word = test.told({opened, "expect frob"});
    REQUIRE(word.size() == 1);
    CHECK(word[0].starts_with(at + ": story: expected one of no, KIND, policy, stage, "));
    CHECK(test.told({opened, "2026-03-02 08:59 wait"}) ==
          Lines{at + ": story: expected a time not before that of the line above, found "
                     "\"2026-03-02 08:59 wait\""});
}

TEST_CASE("a command that goes otherwise than told ends its story") {
    const StoryTest test;
    const std::string line = std::to_string(first_story_line + 1);
    CHECK(test.told({opened, "2026-03-02 09:00 receive", "expect stage closed"}) ==
          Lines{line +
                ":1: expected receive to be done, found wrong_stage (the ticket is in another "
                "stage)"});
    CHECK(test.told({opened, "2026-03-02 09:00 dispatch a -> no_change", "expect stage closed"}) ==
          Lines{line + ":1: expected dispatch a to be refused as no_change, found it done"});
    const Lines other = test.told({opened, "2026-03-02 09:00 receive -> no_change"});
    REQUIRE(other.size() == 1);
    CHECK(other[0].starts_with(
        line + ":1: expected receive to be refused as no_change, found wrong_stage ("));
    const Lines unopened = test.told({"2026-03-02 09:00 dispatch a"});
    REQUIRE(unopened.size() == 1);
    CHECK(unopened[0].find("found ticket_not_found (") != std::string::npos);
    CHECK(test.told({opened, "expect stage closed", "expect complex", "expect no complex"}) ==
          Lines{line + ":1: expected stage closed, found awaiting_dispatch",
                std::to_string(first_story_line + 3) + ":1: expected no complex, found complex"});
}

TEST_CASE("the examples of the demo city hold and are run by check_city") {
    const std::filesystem::path demo = std::filesystem::path{HOTLINE_SOURCE_DIR} / "config/demo";
    const LoadedCity city = load_city(demo);
    CHECK(city.examples.size() >= 5);
    CHECK(run_examples(city.examples, *city.policies) == Lines{});
    const PackDir pack;
    pack.change("policies.toml", "expect policy default", "expect policy other");
    CHECK(pack.relative(check_city(pack.path())) ==
          Lines{"policies.toml:17:35: example \"a week\": expected policy other, found default"});
}
