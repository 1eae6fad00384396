// Writes described types as JSON straight into a string: the journal is written on the hot path of
// every command, and a boost::json::value in between would cost a third more.
//
// Structures are objects with all members; an empty optional is left out, and of a Derivation
// everything that is nothing (every clock has one, and most say only their limit). Enumerators are
// their names, ids of legs, petitions, clocks and notices are numbers, a ticket's number and a time
// limit are text.
#pragma once

#include "ticketing/record/enum_table.hpp"
#include "ticketing/record/rfc3339.hpp"

#include <charconv>
#include <concepts>
#include <cstdint>
#include <limits>
#include <optional>
#include <string>
#include <string_view>
#include <type_traits>
#include <vector>

namespace hotline::record {

enum class TimeForm {
    epoch_ms,  // the journal
    rfc3339,   // webhooks
};

// Appends `text` without quotes, escaped as JSON, cut to at most `bytes_max` bytes of output. Cuts
// between characters of UTF-8 and puts the marker "…（已截断）" at a cut, where there is room for
// it. Bytes that are not UTF-8 pass unchanged.
void append_json_text(std::string& out, std::string_view text,
                      std::size_t bytes_max = std::numeric_limits<std::size_t>::max());

template <class T>
concept Described = boost::describe::has_describe_members<T>::value && !std::is_enum_v<T>;

class JsonWriter {
  public:
    // `text_max` bounds every string, in bytes of output.
    explicit JsonWriter(std::string& out, TimeForm times = TimeForm::epoch_ms,
                        std::size_t text_max = std::numeric_limits<std::size_t>::max())
        : out_(out), times_(times), text_max_(text_max) {}

    void value(std::string_view text) {
        out_ += '"';
        append_json_text(out_, text, text_max_);
        out_ += '"';
    }
    void value(const std::string& text) { value(std::string_view{text}); }
    void value(bool flag) { out_ += flag ? "true" : "false"; }
    void value(TicketNumber number) {
        out_ += '"';
        value(number.value);
        out_ += '"';
    }
    void value(LegId id) { value(id.value); }
    void value(PetitionId id) { value(id.value); }
    void value(ClockId id) { value(id.value); }
    void value(NoticeId id) { value(id.value); }
    void value(const TimeLimit& limit) { value(text_of(limit)); }
    void value(Instant at) {
        if (times_ == TimeForm::epoch_ms) return value(std::int64_t{at.time_since_epoch().count()});
        out_ += '"';
        append_rfc3339(out_, at);
        out_ += '"';
    }
    template <std::integral Int>
    void value(Int number) {
        char text[24];
        const auto end = std::to_chars(text, text + sizeof text, number).ptr;
        out_.append(text, static_cast<std::size_t>(end - text));
    }
    template <class Enum>
        requires std::is_enum_v<Enum>
    void value(Enum enumerator) {
        out_ += '"';
        out_ += enum_table<Enum>[static_cast<std::size_t>(enumerator)];
        out_ += '"';
    }
    template <class T>
    void value(const std::vector<T>& list) {
        out_ += '[';
        for (const T& item : list) {
            if (&item != list.data()) out_ += ',';
            value(item);
        }
        out_ += ']';
    }
    // Without a limit: of a clock that was started before clocks kept their derivation.
    void value(const Derivation& derivation) {
        open();
        if (derivation.limit != TimeLimit{}) member("limit", derivation.limit);
        if (derivation.extended_working_days != 0) {
            member("extended_working_days", derivation.extended_working_days);
        }
        if (!derivation.pauses.empty()) member("pauses", derivation.pauses);
        member("cap", derivation.cap);
        if (derivation.cap_reason != CapReason::none) member("cap_reason", derivation.cap_reason);
        close();
    }
    template <Described T>
    void value(const T& object) {
        out_ += '{';
        first_ = true;
        members(object);
        out_ += '}';
        first_ = false;
    }

    // Pieces, for objects that are put together by hand: open(); member(...); close().
    void open() {
        out_ += '{';
        first_ = true;
    }
    void close() {
        out_ += '}';
        first_ = false;
    }
    void key(std::string_view name) {
        if (!first_) out_ += ',';
        first_ = false;
        out_ += '"';
        out_ += name;
        out_ += "\":";
    }
    template <class T>
    void member(std::string_view name, const T& item) {
        key(name);
        value(item);
    }
    template <class T>
    void member(std::string_view name, const std::optional<T>& item) {
        if (item) member(name, *item);
    }
    // The members of a described object, without braces.
    template <Described T>
    void members(const T& object) {
        using Members = boost::describe::describe_members<T, boost::describe::mod_public>;
        boost::mp11::mp_for_each<Members>(
            [&](auto each) { member(std::string_view{each.name}, object.*each.pointer); });
    }

  private:
    std::string& out_;
    TimeForm times_;
    std::size_t text_max_;
    bool first_ = true;  // the next key is the first of its object
};

}  // namespace hotline::record
