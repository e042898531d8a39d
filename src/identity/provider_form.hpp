#pragma once

#include <nlohmann/json.hpp>
#include <string>
#include <utility>
#include <vector>

#include "identity/form_check.hpp"
#include "identity/provider.hpp"
#include "identity/role_directory.hpp"
#include "web/request.hpp"

namespace ansvar::identity {

/// What an administrator typed about a way of signing in, as typed where it cannot be read.
struct ProviderForm {
    Provider provider;        ///< without id and sealed secret
    std::string secret = {};  ///< empty: keep the one there is
    std::string domains = {};
    std::vector<std::pair<std::string, std::string>> rows = {};  ///< claim value, role code

    /// Reads the form and says in `check` what is wrong with it. `before`: the provider that is changed, null for a new one.
    static ProviderForm from(const web::Form& form, const Provider* before, const RoleTable& roles, FormCheck& check);
    static ProviderForm of(const Provider& provider);

    /// The fields of templates/pages/admin/provider.html.
    nlohmann::json view(const web::Texts& texts, web::Language language, const RoleTable& roles) const;
};

}  // namespace ansvar::identity
