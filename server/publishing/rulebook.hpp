// The rulebook: the calendars and policies in force, and every version that ever was, so that any
// old limit can be counted and explained again. It is what the publications of the record add up
// to; the files of the city pack are proposed to it at each start.
#pragma once

#include "dispatch/routing/city.hpp"
#include "server/config/policy_file.hpp"
#include "server/config/toml_reader.hpp"
#include "ticketing/record/publication.hpp"
#include "ticketing/record/work.hpp"

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <vector>

namespace hotline::server {

// A value; the book made of it is immutable.
struct Rulebook {
    Calendars calendars;           // in the order of publication: of one id the later is current
    std::vector<Policy> policies;  // of the last publication of policies
    std::vector<Policy> retired;   // of those before
    std::vector<std::string> policy_texts;  // SHA-256 of every publication of policies
    std::int64_t last_publication = 0;

    std::shared_ptr<const PolicyBook> book() const;
    Calendars current_calendars() const;  // one of each id
};

// Throws std::runtime_error when a publication cannot be read: a fault of the record.
Rulebook rulebook_of(const std::vector<record::Publication>& publications,
                     const dispatch::City& city);

// What publishing a text would make of the rulebook. Without `work` it says nothing new, or
// (`is_outdated`) what a later publication replaced.
struct Proposal {
    Rulebook after;
    std::optional<record::PublishWork> work;
    bool is_outdated = false;
};

// Empty, with problems, when the text is not sound, or changes a version that was published: a
// change needs a version of its own.
std::optional<Proposal> propose(const Rulebook& now, record::PublicationKind kind,
                                const ConfigText& text, const dispatch::City& city,
                                ConfigProblems& problems);

}  // namespace hotline::server
