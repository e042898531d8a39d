#pragma once

#include "routing/area.hpp"
#include "routing/fault.hpp"
#include "routing/role.hpp"

#include <cstddef>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

namespace ansvar::routing {

/// A responsibility matrix: areas in the file's order and the roles they name. Immutable and therefore safe to share
/// between threads. Only `read_matrix` and `with_version` make one, so what stands in it has been checked.
class Matrix {
public:
    /// A matrix without areas; everything routed by it goes to triage.
    Matrix() = default;
    /// Areas and roles must already be checked (unique keys and rows, known roles, a lead first).
    Matrix(std::string version, std::vector<Role> roles, std::vector<Area> areas);

    const std::string& version() const { return version_; }
    const std::vector<Area>& areas() const { return areas_; }
    const std::vector<Role>& roles() const { return roles_; }

    /// By key ("skrivare") or by the Blueprint's number ("B017", any case). nullptr when there is none; owned by the matrix.
    const Area* find(std::string_view key_or_row) const;
    /// By code, as written. nullptr when there is none; owned by the matrix.
    const Role* find_role(std::string_view code) const;
    /// The area's place in `areas()`. The area must belong to this matrix.
    std::size_t index_of(const Area& area) const;

private:
    std::string version_;
    std::vector<Role> roles_;
    std::vector<Area> areas_;
    std::unordered_map<std::string, std::size_t> by_name_;  // keys and rows
};

/// Reads roles: columns code,name_sv,name_en,kind,mail,shared_by. Adds nothing; `TRIAGE` must be there.
Read<std::vector<Role>> read_roles(std::string_view csv);
std::string write_roles(const std::vector<Role>& roles);

/// Reads a matrix. The Blueprint's seven columns must stand first (row,level,column,area,responsible,note,source_text);
/// key, relation, priority, confidential and emergency may follow in any order. What they leave out is decided here:
/// the key is made from the name (routing/slug.hpp), the first responsible leads and the others are co-responsible,
/// level HYGIEN has high priority, nothing is confidential.
Read<Matrix> read_matrix(std::string_view csv, std::vector<Role> roles, std::string version);

/// All twelve columns, so that `read_matrix(write_matrix(m), m.roles(), m.version())` gives `m` again.
std::string write_matrix(const Matrix& matrix);

}  // namespace ansvar::routing
