// Random values of every described type: hard texts, extreme numbers, empty optionals.
#pragma once

#include "ticketing/record/enum_table.hpp"

#include <array>
#include <concepts>
#include <cstdint>
#include <limits>
#include <optional>
#include <random>
#include <string>
#include <type_traits>
#include <vector>

namespace hotline::test {

class RandomValues {
  public:
    explicit RandomValues(std::uint32_t seed) : engine_(seed) {}

    int below(int bound) { return std::uniform_int_distribution<int>{0, bound - 1}(engine_); }

    void fill(bool& flag) { flag = below(2) == 1; }
    template <std::integral Int>
    void fill(Int& number) {
        switch (below(4)) {
            case 0:
                number = std::numeric_limits<Int>::max();
                return;
            case 1:
                number = std::numeric_limits<Int>::min();
                return;
            default:
                number = static_cast<Int>(below(1000) - 500);
        }
    }
    void fill(std::string& text) {
        static const std::string pieces[] = {"",
                                             "路灯不亮",
                                             "\"quoted\\\"",
                                             "line\nline\r\ttab",
                                             std::string("nul\0in", 6),
                                             "\x01\x1f\x7f",
                                             "😀emoji",
                                             "\xff\xfe not utf-8",
                                             "'; DROP TABLE tickets; --",
                                             "/&<>"};
        text.clear();
        for (int i = below(4); i > 0; --i)
            text += pieces[below(10)];
    }
    void fill(Instant& at) {
        std::int64_t ms = 0;
        fill(ms);
        at = Instant{Millis{ms}};
    }
    void fill(TicketNumber& id) { fill(id.value); }
    void fill(LegId& id) { fill(id.value); }
    void fill(PetitionId& id) { fill(id.value); }
    void fill(ClockId& id) { fill(id.value); }
    void fill(NoticeId& id) { fill(id.value); }
    // Only what has a text: nothing else is ever in a policy.
    void fill(TimeLimit& limit) {
        using enum LimitUnit;
        limit = {};
        limit.unit =
            std::array{minutes,      hours,         working_minutes, working_hours,
                       working_days, calendar_days, same_day}[static_cast<std::size_t>(below(7))];
        if (limit.unit != same_day) limit.amount = 1 + below(400);
        if (counts_days(limit.unit)) {
            limit.counting = static_cast<Counting>(below(3));
            limit.next_day = limit.counting != Counting::inclusive && below(2) == 0;
        } else if (limit.unit == same_day) {
            limit.any_day = below(2) == 0;
            if (below(2) == 0) limit.cutoff_minute = 1 + below(1439);
        } else {
            limit.next_day = below(2) == 0;
        }
        if (below(3) == 0) limit.night = DaySpan{60 + below(1379), below(60)};
    }
    // A clock of before derivations has no limit.
    void fill(Derivation& derivation) {
        if (below(5) == 0) {
            derivation.limit = {};
        } else {
            fill(derivation.limit);
        }
        fill(derivation.extended_working_days);
        fill(derivation.pauses);
        fill(derivation.cap);
        fill(derivation.cap_reason);
    }
    template <class Enum>
        requires std::is_enum_v<Enum>
    void fill(Enum& value) {
        value = static_cast<Enum>(below(static_cast<int>(record::enum_table<Enum>.size())));
    }
    template <class T>
    void fill(std::optional<T>& item) {
        item.reset();
        if (below(2) == 1) fill(item.emplace());
    }
    template <class T>
    void fill(std::vector<T>& list) {
        list.resize(static_cast<std::size_t>(below(4)));
        for (T& each : list)
            fill(each);
    }
    template <class T>
        requires(boost::describe::has_describe_members<T>::value && !std::is_enum_v<T>)
    void fill(T& object) {
        boost::mp11::mp_for_each<boost::describe::describe_members<T, boost::describe::mod_public>>(
            [&](auto member) { fill(object.*member.pointer); });
    }

  private:
    std::mt19937 engine_;
};

}  // namespace hotline::test
