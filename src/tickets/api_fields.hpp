#pragma once

#include <type_traits>
#include <utility>

#include "tickets/draft.hpp"
#include "tickets/page_services.hpp"
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

/// Runs `work`, which does several things by the desk, so that all of it is done or nothing: in the transaction of the request's
/// Idempotency-Key when it has one, else in one of its own. What is refused must be thrown.
template <class Work>
std::invoke_result_t<Work&> all_together(const PageServices& services, const web::Request& request, Work&& work) {
    if (request.header("idempotency-key")) {
        return work();
    }
    return services.database().spanning([&](db::Transaction&) { return work(); });
}

}  // namespace ansvar::tickets
