#pragma once

#include <gmime/gmime.h>

#include <memory>
#include <mutex>

/// How this module holds GMime's objects. Only mime.cpp and incoming_mail.cpp include it.
namespace ansvar::mail {

/// Owns one reference of a GObject.
template <class Object>
using Owned = std::unique_ptr<Object, decltype(&g_object_unref)>;

template <class Object>
Owned<Object> own(Object* object) {
    return {object, &g_object_unref};
}

using OwnedText = std::unique_ptr<char, decltype(&g_free)>;

/// Before anything else of GMime. Safe from any thread.
inline void start_gmime() {
    static std::once_flag once;
    std::call_once(once, [] { g_mime_init(); });
}

}  // namespace ansvar::mail
