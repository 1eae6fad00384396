// A published version of a calendar or of a set of policies: the text itself, kept for good, so
// that every limit can be counted again by what was in force. Rows are never changed.
#pragma once

#include "ticketing/rules/time.hpp"

#include <cstdint>
#include <string>

namespace hotline::record {

enum class PublicationKind { calendar, policies };

struct Publication {
    std::int64_t id = 0;  // 1, 2, ... in the order of publication
    PublicationKind kind = PublicationKind::calendar;
    std::string name;     // "china", "cn-demo"
    std::string version;  // unique together with kind and name
    std::string text;     // the file, byte for byte
    std::string sha256;   // sha256_hex(text)
    Instant published_at{};
    std::string published_by;
    std::string note;
    friend bool operator==(const Publication&, const Publication&) = default;
};

}  // namespace hotline::record
