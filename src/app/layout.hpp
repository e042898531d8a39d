#pragma once

#include "db/database.hpp"
#include "identity/role_directory.hpp"
#include "web/assets.hpp"
#include "web/pages.hpp"

namespace ansvar::app {

/// What stands around every page: who is signed in, where one can go, how much is open in one's queues. To agents it says which links their
/// browser may ask for ahead of them (decisions/0095).
web::LayoutFiller layout_filler(db::Database& database, const identity::RoleDirectory& roles, const web::Texts& texts, const web::Assets& assets, const Clock& clock);

}  // namespace ansvar::app
