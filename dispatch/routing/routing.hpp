// Routing (智能派单): which unit is responsible for a request, and why. Pure: the same city and
// request give the same proposal. It never reads the caller's data, so a proposal cannot reveal it.
//
// 1. District: the request's own; else the longest district name or place word in the place; if the
//    place names none, in the title; then in the body. Two districts named equally strongly in the
//    deciding text: none.
// 2. Catalogue line: the request's own; else the leaf with the highest score. Each distinct keyword
//    counts its characters, three times in the title. Equal scores of lines that lead to different
//    units: to the dispatcher.
// 3. Unit: the line's unit for the district, else the line's unit, else the same of its nearest
//    ancestor that has one, else empty: to the dispatcher.
#pragma once

#include "dispatch/routing/city.hpp"
#include "dispatch/routing/word_index.hpp"

#include <memory>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

namespace hotline::dispatch {

struct RoutingProposal {
    UnitCode unit;            // empty: to the dispatcher
    std::string district;     // code, or empty
    std::string item;         // code, or empty
    std::string explanation;  // Chinese, for people: what matched and where
    friend bool operator==(const RoutingProposal&, const RoutingProposal&) = default;
};

// Holds a city with its words indexed. Immutable; any thread.
class Router {
  public:
    explicit Router(std::shared_ptr<const City> city);  // never null

    RoutingProposal propose(const Request& request) const;
    const City& city() const { return *city_; }

  private:
    struct Choice {
        std::string code;  // empty: none
        std::string why;
    };
    struct Score;

    // The texts of a request as the word indexes read them.
    struct Texts {
        std::string place;
        std::string title;
        std::string body;
    };

    Choice choose_district(const Request& request, const Texts& texts) const;
    Choice district_in(std::string_view text, std::string_view where, bool& named) const;
    Choice choose_item(const Request& request, const Texts& texts,
                       const std::string& district) const;
    std::vector<Score> score_items(const Texts& texts, RequestKind kind) const;
    Choice unit_for(const std::string& item, const std::string& district) const;
    const CatalogueItem* item(const std::string& code) const;
    const Unit* unit(const UnitCode& code) const;

    std::shared_ptr<const City> city_;
    std::unordered_map<std::string, const CatalogueItem*> items_;
    std::unordered_map<std::string, const Unit*> units_;
    WordIndex places_;    // owner: index into city_->districts
    WordIndex keywords_;  // owner: index into city_->catalogue, leaves only
};

// For one request; indexes the whole city, so keep a Router for more.
RoutingProposal propose(const City& city, const Request& request);

}  // namespace hotline::dispatch
