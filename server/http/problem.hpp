// Errors as the client sees them: application/problem+json (RFC 9457), and the one table from
// stable codes to HTTP status.
#pragma once

#include "server/http/message.hpp"
#include "server/json/problems.hpp"
#include "ticketing/rules/result.hpp"

#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace hotline::server {

struct Problem {
    int status = 500;
    std::string code;    // stable, docs/api.md
    std::string detail;  // English, for people; holds no personal data
    std::string field;   // JSON Pointer into the body, "query/limit", "header/if-match", or ""
    std::vector<FieldProblem> errors;  // all findings, when a body has more than one
    std::vector<std::pair<std::string, std::string>>
        headers;  // Allow, WWW-Authenticate, Retry-After ...
};

// HTTP status of a stable code. A code the table does not know is a refusal of the rules: 409.
int status_of(std::string_view code);

std::string_view reason_phrase(int status);

// A Problem with the status of its code, and Retry-After or WWW-Authenticate where the status wants
// it.
Problem make_problem(std::string code, std::string detail, std::string field = {});
Problem problem_of(const Refusal& refusal);
Problem problem_of(const Problems& problems);  // 400 when malformed, else 422

Response problem_response(const Problem& problem, std::string_view request_id);

// refusal -> problem_of -> problem_response
Response refusal_response(const Refusal& refusal, std::string_view request_id);

// All a client learns of a failure of ours: its request id. What happened is in the log.
Response internal_error(std::string_view request_id);

[[noreturn]] void throw_exception_from_error(const Problem& problem,
                                             const boost::source_location& where);

}  // namespace hotline::server
