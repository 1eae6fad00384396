// Strict JSON text to a boost::json::value. Whole texts only: Boost.JSON 1.81 has defects when it
// is suspended in the middle of a value (json #876 #902 #933), and a body is in memory anyway.
//
// Refused beside what RFC 8259 refuses: a repeated member name, U+0000 in a string or name, a
// number that is not finite as a double, more than 16 levels, more than 10,000 values; invalid
// UTF-8 and lone surrogates by Boost.JSON itself.
#pragma once

#include "server/json/problems.hpp"

#include <boost/json/monotonic_resource.hpp>
#include <boost/json/value.hpp>

#include <cstddef>
#include <string_view>

namespace hotline::server {

inline constexpr std::size_t json_depth_max = 16;
inline constexpr std::size_t json_values_max = 10'000;

// Owns the memory of a parsed value: 4 KiB of its own, the heap beyond. Lives on the stack of one
// function.
class JsonDocument {
  public:
    JsonDocument() = default;
    JsonDocument(const JsonDocument&) = delete;
    JsonDocument& operator=(const JsonDocument&) = delete;

    // False: `problems` says why, with malformed set. Call once.
    bool parse(std::string_view text, Problems& problems);

    // Valid after parse() gave true, while this object and nothing longer lives.
    const boost::json::value& root() const { return *root_; }

  private:
    alignas(std::max_align_t) unsigned char memory_[4096];
    boost::json::monotonic_resource resource_{memory_, sizeof(memory_)};
    const boost::json::value* root_ = nullptr;
};

}  // namespace hotline::server
