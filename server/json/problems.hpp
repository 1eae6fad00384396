// What is wrong with a JSON body: up to 20 findings, each with the place it was found at.
#pragma once

#include <boost/system/result.hpp>

#include <cstddef>
#include <stdexcept>
#include <string>
#include <vector>

namespace hotline::server {

// Codes: malformed_json duplicate_member (syntax, HTTP 400); required unknown_member wrong_type
// too_short too_long out_of_range unknown_value invalid (shape and values, HTTP 422).
struct FieldProblem {
    std::string field;  // JSON Pointer (RFC 6901); "" is the whole body
    std::string code;   // stable, for machines
    std::string
        detail;  // "expected 1 to 200 characters, got 0"; never repeats what the caller sent
    friend bool operator==(const FieldProblem&, const FieldProblem&) = default;
};

struct Problems {
    static constexpr std::size_t items_max = 20;

    bool malformed = false;  // not JSON at all, as opposed to JSON of the wrong shape
    std::vector<FieldProblem> items;
    friend bool operator==(const Problems&, const Problems&) = default;
};

[[noreturn]] inline void throw_exception_from_error(const Problems& problems,
                                                    const boost::source_location& /*where*/) {
    const std::string what = problems.items.empty() ? std::string{} : problems.items[0].detail;
    throw std::logic_error("value() of a body that was refused: " + what);
}

template <class T>
using Decoded = boost::system::result<T, Problems>;

}  // namespace hotline::server
