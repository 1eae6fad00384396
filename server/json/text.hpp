// Types for members of request bodies that carry their own limits, so that the decoder checks them
// and the OpenAPI document shows them.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace hotline::server {

// Number of code points of valid UTF-8 (the parser refuses anything else).
std::size_t code_points(std::string_view utf8);

// Length in bytes of the well-formed UTF-8 sequence that starts at `at` (Unicode 15, table 3-7); 0:
// none.
std::size_t utf8_sequence(std::string_view text, std::size_t at);
bool is_utf8(std::string_view text);

// Text of Min to Max code points, kept byte for byte.
template <std::size_t Min, std::size_t Max>
struct Text {
    static_assert(Min <= Max);
    static constexpr std::size_t min = Min;
    static constexpr std::size_t max = Max;

    std::string value;

    operator const std::string&() const { return value; }
    friend bool operator==(const Text&, const Text&) = default;
};

// An integer from Min to Max.
template <std::int64_t Min, std::int64_t Max>
struct Integer {
    static_assert(Min <= Max);
    static constexpr std::int64_t min = Min;
    static constexpr std::int64_t max = Max;

    std::int64_t value = Min;

    operator std::int64_t() const { return value; }
    friend bool operator==(const Integer&, const Integer&) = default;
};

// A list of Min to Max items.
template <class T, std::size_t Min, std::size_t Max>
struct List {
    static_assert(Min <= Max);
    static constexpr std::size_t min = Min;
    static constexpr std::size_t max = Max;
    using Item = T;

    std::vector<T> items;

    auto begin() const { return items.begin(); }
    auto end() const { return items.end(); }
    std::size_t size() const { return items.size(); }
    friend bool operator==(const List&, const List&) = default;
};

}  // namespace hotline::server
