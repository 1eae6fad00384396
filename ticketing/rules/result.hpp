// Expected refusals. Result<T> is a value or a Refusal; environment failures (disk, network) are
// not refusals and travel as error codes or exceptions up to the loop that can act.
#pragma once

#include <boost/system/result.hpp>

#include <stdexcept>
#include <string>
#include <utility>

namespace hotline {

// Why a command was refused. `code` is stable and for machines (docs/api.md lists every one),
// `field` is the JSON Pointer of the offending member or empty, `detail` is English text for people
// and never holds personal data.
struct Refusal {
    std::string code;
    std::string field;
    std::string detail;
    friend bool operator==(const Refusal&, const Refusal&) = default;
};

// Thrown by Result<T>::value() on a refusal. Reaching it is a bug: callers test first.
class RefusalAccess : public std::logic_error {
  public:
    explicit RefusalAccess(const Refusal& refusal)
        : std::logic_error("value() of a refusal: " + refusal.code + ": " + refusal.detail) {}
};

[[noreturn]] inline void throw_exception_from_error(const Refusal& refusal,
                                                    const boost::source_location& /*where*/) {
    throw RefusalAccess(refusal);
}

template <class T>
using Result = boost::system::result<T, Refusal>;

}  // namespace hotline
