#include "server/publishing/rulebook.hpp"

#include "server/config/calendar_file.hpp"
#include "ticketing/record/sha256.hpp"

#include <algorithm>
#include <stdexcept>
#include <utility>

namespace hotline::server {
namespace {

using record::PublicationKind;

constexpr const char* policies_name = "policies";
constexpr std::size_t digest_shown = 12;  // characters of a digest that serve as version

const WorkCalendar* find_calendar(const Calendars& calendars, const WorkCalendar& like) {
    for (const auto& calendar : calendars) {
        if (calendar->id() == like.id() && calendar->version() == like.version()) {
            return calendar.get();
        }
    }
    return nullptr;
}

const Policy* find_policy(const Rulebook& rules, const Policy& like) {
    for (const auto* list : {&rules.policies, &rules.retired}) {
        for (const Policy& policy : *list) {
            if (policy.id == like.id && policy.version == like.version) return &policy;
        }
    }
    return nullptr;
}

void put_in_force(Rulebook& rules, std::vector<Policy> policies, const std::string& sha256) {
    std::vector<Policy> before = std::exchange(rules.policies, std::move(policies));
    before.insert(before.end(), rules.retired.begin(), rules.retired.end());
    rules.retired.clear();
    for (Policy& policy : before) {
        if (find_policy(rules, policy) == nullptr) rules.retired.push_back(std::move(policy));
    }
    rules.policy_texts.push_back(sha256);
}

// A unit that the city no longer has must not make an old publication unreadable.
std::vector<Policy> policies_of(const ConfigText& text, const dispatch::City& city,
                                const Calendars& calendars) {
    ConfigProblems of_city;
    auto file = read_policies(text, &city, calendars, of_city);
    if (file.policies) return file.policies->policies();
    ConfigProblems problems;
    file = read_policies(text, nullptr, calendars, problems);
    problems.throw_if_any();
    return file.policies->policies();
}

void add(Rulebook& rules, const record::Publication& publication, const dispatch::City& city) {
    const ConfigText text{"publication " + std::to_string(publication.id), publication.text};
    if (publication.kind == PublicationKind::calendar) {
        ConfigProblems problems;
        auto calendar = read_calendar(text, problems);
        problems.throw_if_any();
        rules.calendars.push_back(std::move(calendar));
    } else {
        put_in_force(rules, policies_of(text, city, rules.current_calendars()), publication.sha256);
    }
    rules.last_publication = publication.id;
}

record::PublishWork work_of(PublicationKind kind, std::string name, std::string version,
                            const ConfigText& text, const Rulebook& now, const Rulebook& after) {
    record::PublishWork work;
    work.kind = kind;
    work.name = std::move(name);
    work.version = std::move(version);
    work.text = text.text;
    work.sha256 = record::sha256_hex(text.text);
    work.book = after.book();
    work.after = now.last_publication;
    return work;
}

std::optional<Proposal> propose_calendar(const Rulebook& now, const ConfigText& text,
                                         ConfigProblems& problems) {
    auto calendar = read_calendar(text, problems);
    if (!calendar) return std::nullopt;
    Proposal proposal{now, std::nullopt, false};
    if (const WorkCalendar* known = find_calendar(now.calendars, *calendar)) {
        if (known->spec() != calendar->spec()) {
            problems.add(text.name, {},
                         "expected a version of its own for a changed calendar, found " +
                             TableReader::quoted(calendar->version()) +
                             ", published before with other days");
            return std::nullopt;
        }
        const Calendars current = now.current_calendars();
        proposal.is_outdated = find_calendar(current, *calendar) == nullptr;
        return proposal;
    }
    const std::string id = calendar->id();
    const std::string version = calendar->version();
    proposal.after.calendars.push_back(std::move(calendar));
    proposal.work = work_of(PublicationKind::calendar, id, version, text, now, proposal.after);
    return proposal;
}

bool has_changed_version(const Rulebook& now, const std::vector<Policy>& policies,
                         const ConfigText& text, ConfigProblems& problems) {
    bool found = false;
    for (const Policy& policy : policies) {
        const Policy* known = find_policy(now, policy);
        if (known == nullptr || *known == policy) continue;
        problems.add(text.name, {},
                     "expected a version of its own for a changed policy, found " +
                         TableReader::quoted(policy.version) + " of " + policy.id +
                         ", published before with other limits");
        found = true;
    }
    return found;
}

std::optional<Proposal> propose_policies(const Rulebook& now, const ConfigText& text,
                                         const dispatch::City& city, ConfigProblems& problems) {
    const auto file = read_policies(text, &city, now.current_calendars(), problems);
    if (!file.policies) return std::nullopt;
    for (const std::string& line : run_examples(file.examples, *file.policies))
        problems.add(text.name, {}, "expected its worked examples to hold, found " + line);
    if (!problems.empty()) return std::nullopt;
    const std::vector<Policy>& policies = file.policies->policies();
    if (has_changed_version(now, policies, text, problems)) return std::nullopt;
    Proposal proposal{now, std::nullopt, false};
    if (policies == now.policies) return proposal;
    const std::string digest = record::sha256_hex(text.text);
    proposal.is_outdated = std::find(now.policy_texts.begin(), now.policy_texts.end(), digest) !=
                           now.policy_texts.end();
    if (proposal.is_outdated) return proposal;
    put_in_force(proposal.after, policies, digest);
    proposal.work = work_of(PublicationKind::policies, policies_name,
                            digest.substr(0, digest_shown), text, now, proposal.after);
    return proposal;
}

}  // namespace

std::shared_ptr<const PolicyBook> Rulebook::book() const {
    return std::make_shared<const PolicyBook>(policies, calendars, retired);
}

Calendars Rulebook::current_calendars() const {
    Calendars current;
    for (const auto& calendar : calendars) {
        std::erase_if(current, [&](const auto& other) { return other->id() == calendar->id(); });
        current.push_back(calendar);
    }
    return current;
}

Rulebook rulebook_of(const std::vector<record::Publication>& publications,
                     const dispatch::City& city) {
    Rulebook rules;
    for (const record::Publication& publication : publications) {
        try {
            add(rules, publication, city);
        } catch (const std::exception& error) {
            throw std::runtime_error("publication " + std::to_string(publication.id) +
                                     " cannot be read: " + error.what());
        }
    }
    return rules;
}

std::optional<Proposal> propose(const Rulebook& now, PublicationKind kind, const ConfigText& text,
                                const dispatch::City& city, ConfigProblems& problems) {
    return kind == PublicationKind::calendar ? propose_calendar(now, text, problems)
                                             : propose_policies(now, text, city, problems);
}

}  // namespace hotline::server
