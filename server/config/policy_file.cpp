#include "server/config/policy_file.hpp"

#include "server/config/enum_names.hpp"

#include <algorithm>
#include <set>

namespace hotline::server {

namespace {

constexpr NameTable<MilestoneKind, 7> milestone_names{{
    {"receive", MilestoneKind::receive},
    {"contact", MilestoneKind::contact},
    {"plan", MilestoneKind::plan},
    {"reply", MilestoneKind::reply},
    {"resolve", MilestoneKind::resolve},
    {"visit", MilestoneKind::visit},
    {"redo", MilestoneKind::redo},
}};
constexpr NameTable<LimitUnit, 6> limit_unit_names{{
    {"minutes", LimitUnit::minutes},
    {"hours", LimitUnit::hours},
    {"working_minutes", LimitUnit::working_minutes},
    {"working_hours", LimitUnit::working_hours},
    {"working_days", LimitUnit::working_days},
    {"calendar_days", LimitUnit::calendar_days},
}};
constexpr NameTable<Counting, 2> counting_names{{
    {"civil_code", Counting::civil_code},
    {"instant", Counting::instant},
}};
constexpr NameTable<StartEvent, 4> start_names{{
    {"opened", StartEvent::opened},
    {"dispatched", StartEvent::dispatched},
    {"received", StartEvent::received},
    {"reply_accepted", StartEvent::reply_accepted},
}};
constexpr NameTable<StepKind, 2> warning_names{{
    {"warn_yellow", StepKind::warn_yellow},
    {"warn_red", StepKind::warn_red},
}};

constexpr IntegerRange priority_range{-1000, 1000};
constexpr IntegerRange extension_range{0, 200};
constexpr IntegerRange extension_times_range{0, 10};
constexpr IntegerRange window_range{0, 60};
constexpr IntegerRange warning_days_range{-60, 60};
constexpr IntegerRange percent_range{1, 99};

// About two years of each unit: what a calendar's table holds beyond its known years is more.
IntegerRange amount_range(LimitUnit unit) {
    switch (unit) {
        case LimitUnit::minutes:
            return {1, 1'000'000};
        case LimitUnit::hours:
            return {1, 17'520};
        case LimitUnit::working_minutes:
            return {1, 240'000};
        case LimitUnit::working_hours:
            return {1, 4'000};
        case LimitUnit::working_days:
            return {1, 500};
        case LimitUnit::calendar_days:
            return {1, 730};
    }
    return {1, 1};
}

class PolicyReader {
  public:
    PolicyReader(TableReader root, const dispatch::City& city, const Calendars& calendars)
        : root_(std::move(root)), city_(city), calendars_(calendars) {}

    std::vector<Policy> read() {
        auto tables = root_.tables("policy");
        if (tables.empty()) root_.problem("policy", "one or more policies", "none");
        for (TableReader& table : tables)
            read_policy(table);
        root_.finish();
        return std::move(policies_);
    }

  private:
    void read_policy(TableReader& table) {
        Policy policy;
        policy.id = table.text("id");
        policy.version = table.text("version");
        policy.priority = static_cast<std::int32_t>(table.integer("priority", priority_range));
        policy.calendar_id = table.text("calendar");
        const WorkCalendar* calendar = find_calendar(policy.calendar_id);
        if (!calendar && !policy.calendar_id.empty())
            table.problem("calendar", "the id of a calendar of this city",
                          TableReader::quoted(policy.calendar_id));
        read_effect(table, calendar, policy);
        read_selector(table, policy.selector);
        read_extension(table, policy.extension);
        policy.returning.window_working_days = static_cast<std::int32_t>(
            table.integer_or("return_window_working_days", 0, window_range));
        read_milestones(table, policy);
        table.finish();
        if (!ids_.insert({policy.id, policy.version}).second)
            table.problem("version", "a version of its own",
                          TableReader::quoted(policy.version) + " of " + policy.id + " again");
        policies_.push_back(std::move(policy));
    }

    const WorkCalendar* find_calendar(const std::string& id) const {
        for (const auto& calendar : calendars_)
            if (calendar->id() == id) return calendar.get();
        return nullptr;
    }

    // Dates are midnights of the policy's calendar: from the first instant of `effective_from` to
    // before the first of `effective_to`.
    void read_effect(TableReader& table, const WorkCalendar* calendar, Policy& policy) {
        const auto from = table.date_or_none("effective_from");
        const auto to = table.date_or_none("effective_to");
        if (from && to && *from >= *to)
            table.problem("effective_to", "a day after effective_from", "one before it");
        if (!calendar) return;
        if (from) policy.effective_from = calendar->instant_of(*from, 0);
        if (to) policy.effective_to = calendar->instant_of(*to, 0);
    }

    void read_selector(TableReader& table, PolicySelector& selector) {
        selector.channels = table.choices("channels", Names<Channel>{channel_names});
        selector.kinds = table.choices("kinds", Names<RequestKind>{request_kind_names});
        selector.urgencies = table.choices("urgencies", Names<Urgency>{urgency_names});
        for (const PlacedText& code : table.texts("items")) {
            if (city_.item(code.value))
                selector.items.push_back(code.value);
            else
                table.problem_at(code.at, "items", "the code of a catalogue item",
                                 TableReader::quoted(code.value));
        }
    }

    void read_extension(TableReader& table, ExtensionRule& rule) {
        auto extension = table.table("extension");
        if (!extension) return;
        rule.max_working_days =
            static_cast<std::int32_t>(extension->integer("max_working_days", extension_range));
        rule.max_times =
            static_cast<std::int32_t>(extension->integer("max_times", extension_times_range));
        extension->finish();
    }

    void read_milestones(TableReader& table, Policy& policy) {
        auto milestones = table.tables("milestone");
        if (milestones.empty()) table.problem("milestone", "one or more milestones", "none");
        std::set<MilestoneKind> seen;
        for (TableReader& milestone : milestones) {
            MilestoneRule rule;
            rule.kind = milestone.choice("kind", Names<MilestoneKind>{milestone_names});
            if (!seen.insert(rule.kind).second)
                milestone.problem("kind", "each kind once in a policy", "one again");
            read_limit(milestone, rule);
            for (TableReader& warning : milestone.tables("warnings"))
                rule.warnings.push_back(read_warning(warning));
            milestone.finish();
            policy.milestones.push_back(std::move(rule));
        }
    }

    void read_limit(TableReader& table, MilestoneRule& rule) {
        rule.start = table.choice("start", Names<StartEvent>{start_names});
        rule.unit = table.choice("unit", Names<LimitUnit>{limit_unit_names});
        rule.amount = static_cast<std::int32_t>(table.integer("amount", amount_range(rule.unit)));
        const bool counts_days =
            rule.unit == LimitUnit::working_days || rule.unit == LimitUnit::calendar_days;
        rule.counting =
            table.choice_or("counting", Counting::civil_code, Names<Counting>{counting_names});
        if (!counts_days && table.has("counting"))
            table.problem("counting", "counting only with limits in days", "it here");
    }

    StepRule read_warning(TableReader& table) {
        StepRule step;
        step.kind = table.choice("kind", Names<StepKind>{warning_names});
        const bool by_days = table.has("working_days");
        const bool by_percent = table.has("percent");
        if (by_days == by_percent)
            table.problem("kind", "either working_days or percent beside it",
                          by_days ? "both" : "neither");
        step.working_days =
            static_cast<std::int32_t>(table.integer_or("working_days", 0, warning_days_range));
        step.percent = static_cast<std::int32_t>(table.integer_or("percent", 0, percent_range));
        table.finish();
        return step;
    }

    TableReader root_;
    const dispatch::City& city_;
    const Calendars& calendars_;
    std::vector<Policy> policies_;
    std::set<std::pair<std::string, std::string>> ids_;
};

}  // namespace

std::shared_ptr<const PolicyBook> read_policies(const std::filesystem::path& path,
                                                const dispatch::City& city,
                                                const Calendars& calendars,
                                                ConfigProblems& problems) {
    const std::size_t problems_before = problems.lines().size();
    const TomlFile file{path, problems};
    if (!file.parsed()) return nullptr;
    auto policies = PolicyReader{file.root(), city, calendars}.read();
    if (problems.lines().size() != problems_before) return nullptr;
    try {
        return std::make_shared<const PolicyBook>(std::move(policies), calendars);
    } catch (const std::invalid_argument& error) {
        // What only all policies together show, such as two that would both apply.
        problems.add(path.string(), {},
                     std::string{"expected policies that fit together, found: "} + error.what());
        return nullptr;
    }
}

}  // namespace hotline::server
