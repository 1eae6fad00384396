// Worked examples (算例) of a policy file: a ticket's story, and the instants and states that the
// policies must give it. They are run by decide() and apply(), the same code as the server's.
//
//     [[example]]
//     name = "before the Spring Festival"
//     request = { kind = "complaint" }
//     story = [
//         "2026-02-13 16:00 open",
//         "2026-02-13 16:05 dispatch a1 b2",
//         "expect resolve due 2026-02-27 17:30",
//         "2026-03-02 09:00 extend 5wd -> already_due",
//     ]
//
// A line is a time and what is done then, or `expect` and what must be so after the line before.
// Times are local, in the zone of the file's first policy's calendar. Between two times the clocks
// run: every step that comes due is reached in time order, as the server would. What can be done is
// in story_verbs.cpp, what can be expected in story_expectations.cpp; docs/policies.md explains
// both.
#pragma once

#include "dispatch/routing/city.hpp"
#include "server/config/local_time.hpp"
#include "server/config/toml_reader.hpp"
#include "ticketing/rules/policy.hpp"

#include <optional>
#include <span>
#include <string>
#include <vector>

namespace hotline::server {

struct PolicyExample {
    std::string file;
    PlacedText name;
    Request request;
    std::optional<LocalTime> external_due;  // request.external_due_at
    std::vector<PlacedText> story;
};

// One [[example]]. Lines that mean nothing are problems at once, those that do not hold only when
// they run. Codes are checked against the city when there is one.
PolicyExample read_example(TableReader& table, const dispatch::City* city);

// What did not go as told, as "file:line:column: example "name": expected ..., found ...". An
// example ends with its first refused or wrongly accepted command, for what follows would be noise.
std::vector<std::string> run_examples(std::span<const PolicyExample> examples,
                                      const PolicyBook& policies);

}  // namespace hotline::server
