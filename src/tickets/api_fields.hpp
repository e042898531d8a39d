#pragma once

#include "tickets/draft.hpp"
#include "web/json_fields.hpp"

/// What the API's handlers of tickets read requests with.
namespace ansvar::tickets {

using web::Chosen;
using web::Fields;
using web::id_of_field;
using web::limit_of;
using web::or_null;
using web::refuse_faulty;
using web::take_nothing;
using web::version_of;

}  // namespace ansvar::tickets
