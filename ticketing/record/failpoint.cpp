#include "ticketing/record/failpoint.hpp"

#ifdef HOTLINE_FAILPOINTS

#include "ticketing/record/engine.hpp"

#include <unistd.h>

#include <cstdlib>
#include <mutex>
#include <optional>
#include <stdexcept>

namespace hotline::record {
namespace {

constexpr int exit_as_killed = 137;  // what a shell reports of a process killed by SIGKILL

struct Armed {
    std::string name;
    std::string action;
    long count = 1;
};

std::optional<Armed> parse(const std::string& spec) {
    if (spec.empty()) return std::nullopt;
    const auto first = spec.find(':');
    if (first == std::string::npos)
        throw std::invalid_argument("failpoint without action: " + spec);
    const auto second = spec.find(':', first + 1);
    Armed armed{spec.substr(0, first), spec.substr(first + 1, second - first - 1), 1};
    if (second != std::string::npos) armed.count = std::stol(spec.substr(second + 1));
    return armed;
}

// State below: guarded by `mutex`.
struct Points {
    std::mutex mutex;
    std::optional<Armed> armed;
    Points() {
        if (const char* spec = std::getenv("HOTLINE_FAILPOINT")) armed = parse(spec);
    }
};

Points& points() {
    static Points all;
    return all;
}

void act(const Armed& armed) {
    if (armed.action == "crash") ::_exit(exit_as_killed);
    const std::string what = "failpoint " + armed.name;
    if (armed.action == "io") throw DbError(DbErrorKind::io, what);
    if (armed.action == "full") throw DbError(DbErrorKind::full, what);
    if (armed.action == "corrupt") throw DbError(DbErrorKind::corrupt, what);
    throw DbError(DbErrorKind::other, what);
}

}  // namespace

void failpoint(std::string_view name) {
    Armed fired;
    {
        const std::lock_guard lock{points().mutex};
        auto& armed = points().armed;
        if (!armed || armed->name != name || --armed->count > 0) return;
        fired = *armed;
        armed.reset();
    }
    act(fired);
}

void arm_failpoint(const std::string& spec) {
    const std::lock_guard lock{points().mutex};
    points().armed = parse(spec);
}

}  // namespace hotline::record

#endif
