#pragma once

#include <string>
#include <vector>

#include "routing/router.hpp"
#include "tickets/draft.hpp"
#include "tickets/form_errors.hpp"
#include "web/request.hpp"

namespace ansvar::tickets {

/// What the form for a new ticket was sent with, and what is wrong with it. A form holds one ticket or, divided, two: the second's own
/// fields end in 2 (body2, subject2, area2), the rest (room, phone, copies, files …) is both's.
struct NewTicketForm {
    /// What each ticket has of its own, as typed.
    struct Part {
        std::string body = {};
        std::string subject = {};
        std::string area = {};  ///< as picked: "", "none", a row or a key
    };

    std::vector<Part> parts = {Part{}};   ///< one or two
    Draft shared = {};                    ///< what is both's; its body, subject and area are empty
    std::size_t files_with = 0;           ///< which part gets the files
    std::string mail = {};                ///< of somebody not signed in
    std::string key = {};                 ///< the form's own idempotency key
    std::string fingerprint = {};         ///< of everything sent, files included
    bool all_areas = false;               ///< the whole list of areas is wanted in the page
    FormErrors errors = {};

    /// Reads it; the button that was pressed (choose an area, divide, put together, remove numbers, show all areas) has done its work.
    static NewTicketForm from(const web::Request& request, const routing::Router& router, std::string_view instead_of_numbers);

    /// The drafts, the files with the one they were given to.
    std::vector<Draft> drafts(const routing::Router& router) const;
    Draft draft(std::size_t part, const routing::Router& router) const;
    bool is_divided() const { return parts.size() > 1; }

    void divide(const routing::Router& router);
    void put_together();
};

/// An area that the matrix has, or "none"; "" for anything else.
std::string known_area(const std::string& area, const routing::Router& router);

/// Was a button pressed that only shows the form again?
bool only_looks(const web::Form& form);

}  // namespace ansvar::tickets
