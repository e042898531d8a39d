#pragma once

#include <nlohmann/json_fwd.hpp>
#include <string>
#include <vector>

#include "identity/form_check.hpp"
#include "matrix/change_words.hpp"
#include "matrix/draft_edits.hpp"
#include "web/form.hpp"

namespace ansvar::matrix {

/// One row of a draft as it is written in the table: the area, its responsibles line by line, and its words.
struct RowForm {
    std::string row = {};  ///< "" for a new one
    unsigned expected = 0;
    routing::Area area = {};
    std::vector<std::string> terms = {};
    std::vector<std::string> examples = {};
    std::vector<std::string> terms_before = {};  ///< as they were when the form was shown: what differs is the change
    std::vector<std::string> examples_before = {};

    static RowForm of(const Candidate& draft, const routing::Area& area);
    /// What was typed. Texts are trimmed; values that no choice offers stay, so that the draft's check tells of them.
    static RowForm typed(const web::Form& form, const std::string& row);

    /// `stored`: the row as the draft has it, whose document line a form does not carry; nullptr for a new one.
    RowEdit edit(const routing::Area* stored) const;
    /// What the form's part of the page says.
    nlohmann::json view(const routing::Matrix& matrix, const ChangeWords& words, web::Language language) const;
};

/// Adds the draft's faults to the fields they belong to.
void add_faults(identity::FormCheck& check, const routing::Faults& faults);
/// The fields of the form that a fault may stand beside.
const std::vector<std::string_view>& row_fields();

}  // namespace ansvar::matrix
