// enum_name() and enum_from_name() of every described enumeration.
#include "ticketing/record/enum_table.hpp"
#include "ticketing/record/event_json.hpp"

namespace hotline::record {

template <class Enum>
std::string_view enum_name(Enum value) {
    return enum_table<Enum>[static_cast<std::size_t>(value)];
}

template <class Enum>
bool enum_from_name(std::string_view name, Enum& value) {
    return find_enum(name, value);
}

#define HOTLINE_ENUM(Enum)                           \
    template std::string_view enum_name<Enum>(Enum); \
    template bool enum_from_name<Enum>(std::string_view, Enum&);
HOTLINE_ENUM(Role)
HOTLINE_ENUM(DayKind)
HOTLINE_ENUM(LimitUnit)
HOTLINE_ENUM(Counting)
HOTLINE_ENUM(CapReason)
HOTLINE_ENUM(SegmentKind)
HOTLINE_ENUM(StartEvent)
HOTLINE_ENUM(ExtensionMode)
HOTLINE_ENUM(ExtensionNeeds)
HOTLINE_ENUM(Channel)
HOTLINE_ENUM(RequestKind)
HOTLINE_ENUM(Urgency)
HOTLINE_ENUM(CallerType)
HOTLINE_ENUM(Origin)
HOTLINE_ENUM(DayClass)
HOTLINE_ENUM(Stage)
HOTLINE_ENUM(LegRole)
HOTLINE_ENUM(LegState)
HOTLINE_ENUM(PetitionKind)
HOTLINE_ENUM(PetitionState)
HOTLINE_ENUM(MilestoneKind)
HOTLINE_ENUM(StepKind)
HOTLINE_ENUM(ClockState)
HOTLINE_ENUM(MoveCause)
HOTLINE_ENUM(NoticeKind)
HOTLINE_ENUM(DeclineReason)
HOTLINE_ENUM(EmergencyLine)
HOTLINE_ENUM(PublicationKind)
HOTLINE_ENUM(JobState)
#undef HOTLINE_ENUM

}  // namespace hotline::record
