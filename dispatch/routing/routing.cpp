#include "dispatch/routing/routing.hpp"

#include <algorithm>
#include <array>
#include <map>
#include <set>
#include <unordered_set>
#include <utility>

namespace hotline::dispatch {

namespace {

constexpr int ancestors_max = 16;  // a catalogue has three or four levels; a cycle must end
constexpr std::int32_t title_weight = 3;
constexpr std::int32_t body_weight = 1;

std::string quoted(const std::string& word) {
    return "“" + word + "”";
}

std::string joined(const std::vector<std::string>& parts) {
    std::string text;
    for (const auto& part : parts)
        text += (text.empty() ? "" : "、") + part;
    return text;
}

bool permits(const CatalogueItem& item, RequestKind kind) {
    return item.kinds.empty() ||
           std::find(item.kinds.begin(), item.kinds.end(), kind) != item.kinds.end();
}

std::string named(const CatalogueItem& item) {
    return "“" + item.name + "”（" + item.code + "）";
}

}  // namespace

struct Router::Score {
    const CatalogueItem* item = nullptr;
    std::int32_t points = 0;
    std::vector<std::string> title_words;
    std::vector<std::string> body_words;
};

Router::Router(std::shared_ptr<const City> city) : city_(std::move(city)) {
    for (const auto& unit : city_->units)
        units_.emplace(unit.code, &unit);
    std::unordered_set<std::string> inner;
    for (const auto& item : city_->catalogue) {
        items_.emplace(item.code, &item);
        if (!item.parent.empty()) inner.insert(item.parent);
    }
    for (std::size_t i = 0; i < city_->districts.size(); ++i) {
        const auto& district = city_->districts[i];
        places_.add(district.name, static_cast<std::int32_t>(i));
        for (const auto& place : district.places) {
            places_.add(place, static_cast<std::int32_t>(i));
        }
    }
    for (std::size_t i = 0; i < city_->catalogue.size(); ++i) {
        const auto& item = city_->catalogue[i];
        if (inner.contains(item.code)) continue;
        for (const auto& word : item.keywords)
            keywords_.add(word, static_cast<std::int32_t>(i));
    }
    places_.build();
    keywords_.build();
}

const CatalogueItem* Router::item(const std::string& code) const {
    const auto found = items_.find(code);
    return found == items_.end() ? nullptr : found->second;
}

const Unit* Router::unit(const UnitCode& code) const {
    const auto found = units_.find(code);
    return found == units_.end() ? nullptr : found->second;
}

// `named` tells whether the text names any district at all, so that the caller stops looking.
Router::Choice Router::district_in(std::string_view text, std::string_view where,
                                   bool& named) const {
    const auto matches = places_.find(text);
    named = !matches.empty();
    std::int32_t longest = 0;
    for (const auto& match : matches)
        longest = std::max(longest, places_.length(match.word));
    std::set<std::int32_t> districts;
    std::vector<std::string> words;
    for (const auto& match : matches) {
        if (places_.length(match.word) != longest) continue;
        const auto& owners = places_.owners(match.word);
        districts.insert(owners.begin(), owners.end());
        const std::string word = quoted(places_.word(match.word));
        if (std::find(words.begin(), words.end(), word) == words.end()) words.push_back(word);
    }
    const std::string evidence = std::string(where) + "中的" + joined(words);
    if (districts.size() != 1) return {"", evidence + "可指不同区划，区划不定"};
    const auto& district = city_->districts[static_cast<std::size_t>(*districts.begin())];
    return {district.code, "区划：" + district.name + "（依据" + evidence + "）"};
}

Router::Choice Router::choose_district(const Request& request, const Texts& texts) const {
    if (!request.district.empty()) {
        if (const auto* district = city_->district(request.district)) {
            return {district->code, "区划：" + district->name + "（登记时选定）"};
        }
    }
    const std::array<std::pair<std::string_view, std::string_view>, 3> places{
        {{texts.place, "地点"}, {texts.title, "标题"}, {texts.body, "正文"}}};
    for (const auto& [text, where] : places) {
        bool is_named = false;
        auto choice = district_in(text, where, is_named);
        if (is_named) return choice;
    }
    return {"", "未识别出区划"};
}

std::vector<Router::Score> Router::score_items(const Texts& texts, RequestKind kind) const {
    std::map<std::int32_t, Score> scores;
    const auto add = [&](std::string_view text, std::int32_t weight,
                         std::vector<std::string> Score::* words) {
        std::set<std::size_t> counted;
        for (const auto& match : keywords_.find(text)) {
            if (!counted.insert(match.word).second) continue;
            for (const std::int32_t owner : keywords_.owners(match.word)) {
                const auto& item = city_->catalogue[static_cast<std::size_t>(owner)];
                if (!permits(item, kind)) continue;
                auto& score = scores[owner];
                score.item = &item;
                score.points += weight * keywords_.length(match.word);
                (score.*words).push_back(quoted(keywords_.word(match.word)));
            }
        }
    };
    add(texts.title, title_weight, &Score::title_words);
    add(texts.body, body_weight, &Score::body_words);
    std::vector<Score> best;
    for (auto& [owner, score] : scores) {
        if (!best.empty() && score.points < best.front().points) continue;
        if (!best.empty() && score.points > best.front().points) best.clear();
        best.push_back(std::move(score));
    }
    return best;
}

Router::Choice Router::choose_item(const Request& request, const Texts& texts,
                                   const std::string& district) const {
    if (!request.item.empty()) {
        if (const auto* chosen = item(request.item)) {
            return {chosen->code, "目录：" + named(*chosen) + "（登记时选定）"};
        }
    }
    const auto best = score_items(texts, request.kind);
    if (best.empty()) return {"", "没有命中目录关键词"};
    std::set<UnitCode> units;
    std::vector<std::string> names;
    for (const auto& score : best) {
        units.insert(unit_for(score.item->code, district).code);
        names.push_back(named(*score.item));
    }
    if (units.size() > 1) return {"", "目录" + joined(names) + "得分相同且承办单位不同"};
    // Lines that lead to one unit: the first in the city pack.
    const auto& first = best.front();
    std::string evidence;
    if (!first.title_words.empty()) evidence += "标题中的" + joined(first.title_words);
    if (!first.title_words.empty() && !first.body_words.empty()) evidence += "，";
    if (!first.body_words.empty()) evidence += "正文中的" + joined(first.body_words);
    return {first.item->code, "目录：" + named(*first.item) + "（依据" + evidence + "）"};
}

Router::Choice Router::unit_for(const std::string& code, const std::string& district) const {
    const CatalogueItem* line = item(code);
    for (int level = 0; line != nullptr && level < ancestors_max; ++level) {
        const auto here = line->by_district.find(district);
        if (here != line->by_district.end()) {
            if (const auto* found = unit(here->second)) {
                return {found->code, "承办单位：" + found->name + "（目录" + named(*line) +
                                         "在本区划的责任单位）"};
            }
        }
        if (const auto* found = unit(line->unit)) {
            return {found->code,
                    "承办单位：" + found->name + "（目录" + named(*line) + "的责任单位）"};
        }
        line = item(line->parent);
    }
    return {"", code.empty() ? "转派单员处理" : "该目录没有对应的责任单位，转派单员处理"};
}

RoutingProposal Router::propose(const Request& request) const {
    const Texts texts{fold(request.place), fold(request.title), fold(request.body)};
    auto district = choose_district(request, texts);
    auto chosen = choose_item(request, texts, district.code);
    auto found = unit_for(chosen.code, district.code);
    return {std::move(found.code), std::move(district.code), std::move(chosen.code),
            chosen.why + "；" + district.why + "；" + found.why + "。"};
}

RoutingProposal propose(const City& city, const Request& request) {
    return Router(std::make_shared<City>(city)).propose(request);
}

}  // namespace hotline::dispatch
