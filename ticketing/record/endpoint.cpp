#include "ticketing/record/endpoint.hpp"

namespace hotline::record {

std::vector<const Endpoint*> EndpointBook::of_unit(const UnitCode& unit) const {
    std::vector<const Endpoint*> found;
    for (const Endpoint& endpoint : endpoints_) {
        if (endpoint.unit == unit) found.push_back(&endpoint);
    }
    return found;
}

const Endpoint* EndpointBook::find(const std::string& id) const {
    for (const Endpoint& endpoint : endpoints_) {
        if (endpoint.id == id) return &endpoint;
    }
    return nullptr;
}

}  // namespace hotline::record
