#include "tickets/event.hpp"

#include <array>
#include <stdexcept>
#include <utility>

namespace ansvar::tickets {

namespace {

constexpr std::array<std::pair<EventKind, std::string_view>, 27> names{{{EventKind::Opened, "opened"},
                                                                       {EventKind::Replied, "replied"},
                                                                       {EventKind::Noted, "noted"},
                                                                       {EventKind::Assigned, "assigned"},
                                                                       {EventKind::Rerouted, "rerouted"},
                                                                       {EventKind::StateChanged, "state_changed"},
                                                                       {EventKind::PriorityChanged, "priority_changed"},
                                                                       {EventKind::Reopened, "reopened"},
                                                                       {EventKind::ConfidentialityChanged, "confidentiality_changed"},
                                                                       {EventKind::GlassBroken, "glass_broken"},
                                                                       {EventKind::Undone, "undone"},
                                                                       {EventKind::Snoozed, "snoozed"},
                                                                       {EventKind::Tagged, "tagged"},
                                                                       {EventKind::ChecklistChanged, "checklist_changed"},
                                                                       {EventKind::TimeSpent, "time_spent"},
                                                                       {EventKind::WatchersChanged, "watchers_changed"},
                                                                       {EventKind::Linked, "linked"},
                                                                       {EventKind::WroteOutside, "wrote_outside"},
                                                                       {EventKind::OutsideAnswered, "outside_answered"},
                                                                       {EventKind::Merged, "merged"},
                                                                       {EventKind::Unmerged, "unmerged"},
                                                                       {EventKind::Split, "split"},
                                                                       {EventKind::Carried, "carried"},
                                                                       {EventKind::Surveyed, "surveyed"},
                                                                       {EventKind::DetailsChanged, "details_changed"},
                                                                       {EventKind::Escalated, "escalated"},
                                                                       {EventKind::Reminded, "reminded"}}};

}  // namespace

std::string_view name(EventKind kind) {
    for (const auto& [each, word] : names) {
        if (each == kind) {
            return word;
        }
    }
    throw std::logic_error("a value outside its enumeration");
}

EventKind event_kind_from(std::string_view name) {
    for (const auto& [kind, word] : names) {
        if (word == name) {
            return kind;
        }
    }
    throw std::runtime_error("the timeline holds an event of a kind this program does not know");
}

}  // namespace ansvar::tickets
