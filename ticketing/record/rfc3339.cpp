#include "ticketing/record/rfc3339.hpp"

#include <algorithm>
#include <cstdlib>

namespace hotline::record {
namespace {

void append_digits(std::string& out, int value, int width) {
    char text[8];
    for (int i = width - 1; i >= 0; --i) {
        text[i] = static_cast<char>('0' + value % 10);
        value /= 10;
    }
    out.append(text, static_cast<std::size_t>(width));
}

}  // namespace

void append_rfc3339(std::string& out, Instant at, int offset_minutes) {
    using std::chrono::floor;
    constexpr Instant first = std::chrono::sys_days{std::chrono::year{0} / 1 / 2};
    constexpr Instant last = std::chrono::sys_days{std::chrono::year{9999} / 12 / 31};
    const Instant local = std::clamp(at, first, last) + Minutes{offset_minutes};
    const auto day = floor<std::chrono::days>(local);
    const std::chrono::year_month_day date{day};
    const int ms = static_cast<int>((local - day).count());
    append_digits(out, static_cast<int>(date.year()), 4);
    out += '-';
    append_digits(out, static_cast<int>(static_cast<unsigned>(date.month())), 2);
    out += '-';
    append_digits(out, static_cast<int>(static_cast<unsigned>(date.day())), 2);
    out += 'T';
    append_digits(out, ms / 3'600'000, 2);
    out += ':';
    append_digits(out, ms / 60'000 % 60, 2);
    out += ':';
    append_digits(out, ms / 1000 % 60, 2);
    out += '.';
    append_digits(out, ms % 1000, 3);
    out += offset_minutes < 0 ? '-' : '+';
    append_digits(out, std::abs(offset_minutes) / 60, 2);
    out += ':';
    append_digits(out, std::abs(offset_minutes) % 60, 2);
}

std::string rfc3339(Instant at, int offset_minutes) {
    std::string out;
    append_rfc3339(out, at, offset_minutes);
    return out;
}

}  // namespace hotline::record
