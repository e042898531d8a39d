#include "schedule/calendars.hpp"

namespace ansvar::schedule {

void Calendars::refresh(db::Session&) {}

std::shared_ptr<const clock::Followed> Calendars::of(const RoleCode&, const std::optional<UnitId>&) const { return of_school(); }

std::shared_ptr<const clock::Followed> Calendars::of_school() const { return clock::plain_week(); }

}  // namespace ansvar::schedule
