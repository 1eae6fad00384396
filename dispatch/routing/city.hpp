// The city as routing knows it: units, districts and the catalogue (派单目录). Loaded from the city
// pack, immutable, shared by pointer.
#pragma once

#include "ticketing/rules/ids.hpp"
#include "ticketing/rules/ticket.hpp"

#include <map>
#include <string>
#include <vector>

namespace hotline::dispatch {

enum class UnitKind { hotline, department, district, street, enterprise };

struct Unit {
    UnitCode code;     // "a3-gov"
    std::string name;  // "A3区人民政府"
    UnitKind kind = UnitKind::department;
    UnitCode parent;       // empty at the top
    std::string district;  // district code when it serves one, else empty
    std::string leader{};  // who gets the copy of a written notice, or empty
};

struct District {
    std::string code;                 // "A3"
    std::string name;                 // "A3区"
    std::vector<std::string> places;  // streets and places that mean this district
};

// One line of the catalogue. Codes are dotted paths: "urban.property" is under "urban".
struct CatalogueItem {
    std::string code;
    std::string name;                             // "物业管理"
    std::string parent;                           // empty at the top
    std::vector<RequestKind> kinds;               // empty: any
    std::vector<std::string> keywords;            // words of the title or body that mean this item
    UnitCode unit;                                // the unit for any district, or empty
    std::map<std::string, UnitCode> by_district;  // overrides `unit`; takes precedence
};

struct City {
    std::string name;
    std::string version;
    std::vector<Unit> units;
    std::vector<District> districts;
    std::vector<CatalogueItem> catalogue;

    const Unit* unit(const UnitCode& code) const;
    const District* district(const std::string& code) const;
    const CatalogueItem* item(const std::string& code) const;
};

}  // namespace hotline::dispatch
