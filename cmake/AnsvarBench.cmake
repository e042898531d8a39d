# Programs that measure; ./dev bench builds them like the release (preset bench) and runs them.
add_executable(routing_bench ${CMAKE_SOURCE_DIR}/tests/bench/routing_bench.cpp)
target_link_libraries(routing_bench PRIVATE ansvar_routing)
add_executable(bare_creations ${CMAKE_SOURCE_DIR}/tests/bench/bare_creations.cpp)
target_link_libraries(bare_creations PRIVATE ansvar_app)
add_executable(replay_bench ${CMAKE_SOURCE_DIR}/tests/bench/replay_bench.cpp)
target_link_libraries(replay_bench PRIVATE ansvar_routing)
add_executable(routing_methods ${CMAKE_SOURCE_DIR}/tests/bench/routing_methods.cpp)
target_link_libraries(routing_methods PRIVATE ansvar_routing)
