#include "server/api/commands.hpp"

namespace hotline::server {
namespace {

std::optional<Refusal> unknown_code(const Services& services, const hotline::Request& request) {
    const dispatch::City& city = services.routing->city();
    if (!request.district.empty() && city.district(request.district) == nullptr) {
        return Refusal{"unknown_district", "/district", "the city has no such district"};
    }
    if (!request.item.empty() && city.item(request.item) == nullptr) {
        return Refusal{"unknown_item", "/item", "the catalogue has no such item"};
    }
    return std::nullopt;
}

std::optional<Refusal> unknown_unit(const Services& services, const UnitCode& code,
                                    std::string field) {
    if (services.routing->city().unit(code) != nullptr) return std::nullopt;
    return Refusal{"unknown_unit", std::move(field), "the city has no such unit"};
}

hotline::Request request_of(api::NewTicket body) {
    hotline::Request request;
    request.channel = body.channel;
    request.kind = body.kind;
    request.urgency = body.urgency;
    request.title = std::move(body.title.value);
    request.body = std::move(body.body.value);
    request.district = std::move(body.district.value);
    request.place = std::move(body.place.value);
    request.item = std::move(body.item.value);
    request.origin = body.origin;
    for (auto& tag : body.tags.items)
        request.tags.push_back(std::move(tag.value));
    request.law = std::move(body.law.value);
    request.external_due_at = body.external_due_at;
    request.complex = body.complex;
    request.caller.type = body.caller.type;
    request.caller.name = std::move(body.caller.name.value);
    request.caller.phone = std::move(body.caller.phone.value);
    request.caller.address = std::move(body.caller.address.value);
    request.caller.confidential = body.caller.confidential;
    request.caller.anonymous = body.caller.anonymous;
    request.source = std::move(body.source.value);
    request.external_id = std::move(body.external_id.value);
    return request;
}

}  // namespace

Result<OpenTicket> open_command(const Services& services, const Actor& actor, api::NewTicket body) {
    if (body.received_at && actor.role != Role::admin) {
        return Refusal{"forbidden_member", "/received_at",
                       "only an admin may say when it was received"};
    }
    OpenTicket command;
    command.received_at = body.received_at.value_or(services.time->now());
    command.missing = std::move(body.missing.value);
    command.led_by = std::move(body.led_by.value);
    const bool wants_dispatch = body.dispatch == api::DispatchMode::auto_;
    command.request = request_of(std::move(body));
    if (auto refusal = unknown_code(services, command.request)) return *std::move(refusal);

    dispatch::RoutingProposal proposal = services.routing->propose(command.request);
    if (command.request.district.empty()) command.request.district = std::move(proposal.district);
    if (command.request.item.empty()) command.request.item = std::move(proposal.item);
    command.routing = {std::move(proposal.unit), std::move(proposal.explanation)};
    command.dispatch_now = wants_dispatch && services.auto_dispatch && command.missing.empty() &&
                           !command.routing.unit.empty();
    return command;
}

Result<Dispatch> dispatch_command(const Services& services, api::NewDispatch body) {
    Dispatch command;
    for (std::size_t i = 0; i < body.assignments.size(); ++i) {
        api::NewAssignment& leg = body.assignments.items[i];
        const std::string field = "/assignments/" + std::to_string(i) + "/unit";
        if (auto refusal = unknown_unit(services, leg.unit, field)) return *std::move(refusal);
        command.legs.push_back({std::move(leg.unit.value), leg.role});
    }
    command.note = std::move(body.note.value);
    return command;
}

Result<SubDispatch> subdispatch_command(const Services& services, LegId leg,
                                        api::NewSubDispatch body) {
    SubDispatch command;
    command.leg = leg;
    for (std::size_t i = 0; i < body.units.size(); ++i) {
        const std::string field = "/units/" + std::to_string(i);
        if (auto refusal = unknown_unit(services, body.units.items[i], field)) {
            return *std::move(refusal);
        }
        command.units.push_back(std::move(body.units.items[i].value));
    }
    command.note = std::move(body.note.value);
    return command;
}

Result<AskReturn> return_command(const Services& services, LegId leg, api::NewReturn body) {
    if (!body.suggested_unit.value.empty()) {
        auto refusal = unknown_unit(services, body.suggested_unit, "/suggested_unit");
        if (refusal) return *std::move(refusal);
    }
    return AskReturn{leg, std::move(body.reason.value), std::move(body.basis.value),
                     std::move(body.suggested_unit.value)};
}

}  // namespace hotline::server
