#pragma once

#include <string>
#include <vector>

#include "identity/api_tokens.hpp"
#include "identity/form_check.hpp"

namespace ansvar::identity {

/// The form for a new API token, as typed.
struct TokenForm {
    std::string name;
    std::string as = "";       ///< "person", or a service account's id
    std::string person;        ///< with as = "person": a name or an address
    std::vector<std::string> scopes;
    std::string days = "90";   ///< "30", "90", "365" or "none"

    static TokenForm from(const web::Form& form, FormCheck& check);
    /// What the token is to be; what is wrong is added to `check`.
    TokenDraft read(db::Session& session, Timestamp now, FormCheck& check) const;
};

inline constexpr std::size_t token_name_limit = 100;

}  // namespace ansvar::identity
