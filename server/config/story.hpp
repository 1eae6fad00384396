// One line of an example's story, and what the tables of verbs and of expectations share. Internal
// to policy_example, story_verbs and story_expectations.
#pragma once

#include "server/config/local_time.hpp"
#include "server/config/policy_names.hpp"
#include "server/config/toml_reader.hpp"
#include "ticketing/rules/decide.hpp"

#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace hotline::server {

// "contact", "contact#2": the last or the second of that kind.
struct ClockName {
    MilestoneKind kind = MilestoneKind::resolve;
    std::optional<std::size_t> nth;  // from 1
};

// The words of a line, taken one after the other. A word that is not of the asked form makes the
// line fail; what is given then is harmless.
class StoryWords {
  public:
    explicit StoryWords(std::span<const std::string> words) : words_(words) {}

    bool failed() const { return failed_; }
    bool finished() const { return words_.empty(); }
    void fail() { failed_ = true; }

    std::string_view peek() const { return words_.empty() ? "" : std::string_view{words_[0]}; }
    std::string word();
    std::vector<std::string> rest();       // one or more
    std::optional<std::int32_t> number();  // when the next word is one
    std::int32_t working_days();           // "10wd"
    LocalTime time();                      // two words
    ClockName clock();
    bool next_is_clock() const;

    template <class Enum>
    Enum choice(Names<Enum> names) {
        const std::string given = word();
        for (const auto& [name, value] : names)
            if (name == given) return value;
        fail();
        return names.front().second;
    }

  private:
    std::span<const std::string> words_;
    bool failed_ = false;
};

struct StoryLine {
    std::optional<LocalTime> time;   // empty: an expectation
    std::vector<std::string> words;  // after the time or `expect`
    std::string refused_as;          // after "->", or empty
};

// Empty when the line has neither form.
std::optional<StoryLine> parse_story_line(std::string_view text);

// Where a story stands. Before it is opened, `ticket` has no version.
struct StoryWorld {
    const WorkCalendar* calendar = nullptr;  // of the zone
    Request request;
    Instant now{};
    TicketState ticket;
};

struct StoryWish {
    Command command;
    Actor actor;
};

// The leg that a line without a number means: the live lead leg, else the last lead leg.
LegId lead_of(const TicketState& ticket);
const Clock* find_clock(const TicketState& ticket, const ClockName& name);

// What is done by these words; empty for `wait`. Reads only `ticket`, `now` and `request` of the
// world; `words` fails when they mean nothing.
std::optional<StoryWish> story_wish(StoryWords& words, const StoryWorld& world);

// Whether what these words say is so, and how it is instead.
struct StoryFinding {
    bool holds = false;
    std::string found;
    bool missing = false;  // what it speaks of is not there: then its contrary is not so either
};
StoryFinding story_finding(StoryWords& words, const StoryWorld& world);

// What people can write, for messages: "receive [LEG]", "dispatch UNIT...", ...
std::string verb_usage(std::string_view verb);  // of one verb; of all when it is none
std::string expectation_usage(std::string_view word);

}  // namespace hotline::server
