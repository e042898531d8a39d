#pragma once

#include <nlohmann/json.hpp>

#include "db/session.hpp"
#include "identity/person.hpp"
#include "web/request.hpp"
#include "web/texts.hpp"

namespace ansvar::tickets {

/// What parts/undo_bar.html shows on a page that a change of some seconds ago leads to ("?undo=TOKEN"): the button that takes it back;
/// or what such a press did ("?undone=…&late=…&files=…"). False: neither, also when the token's change could not be undone.
nlohmann::json undo_bar(db::Session& session, const web::Request& request, const identity::Person& person, const web::Texts& texts, Timestamp now);

/// What parts/notices.html says of the tickets that an order for several has left as they were ("?left=1042,1043", at most 100).
nlohmann::json left_said(const web::Request& request, const web::Texts& texts);

}  // namespace ansvar::tickets
