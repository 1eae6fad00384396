// Where a unit's webhooks go. Loaded from the city pack; a unit without an endpoint works in the
// console.
#pragma once

#include "ticketing/rules/ids.hpp"

#include <string>
#include <vector>

namespace hotline::record {

struct Endpoint {
    std::string id;  // "a3-housing", stable: outbox rows refer to it
    UnitCode unit;
    std::string url;           // http:// or https://
    std::string secret;        // Standard Webhooks secret, "whsec_" + base64; never logged
    bool full_caller = false;  // clearance for the caller's name, phone and address
};

// Immutable once built; shared by pointer, any thread.
class EndpointBook {
  public:
    EndpointBook() = default;
    explicit EndpointBook(std::vector<Endpoint> endpoints) : endpoints_(std::move(endpoints)) {}

    // The endpoints of a unit, in file order; empty when it has none.
    std::vector<const Endpoint*> of_unit(const UnitCode& unit) const;
    const Endpoint* find(const std::string& id) const;
    const std::vector<Endpoint>& all() const { return endpoints_; }

  private:
    std::vector<Endpoint> endpoints_;
};

}  // namespace hotline::record
