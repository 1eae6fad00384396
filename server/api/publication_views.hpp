// Publications and the jobs they start, as the API shows and takes them.
#pragma once

#include "dispatch/recalculation/preview.hpp"
#include "server/api/requests.hpp"
#include "ticketing/record/job.hpp"
#include "ticketing/record/publication.hpp"

namespace hotline::server::api {

inline constexpr std::size_t publication_chars_max = 1'000'000;

struct NewPublication {
    record::PublicationKind kind = record::PublicationKind::calendar;
    Text<1, publication_chars_max> text;  // the TOML file
    Note note;
    bool recount = false;
    bool adopt_policies = false;
    static constexpr auto defaulted = members("note", "recount", "adopt_policies");
};
BOOST_DESCRIBE_STRUCT(NewPublication, (), (kind, text, note, recount, adopt_policies))

enum class MoveEffect { moves, becomes_overdue, stops_being_overdue };
BOOST_DESCRIBE_ENUM(MoveEffect, moves, becomes_overdue, stops_being_overdue)

struct PreviewedMove {
    TicketNumber ticket;
    std::string milestone;
    MilestoneKind kind = MilestoneKind::resolve;
    Instant due_at{}, new_due_at{};
    MoveEffect effect = MoveEffect::moves;
};
BOOST_DESCRIBE_STRUCT(PreviewedMove, (), (ticket, milestone, kind, due_at, new_due_at, effect))

struct PublicationPreview {
    std::int64_t tickets = 0, milestones = 0, moved = 0;
    std::int64_t become_overdue = 0, stop_being_overdue = 0, corrected_ended = 0;
    std::vector<PreviewedMove> first;
};
BOOST_DESCRIBE_STRUCT(PublicationPreview, (),
                      (tickets, milestones, moved, become_overdue, stop_being_overdue,
                       corrected_ended, first))

struct Published {
    std::optional<std::int64_t> publication, job;
};
BOOST_DESCRIBE_STRUCT(Published, (), (publication, job))

struct Publication {
    std::int64_t id = 0;
    record::PublicationKind kind = record::PublicationKind::calendar;
    std::string name, version, sha256;
    Instant published_at{};
    std::string published_by, note, text;
};
BOOST_DESCRIBE_STRUCT(Publication, (),
                      (id, kind, name, version, sha256, published_at, published_by, note, text))

struct PublicationList {
    std::vector<Publication> items;
};
BOOST_DESCRIBE_STRUCT(PublicationList, (), (items))

struct Job {
    std::int64_t id = 0;
    std::string kind;
    std::optional<std::int64_t> publication;
    record::JobState state = record::JobState::running;
    std::int64_t total = 0, visited = 0, changed = 0, corrected = 0;
    std::string detail;
    Instant started_at{}, updated_at{};
    std::optional<Instant> finished_at;
};
BOOST_DESCRIBE_STRUCT(Job, (),
                      (id, kind, publication, state, total, visited, changed, corrected, detail,
                       started_at, updated_at, finished_at))

struct JobList {
    std::vector<Job> items;
};
BOOST_DESCRIBE_STRUCT(JobList, (), (items))

}  // namespace hotline::server::api
