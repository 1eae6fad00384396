// Publishing a calendar or policies while the server runs: a dry run first, then the publication
// through the one door, then, if wanted, the recalculation of what is running.
#pragma once

#include "dispatch/recalculation/preview.hpp"
#include "server/publishing/rulebook.hpp"
#include "ticketing/record/reads.hpp"
#include "ticketing/record/writer.hpp"

#include <functional>
#include <memory>
#include <mutex>
#include <optional>
#include <string>

namespace hotline::server {

struct PublicationWish {
    record::PublicationKind kind = record::PublicationKind::calendar;
    std::string text;
    std::string note;
    std::string by;
    bool recount = false;         // count the running clocks again
    bool adopt_policies = false;  // by the current versions of their policies too
};

struct PublicationAnswer {
    std::optional<std::int64_t> publication;
    std::optional<std::int64_t> job;
};

class Publisher {
  public:
    struct Setup {
        Rulebook rules;
        std::shared_ptr<const dispatch::City> city;
        record::Writer* writer = nullptr;  // outlives the publisher, and so does the clock
        const record::TimeSource* time = nullptr;
        std::function<void()> job_started;  // the recalculator is poked
    };
    explicit Publisher(Setup setup);

    // Any thread. What recounting would move if the wish were granted. Takes as long as a scan of
    // all running clocks: not for an io thread. Refusals: publication_unsound, whose detail is
    // every problem of the text, a line each.
    Result<dispatch::RecountPreview> preview(record::ReadSession& session,
                                             const PublicationWish& wish) const;

    // Blocks until it is durable: not for an io thread. Refusals: publication_unsound,
    // publication_known (nothing new and nothing to recount), and those of PublishWork. A text that
    // is in force already is not published again, but what runs is recounted if wanted.
    Result<PublicationAnswer> publish(record::ReadSession& session, const PublicationWish& wish);

  private:
    Result<PublicationAnswer> start_recount_job(record::ReadSession& session,
                                                const PublicationWish& wish,
                                                std::optional<std::int64_t> publication);
    Result<Proposal> proposal_of(const Rulebook& rules, const PublicationWish& wish) const;
    Rulebook rules() const;

    Setup setup_;
    mutable std::mutex mutex_;  // guards setup_.rules
};

// At start: publishes what the city pack has and the record has not. Gives the rulebook and, for
// the log, what was published and what the pack has that a later publication replaced. Throws
// ConfigError when the pack changes a published version.
struct PackPublication {
    Rulebook rules;
    std::vector<record::PublishWork> works;
    std::vector<std::string> notes;
};
PackPublication publish_pack(const std::vector<record::Publication>& publications,
                             const std::vector<ConfigText>& calendars, const ConfigText& policies,
                             const dispatch::City& city);

// Sends the works of the pack through the door. Blocks until they are durable; throws
// std::runtime_error when one is refused.
void keep_publications(record::Writer& writer, PackPublication& pack);

}  // namespace hotline::server
