// The parts of verify() that count: journal span, outbox queues, counters, numbers, publications.
// Internal to verify.cpp.
#pragma once

#include "ticketing/record/engine.hpp"

#include <cstdint>
#include <functional>
#include <string>

namespace hotline::record {

using OnProblem = std::function<void(const std::string&)>;

void check_journal_span(Connection& connection, std::int64_t entries, const OnProblem& problem);
void check_orphans(Connection& connection, const OnProblem& problem);
std::int64_t check_outbox(Connection& connection, const OnProblem& problem);  // rows seen
void check_counters(Connection& connection, const OnProblem& problem);
void check_numbers(Connection& connection, const OnProblem& problem);
void check_publications(Connection& connection, const OnProblem& problem);

}  // namespace hotline::record
