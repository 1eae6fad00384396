// The schemas that editors use name the same keys' values as the readers do. Whether whole files
// fit them, tests/journey/policy.test.mjs asks a public validator.
#include "server/config/policy_names.hpp"
#include "tests/support/catch.hpp"

#include <boost/json.hpp>

#include <filesystem>
#include <fstream>
#include <iterator>

using namespace hotline;
using namespace hotline::server;

namespace {

boost::json::value schema(const std::string& name) {
    const auto path = std::filesystem::path{HOTLINE_SOURCE_DIR} / "config/schema" / name;
    std::ifstream stream{path, std::ios::binary};
    const std::string text{std::istreambuf_iterator<char>{stream}, {}};
    return boost::json::parse(text);
}

// The names that `definition` of the policies' schema lists.
std::vector<std::string> listed(const std::string& definition) {
    static const boost::json::value document = schema("policies.schema.json");
    std::vector<std::string> names;
    for (const auto& name : document.at("definitions").at(definition).at("enum").as_array())
        names.push_back(boost::json::value_to<std::string>(name));
    return names;
}

template <class Enum>
std::vector<std::string> read(Names<Enum> table) {
    std::vector<std::string> names;
    for (const auto& [name, value] : table)
        names.emplace_back(name);
    return names;
}

}  // namespace

TEST_CASE("the policies schema lists the enumerators that the reader takes") {
    CHECK(listed("channel") == read(names_of<Channel>()));
    CHECK(listed("request_kind") == read(names_of<RequestKind>()));
    CHECK(listed("urgency") == read(names_of<Urgency>()));
    CHECK(listed("caller_type") == read(names_of<CallerType>()));
    CHECK(listed("origin") == read(names_of<Origin>()));
    CHECK(listed("day_class") == read(names_of<DayClass>()));
    CHECK(listed("milestone_kind") == read(rule_milestones()));
    CHECK(listed("start_event") == read(names_of<StartEvent>()));
    CHECK(listed("step_kind") == read(rule_steps()));
    CHECK(listed("role") == read(people()));
    CHECK(listed("extension_mode") == read(names_of<ExtensionMode>()));
    CHECK(listed("extension_needs") == read(names_of<ExtensionNeeds>()));
}

TEST_CASE("names that files may not write are left out and no others") {
    CHECK(rule_milestones().size() + 1 == names_of<MilestoneKind>().size());
    CHECK(rule_steps().size() + 2 == names_of<StepKind>().size());
    CHECK(people().size() + 1 == names_of<Role>().size());
    for (const auto& [name, kind] : rule_milestones())
        CHECK(kind != MilestoneKind::return_window);
    for (const auto& [name, step] : rule_steps())
        CHECK((step != StepKind::overdue && step != StepKind::deem_accepted));
}
