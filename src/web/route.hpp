#pragma once

#include <cstddef>
#include <functional>
#include <string>

#include "web/access.hpp"
#include "web/method.hpp"
#include "web/request.hpp"
#include "web/response.hpp"

namespace ansvar::web {

/// Runs on a worker thread; returns an answer or throws an Error.
using Handler = std::function<Response(const Request&)>;

/// Which threads run a route. Uploads: few bodies above 256 KiB at once, the next is refused before it is read; smaller ones go as
/// requests. Health: a thread of its own, so that whoever watches the service is answered while all others wait for the database; such a
/// handler must not.
enum class Pool { Requests, Uploads, Health };

struct Limits {
    std::size_t max_body_bytes = 256 * 1024;  ///< a longer body is refused (413) before it is read; GET never has one
    Pool pool = Pool::Requests;
};

/// One line of the route table.
struct Route {
    Method method;
    std::string path;  ///< "/tickets/{number}/messages": fixed segments and placeholders
    Access access;
    Handler handler;
    Limits limits = {};
};

}  // namespace ansvar::web
