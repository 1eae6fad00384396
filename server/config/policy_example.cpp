#include "server/config/policy_example.hpp"

#include "server/config/policy_names.hpp"
#include "server/config/story.hpp"
#include "ticketing/record/event_json.hpp"
#include "ticketing/rules/refusals.hpp"

#include <algorithm>

namespace hotline::server {

namespace {

constexpr std::string_view line_form =
    "\"YYYY-MM-DD HH:MM VERB ...\" or \"expect ...\", with \"-> CODE\" only after a verb";
constexpr std::size_t steps_max = 10'000;  // between two lines: far above what clocks have

bool is_refusal_code(const std::string& code) {
    return std::any_of(refusals::all.begin(), refusals::all.end(),
                       [&](const RefusalCode& row) { return row.code == code; });
}

std::string joined(const std::vector<std::string>& words) {
    std::string text;
    for (const std::string& word : words)
        text += (text.empty() ? "" : " ") + word;
    return text;
}

std::string text_of(const Refusal& refusal) {
    const std::string where = refusal.field.empty() ? "" : refusal.field + ": ";
    return refusal.code + " (" + where + refusal.detail + ")";
}

bool mean_something(StoryWords& words) {
    return words.finished() && !words.failed();
}

// What the line should be instead; empty when it means something. That is the same whatever the
// ticket is, so it is found on an empty one.
std::string wrong_form(const StoryLine& line) {
    static const WorkCalendar any_calendar = [] {
        CalendarSpec spec;
        spec.known_from_year = spec.known_to_year = 2000;
        spec.week[0] = {{0, 1}};
        return WorkCalendar{spec};
    }();
    StoryWorld world;
    world.calendar = &any_calendar;
    StoryWords words{line.words};
    if (line.time) {
        story_wish(words, world);
        if (!mean_something(words)) return verb_usage(line.words[0]);
        if (line.refused_as.empty() || is_refusal_code(line.refused_as)) return {};
        return "a refusal's code (docs/api.md) after \"->\"";
    }
    story_finding(words, world);
    if (mean_something(words)) return {};
    const bool is_negated = line.words[0] == "no" && line.words.size() > 1;
    return expectation_usage(line.words[is_negated ? 1 : 0]);
}

void check_story(TableReader& table, const std::vector<PlacedText>& story) {
    std::optional<LocalTime> last;
    for (const PlacedText& text : story) {
        const auto line = parse_story_line(text.value);
        if (!line) {
            table.problem_at(text.at, "story", std::string{line_form},
                             TableReader::quoted(text.value));
            continue;
        }
        if (const std::string expected = wrong_form(*line); !expected.empty())
            table.problem_at(text.at, "story", expected, TableReader::quoted(text.value));
        if (line->time && last && *line->time < *last)
            table.problem_at(text.at, "story", "a time not before that of the line above",
                             TableReader::quoted(text.value));
        if (line->time) last = line->time;
    }
}

Request read_request(TableReader& example, const dispatch::City* city,
                     std::optional<LocalTime>& external_due) {
    Request request;
    request.title = "算例";
    auto table = example.table("request");
    if (!table) return request;
    request.channel = table->choice_or("channel", request.channel, names_of<Channel>());
    request.kind = table->choice_or("kind", request.kind, names_of<RequestKind>());
    request.urgency = table->choice_or("urgency", request.urgency, names_of<Urgency>());
    request.caller.type =
        table->choice_or("caller_type", request.caller.type, names_of<CallerType>());
    request.origin = table->choice_or("origin", request.origin, names_of<Origin>());
    request.item = table->text_or("item", "");
    if (city && !request.item.empty() && !city->item(request.item))
        table->problem("item", "the code of a catalogue item", TableReader::quoted(request.item));
    request.district = table->text_or("district", "");
    if (city && !request.district.empty() && !city->district(request.district))
        table->problem("district", "the code of a district", TableReader::quoted(request.district));
    for (PlacedText& tag : table->texts("tags"))
        request.tags.push_back(std::move(tag.value));
    request.law = table->text_or("law", "");
    request.complex = table->boolean_or("complex", false);
    external_due = table->local_time_or_none("external_due");
    table->finish();
    return request;
}

// One example as it runs. Lives for one call of run_examples.
class Story {
  public:
    Story(const PolicyExample& example, const PolicyBook& policies)
        : example_(example), policies_(policies) {
        world_.calendar = policies.calendar_of(policies.policies().front());
        world_.request = example.request;
        if (example.external_due)
            world_.request.external_due_at = instant_at(*world_.calendar, *example.external_due);
    }

    std::vector<std::string> run() {
        for (const PlacedText& text : example_.story) {
            const auto line = parse_story_line(text.value);  // read_example has checked it
            if (!line->time)
                expect(text, *line);
            else if (!act(text, *line))
                break;
        }
        return std::move(failures_);
    }

  private:
    void fail(const PlacedText& at, const std::string& expected, const std::string& found) {
        failures_.push_back(example_.file + ":" + std::to_string(at.at.line) + ":" +
                            std::to_string(at.at.column) + ": example " +
                            TableReader::quoted(example_.name.value) + ": expected " + expected +
                            ", found " + found);
    }

    void expect(const PlacedText& text, const StoryLine& line) {
        StoryWords words{line.words};
        const StoryFinding finding = story_finding(words, world_);
        if (!finding.holds) fail(text, joined(line.words), finding.found);
    }

    // False when the story cannot go on.
    bool act(const PlacedText& text, const StoryLine& line) {
        const Instant at = instant_at(*world_.calendar, *line.time);
        if (!let_time_run(text, at)) return false;
        world_.now = at;
        StoryWords words{line.words};
        const auto wish = story_wish(words, world_);
        if (!wish) return true;
        const auto no = refusal_of(*wish);
        if (!no && line.refused_as.empty()) return true;
        if (no && no->code == line.refused_as) return true;
        fail(text,
             joined(line.words) +
                 (line.refused_as.empty() ? " to be done" : " to be refused as " + line.refused_as),
             no ? text_of(*no) : "it done");
        return false;
    }

    // Every step that is due by `until` is reached, each at its own instant, as the server would.
    bool let_time_run(const PlacedText& text, Instant until) {
        for (std::size_t steps = 0;; ++steps) {
            const auto reach = next_reach();
            if (!reach || reach->at > until) return true;
            world_.now = reach->at;
            const StoryWish wish{*reach, {Role::system, "时限", {}}};
            const auto no = refusal_of(wish);
            if (!no && steps < steps_max) continue;
            fail(text, "the step " + std::string{record::enum_name(reach->step)},
                 no ? text_of(*no) : "no end of steps");
            return false;
        }
    }

    // The earliest step that a running clock waits for.
    std::optional<ReachStep> next_reach() const {
        std::optional<ReachStep> next;
        for (const Clock& clock : world_.ticket.clocks) {
            const auto step = next_step(clock);
            if (!step || (next && next->at <= step->at)) continue;
            next = ReachStep{clock.id, step->kind, step->at, "值班员", "上级"};
        }
        return next;
    }

    // Decides, and when it is not refused, applies.
    std::optional<Refusal> refusal_of(const StoryWish& wish) {
        DecideContext context;
        context.now = world_.now;
        context.actor = wish.actor;
        context.policies = &policies_;
        context.new_number = TicketNumber{1};
        context.merge_target = Stage::handling;
        const bool exists = world_.ticket.version > 0;
        const auto events = decide(exists ? &world_.ticket : nullptr, wish.command, context);
        if (events.has_error()) return events.error();
        for (const Event& event : *events)
            apply(world_.ticket, event);
        return std::nullopt;
    }

    const PolicyExample& example_;
    const PolicyBook& policies_;
    StoryWorld world_;
    std::vector<std::string> failures_;
};

}  // namespace

PolicyExample read_example(TableReader& table, const dispatch::City* city) {
    PolicyExample example;
    example.file = table.file();
    example.name = {table.text("name"), table.position_of("name")};
    example.request = read_request(table, city, example.external_due);
    example.story = table.texts("story");
    if (example.story.empty()) table.problem("story", "one or more lines", "none");
    check_story(table, example.story);
    table.finish();
    return example;
}

std::vector<std::string> run_examples(std::span<const PolicyExample> examples,
                                      const PolicyBook& policies) {
    std::vector<std::string> failures;
    for (const PolicyExample& example : examples)
        for (std::string& failure : Story{example, policies}.run())
            failures.push_back(std::move(failure));
    return failures;
}

}  // namespace hotline::server
