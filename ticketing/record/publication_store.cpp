#include "ticketing/record/publication_store.hpp"

#include "ticketing/record/row.hpp"

namespace hotline::record {
namespace {

void read_publication(Statement& row, Publication& publication) {
    Row{row}.read(publication.id, publication.kind, publication.name, publication.version,
                  publication.text, publication.sha256, publication.published_at,
                  publication.published_by, publication.note);
}

}  // namespace

PublicationStore::PublicationStore(Connection& connection)
    : find_(connection.query("publication_of_version")),
      insert_(connection.query("insert_publication")) {}

std::optional<KnownVersion> PublicationStore::find(const PublishWork& work) {
    KnownVersion known;
    bound(find_, work.kind, work.name, work.version);
    return read_one(find_, known.id, known.sha256) ? std::optional{known} : std::nullopt;
}

void PublicationStore::insert(std::int64_t id, const PublishWork& work, Instant now) {
    run(insert_, id, work.kind, work.name, work.version, work.text, work.sha256, now, work.by,
        work.note);
}

std::int64_t read_last_publication_id(Connection& connection) {
    std::int64_t id = 0;
    read_one(connection.query("last_publication_id"), id);
    return id;
}

std::vector<Publication> read_publications(Connection& connection) {
    std::vector<Publication> all;
    Statement& rows = connection.query("publications");
    while (rows.step())
        read_publication(rows, all.emplace_back());
    return all;
}

}  // namespace hotline::record
