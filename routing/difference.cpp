#include "routing/difference.hpp"

#include "routing/list_field.hpp"

#include <algorithm>
#include <utility>

namespace ansvar::routing {
namespace {

std::string who_is(const Responsible& responsible) {
    return responsible.holder.empty() ? responsible.role : responsible.role + ':' + responsible.holder;
}

std::string names_of(const std::vector<Responsible>& responsible) {
    std::vector<std::string> names;
    std::transform(responsible.begin(), responsible.end(), std::back_inserter(names), who_is);
    return join_list(names, ", ");
}

std::string flag_word(bool flag) {
    return flag ? "yes" : "no";
}

/// Collects what is different about one role or one area.
class Changes {
public:
    Changes(std::vector<Change>& into, std::string subject, std::string name)
        : into_(into), subject_(std::move(subject)), name_(std::move(name)) {}

    void add(std::string code, std::string who, std::string before, std::string after) {
        into_.push_back({std::move(code), subject_, name_, std::move(who), std::move(before), std::move(after)});
    }

    void add_if_differing(std::string code, std::string_view before, std::string_view after, std::string who = {}) {
        if (before != after) {
            add(std::move(code), std::move(who), std::string(before), std::string(after));
        }
    }

private:
    std::vector<Change>& into_;
    std::string subject_;
    std::string name_;
};

void compare_roles(const Role& before, const Role& after, std::vector<Change>& into) {
    Changes changes(into, after.code, after.name_sv);
    changes.add_if_differing("role-renamed-sv", before.name_sv, after.name_sv, after.code);
    changes.add_if_differing("role-renamed-en", before.name_en, after.name_en, after.code);
    changes.add_if_differing("role-kind-changed", to_string(before.kind), to_string(after.kind), after.code);
    changes.add_if_differing("role-mail-changed", before.mail, after.mail, after.code);
    changes.add_if_differing("role-sharing-changed", join_list(before.shared_by, ", "), join_list(after.shared_by, ", "), after.code);
}

void compare_leads(const Responsible& before, const Responsible& after, Changes& changes) {
    if (before.role != after.role || before.role.empty()) {
        changes.add_if_differing("lead-changed", who_is(before), who_is(after));
    } else {
        changes.add_if_differing("holder-changed", before.holder, after.holder, after.role);
    }
}

/// A row's responsibles after the lead, those of before and of after side by side.
class OthersComparison {
public:
    OthersComparison(const Area& before, const Area& after)
        : before_(before.responsible.begin() + 1, before.responsible.end()),
          after_(after.responsible.begin() + 1, after.responsible.end()) {}

    void compare(Changes& changes) {
        const bool is_same = before_ == after_;
        const auto names_before = names_of(before_);
        const auto names_after = names_of(after_);
        bool has_told =
            take_pairs(changes, [](const Responsible& a, const Responsible& b) { return a.role == b.role && a.holder == b.holder; });
        has_told |= take_pairs(changes, [](const Responsible& a, const Responsible& b) { return !a.role.empty() && a.role == b.role; });
        for (const auto& gone : before_) {
            changes.add("responsible-removed", who_is(gone), std::string(to_string(gone.relation)), {});
        }
        for (const auto& added : after_) {
            changes.add("responsible-added", who_is(added), {}, std::string(to_string(added.relation)));
        }
        if (!is_same && !has_told && before_.empty() && after_.empty()) {
            changes.add("responsible-reordered", {}, names_before, names_after);
        }
    }

private:
    /// Takes out of both lists whoever stands in both, and tells how they differ. True when something was told.
    template <class IsSame>
    bool take_pairs(Changes& changes, const IsSame& is_same) {
        bool has_told = false;
        for (auto now = after_.begin(); now != after_.end();) {
            const auto then = std::find_if(before_.begin(), before_.end(), [&](const Responsible& each) { return is_same(each, *now); });
            if (then == before_.end()) {
                ++now;
                continue;
            }
            has_told |= then->holder != now->holder || then->relation != now->relation;
            changes.add_if_differing("holder-changed", then->holder, now->holder, now->role);
            changes.add_if_differing("relation-changed", to_string(then->relation), to_string(now->relation), who_is(*now));
            before_.erase(then);
            now = after_.erase(now);
        }
        return has_told;
    }

    std::vector<Responsible> before_;
    std::vector<Responsible> after_;
};

void compare_areas(const Area& before, const Area& after, std::vector<Change>& into) {
    Changes changes(into, after.key, after.name);
    changes.add_if_differing("area-renamed", before.name, after.name);
    changes.add_if_differing("row-changed", before.row, after.row);
    changes.add_if_differing("level-changed", before.level, after.level);
    changes.add_if_differing("column-changed", before.column, after.column);
    compare_leads(before.lead(), after.lead(), changes);
    OthersComparison(before, after).compare(changes);
    changes.add_if_differing("priority-changed", to_string(before.default_priority), to_string(after.default_priority));
    changes.add_if_differing("confidential-changed", flag_word(before.confidential), flag_word(after.confidential));
    changes.add_if_differing("emergency-changed", flag_word(before.emergency), flag_word(after.emergency));
    changes.add_if_differing("note-changed", before.note, after.note);
    changes.add_if_differing("source-changed", before.source_text, after.source_text);
}

const Area* find_by_key(const Matrix& matrix, const std::string& key) {
    const auto* area = matrix.find(key);
    return area && area->key == key ? area : nullptr;
}

void compare_all_roles(const Matrix& before, const Matrix& after, std::vector<Change>& into) {
    for (const auto& role : after.roles()) {
        if (const auto* earlier = before.find_role(role.code)) {
            compare_roles(*earlier, role, into);
        } else {
            Changes(into, role.code, role.name_sv).add("role-added", role.code, {}, role.code);
        }
    }
    for (const auto& role : before.roles()) {
        if (!after.find_role(role.code)) {
            Changes(into, role.code, role.name_sv).add("role-removed", role.code, role.code, {});
        }
    }
}

}  // namespace

std::vector<Change> compare(const Matrix& before, const Matrix& after) {
    std::vector<Change> all;
    compare_all_roles(before, after, all);
    for (const auto& area : after.areas()) {
        if (const auto* earlier = find_by_key(before, area.key)) {
            compare_areas(*earlier, area, all);
        } else {
            Changes(all, area.key, area.name).add("area-added", {}, {}, who_is(area.lead()));
        }
    }
    for (const auto& area : before.areas()) {
        if (!find_by_key(after, area.key)) {
            Changes(all, area.key, area.name).add("area-removed", {}, who_is(area.lead()), {});
        }
    }
    return all;
}

}  // namespace ansvar::routing
