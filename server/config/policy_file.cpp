#include "server/config/policy_file.hpp"

#include "server/config/calendar_file.hpp"
#include "server/config/policy_parts.hpp"

#include <algorithm>
#include <set>

namespace hotline::server {

namespace {

constexpr IntegerRange priority_range{-1000, 1000};

// Where a policy and its milestones stand in the file.
struct PolicyPlace {
    FilePosition at;
    std::vector<FilePosition> milestones;
};

class PolicyReader {
  public:
    // Without a city, codes are not checked.
    PolicyReader(TableReader root, const dispatch::City* city, const Calendars& calendars)
        : root_(std::move(root)), city_(city), calendars_(calendars) {}

    void read() {
        auto tables = root_.tables("policy");
        if (tables.empty()) root_.problem("policy", "one or more policies", "none");
        for (TableReader& table : tables)
            read_policy(table);
        for (TableReader& table : root_.tables("example"))
            examples_.push_back(read_example(table, city_));
        root_.finish();
    }

    std::vector<Policy> take_policies() { return std::move(policies_); }
    std::vector<PolicyExample> take_examples() { return std::move(examples_); }

    // What makes no sense in the policies, told at their places.
    void check(ConfigProblems& problems) const {
        for (const PolicyProblem& found : problems_of(policies_))
            tell(found, problems);
    }

  private:
    void read_policy(TableReader& table) {
        Policy policy;
        policy.id = table.text("id");
        policy.version = table.text("version");
        policy.name = table.text_or("name", "");
        policy.source = table.text_or("source", "");
        policy.official = table.boolean_or("official", policy.official);
        policy.assessed = table.boolean_or("assessed", policy.assessed);
        policy.priority = static_cast<std::int32_t>(table.integer("priority", priority_range));
        policy.calendar_id = table.text("calendar");
        read_effect(table, policy);
        policy.selector = read_selector(table, city_);
        policy.item_limits = read_item_limits(table, city_);
        policy.extension = read_extension(table);
        policy.returning = read_return(table);
        policy.redo = read_redo(table);
        policy.pause = read_pause(table);
        policy.external_margin = read_limit_or_none(table, "external_margin");
        policy.service_confirmation =
            table.boolean_or("service_confirmation", policy.service_confirmation);
        policy.child_may_exceed = table.boolean_or("child_may_exceed", policy.child_may_exceed);
        places_.push_back({table.position(), {}});
        read_milestones(table, policy);
        table.finish();
        policies_.push_back(std::move(policy));
    }

    void read_milestones(TableReader& table, Policy& policy) {
        auto milestones = table.tables("milestone");
        if (milestones.empty()) table.problem("milestone", "one or more milestones", "none");
        for (TableReader& milestone : milestones) {
            places_.back().milestones.push_back(milestone.position());
            policy.milestones.push_back(read_milestone(milestone));
        }
    }

    // Local times are those of the policy's calendar.
    void read_effect(TableReader& table, Policy& policy) {
        const WorkCalendar* calendar = find_calendar(policy.calendar_id);
        if (!calendar && !policy.calendar_id.empty())
            table.problem("calendar", "the id of " + calendar_names(),
                          TableReader::quoted(policy.calendar_id));
        const auto from = table.local_time_or_none("effective_from");
        const auto to = table.local_time_or_none("effective_to");
        if (from && to && *from >= *to)
            table.problem("effective_to", "a time after effective_from", "one not after it");
        if (!calendar) return;
        if (from) policy.effective_from = instant_at(*calendar, *from);
        if (to) policy.effective_to = instant_at(*calendar, *to);
    }

    const WorkCalendar* find_calendar(const std::string& id) const {
        for (const auto& calendar : calendars_)
            if (calendar->id() == id) return calendar.get();
        return nullptr;
    }

    std::string calendar_names() const {
        return city_ ? "a calendar of this city" : "a calendar of this file";
    }

    void tell(const PolicyProblem& found, ConfigProblems& problems) const {
        // Of two that do not fit together the later is told, with the line of the earlier.
        const std::size_t later = std::max(found.policy, found.other.value_or(found.policy));
        const std::size_t earlier = std::min(found.policy, found.other.value_or(found.policy));
        const Policy& policy = policies_.at(found.policy);
        FilePosition at = places_.at(later).at;
        if (found.milestone && !found.other) at = places_.at(later).milestones.at(*found.milestone);
        std::string what = "policy " + policy.id + " " + policy.version + ": " + found.what;
        if (later != earlier)
            what +=
                " (the other one is in line " + std::to_string(places_.at(earlier).at.line) + ")";
        problems.add(root_.file(), at,
                     "expected policies that make sense and fit together, found " + what);
    }

    TableReader root_;
    const dispatch::City* city_;
    const Calendars& calendars_;
    std::vector<Policy> policies_;
    std::vector<PolicyPlace> places_;  // of policies_
    std::vector<PolicyExample> examples_;
};

PolicyFile read_tables(TableReader root, const dispatch::City* city, const Calendars& calendars,
                       std::size_t problems_before, ConfigProblems& problems) {
    PolicyReader reader{std::move(root), city, calendars};
    reader.read();
    // Of values that could not be read, nothing further can be said.
    if (problems.lines().size() == problems_before) reader.check(problems);
    PolicyFile file;
    file.examples = reader.take_examples();
    if (problems.lines().size() == problems_before)
        file.policies = std::make_shared<const PolicyBook>(reader.take_policies(), calendars);
    return file;
}

Calendars read_own_calendars(TableReader& root, const std::filesystem::path& path,
                             ConfigProblems& problems) {
    Calendars calendars;
    std::set<std::string> ids;
    for (const PlacedText& name : root.texts("calendars")) {
        auto calendar =
            read_calendar((path.parent_path() / name.value).lexically_normal(), problems);
        if (!calendar) continue;
        if (ids.insert(calendar->id()).second)
            calendars.push_back(std::move(calendar));
        else
            root.problem_at(name.at, "calendars", "each calendar id once",
                            TableReader::quoted(calendar->id()) + " again");
    }
    if (!root.has("calendars")) root.problem("calendars", "files of calendars", "nothing");
    return calendars;
}

}  // namespace

PolicyFile read_policies(const std::filesystem::path& path, const dispatch::City& city,
                         const Calendars& calendars, ConfigProblems& problems) {
    const auto text = read_config_text(path, problems);
    return text ? read_policies(*text, &city, calendars, problems) : PolicyFile{};
}

PolicyFile read_policies(const ConfigText& text, const dispatch::City* city,
                         const Calendars& calendars, ConfigProblems& problems) {
    const std::size_t problems_before = problems.lines().size();
    const TomlFile file{text, problems};
    if (!file.parsed()) return {};
    return read_tables(file.root(), city, calendars, problems_before, problems);
}

PolicyFile read_regime(const std::filesystem::path& path, ConfigProblems& problems) {
    const std::size_t problems_before = problems.lines().size();
    const TomlFile file{path, problems};
    if (!file.parsed()) return {};
    TableReader root = file.root();
    const Calendars calendars = read_own_calendars(root, path, problems);
    return read_tables(std::move(root), nullptr, calendars, problems_before, problems);
}

PolicyFile read_regime(const std::filesystem::path& path, const dispatch::City& city,
                       const Calendars& calendars, ConfigProblems& problems) {
    const std::size_t problems_before = problems.lines().size();
    const TomlFile file{path, problems};
    if (!file.parsed()) return {};
    TableReader root = file.root();
    root.texts("calendars");
    return read_tables(std::move(root), &city, calendars, problems_before, problems);
}

std::vector<std::string> check_policies(const PolicyFile& file, const ConfigProblems& problems) {
    if (!file.policies) return problems.lines();
    return run_examples(file.examples, *file.policies);
}

}  // namespace hotline::server
