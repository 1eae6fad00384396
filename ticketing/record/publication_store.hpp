// Publications: versions of calendars and policies, append-only. One connection, one thread; throws
// DbError.
#pragma once

#include "ticketing/record/engine.hpp"
#include "ticketing/record/work.hpp"

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace hotline::record {

struct KnownVersion {
    std::int64_t id = 0;
    std::string sha256;
};

// Writer thread only.
class PublicationStore {
  public:
    explicit PublicationStore(Connection& connection);

    std::optional<KnownVersion> find(const PublishWork& work);
    void insert(std::int64_t id, const PublishWork& work, Instant now);

  private:
    Statement& find_;
    Statement& insert_;
};

std::int64_t read_last_publication_id(Connection& connection);  // 0 when there is none
std::vector<Publication> read_publications(Connection& connection);

}  // namespace hotline::record
