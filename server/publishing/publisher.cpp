#include "server/publishing/publisher.hpp"

#include "dispatch/recalculation/recalculator.hpp"

#include <stdexcept>
#include <utility>

namespace hotline::server {
namespace {

using record::PublicationKind;

const char* kind_text(PublicationKind kind) {
    return kind == PublicationKind::calendar ? "calendar" : "policies";
}

Recount recount_of(const PublicationWish& wish) {
    Recount command;
    command.adopt_policies = wish.adopt_policies;
    command.reason = wish.note.empty() ? std::string{"发布"} + kind_text(wish.kind) : wish.note;
    return command;
}

void take_into(PackPublication& pack, Proposal proposal, const ConfigText& text) {
    if (proposal.is_outdated) {
        pack.notes.push_back(text.name + ": a later publication is in force");
    }
    if (!proposal.work) return;
    proposal.work->by = "city pack";
    proposal.work->note = text.name;
    pack.notes.push_back(text.name + ": publishes " + kind_text(proposal.work->kind) + " " +
                         proposal.work->name + " " + proposal.work->version);
    // The works follow each other; nobody else publishes before the server is ready.
    proposal.work->after.reset();
    pack.works.push_back(std::move(*proposal.work));
    pack.rules = std::move(proposal.after);
}

}  // namespace

Publisher::Publisher(Setup setup) : setup_(std::move(setup)) {}

Rulebook Publisher::rules() const {
    const std::lock_guard lock(mutex_);
    return setup_.rules;
}

Result<Proposal> Publisher::proposal_of(const Rulebook& rules, const PublicationWish& wish) const {
    ConfigProblems problems;
    const ConfigText text{kind_text(wish.kind), wish.text};
    auto proposal = propose(rules, wish.kind, text, *setup_.city, problems);
    if (proposal) return std::move(*proposal);
    std::string detail;
    for (const std::string& line : problems.lines())
        detail += (detail.empty() ? "" : "\n") + line;
    return Refusal{"publication_unsound", "/text", std::move(detail)};
}

Result<dispatch::RecountPreview> Publisher::preview(record::ReadSession& session,
                                                    const PublicationWish& wish) const {
    const auto proposal = proposal_of(rules(), wish);
    if (!proposal) return proposal.error();
    const auto book = proposal->after.book();
    dispatch::PreviewSetup setup;
    setup.book = book.get();
    setup.command = recount_of(wish);
    setup.now = setup_.time->now();
    return dispatch::preview_recount(session, setup);
}

Result<PublicationAnswer> Publisher::publish(record::ReadSession& session,
                                             const PublicationWish& wish) {
    const Rulebook before = rules();
    auto proposal = proposal_of(before, wish);
    if (!proposal) return proposal.error();
    if (proposal->is_outdated) {
        return Refusal{"publication_known", "/text", "a later publication replaced it"};
    }
    if (!proposal->work) {
        // Published before, or with the city pack at a start: what runs can still be counted by it.
        if (wish.recount) return start_recount_job(session, wish, std::nullopt);
        return Refusal{"publication_known", "/text", "exactly this is in force"};
    }
    record::PublishWork work = std::move(*proposal->work);
    work.by = wish.by;
    work.note = wish.note;
    const record::Outcome published = setup_.writer->execute(std::move(work));
    if (!published) return published.error();
    {
        const std::lock_guard lock(mutex_);
        setup_.rules = std::move(proposal->after);
        setup_.rules.last_publication = published->id.value_or(before.last_publication);
    }
    if (!wish.recount) return PublicationAnswer{published->id, std::nullopt};
    return start_recount_job(session, wish, published->id);
}

Result<PublicationAnswer> Publisher::start_recount_job(record::ReadSession& session,
                                                       const PublicationWish& wish,
                                                       std::optional<std::int64_t> publication) {
    record::JobWork start = dispatch::start_recount(recount_of(wish), publication,
                                                    session.count_tickets_with_running_clocks());
    const record::Outcome started = setup_.writer->execute(std::move(start));
    if (!started) return started.error();
    if (setup_.job_started) setup_.job_started();
    return PublicationAnswer{publication, started->id};
}

void keep_publications(record::Writer& writer, PackPublication& pack) {
    for (record::PublishWork& work : pack.works) {
        const record::Outcome outcome = writer.execute(std::move(work));
        if (!outcome) throw std::runtime_error("city pack: " + outcome.error().detail);
        if (outcome->id) pack.rules.last_publication = *outcome->id;
    }
    pack.works.clear();
}

PackPublication publish_pack(const std::vector<record::Publication>& publications,
                             const std::vector<ConfigText>& calendars, const ConfigText& policies,
                             const dispatch::City& city) {
    PackPublication pack;
    pack.rules = rulebook_of(publications, city);
    ConfigProblems problems;
    for (const ConfigText& text : calendars) {
        auto proposal = propose(pack.rules, PublicationKind::calendar, text, city, problems);
        if (proposal) take_into(pack, std::move(*proposal), text);
    }
    problems.throw_if_any();
    auto proposal = propose(pack.rules, PublicationKind::policies, policies, city, problems);
    problems.throw_if_any();
    take_into(pack, std::move(*proposal), policies);
    return pack;
}

}  // namespace hotline::server
